"""Pins: the public keys of the groups, kept in a file beside the config, not in the database."""

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from tracker.vault.crypto import same
from tracker.vault.keyring import Recipient


class PinMismatch(Exception):
    """A group's public key in the database is not the pinned one: somebody replaced it."""


@dataclass(frozen=True)
class Pins:
    """The pinned groups by name.

    While a group gets a new seed, its next public key is pinned beside the present one, so that
    file and database agree whenever the machine stops.
    """

    groups: dict[str, Recipient]
    coming: dict[str, Recipient] = field(default_factory=dict)

    def check(self, who: Recipient) -> None:
        """Raise PinMismatch unless the group is pinned with exactly this key and generation."""
        pinned = (self.groups.get(who.principal), self.coming.get(who.principal))
        if not any(_equal(one, who) for one in pinned):
            raise PinMismatch(who.principal)

    def with_group(self, who: Recipient) -> "Pins":
        """Return the pins with one group added or replaced."""
        return Pins({**self.groups, who.principal: who}, self._others(who.principal))

    def with_coming(self, who: Recipient) -> "Pins":
        """Return the pins with the next key of one group beside its present one."""
        return Pins(self.groups, {**self.coming, who.principal: who})

    def arrived(self, who: Recipient) -> "Pins":
        """Return the pins with one group's next key in the place of its present one."""
        if not _equal(self.coming.get(who.principal), who):
            return self
        return self.with_group(who)

    def _others(self, principal: str) -> dict[str, Recipient]:
        return {name: one for name, one in self.coming.items() if name != principal}


def _equal(pinned: Recipient | None, who: Recipient) -> bool:
    if pinned is None or pinned.generation != who.generation:
        return False
    return same(pinned.public_key, who.public_key)


@dataclass(frozen=True)
class PinFile:
    """pins.json: looked at for each use, so that every worker sees the same pins."""

    path: Path

    def load(self) -> Pins:
        """Read the pins. Raises PinMismatch when they are missing or not readable as pins."""
        try:
            now = self.path.stat()
            return _parsed(self.path, now.st_ino, now.st_mtime_ns, now.st_size)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise PinMismatch(self.path.name) from None

    def change(self, how: Callable[[Pins], Pins]) -> None:
        """Read, change and write the pins while no other process does. Raises PinMismatch."""
        with self._alone():
            before = self.load()
            after = how(before)
            if after != before:
                self.save(after)

    def save(self, pins: Pins) -> None:
        """Write the pins whole or not at all."""
        raw = {name: _written(who) for name, who in sorted(pins.groups.items())}
        for name, who in pins.coming.items():
            raw[name]["coming"] = _written(who)
        beside = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        with beside.open("w", encoding="utf-8") as out:
            json.dump(raw, out, indent=2)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(self.path)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self.path.with_name(f".{self.path.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


@lru_cache(maxsize=4)
def _parsed(path: Path, *_changed: int) -> Pins:
    """The pins of a file, which is only ever replaced whole: parsed once for each time."""
    raw = json.loads(path.read_text("utf-8"))
    groups = {name: _read(name, pin) for name, pin in raw.items()}
    coming = {name: _read(name, pin["coming"]) for name, pin in raw.items() if "coming" in pin}
    return Pins(groups, coming)


def _read(name: str, pin: Any) -> Recipient:
    return Recipient(name, int(pin["generation"]), bytes.fromhex(pin["public_key"]))


def _written(who: Recipient) -> dict[str, Any]:
    return {"generation": who.generation, "public_key": who.public_key.hex()}
