"""The applicant's side: apply, follow with number and code, withdraw."""

from dataclasses import replace
from typing import Any

import pytest

from tests.factories.center import Center, application
from tests.factories.look import everything, findings, holders_of, length, sql
from tracker.domain.access import Record, object_of
from tracker.domain.cases import Stage
from tracker.domain.errors import Conflict, NotFound
from tracker.domain.papers import APPLICATION, CARD
from tracker.domain.program import DeclineReason
from tracker.services import applications, intake
from tracker.services.applications import ReceiptPaper, open_receipt
from tracker.store.audit import newest
from tracker.vault import passwords
from tracker.vault.keyring import INTAKE


def opened(center: Center, number: str, code: str) -> Any:
    return open_receipt(center.site, "203.0.113.7", number, code)


def test_an_application_is_held_by_the_desk_and_the_receipt(center: Center):
    case_id = center.apply().case_id
    obj = object_of(Record.IDENTITY, case_id)
    assert holders_of(center, obj) == {(1, INTAKE), (1, f"receipt:{case_id.hex}")}
    with center.as_("seoyeon") as work:
        paper = work.must(case_id, APPLICATION)
        assert paper.form == application()
        assert work.must(case_id, CARD) == (CARD.type("김하늘", paper.form.phone, "1998-11-02"))
        assert {one.kind: one.given for one in paper.consents}["consent_promo"] is False
        assert all(len(one.text_hash) == 64 for one in paper.consents)
    assert findings(center) == ()


def test_number_and_code_open_it(center: Center):
    receipt = center.apply(locked=True)
    typed = receipt.code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    found = opened(center, receipt.number.replace("-", ""), typed)
    assert found is not None
    case_id, holder = found
    assert (case_id, holder) == (receipt.case_id, center.holders[receipt.case_id])
    with center.as_applicant(case_id) as work:
        seen = applications.status(work, case_id)
    assert seen.case.stage is Stage.SUBMITTED
    assert seen.application.paper is not None
    assert seen.application.paper.form.name == "김하늘"
    assert seen.can_withdraw


def row(center: Center) -> tuple[Any, ...]:
    with center.site.reading() as db:
        one = newest(db, 1)[0]
    return (one.actor_id, one.role, one.address, one.action, one.object, one.detail)


def test_every_failure_is_the_same(center: Center):
    mine, other = (center.apply(locked=True) for _ in range(2))
    wrong = (
        (mine.number, other.code),
        (other.number, mine.code),
        ("0000-0000", mine.code),
        (mine.number, "0000-0000-0000-0000"),
        (mine.number, ""),
        ("", mine.code),
        ("", ""),
        ("\0", "\0"),
        (mine.code, mine.number),
    )
    for number, code in wrong:
        rows = length(center)
        assert opened(center, number, code) is None
        assert length(center) == rows + 1
        assert row(center) == (None, "visitor", "203.0.113.7", "status_failed", None, {})


def test_the_same_work_for_a_number_nobody_has(center: Center, monkeypatch):
    receipt = center.apply(locked=True)
    runs: list[int] = []
    stretch = passwords._stretch

    def counted(*given: Any) -> bytes:
        runs.append(given[3])
        return stretch(*given)

    monkeypatch.setattr(passwords, "_stretch", counted)
    for number in ("0000-0000", receipt.number, ""):
        opened(center, number, "0000-0000-0000-0000")
    assert runs == [passwords.MEMORY_KIB] * 3


def test_the_code_is_kept_nowhere(center: Center):
    receipt = center.apply(locked=True)
    stored = repr(everything(center))
    assert receipt.number in stored
    for form in (receipt.code, receipt.code.replace("-", "")):
        assert form not in stored


def test_a_demo_locks_its_receipts_beside_a_visitor(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(passwords, "_WAIT_SECONDS", 0.05)
    paper, pepper = applications.new_receipt(), bytes(32)
    with passwords.for_visitors():
        with pytest.raises(passwords.Busy):
            applications.lock_receipt(pepper, paper)
        locked = applications.lock_undisturbed(pepper, paper)
    who = locked.holder
    assert passwords.open_lock(pepper, paper.code, who.principal, 1, locked.lock) == who.seed


def test_a_number_that_is_taken(center: Center):
    first = center.apply()
    paper = replace(applications.new_receipt(), number=first.number)
    before = everything(center)
    with pytest.raises(Conflict):
        submit(center, paper)
    assert everything(center) == before


def submit(center: Center, paper: ReceiptPaper) -> None:
    receipt = applications.lock_receipt(center.site.settings.pepper_bytes, paper)
    with center.as_visitor() as work:
        applications.submit(work, application(), center.asked(), receipt)


def test_somebody_elses_case(center: Center):
    mine, other = center.apply().case_id, center.apply(name="이바다").case_id
    for act in (applications.status, applications.withdraw):
        with pytest.raises(NotFound), center.as_applicant(mine) as work:
            act(work, other)
    with center.as_("seoyeon") as work:
        assert intake.show(work, other).case.stage is Stage.SUBMITTED


def test_withdrawn_and_still_readable(center: Center):
    case_id = center.apply().case_id
    with center.as_applicant(case_id) as work:
        applications.withdraw(work, case_id)
    with center.as_applicant(case_id) as work:
        seen = applications.status(work, case_id)
    assert seen.case.stage is Stage.WITHDRAWN
    assert not seen.can_withdraw
    assert [event.event.value for event in seen.history] == ["submit", "withdraw"]


@pytest.mark.parametrize("decision", ["accept", "decline"])
def test_the_receipt_still_opens_after_the_key_was_renewed(center: Center, decision: str):
    case_id = center.apply().case_id
    obj = object_of(Record.IDENTITY, case_id)
    with center.as_("seoyeon") as work:
        if decision == "accept":
            intake.accept(work, case_id)
        else:
            intake.decline(work, case_id, DeclineReason.OUTSIDE_SEOUL, "안내 전화함")
    assert holders_of(center, obj) == {(2, INTAKE), (2, f"receipt:{case_id.hex}")}
    with center.as_applicant(case_id) as work:
        seen = applications.status(work, case_id)
    assert seen.application.paper is not None
    assert seen.application.paper.form.name == "김하늘"
    assert seen.decline_reason == ("outside_seoul" if decision == "decline" else "")
    versions = sql(center, "SELECT DISTINCT key_version FROM documents WHERE object = :o", o=obj)
    assert [one[0] for one in versions] == [2]
    assert findings(center) == ()
