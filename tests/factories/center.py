"""A whole center with the same nine people in every test, and ways to let them act.

    박서연 coordinator · 최은정, 정민수 counselors (team 1) · 윤지호 counselor (team 2)
    강혜원 supervisor (team 1) · 오세훈 supervisor (team 2)
    임지현 manager · 한태경 admin · 서유진 privacy officer

Young people: 김하늘 and 이바다 apply unless a test names somebody else.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from tests.factories import databases
from tracker.config import Settings
from tracker.domain.access import Role, Who
from tracker.domain.applications import Application, check_application
from tracker.domain.rounds import SEOUL
from tracker.services import accounts, applications, intake, letters, rounds, sign_in, site
from tracker.services.applications import LockedReceipt, ReceiptPaper
from tracker.services.rounds import Asked, Known
from tracker.services.site import FirstPerson, Site
from tracker.services.work import Actor, Work, receipt_principal
from tracker.store import grants
from tracker.vault.codes import totp_code
from tracker.vault.crypto import new_key
from tracker.vault.keyring import Holder, Keyring

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)  # Sunday noon in Seoul
PEPPER = "42" * 32
PASSWORD = "푸른 강가의 조용한 아침 {}"


@dataclass(frozen=True)
class Staff:
    """A colleague: how they sign in, and the seeds they then hold."""

    username: str
    name: str
    roles: frozenset[Role]
    account_id: UUID
    totp_secret: bytes = field(repr=False)
    holders: tuple[Holder, ...] = field(repr=False)
    team_id: UUID | None = None

    @property
    def password(self) -> str:
        return PASSWORD.format(self.username)

    @property
    def actor(self) -> Actor:
        return Actor(Who(self.roles, self.account_id, self.team_id), self.name, "127.0.0.1")


PEOPLE = (
    ("seoyeon", "박서연", {Role.COORDINATOR}, None),
    ("taekyung", "한태경", {Role.ADMIN}, None),
    ("hyewon", "강혜원", {Role.SUPERVISOR}, 0),
    ("sehun", "오세훈", {Role.SUPERVISOR}, 1),
    ("eunjeong", "최은정", {Role.COUNSELOR}, 0),
    ("minsu", "정민수", {Role.COUNSELOR}, 0),
    ("jiho", "윤지호", {Role.COUNSELOR}, 1),
    ("jihyun", "임지현", {Role.MANAGER}, None),
    ("yujin", "서유진", {Role.PRIVACY_OFFICER}, None),
)


class Clock:
    """A clock that tests set and move."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        return self.now


@dataclass
class Center:
    """A site with its people; `as_` lets one of them act."""

    site: Site
    clock: Clock
    staff: dict[str, Staff]
    holders: dict[UUID, Holder] = field(default_factory=dict)
    app: Any = None

    @contextmanager
    def as_(self, username: str) -> Iterator[Work]:
        """One act of a colleague, committed at the end, with letters settled before it."""
        who = self.staff[username]
        self._settle(who.actor, Keyring(who.holders))
        with self.site.working(who.actor, Keyring(who.holders)) as work:
            yield work

    def _settle(self, actor: Actor, keyring: Keyring) -> None:
        """In an act of its own, as at every sign-in."""
        with self.site.reading() as db:
            waits = grants.any_letter(db, keyring.principals)
        if waits:
            with self.site.working(actor, keyring) as work:
                letters.settle_letters(work)

    @contextmanager
    def as_visitor(self) -> Iterator[Work]:
        """One act of somebody who is not signed in."""
        with self.site.working(Actor(Who(frozenset()), address="127.0.0.1")) as work:
            yield work

    @contextmanager
    def as_applicant(self, case_id: UUID) -> Iterator[Work]:
        """One act of whoever holds the receipt of a case."""
        holder = self.holders[case_id]
        actor = Actor(applications.applicant(case_id), address="127.0.0.1")
        self._settle(actor, applications.receipt_keyring(holder))
        with self.site.working(actor, applications.receipt_keyring(holder)) as work:
            yield work

    def apply(
        self, *, locked: bool = False, in_round: UUID | None = None, **changes: Any
    ) -> ReceiptPaper:
        """Somebody applies; `locked` makes a real lock for the receipt (slow, for signing in)."""
        paper = applications.new_receipt()
        if locked:
            receipt = applications.lock_receipt(self.site.settings.pepper_bytes, paper)
        else:
            holder = Holder(receipt_principal(paper.case_id), 1, new_key())
            receipt = LockedReceipt(paper, holder, b"no lock: this receipt is never typed in")
        self.holders[paper.case_id] = receipt.holder
        with self.as_visitor() as work:
            applications.submit(work, application(**changes), self.asked("ko", in_round), receipt)
        return paper

    def asked(self, language: str = "ko", in_round: UUID | None = None) -> Asked:
        """How somebody applies now: in that round, or in the first one that is open."""
        with self.site.reading() as db:
            found = rounds.everything(db, self.clock())
        where = next(one for one in found if in_round in {None, one.id} and not one.ended)
        return Asked(language, where.id, self.clock(), where.terms)

    def accepted(self, **changes: Any) -> UUID:
        """A case that 박서연 accepted."""
        case_id = self.apply(**changes).case_id
        with self.as_("seoyeon") as work:
            intake.accept(work, case_id)
        return case_id

    def assigned(self, to: str = "eunjeong", **changes: Any) -> UUID:
        """A case that 박서연 assigned to a counselor."""
        case_id = self.accepted(**changes)
        with self.as_("seoyeon") as work:
            intake.assign(work, case_id, self.staff[to].account_id)
        return case_id

    def close(self) -> None:
        self.site.close()


def answers(**changes: Any) -> dict[str, Any]:
    """The public form as 김하늘 fills it in."""
    return {
        "consent_general": "yes",
        "consent_sensitive": "yes",
        "consent_verify": "yes",
        "consent_promo": "no",
        "notice_counseling": "yes",
        "name": "김하늘",
        "birth_date": "1998-11-02",
        "phone": "010-7777-1234",
        "email": "haneul@example.org",
        "district": "관악구",
        "office": "",
        "account_opened": "2024-07",
        "account_status": "active",
        "choice": [
            "personality_inventory",
            "sentence_completion",
            "inner_self",
            "kinetic_family_drawing",
            "personality_type",
        ],
        "meeting": "in_person",
        "days": "any",
        "counselor_gender": "any",
        "reason": "요즘 잠을 잘 못 자고 일하는 게 많이 지칩니다.",
        **changes,
    }


def application(**changes: Any) -> Application:
    """The same, checked."""
    return check_application(answers(**changes), NOW.date())


@dataclass(frozen=True)
class Template:
    """A finished center from which each test gets its own copy."""

    folder: Path
    database_url: str
    staff: dict[str, Staff]


def build(folder: Path, server_url: str | None = None) -> Template:
    """Make the center once; on PostgreSQL when a server is given, else on SQLite."""
    folder.mkdir(parents=True)
    url = databases.create_database(server_url) if server_url else ""
    clock = Clock()
    made = Site(settings(folder, url), clock)
    first, second = PEOPLE[0], PEOPLE[1]
    new = site.create(made, _first(first), _first(second))
    staff = {
        "seoyeon": _signed_in(made, clock, first, new.coordinator, None),
        "taekyung": _signed_in(made, clock, second, new.admin, None),
    }
    center = Center(made, clock, staff)
    _open_long_ago(center)
    teams = _teams(center)
    for person in PEOPLE[2:]:
        team = None if person[3] is None else teams[person[3]]
        staff[person[0]] = _join(center, person, team)
    made.close()
    return Template(folder, url, staff)


def copy(template: Template, folder: Path, server_url: str | None = None) -> Center:
    """A center of its own for one test."""
    shutil.copytree(template.folder, folder)
    url = databases.clone_database(server_url, template.database_url) if server_url else ""
    clock = Clock()
    return Center(Site(settings(folder, url), clock), clock, dict(template.staff))


def leave(center: Center) -> None:
    """Close a center for good, and drop its database on the server."""
    center.close()
    if center.site.settings.database_url:
        databases.drop_database(center.site.settings.database_url)


# Tests hammer at doors from one address; those about throttling take the real limits back.
HURRIED: Final[dict[str, Any]] = {
    "tries_per_account": 10_000,
    "tries_per_address": 10_000,
    "applications_per_hour": 10_000,
}


def settings(folder: Path, url: str = "", **changes: Any) -> Settings:
    """The settings of a test site, behind HTTPS."""
    plain = Settings(
        site_dir=folder,
        pepper=PEPPER,
        public_url="https://localhost",
        database_url=url,
    )
    return replace(plain, **{**HURRIED, **changes})


def _open_long_ago(center: Center) -> None:
    """Tests go back in time; the round they apply in is open already."""
    with center.as_("seoyeon") as work:
        first = rounds.for_coordinator(work)[0]
        rounds.change(work, first.id, form_of(first, opens_on="2022-01-01"))


def form_of(found: Known, **changes: str) -> dict[str, str]:
    """A round as its form shows it."""
    terms = found.terms
    return {
        "name": found.name,
        "opens_on": found.opens_at.astimezone(SEOUL).date().isoformat(),
        "closes_on": "",
        "capacity": str(found.capacity),
        "waiting_size": str(found.waiting_size),
        "offer_days": str(found.offer_days),
        "tests": str(terms.plan.tests),
        "sessions": str(terms.plan.sessions),
        "edition": terms.edition,
        "declined_years": str(terms.declined_years),
        "care_years": str(terms.care_years),
        **changes,
    }


def _first(person: tuple[str, str, set[Role], int | None]) -> FirstPerson:
    return FirstPerson(person[0], person[1], PASSWORD.format(person[0]))


def _teams(center: Center) -> list[UUID]:
    with center.as_("taekyung") as work:
        return [accounts.add_team(work, "1팀"), accounts.add_team(work, "2팀")]


def _join(
    center: Center, person: tuple[str, str, set[Role], int | None], team: UUID | None
) -> Staff:
    username, name, roles, _ = person
    newcomer = accounts.Newcomer(username, name, frozenset(roles), team)
    with center.as_("taekyung") as work:
        token = accounts.invite(work, newcomer)
    with center.as_visitor() as work:
        password = PASSWORD.format(username)
        enrolled = accounts.enroll(work, center.site.settings.pepper_bytes, token, password)
    if roles & {Role.COUNSELOR, Role.SUPERVISOR, Role.COORDINATOR}:
        with center.as_("seoyeon") as work:
            accounts.admit(work, enrolled.account_id, enrolled.fingerprint)
    return _signed_in(center.site, center.clock, person, enrolled, team)


def _signed_in(
    made: Site,
    clock: Clock,
    person: tuple[str, str, set[Role], int | None],
    enrolled: accounts.Enrolled,
    team: UUID | None,
) -> Staff:
    username, name, roles, _ = person
    code = totp_code(enrolled.totp_secret, clock())
    typed = sign_in.Credentials(username, PASSWORD.format(username), code)
    found = sign_in.sign_in(made, "127.0.0.1", typed)
    assert found is not None, username
    secret, account_id = enrolled.totp_secret, enrolled.account_id
    return Staff(username, name, frozenset(roles), account_id, secret, found.holders, team)
