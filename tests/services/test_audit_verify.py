"""Whatever is done behind the trail is named: edited, deleted, cut, put back, rolled back."""

import pytest

from tests.factories import care
from tests.factories.center import Center
from tests.factories.look import anchor_of, findings, length, named, sql
from tracker.services import counseling, intake, letters, trail
from tracker.services.audit import Anchor
from tracker.store.audit import AuditRow, chain, newest, readable
from tracker.store.audit import append as append_row


def rows(center: Center) -> list[AuditRow]:
    with center.site.reading() as db:
        return readable(chain(db))


CHAIN = [
    ("UPDATE audit SET role = 'admin' WHERE sequence = 7", {"row_changed"}),
    ("UPDATE audit SET actor_id = NULL WHERE sequence = 7", {"row_changed"}),
    ("UPDATE audit SET address = '10.0.0.1' WHERE sequence = 7", {"row_changed"}),
    ("UPDATE audit SET action = 'case_opened' WHERE sequence = 7", {"row_changed"}),
    ("UPDATE audit SET object = 'x' WHERE sequence = 7", {"row_changed"}),
    ("UPDATE audit SET at = '2026-11-22 02:00:00' WHERE sequence = 7", {"row_changed"}),
    ("UPDATE audit SET digest = (SELECT digest FROM audit WHERE sequence = 6) WHERE sequence = 7",
     {"row_changed"}),
    ("UPDATE audit SET sequence = 999 WHERE sequence = 7", {"row_missing", "row_changed"}),
]  # fmt: skip


NONSENSE = ["[]", '{"documents": [1]}', '{"documents": 5}', '{"grants": [["x"]]}', "null", "7"]


@pytest.mark.parametrize("detail", NONSENSE)
def test_a_row_edited_into_nonsense_is_named_and_stops_nothing(center: Center, detail: str):
    sql(center, "UPDATE audit SET detail = :d WHERE sequence = 7", d=detail)
    assert ("row_changed", "7") in {(one.what, one.where) for one in findings(center)}


@pytest.mark.parametrize(("statement", "found"), CHAIN)
def test_an_edited_row_is_named(center: Center, statement: str, found: set[str]):
    sql(center, statement)
    assert found <= named(center)
    where = {one.where for one in findings(center) if one.what in found}
    assert "7" in where


def test_deleted_rows_are_named(center: Center):
    center.apply()
    last = length(center)
    sql(center, "DELETE FROM audit WHERE sequence = 3")
    assert ("row_missing", "3") in {(one.what, one.where) for one in findings(center)}
    sql(center, "DELETE FROM audit WHERE sequence < 5")
    assert "row_missing" in named(center)
    assert anchor_of(center).sequence == last


def test_two_rows_that_changed_places_are_named(center: Center):
    for old, new in ((7, 1007), (8, 7), (1007, 8)):
        sql(center, "UPDATE audit SET sequence = :new WHERE sequence = :old", old=old, new=new)
    assert {"7", "8"} <= {one.where for one in findings(center) if one.what == "row_changed"}


def test_an_inserted_row_is_named(center: Center):
    center.apply()
    last = length(center)
    for sequence in range(last, 4, -1):
        sql(center, "UPDATE audit SET sequence = sequence + 1 WHERE sequence = :s", s=sequence)
    columns = "at, actor_id, role, address, action, object, detail, digest"
    copied = f"SELECT 5, {columns} FROM audit WHERE sequence = 4"
    sql(center, f"INSERT INTO audit (sequence, {columns}) {copied}")
    assert "5" in {one.where for one in findings(center) if one.what == "row_changed"}


def test_a_cut_tail_needs_the_anchor(center: Center):
    """Sign-ins leave nothing but their row: without the anchor nobody would miss them."""
    with center.as_("yujin") as work:
        trail.search(work)
    kept = anchor_of(center)
    sql(center, "DELETE FROM audit WHERE sequence = :s", s=kept.sequence)
    assert findings(center) == ()
    assert named(center, kept) == {"anchor_missing"}


def test_a_cut_tail_that_wrote_something_is_seen_without(center: Center):
    center.apply()
    sql(center, "DELETE FROM audit WHERE sequence = :s", s=length(center))
    assert named(center) == {"document_unknown", "grant_unknown"}


def test_a_chain_written_anew_needs_the_anchor(center: Center):
    """Whoever can write the database can also compute digests: only the anchor outside knows."""
    kept = anchor_of(center)
    old = rows(center)
    sql(center, "DELETE FROM audit")
    with center.site.database.write() as db, db.begin():
        for row in old:
            fields = {name: getattr(row, name) for name in ("at", "actor_id", "role", "action")}
            address = "198.51.100.1"  # somebody else was it
            append_row(
                db, {**fields, "address": address, "object": row.object, "detail": row.detail}
            )
    assert findings(center) == ()
    assert named(center, kept) == {"anchor_missing"}


@pytest.mark.parametrize("anchor", [Anchor(0, "00" * 32), Anchor(10**6, "00" * 32), Anchor(5, "")])
def test_a_foreign_anchor(center: Center, anchor: Anchor):
    assert named(center, anchor) == {"anchor_missing"}


DOCUMENTS = [
    ("UPDATE documents SET body = :b WHERE kind = 'intake' AND version = 2", "document_changed"),
    ("DELETE FROM documents WHERE kind = 'intake' AND version = 2", "document_missing"),
    ("UPDATE documents SET version = 3 WHERE kind = 'intake' AND version = 2", "document_missing"),
    ("UPDATE documents SET kind = 'outcome' WHERE kind = 'intake' AND version = 2",
     "document_unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "what"), DOCUMENTS)
def test_a_document_is_named_with_place_kind_and_version(center: Center, statement, what):
    case_id = center.assigned()
    care.do_intake(center, case_id)
    with center.as_("eunjeong") as work:
        counseling.save_intake(work, case_id, care.intake_paper("고침"), 1)
    sql(center, statement, **({"b": b"\x01"} if ":b" in statement else {}))
    found = {one.what: one.where for one in findings(center)}
    kind = "outcome" if what == "document_unknown" else "intake"
    assert found[what] == f"clinical:{case_id.hex} {kind} 2"


def test_a_grant_put_back_is_named(center: Center):
    case_id = center.apply().case_id
    obj = f"identity:{case_id.hex}"
    old = sql(center, "SELECT * FROM grants WHERE object = :o", o=obj)[0]._asdict()
    with center.as_("seoyeon") as work:
        intake.accept(work, case_id)
    names = ", ".join(old)
    places = ", ".join(f":{name}" for name in old)
    sql(center, f"INSERT INTO grants ({names}) VALUES ({places})", **old)
    found = [(one.what, one.where) for one in findings(center)]
    assert found == [("grant_unknown", f"{obj} 1 {old['principal']} 1")]


def test_a_grant_taken_away_is_named(center: Center):
    case_id = center.assigned()
    obj = f"clinical:{case_id.hex}"
    sql(center, "DELETE FROM grants WHERE object = :o AND principal LIKE 'user:%'", o=obj)
    assert named(center) == {"grant_missing"}


def test_settling_a_letter_is_no_news(center: Center):
    case_id = center.assigned()
    before = length(center)
    with center.as_("eunjeong") as work:
        letters.settle_letters(work)
    assert length(center) == before
    assert findings(center) == ()
    assert case_id.hex in repr(newest_object(center))


def newest_object(center: Center) -> str | None:
    with center.site.reading() as db:
        return newest(db, 1)[0].object


def test_order_is_by_number_not_by_clock(center: Center):
    center.apply()
    center.clock.forward(days=-400)
    center.apply()
    center.clock.forward(days=800)
    center.apply()
    assert findings(center) == ()
    assert [row.sequence for row in rows(center)] == list(range(1, length(center) + 1))
