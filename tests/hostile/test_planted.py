"""Whole histories planted, put back or rolled back by somebody who writes into the database."""

from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

import pytest

from tests.factories import care
from tests.factories.center import Center, application
from tests.factories.look import actions, anchor_of, findings, named, sql, stage_of
from tracker.domain.cases import Stage
from tracker.domain.errors import NotFound
from tracker.domain.papers import APPLICATION, DECISION, INTAKE, ApplicationPaper, CardPaper
from tracker.domain.program import DeclineReason
from tracker.services import counseling, desk, intake, sealing, sign_in
from tracker.services.work import Damaged
from tracker.store import documents, grants, principals
from tracker.store.accounts import Account
from tracker.store.documents import Document
from tracker.store.principals import Principal
from tracker.vault import keyring
from tracker.vault.crypto import new_key
from tracker.vault.keyring import Holder, Keyring, Recipient, letter_for, principal_mac
from tracker.vault.passwords import close_lock


@dataclass
class Impostor:
    """Somebody who puts an application and a receipt of their own into a case."""

    center: Center
    case_id: UUID

    def __post_init__(self) -> None:
        self.key = new_key()
        self.holder = Holder(f"receipt:{self.case_id.hex}", 1, new_key())
        self.identity = f"identity:{self.case_id.hex}"

    def plant(self, version: int) -> None:
        """A first identity key that needs no stamp, words under it, and a receipt to match."""
        paper = ApplicationPaper(
            application(name="나쁜이"), (), "ko", self.center.clock(), self.holder.mac_key
        )
        with self.center.site.database.write() as db, db.begin():
            to = self.center.site.pins.load().groups[keyring.INTAKE]
            grants.add(db, [letter_for(to, self.identity, 1, self.key, None)])
            for kind, content in (("application", paper), ("card", CardPaper("나쁜이", ""))):
                place = (self.identity, kind, version, 1)
                body = sealing.sealed(*place, self.key, content, None)
                documents.add(db, Document(*place, body, None, self.center.clock()))
            row = db.get(Principal, self.holder.principal)
            assert row is not None
            row.public_key = self.holder.public_key
            row.mac = principal_mac(
                self.holder.mac_key, Recipient(self.holder.principal, 1, row.public_key)
            )


def test_h14_an_application_planted_in_an_accepted_case_gets_nothing(center: Center):
    """Neither name nor receipt of an accepted case can be exchanged: no key goes to the thief."""
    case_id = center.accepted()
    thief = Impostor(center, case_id)
    thief.plant(version=9)
    with pytest.raises(Damaged), center.as_("seoyeon") as work:
        intake.assign(work, case_id, center.staff["eunjeong"].account_id)
    with center.as_("seoyeon") as work:
        assert not intake.show(work, case_id).application.intact
        listing = desk.applications(work, "all")
    assert [line.card for line in listing.lines] == [None]
    assert listing.lines[0].damaged
    assert "나쁜이" not in repr(listing)
    assert stage_of(center, case_id) is Stage.ACCEPTED
    assert sql(center, "SELECT count(*) FROM grants WHERE object LIKE 'client:%'")[0][0] == 0
    assert {"document_unknown", "grant_unknown"} <= named(center)


def test_h14_nor_when_the_real_key_is_taken_away(center: Center):
    case_id = center.accepted()
    sql(center, "DELETE FROM grants WHERE object = :o", o=f"identity:{case_id.hex}")
    thief = Impostor(center, case_id)
    thief.plant(version=9)
    with pytest.raises(Exception, match="identity_not_renewed"), center.as_("seoyeon") as work:
        intake.assign(work, case_id, center.staff["eunjeong"].account_id)
    assert sql(center, "SELECT count(*) FROM grants WHERE object LIKE 'client:%'")[0][0] == 0


def test_h14_set_back_to_submitted_it_is_a_new_submission_and_no_more(center: Center):
    """Who plants a whole new application is an applicant: nothing staff write is theirs to read."""
    case_id = center.apply().case_id
    sql(center, "DELETE FROM grants WHERE object = :o", o=f"identity:{case_id.hex}")
    sql(center, "DELETE FROM documents WHERE object = :o", o=f"identity:{case_id.hex}")
    thief = Impostor(center, case_id)
    thief.plant(version=1)
    assert {"document_changed", "grant_missing"} <= named(center)
    with center.as_("seoyeon") as work:
        assert intake.show(work, case_id).application.intact
        intake.decline(work, case_id, DeclineReason.UNVERIFIED, "주민센터에서 모르는 사람이라고 함")
    with center.as_("seoyeon") as work:
        assert work.must(case_id, DECISION).note
    with center.site.reading() as db:
        every = documents.all_of(db, f"identity:{case_id.hex}")
    assert {one.key_version for one in every} == {2}
    for one in every:
        assert sealing.opened(one, thief.key, object) is None
    with center.site.reading() as db:
        given = [one.principal for one in grants.of_object(db, thief.identity)]
    assert sorted(given) == ["group:intake", thief.holder.principal]


class Undone(Exception):
    """The act never was; its bytes are in somebody's hands all the same."""


def test_h08_a_row_rolled_back_is_readable_but_named(center: Center):
    """Two versions were written under one number; the older row comes back out of a copy."""
    case_id = center.assigned()
    obj = f"clinical:{case_id.hex}"
    old = None
    with suppress(Undone), center.as_("eunjeong") as work:
        counseling.save_intake(work, case_id, care.intake_paper("어제의 글"), 0)
        old = documents.newest(work.db, obj, INTAKE.name)
        raise Undone
    assert old is not None
    with center.as_("eunjeong") as work:
        counseling.save_intake(work, case_id, care.intake_paper("오늘의 글"), 0)
    sql(center, "UPDATE documents SET body = :b WHERE object = :o AND kind = 'intake'",
        b=old.body, o=obj)  # fmt: skip
    with center.as_("eunjeong") as work:
        assert work.must(case_id, INTAKE).presenting_problem == "어제의 글"
    assert [(one.what, one.where) for one in findings(center)] == [
        ("document_changed", f"{obj} intake 1")
    ]


def test_h09_a_newest_version_taken_away_is_named(center: Center):
    case_id = center.assigned()
    for base, words in enumerate(("처음", "다음")):
        with center.as_("eunjeong") as work:
            counseling.save_intake(work, case_id, care.intake_paper(words), base)
    sql(center, "DELETE FROM documents WHERE kind = 'intake' AND version = 2")
    with center.as_("eunjeong") as work:
        assert work.must(case_id, INTAKE).presenting_problem == "처음"
    assert [(one.what, one.where) for one in findings(center)] == [
        ("document_missing", f"clinical:{case_id.hex} intake 2")
    ]


def test_h10_yesterdays_database_is_known_by_the_anchor(small_center: Center):
    """All of it comes back, consistent in itself: only the anchor kept outside knows better."""
    case_id = small_center.assigned()
    file = small_center.site.settings.site_dir / "tracker.db"
    sql(small_center, "SELECT 1")
    small_center.close()
    yesterday = file.read_bytes()
    with small_center.as_("eunjeong") as work:
        counseling.save_intake(work, case_id, care.intake_paper(), 0)
    kept = anchor_of(small_center)
    small_center.close()
    file.write_bytes(yesterday)
    for rest in ("-wal", "-shm"):
        file.with_name(f"{file.name}{rest}").unlink(missing_ok=True)
    assert findings(small_center) == ()
    assert named(small_center, kept) == {"anchor_missing"}


def test_h18_a_revoked_grant_put_back_opens_nothing_that_is_there(center: Center):
    """Backups keep the old key of an application; acceptance sealed every word anew."""
    case_id = center.apply().case_id
    obj = f"identity:{case_id.hex}"
    with center.site.reading() as db:
        old_grants, old = grants.of_object(db, obj), documents.all_of(db, obj)
    ring = Keyring([center.holders[case_id]])
    key = next(ring.open(one) for one in old_grants if ring.holds(one))
    assert sealing.opened(old[0], key, object) is not None
    with center.as_("seoyeon") as work:
        intake.accept(work, case_id)
    with center.site.database.write() as db, db.begin():
        grants.add(db, old_grants)
    with center.site.reading() as db:
        assert all(sealing.opened(one, key, object) is None for one in documents.all_of(db, obj))
    with center.as_("seoyeon") as work:  # and disturbs nobody
        assert work.must(case_id, APPLICATION).form.name == "김하늘"
    assert named(center) == {"grant_unknown"}


@pytest.mark.parametrize("roles", ["own", "all"])
def test_h19_an_own_seed_in_somebodys_row_is_a_person_without_keys(center: Center, roles: str):
    """The thief writes lock, seed and public key of their own making into 박서연's rows."""
    who = center.staff["seoyeon"]
    case_id = center.apply().case_id
    thief = Holder(f"user:{who.account_id.hex}", 1, new_key())
    pepper, password = center.site.settings.pepper_bytes, "내가 고른 아주 긴 비밀번호"
    with center.site.database.write() as db, db.begin():
        account, row = db.get(Account, who.account_id), principals.get(db, thief.principal)
        assert account is not None
        assert row is not None
        account.lock = close_lock(pepper, password, thief.principal, 1, thief.seed)
        account.totp = None
        row.public_key = thief.public_key
        row.mac = row.mac if roles == "own" else principal_mac(thief.mac_key, row.recipient)
    found = sign_in.sign_in(
        center.site, "203.0.113.7", sign_in.Credentials("seoyeon", password, "")
    )
    assert found is not None
    assert [one.principal for one in found.holders] == [thief.principal]
    assert "letter_refused" in actions(center, 6)
    with (
        pytest.raises(NotFound),
        center.site.working(who.actor, Keyring(found.holders)) as work,
    ):
        intake.show(work, case_id)


def test_h21_a_lock_of_one_person_in_anothers_row(small_center: Center):
    """Also with the right password and code of the one whose lock it is."""
    mine, theirs = small_center.staff["eunjeong"], small_center.staff["seoyeon"]
    sql(small_center, "UPDATE accounts SET lock = (SELECT lock FROM accounts WHERE id = :a), "
        "totp = NULL WHERE id = :b", a=mine.account_id.hex, b=theirs.account_id.hex)  # fmt: skip
    typed = sign_in.Credentials("seoyeon", mine.password, "")
    assert sign_in.sign_in(small_center.site, "203.0.113.7", typed) is None
