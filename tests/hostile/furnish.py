"""Cases in every stage, with a canary in every word that anybody wrote about them."""

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

from tests.factories.center import PASSWORD, Center, Staff
from tests.hostile import canary
from tests.hostile.house import Cases
from tracker.domain.access import Role
from tracker.domain.assessments import CATALOG, ScaleKind
from tracker.domain.papers import IntakePaper, OutcomePaper, ResultPaper, SessionPaper
from tracker.domain.program import (
    AssessmentKind,
    Attendance,
    DeclineReason,
    DropOutReason,
    MeetingWay,
    RiskLevel,
)
from tracker.services import (
    accounts,
    applications,
    assessments,
    counseling,
    erasure,
    intake,
    messages,
    outcomes,
    sign_in,
)
from tracker.vault.codes import totp_code

DAY = date(2026, 11, 20)
FIVE = list(AssessmentKind)[:5]
ASKED_TO_ERASE = ("dropped",)  # whose persons asked for it, and so are the privacy officer's
IN_PERSON = MeetingWay.IN_PERSON


def furnish(center: Center) -> Cases:
    """Let the people of the center work until there is a case in every stage."""
    made = Cases()
    for tag in ("submitted", "asked", "waitlisted", "accepted", "declined", "withdrawn"):
        made.ids[tag] = _apply(center, tag)
    _decide(center, made.ids)
    for tag, to, how_far in _IN_CARE:
        case_id = _apply(center, tag)
        made.ids[tag] = case_id
        with center.as_("seoyeon") as work:
            intake.accept(work, case_id)
            intake.assign(work, case_id, center.staff[to].account_id)
        for step in how_far:
            step(center, made, tag, to)
    for tag in ASKED_TO_ERASE:
        with center.as_applicant(made.ids[tag]) as work:
            erasure.ask(work, made.ids[tag])
    _invite(center, made)
    return made


def _invite(center: Center, made: Cases) -> None:
    """A counselor who chose a password and waits, and one who did not come yet."""
    team = center.staff["eunjeong"].team_id
    roles = frozenset({Role.COUNSELOR})
    with center.as_("taekyung") as work:
        used = accounts.invite(work, accounts.Newcomer("sujin", "한수진", roles, team))
        made.token = accounts.invite(work, accounts.Newcomer("yerin", "김예린", roles, team))
    pepper = center.site.settings.pepper_bytes
    with center.as_visitor() as work:
        enrolled = accounts.enroll(work, pepper, used, PASSWORD.format("sujin"))
    typed = sign_in.Credentials(
        "sujin", PASSWORD.format("sujin"), totp_code(enrolled.totp_secret, center.clock())
    )
    found = sign_in.sign_in(center.site, "127.0.0.1", typed)
    assert found is not None
    made.newcomer = Staff(
        "sujin", "한수진", roles, enrolled.account_id, enrolled.totp_secret, found.holders, team
    )


def _apply(center: Center, tag: str) -> UUID:
    word = canary.identity(tag)
    return center.apply(
        name=f"{word} name",
        phone=canary.PHONE,
        birth_date=canary.BIRTH_DATE,
        email=f"{word}@example.org",
        office=f"{word} office",
        reason=f"{word} reason",
    ).case_id


def _decide(center: Center, ids: dict[str, UUID]) -> None:
    with center.as_("seoyeon") as work:
        messages.ask(work, ids["asked"], f"{canary.identity('asked')} question", "1")
        messages.send(work, ids["accepted"], f"{canary.identity('accepted')} told", "1")
        intake.waitlist(work, ids["waitlisted"])
        intake.accept(work, ids["accepted"])
        note = f"{canary.identity('declined')} note"
        intake.decline(work, ids["declined"], DeclineReason.DUPLICATE, note)
    with center.as_applicant(ids["withdrawn"]) as work:
        applications.withdraw(work, ids["withdrawn"])
    for tag in ("submitted", "accepted"):
        with center.as_applicant(ids[tag]) as work:
            messages.write(work, ids[tag], f"{canary.identity(tag)} said", "1")


def _begin(center: Center, made: Cases, tag: str, by: str) -> None:
    word = canary.clinical(tag)
    paper = IntakePaper(
        DAY, f"{word} a", f"{word} b", f"{word} c", f"{word} d", RiskLevel.HIGH, f"{word} e", True
    )
    with center.as_(by) as work:
        counseling.save_intake(work, made.ids[tag], paper, 0)
        assessments.save_choice(work, made.ids[tag], FIVE, f"{word} choice", 0)


def _record(center: Center, made: Cases, tag: str, by: str) -> None:
    word = canary.clinical(tag)
    with center.as_(by) as work:
        for kind in FIVE:
            instrument = CATALOG[kind][0]
            texts = [one.code for one in instrument.scales if one.kind is ScaleKind.TEXT]
            values: dict[str, int | str] = dict.fromkeys(texts, f"{word} scale")
            result = ResultPaper(
                kind, instrument.code, DAY, IN_PERSON, values, f"{word} result", DAY
            )
            assessments.save_result(work, made.ids[tag], result, 0)


def _meet(center: Center, made: Cases, tag: str, by: str) -> None:
    word = canary.clinical(tag)
    for number in (1, 2, 3):
        note = SessionPaper(
            number=number, held_on=DAY, way=IN_PERSON, attendance=Attendance.ATTENDED,
            note=f"{word} session", risk=RiskLevel.LOW, risk_note=f"{word} risk",
            next_plan=f"{word} next",
        )  # fmt: skip
        made.entries[tag] = uuid4()
        with center.as_(by) as work:
            counseling.save_session(work, made.ids[tag], made.entries[tag], note, 0)


def _conclude(center: Center, made: Cases, tag: str, by: str) -> None:
    word = canary.clinical(tag)
    paper = OutcomePaper(f"{word} summary", f"{word} plan", f"{word} referral")
    with center.as_(by) as work:
        outcomes.save_outcome(work, made.ids[tag], paper, 0, sign=True)


def _complete(center: Center, made: Cases, tag: str, by: str) -> None:
    with center.as_(by) as work:
        outcomes.complete(work, made.ids[tag])


def _drop_out(center: Center, made: Cases, tag: str, by: str) -> None:
    note = f"{canary.clinical(tag)} closing"
    with center.as_(by) as work:
        outcomes.drop_out(work, made.ids[tag], DropOutReason.UNREACHABLE, note)


_Step = Callable[[Center, Cases, str, str], None]
_WORKED: tuple[_Step, ...] = (_begin, _record, _meet)
_IN_CARE: tuple[tuple[str, str, tuple[_Step, ...]], ...] = (
    ("assigned", "eunjeong", ()),
    ("active", "eunjeong", _WORKED),
    ("signed", "eunjeong", (*_WORKED, _conclude)),
    ("completed", "eunjeong", (*_WORKED, _conclude, _complete)),
    ("dropped", "eunjeong", (_begin, _drop_out)),
    ("colleague", "minsu", _WORKED),
    ("elsewhere", "jiho", _WORKED),
)
