"""A center in full swing: cases in every stage, and a canary in every word anybody wrote."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID, uuid4

import pytest
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.test import TestResponse

from tests.factories.center import PASSWORD, Center, Staff
from tests.hostile import canary
from tests.web.conftest import Browser, app_of
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
    intake,
    outcomes,
    sign_in,
)
from tracker.services.sessions import SessionKind
from tracker.vault.codes import totp_code

# For tests that are not about the database: one house on SQLite is enough for them.
SMALL = pytest.mark.parametrize("center_template", ["sqlite"], indirect=True, scope="session")
DAY = date(2026, 11, 20)
FIVE = list(AssessmentKind)[:5]
IN_PERSON = MeetingWay.IN_PERSON


@dataclass
class Cases:
    """The cases of a house by what became of them; `entries` are sessions by the case's tag.

    `newcomer` waits to be admitted; `token` is the one-time link of somebody else.
    """

    ids: dict[str, UUID] = field(default_factory=dict)
    entries: dict[str, UUID] = field(default_factory=dict)
    newcomer: Staff | None = None
    token: str = ""


class Attacker(Browser):
    """A browser that closes the files it was given."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        kwargs.setdefault("buffered", True)
        return super().open(*args, **kwargs)


@dataclass
class House:
    """A center, its application, its cases, and a browser for whoever is asked for."""

    center: Center
    app: Flask
    cases: Cases

    def browser(self, who: str = "anonymous") -> Browser:
        """A browser of `anonymous`, of a colleague, or of the `applicant` of a case (…:tag)."""
        browser = self.app.test_client()
        assert isinstance(browser, Browser)
        browser.center = self.center
        if who.startswith("applicant"):
            _enter_as_applicant(browser, self.cases.ids[who.partition(":")[2] or "active"])
        elif who != "anonymous":
            _enter_as_colleague(browser, who)
        return browser


def _enter_as_colleague(browser: Browser, username: str) -> None:
    """A session as sign-in makes it, without the half second that the password costs."""
    center = browser.center
    who = center.staff[username]
    data = {"_user_id": who.account_id.hex, "_fresh": True}
    made = center.site.book.start(
        SessionKind.STAFF, center.clock(), data, who.account_id, who.holders
    )
    browser.set_cookie("__Host-session", made.token, domain="localhost", secure=True)


def _enter_as_applicant(browser: Browser, case_id: UUID) -> None:
    center = browser.center
    data = {"_user_id": case_id.hex, "_fresh": True}
    holders = (center.holders[case_id],)
    made = center.site.book.start(SessionKind.RECEIPT, center.clock(), data, None, holders)
    browser.set_cookie("__Host-session", made.token, domain="localhost", secure=True)


class _Compiled(BytecodeCache):
    """Compiled templates, so that not every house compiles them anew."""

    kept: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


def open_house(center: Center, cases: Cases) -> House:
    """The application of a center that has these cases."""
    app = app_of(center)
    app.test_client_class = Attacker
    app.jinja_env.bytecode_cache = _Compiled()
    return House(center, app, cases)


def furnish(center: Center) -> Cases:
    """Let the people of the center work until there is a case in every stage."""
    made = Cases()
    for tag in ("submitted", "waitlisted", "accepted", "declined", "withdrawn"):
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
        intake.waitlist(work, ids["waitlisted"])
        intake.accept(work, ids["accepted"])
        note = f"{canary.identity('declined')} note"
        intake.decline(work, ids["declined"], DeclineReason.DUPLICATE, note)
    with center.as_applicant(ids["withdrawn"]) as work:
        applications.withdraw(work, ids["withdrawn"])


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


def site_folder(house: House) -> Path:
    """Where the files of the site lie."""
    return house.center.site.settings.site_dir
