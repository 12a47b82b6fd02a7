"""Somebody writes into the database: records and grants are moved, rolled back and planted."""

from typing import Any
from uuid import UUID

import pytest

from tests.factories import care
from tests.factories.center import Center
from tests.factories.look import actions, sql
from tests.web.conftest import browser_of
from tracker.domain.audit import Audit
from tracker.domain.cases import Stage
from tracker.domain.errors import NotFound, Unavailable
from tracker.domain.papers import DECISION, DecisionPaper
from tracker.services import assessments, counseling, intake, sealing
from tracker.services.work import Damaged, Sheet
from tracker.store import cases, documents, grants, principals
from tracker.vault.crypto import new_key
from tracker.vault.keyring import INTAKE, Grant, Holder, letter_for, wrap_for


def body(center: Center, obj: str, kind: str, version: int = 1) -> bytes:
    with center.site.reading() as db:
        found = [one for one in documents.all_of(db, obj) if one.kind == kind]
        return next(one.body for one in found if one.version == version)


def put(center: Center, obj: str, kind: str, into: bytes, version: int = 1) -> None:
    sql(
        center,
        "UPDATE documents SET body = :body WHERE object = :o AND kind = :k AND version = :v",
        body=into,
        o=obj,
        k=kind,
        v=version,
    )


def opened(center: Center, case_id: UUID, username: str = "eunjeong") -> counseling.CaseFile:
    with center.as_(username) as work:
        return counseling.show(work, case_id)


def test_h04_a_body_of_another_case_is_damaged_and_recorded(center: Center):
    mine, other = care.active(center), care.active(center)
    put(center, f"clinical:{mine.hex}", "intake", body(center, f"clinical:{other.hex}", "intake"))
    found = opened(center, mine)
    assert found.intake is not None
    assert not found.intake.intact
    assert Audit.RECORD_DAMAGED in actions(center, 2)


def test_h04_the_page_says_damaged_and_shows_no_content(small_center: Center):
    mine, other = care.active(small_center), care.active(small_center)
    stolen = body(small_center, f"clinical:{other.hex}", "intake")
    put(small_center, f"clinical:{mine.hex}", "intake", stolen)
    browser = browser_of(small_center).sign_in("eunjeong")
    page = browser.get(f"/cases/{mine}").text
    assert "손상되어" in page
    assert care.intake_paper().presenting_problem not in page


def test_h05_a_body_of_another_kind_is_refused(center: Center):
    case_id = care.completed(center)
    clinical = f"clinical:{case_id.hex}"
    put(center, clinical, "outcome", body(center, clinical, "intake"))
    found = opened(center, case_id)
    assert found.outcome is not None
    assert not found.outcome.intact
    assert found.intake is not None
    assert found.intake.intact


@pytest.mark.parametrize("there", [True, False])
def test_h06_identity_and_clinical_do_not_stand_for_each_other(center: Center, there: bool):
    case_id = care.active(center)
    identity, clinical = f"identity:{case_id.hex}", f"clinical:{case_id.hex}"
    if there:
        put(center, clinical, "intake", body(center, identity, "application"))
        intact = opened_intact(opened(center, case_id).intake)
    else:
        put(center, identity, "application", body(center, clinical, "intake"))
        intact = opened_intact(opened(center, case_id).application)
    assert not intact


def opened_intact(sheet: Sheet[Any] | None) -> bool:
    assert sheet is not None
    return sheet.intact


def test_h07_an_old_body_under_the_newest_number_is_refused(center: Center):
    case_id = care.active(center)
    with center.as_("eunjeong") as work:
        counseling.save_intake(work, case_id, care.intake_paper("두 번째 글"), 1)
    clinical = f"clinical:{case_id.hex}"
    put(center, clinical, "intake", body(center, clinical, "intake", 1), version=2)
    found = opened(center, case_id)
    assert found.intake is not None
    assert not found.intake.intact


def written_thrice(center: Center) -> UUID:
    """A case whose intake note has three versions."""
    case_id = care.active(center)
    for version in (1, 2):
        with center.as_("eunjeong") as work:
            paper = care.intake_paper(f"글 {version + 1}")
            counseling.save_intake(work, case_id, paper, version)
    return case_id


def test_the_newest_version_stands_on_the_history_it_was_written_on(center: Center):
    found = opened(center, written_thrice(center))
    assert opened_intact(found.intake)


@pytest.mark.parametrize("what", ["another", "gone"])
def test_a_swapped_or_missing_history_is_named_as_damaged(center: Center, what: str):
    """The body of an old backup, genuine at its own place, or none at all."""
    case_id = written_thrice(center)
    clinical = f"clinical:{case_id.hex}"
    if what == "another":
        with center.as_("eunjeong") as work:
            (old,) = [one for one in documents.all_of(work.db, clinical) if one.version == 2]
            place, key = (old.object, old.kind, 2), work.keys(clinical)[1]
            fork = sealing.sealed(*place, 1, key, care.intake_paper("다른 글"), None)
        put(center, clinical, "intake", fork, version=2)
    else:
        sql(center, "DELETE FROM documents WHERE object = :o AND version = 2", o=clinical)
    assert not opened_intact(opened(center, case_id).intake)
    assert Audit.RECORD_DAMAGED in actions(center, 2)


def grants_of(center: Center, obj: str) -> list[Grant]:
    with center.site.reading() as db:
        return grants.of_object(db, obj)


def plant(center: Center, grant: Grant) -> None:
    """Put a grant into the table past the product."""
    with center.site.database.write() as db, db.begin():
        grants.add(db, [grant])


def test_h11_a_grant_copied_to_another_case_is_refused(center: Center):
    mine, other = center.assigned(), center.assigned(to="minsu")
    clinical = f"clinical:{other.hex}"
    own = next(
        one
        for one in grants_of(center, f"clinical:{mine.hex}")
        if one.principal == f"user:{center.staff['eunjeong'].account_id.hex}"
    )
    plant(center, own._replace(object=clinical))
    sql(
        center,
        "UPDATE cases SET counselor_id = :me WHERE id = :case",
        me=center.staff["eunjeong"].account_id.hex,
        case=other.hex,
    )
    with pytest.raises(Damaged), center.as_("eunjeong") as work:
        counseling.show(work, other)


@pytest.mark.parametrize("what", ["principal", "generation"])
def test_h11_a_grant_of_somebody_else_or_another_generation_is_refused(center: Center, what: str):
    case_id = center.assigned(to="minsu")
    me, clinical = center.staff["eunjeong"], f"clinical:{case_id.hex}"
    theirs = next(one for one in grants_of(center, clinical) if one.principal.startswith("user:"))
    principal = f"user:{me.account_id.hex}"
    generation = 1 if what == "principal" else 2
    plant(center, theirs._replace(principal=principal, generation=generation))
    sql(
        center,
        "UPDATE cases SET counselor_id = :me WHERE id = :case",
        me=me.account_id.hex,
        case=case_id.hex,
    )
    with pytest.raises((Damaged, NotFound)), center.as_("eunjeong") as work:
        counseling.show(work, case_id)


@pytest.mark.parametrize("stamp", [None, b"\x00" * 32])
def test_h12_a_planted_letter_is_refused(center: Center, stamp: bytes | None):
    case_id = center.assigned()
    me = center.staff["eunjeong"].holders[0]
    clinical = f"clinical:{case_id.hex}"
    with center.site.reading() as db:
        row = principals.get(db, me.principal)
        assert row is not None
        to = row.recipient
    plant(center, letter_for(to, clinical, 2, new_key(), stamp))
    with pytest.raises(Damaged), center.as_("eunjeong") as work:
        counseling.save_intake(work, case_id, care.intake_paper(), 0)


def test_h13_a_planted_wrap_is_refused(center: Center):
    case_id = center.assigned()
    me = center.staff["eunjeong"].holders[0]
    thief = Holder(me.principal, me.generation, new_key())
    plant(center, wrap_for(thief, f"clinical:{case_id.hex}", 2, new_key()))
    with pytest.raises(Damaged), center.as_("eunjeong") as work:
        counseling.save_intake(work, case_id, care.intake_paper(), 0)


def test_h14_staff_never_write_under_a_key_the_form_chose(center: Center):
    case_id = center.accepted()
    identity = f"identity:{case_id.hex}"
    known = new_key()
    sql(center, "DELETE FROM grants WHERE object = :o", o=identity)
    sql(center, "UPDATE cases SET stage = 'submitted' WHERE id = :c", c=case_id.hex)
    plant(center, letter_for(center.site.pins.load().groups[INTAKE], identity, 1, known, None))
    with pytest.raises(Unavailable), center.as_("seoyeon") as work:
        work.write(case_id, DECISION, DecisionPaper("decline", "duplicate", "직원의 말"), 0)
    with pytest.raises(Damaged), center.as_("seoyeon") as work:
        intake.accept(work, case_id)
    with center.site.reading() as db:
        assert {one.key_version for one in documents.all_of(db, identity)} == {2}


def test_h14_a_new_submission_is_accepted_under_a_fresh_key(center: Center):
    case_id = center.apply().case_id
    identity = f"identity:{case_id.hex}"
    with center.as_("seoyeon") as work:
        intake.accept(work, case_id)
    versions = {(one.key_version, one.principal) for one in grants_of(center, identity)}
    assert {version for version, _ in versions} == {2}
    with center.site.reading() as db:
        case = cases.get(db, case_id)
        assert case is not None
        assert case.stage is Stage.ACCEPTED


def test_a_choice_under_a_planted_key_leaves_nothing(center: Center):
    case_id = center.assigned()
    me = center.staff["eunjeong"].holders[0]
    thief = Holder(me.principal, me.generation, new_key())
    plant(center, wrap_for(thief, f"clinical:{case_id.hex}", 9, new_key()))
    with pytest.raises(Damaged), center.as_("eunjeong") as work:
        assessments.save_choice(work, case_id, list(care.FIVE), "까닭", 0)
    with center.site.reading() as db:
        assert cases.assessments(db, case_id) == []
