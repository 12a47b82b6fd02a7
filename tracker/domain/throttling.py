"""Throttling: how often somebody may try before a door stays shut for a while, and never longer."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address
from typing import Final


class Kind(StrEnum):
    """What is counted."""

    ACCOUNT = "account"
    ADDRESS = "address"
    RECEIPT = "receipt"
    FORM = "form"
    KNOWN = "known"


KNOWN_FOR: Final = timedelta(days=30)  # how long an address is known after a sign-in
KEPT_FOR: Final = timedelta(days=1)  # how long a counter is kept that nobody adds to
SITE_FACTOR: Final = 10  # the whole site takes as many applications as ten addresses


@dataclass(frozen=True)
class Counter:
    """How many tries are remembered, since when, and until when the door is shut."""

    count: int
    changed_at: datetime
    closed_until: datetime | None = None


@dataclass(frozen=True)
class Rule:
    """So many tries are free; then the door shuts after each, twice as long each time.

    One try is forgotten after each `fade`. No shut door outlasts `cap`.
    """

    free: int
    first: timedelta
    cap: timedelta
    fade: timedelta

    def delay(self, count: int) -> timedelta:
        """How long the door stays shut after so many tries."""
        if count < self.free:
            return timedelta()
        doubled: int = 1 << min(count - self.free, 30)
        return min(self.cap, self.first * doubled)

    @property
    def most(self) -> int:
        """Beyond this many tries nothing grows any more, so no more are remembered."""
        return next(count for count in _up_from(self.free) if self.delay(count) == self.cap)

    def wait(self, counter: Counter | None, now: datetime) -> timedelta:
        """How long the door is still shut; a clock that was set back does not shut it longer."""
        if counter is None or counter.closed_until is None:
            return timedelta()
        left = counter.closed_until - now
        return left if timedelta() < left <= self.cap else timedelta()

    def faded(self, counter: Counter, now: datetime) -> Counter:
        """What is still remembered of the tries."""
        gone = max(0, (now - counter.changed_at) // self.fade)
        if gone >= counter.count:
            return Counter(0, now)
        since = min(now, counter.changed_at + gone * self.fade)
        return replace(counter, count=counter.count - gone, changed_at=since)

    def counted(self, counter: Counter, now: datetime) -> Counter:
        """One try more."""
        before = self.faded(counter, now)
        count = min(self.most, before.count + 1)
        wait = self.delay(count)
        return Counter(count, before.changed_at, now + wait if wait else None)

    def closes(self, before: Counter, after: Counter, now: datetime) -> bool:
        """Whether this try is the one that used up what is free."""
        return self.faded(before, now).count < self.free <= after.count


def _up_from(count: int) -> Iterator[int]:
    while True:
        yield count
        count += 1


def given_back(counter: Counter) -> Counter:
    """One try less, because it succeeded or was never checked; the door stands open again."""
    return Counter(max(0, counter.count - 1), counter.changed_at)


def secret_rule(free: int) -> Rule:
    """For guesses at one account or one receipt."""
    return Rule(free, timedelta(seconds=30), timedelta(minutes=15), timedelta(minutes=30))


def address_rule(free: int) -> Rule:
    """For guesses from one address, behind which a whole office may sit."""
    return Rule(free, timedelta(seconds=30), timedelta(minutes=15), timedelta(minutes=5))


def form_rule(hourly: int) -> Rule:
    """For applications from one address."""
    return Rule(hourly, timedelta(minutes=1), timedelta(minutes=15), timedelta(hours=1) / hourly)


def site_rule(hourly: int) -> Rule:
    """For applications from everywhere: it slows down and never stops."""
    free = hourly * SITE_FACTOR
    return Rule(free, timedelta(seconds=1), timedelta(seconds=4), timedelta(hours=1) / free)


def network(address: str) -> str:
    """An address as far as one visitor owns it: of IPv6 the first half."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(IPv6Address(int(found) >> 64 << 64))
