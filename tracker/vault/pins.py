"""Pins: the public keys of the groups, kept in a file beside the config, not in the database."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from tracker.vault.crypto import same
from tracker.vault.keyring import Recipient


class PinMismatch(Exception):
    """A group's public key in the database is not the pinned one: somebody replaced it."""


@dataclass(frozen=True)
class Pins:
    """The pinned groups by name."""

    groups: dict[str, Recipient]

    def check(self, who: Recipient) -> None:
        """Raise PinMismatch unless the group is pinned with exactly this key and generation."""
        pinned = self.groups.get(who.principal)
        if pinned is None or pinned.generation != who.generation:
            raise PinMismatch(who.principal)
        if not same(pinned.public_key, who.public_key):
            raise PinMismatch(who.principal)

    def with_group(self, who: Recipient) -> "Pins":
        """Return the pins with one group added or replaced."""
        return Pins({**self.groups, who.principal: who})


@dataclass(frozen=True)
class PinFile:
    """pins.json: read anew for each use, so that every worker sees the same pins."""

    path: Path

    def load(self) -> Pins:
        """Read the pins. Raises PinMismatch when they are missing or not readable as pins."""
        try:
            raw = json.loads(self.path.read_text("utf-8"))
            groups = {
                name: Recipient(name, int(pin["generation"]), bytes.fromhex(pin["public_key"]))
                for name, pin in raw.items()
            }
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise PinMismatch(self.path.name) from None
        return Pins(groups)

    def save(self, pins: Pins) -> None:
        """Write the pins whole or not at all."""
        raw = {
            name: {"generation": who.generation, "public_key": who.public_key.hex()}
            for name, who in sorted(pins.groups.items())
        }
        beside = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        with beside.open("w", encoding="utf-8") as out:
            json.dump(raw, out, indent=2)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(self.path)
