"""Lets the invented people act: each act through the services, at its own time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from tracker.cli.demo.people import ADMIN, COORDINATOR, LATER, PROFILES, TEAMS, Colleague
from tracker.domain.access import KEY_HOLDING, Who
from tracker.services import accounts, applications, letters, profile, rounds, sign_in, site
from tracker.services.accounts import Enrolled, Newcomer
from tracker.services.applications import LockedReceipt
from tracker.services.consents import USUAL
from tracker.services.rounds import Asked, Known
from tracker.services.site import FirstPerson, Site
from tracker.services.work import Actor, Work
from tracker.vault.codes import totp_code
from tracker.vault.keyring import Keyring

# Addresses that RFC 5737 sets aside for examples.
OFFICE = "198.51.100.7"
HOME = "192.0.2.21"


@dataclass
class Clock:
    """The time of the act that is being made."""

    now: datetime

    def __call__(self) -> datetime:
        """The time of the site."""
        return self.now


@dataclass(frozen=True)
class Player:
    """A colleague who has signed in."""

    account_id: UUID
    actor: Actor
    keyring: Keyring = field(repr=False)
    totp_secret: bytes = field(repr=False)


@dataclass
class Cast:
    """A site and the people who act in it."""

    site: Site
    clock: Clock
    players: dict[str, Player] = field(default_factory=dict)
    rounds: list[Known] = field(default_factory=list)

    def asked(self, language: str) -> Asked:
        """How somebody applies now: in the round that is open."""
        now = self.clock()
        where = next(one for one in self.rounds if one.closes_at is None or now < one.closes_at)
        return Asked(language, where.id, now, where.terms)

    @contextmanager
    def colleague(self, who: Colleague) -> Iterator[Work]:
        """One act of a colleague, with the letters for them settled before it."""
        player = self.players[who.username]
        with self.site.working(player.actor, player.keyring) as work:
            letters.settle_letters(work)
            yield work

    @contextmanager
    def visitor(self, address: str = HOME) -> Iterator[Work]:
        """One act of somebody who is not signed in."""
        with self.site.working(Actor(Who(frozenset()), address=address)) as work:
            yield work

    @contextmanager
    def applicant(self, receipt: LockedReceipt) -> Iterator[Work]:
        """One act of somebody who holds a receipt."""
        actor = Actor(applications.applicant(receipt.paper.case_id), address=HOME)
        with self.site.working(actor, applications.receipt_keyring(receipt.holder)) as work:
            letters.settle_letters(work)
            yield work


def gather(made: Site, clock: Clock) -> Cast:
    """Make the site and let everybody join it, as an admin and a coordinator would."""
    new = site.create(made, _first(COORDINATOR), _first(ADMIN))
    cast = Cast(made, clock)
    _sign_in(cast, COORDINATOR, new.coordinator, None)
    _sign_in(cast, ADMIN, new.admin, None)
    with cast.colleague(ADMIN) as work:
        teams = [accounts.add_team(work, name) for name in TEAMS]
    for who in LATER:
        clock.now += timedelta(minutes=20)
        _join(cast, who, None if who.team is None else teams[who.team])
    for who, said in PROFILES.items():
        with cast.colleague(who) as work:
            profile.save(work, said)
    return cast


def open_rounds(cast: Cast, places: int, change_on: date) -> None:
    """Two rounds, one after the other: the coordinator gives the first one its end."""
    last = change_on - timedelta(days=1)
    first = _round("1차 모집", cast.clock().date(), last, places)
    second = _round("2차 모집", change_on, None, places)
    with cast.colleague(COORDINATOR) as work:
        begun = rounds.for_coordinator(work)[0]
        rounds.change(work, begun.id, first)
    with cast.colleague(COORDINATOR) as work:
        rounds.add(work, second)
    with cast.colleague(COORDINATOR) as work:
        found = rounds.for_coordinator(work)
    cast.rounds = sorted(found, key=lambda one: one.opens_at)


def _round(name: str, opens_on: date, closes_on: date | None, places: int) -> dict[str, str]:
    return {
        "name": name,
        "opens_on": opens_on.isoformat(),
        "closes_on": "" if closes_on is None else closes_on.isoformat(),
        "capacity": str(places),
        "waiting_size": "60",
        "offer_days": "5",
        "tests": "5",
        "sessions": "3",
        "edition": USUAL.edition,
        "declined_years": "1",
        "care_years": "5",
    }


def _first(who: Colleague) -> FirstPerson:
    return FirstPerson(who.username, who.name, who.password)


def _join(cast: Cast, who: Colleague, team_id: UUID | None) -> None:
    newcomer = Newcomer(who.username, who.name, frozenset({who.role}), team_id)
    with cast.colleague(ADMIN) as work:
        token = accounts.invite(work, newcomer)
    with cast.visitor(OFFICE) as work:
        pepper = cast.site.settings.pepper_bytes
        enrolled = accounts.enroll(work, pepper, token, who.password)
    if who.role in KEY_HOLDING:
        with cast.colleague(COORDINATOR) as work:
            accounts.admit(work, enrolled.account_id, enrolled.fingerprint)
    _sign_in(cast, who, enrolled, team_id)


def _sign_in(cast: Cast, who: Colleague, enrolled: Enrolled, team_id: UUID | None) -> None:
    code = totp_code(enrolled.totp_secret, cast.clock())
    typed = sign_in.Credentials(who.username, who.password, code)
    found = sign_in.sign_in(cast.site, OFFICE, typed)
    if found is None:
        raise RuntimeError(f"{who.username} cannot sign in to the demo")
    as_whom = Who(frozenset({who.role}), account_id=found.account_id, team_id=team_id)
    actor = Actor(as_whom, who.name, OFFICE)
    keyring = Keyring(found.holders)
    cast.players[who.username] = Player(found.account_id, actor, keyring, enrolled.totp_secret)
