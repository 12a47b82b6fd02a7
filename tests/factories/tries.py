"""Doors with the limits of a real site, and whoever knocks at them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from tests.factories.center import HURRIED, Center, Staff
from tracker.config import Settings
from tracker.domain.access import Who
from tracker.domain.errors import TooOften
from tracker.services import sign_in
from tracker.services.site import Site
from tracker.services.throttling import count_application, form_turn, sign_in_turn
from tracker.services.work import Actor
from tracker.vault import passwords
from tracker.vault.codes import totp_code

STRANGER = "203.0.113.7"
HOME = "127.0.0.1"  # where everybody of the center has signed in before


@contextmanager
def guarded(center: Center, **changes: Any) -> Iterator[Center]:
    """The same center with the limits of a real site: another worker, or after a restart."""
    usual = {name: getattr(Settings, name) for name in HURRIED}
    settings = replace(center.site.settings, **{**usual, **changes})
    made = Center(Site(settings, center.clock), center.clock, dict(center.staff), center.holders)
    try:
        yield made
    finally:
        made.close()


def knock(center: Center, name: str, address: str = STRANGER) -> int:
    """One wrong password, without its slow work; the seconds to wait, or 0 if it was let in."""
    try:
        with sign_in_turn(center.site, name, address) as turn, center.as_visitor() as work:
            turn.failed(work)
    except TooOften as told:
        return told.seconds
    return 0


def send_one(site: Site, address: str = STRANGER) -> None:
    """What the door does for one application. Raises TooOften."""
    doors = form_turn(site, address)
    with site.working(Actor(Who(frozenset()), address=address)) as work:
        count_application(work, doors)


def until_shut(center: Center, name: str, address: str = STRANGER, most: int = 50) -> int:
    """Knock until the door is shut; how many came in."""
    for tries in range(most):
        if knock(center, name, address):
            return tries
    raise AssertionError("the door never shuts")


def enter(center: Center, who: Staff, address: str, password: str = "") -> sign_in.SignedIn | None:
    """Sign in with what the person knows, half a minute after the last time."""
    center.clock.forward(seconds=31)
    code = totp_code(who.totp_secret, center.clock())
    typed = sign_in.Credentials(who.username, password or who.password, code)
    return sign_in.sign_in(center.site, address, typed)


def count_runs(monkeypatch: Any) -> list[int]:
    """A list that grows by one with every run of Argon2id."""
    runs: list[int] = []
    stretch = passwords._stretch

    def counted(*given: Any) -> bytes:
        runs.append(given[3])
        return stretch(*given)

    monkeypatch.setattr(passwords, "_stretch", counted)
    return runs
