"""An act is whole or it never was: broken at every single statement, and killed at each (39)."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import text

from tests.factories import care
from tests.factories.center import Center, application
from tests.factories.faults import Broken, at_statement, fail, in_own_process
from tests.factories.look import everything, findings
from tracker.domain.access import Record, Role
from tracker.domain.papers import SessionPaper
from tracker.domain.program import DeclineReason, DropOutReason
from tracker.services import (
    accounts,
    applications,
    assessments,
    counseling,
    intake,
    leaving,
    outcomes,
    rekeying,
    rotation,
)
from tracker.services.accounts import Newcomer
from tracker.services.applications import LockedReceipt
from tracker.services.work import receipt_principal
from tracker.vault.crypto import new_key
from tracker.vault.keyring import STAFF, Holder

Act = Callable[[Center], None]
ENTRY = UUID(int=5)


def submit(center: Center) -> Act:
    """김하늘 applies."""
    paper = applications.new_receipt()
    holder = Holder(receipt_principal(paper.case_id), 1, new_key())
    receipt = LockedReceipt(paper, holder, b"no lock: never typed in")
    center.holders[paper.case_id] = holder

    def act(own: Center) -> None:
        with own.as_visitor() as work:
            applications.submit(work, application(), center.asked(), receipt)

    return act


def on_case(
    who: str, prepare: Callable[[Center], UUID], do: Callable[..., None]
) -> Callable[..., Act]:
    """An act of a colleague on a case that was brought so far."""

    def prepared(center: Center) -> Act:
        case_id = prepare(center)
        for username in ("seoyeon", "eunjeong", "hyewon"):
            with center.as_(username):
                pass

        def act(own: Center) -> None:
            with own.as_(who) as work:
                do(work, case_id)

        return act

    return prepared


def applied(center: Center) -> UUID:
    return center.apply().case_id


def assign(center: Center) -> Act:
    """박서연 assigns the case to 최은정."""
    to = center.staff["eunjeong"].account_id
    do = partial(intake.assign, counselor_id=to)
    return on_case("seoyeon", lambda own: own.accepted(), do)(center)


def session() -> SessionPaper:
    return care.session_paper(1)


def admit(center: Center) -> Act:
    """박서연 admits the first supervisor of a new team: group, pin, recovery and letters."""
    with center.as_("taekyung") as work:
        team = accounts.add_team(work, "3팀")
        token = accounts.invite(
            work, Newcomer("nari", "고나리", frozenset({Role.SUPERVISOR}), team)
        )
    with center.as_visitor() as work:
        pepper = center.site.settings.pepper_bytes
        newcomer = accounts.enroll(work, pepper, token, "조용한 호수와 오래된 나무")

    def act(own: Center) -> None:
        with own.as_("seoyeon") as work:
            accounts.admit(work, newcomer.account_id, newcomer.fingerprint)

    return act


def rotate(center: Center) -> Act:
    """강혜원 gives the staff group a new seed: stamps, memberships, recovery and pin."""
    center.assigned("minsu")  # letters wait, but none for her
    with center.as_("hyewon"):
        pass

    def act(own: Center) -> None:
        with own.as_("hyewon") as work:
            rotation.rotate(work, STAFF)

    return act


def leave(center: Center) -> Act:
    """한태경 lets 최은정 go, and nobody trusts what she could open."""
    care.active(center)

    def act(own: Center) -> None:
        with own.as_("taekyung") as work:
            leaving.leave(work, own.staff["eunjeong"].account_id, for_good=True, distrust=True)

    return act


KILLED: dict[str, Callable[[Center], Act]] = {
    "submit": submit,
    "accept": on_case("seoyeon", applied, lambda w, c: intake.accept(w, c)),
    "assign": assign,
    "rotate": rotate,
    "rekey": on_case("hyewon", care.active, lambda w, c: rekeying.rekey(w, c, Record.CLINICAL)),
}
MORE: dict[str, Callable[[Center], Act]] = {
    "decline": on_case(
        "seoyeon", applied, lambda w, c: intake.decline(w, c, DeclineReason.DUPLICATE, "두 번")
    ),
    "intake": on_case(
        "eunjeong",
        lambda own: own.assigned(),
        lambda w, c: counseling.save_intake(w, c, care.intake_paper(), 0),
    ),
    "choice": on_case(
        "eunjeong",
        lambda own: own.assigned(),
        lambda w, c: assessments.save_choice(w, c, list(care.FIVE), "", 0),
    ),
    "session": on_case(
        "eunjeong",
        care.active,
        lambda w, c: counseling.save_session(w, c, ENTRY, session(), 0),
    ),
    "sign": on_case(
        "eunjeong",
        care.active,
        lambda w, c: outcomes.save_outcome(w, c, care.outcome_paper(), 0, sign=True),
    ),
    "drop_out": on_case(
        "eunjeong", care.active, lambda w, c: outcomes.drop_out(w, c, DropOutReason.UNREACHABLE, "")
    ),
    "reopen": on_case("eunjeong", care.completed, lambda w, c: outcomes.reopen(w, c, "다시")),
    "admit": admit,
    "leave": leave,
}
ORPHANS = {
    "document without a grant": """
        SELECT count(*) FROM documents d WHERE NOT EXISTS (SELECT 1 FROM grants g
        WHERE g.object = d.object AND g.key_version = d.key_version)""",
    "identity grant without a document": """
        SELECT count(*) FROM grants g WHERE g.object LIKE 'identity:%' AND NOT EXISTS
        (SELECT 1 FROM documents d WHERE d.object = g.object AND d.key_version = g.key_version)""",
    "case without its history": """
        SELECT count(*) FROM cases c WHERE NOT EXISTS (SELECT 1 FROM case_events e
        WHERE e.case_id = c.id AND e.stage = c.stage)""",
}


def check_whole(center: Center) -> None:
    with center.site.database.single.connect() as db:
        for what, query in ORPHANS.items():
            assert db.scalar(text(query)) == 0, what
    assert findings(center) == ()
    center.site.check()


def break_everywhere(center: Center, run: Callable[[int], bool], step: int = 1) -> int:
    """Break at statement 1, 2, 3, … until the act comes through; returns how many there are."""
    before = everything(center)
    for number in range(1, 200, step):
        if run(number):
            assert everything(center) != before
            check_whole(center)
            return number - 1
        assert everything(center) == before, f"half an act, broken at statement {number}"
        check_whole(center)
    raise AssertionError("this act has no end")


@pytest.mark.parametrize("name", [*KILLED, *MORE])
def test_h39_an_error_at_every_statement(center: Center, name: str):
    act = {**KILLED, **MORE}[name](center)

    def run(number: int) -> bool:
        with at_statement(center.site.database.engine, number, fail):
            try:
                act(center)
            except Broken:
                return False
            return True

    assert break_everywhere(center, run) > 6


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("name", KILLED)
def test_h39_killed_at_every_statement(center: Center, name: str):
    act = KILLED[name](center)
    step = 1 if center.site.database.is_sqlite else 3  # a process with a connection takes its time
    center.close()
    assert break_everywhere(center, partial(in_own_process, center, act), step) > 8
