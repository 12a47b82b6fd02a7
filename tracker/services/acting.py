"""Who acts, what they find, and what it is called when a record does not open."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Generic, TypeVar
from uuid import UUID

from tracker.domain.access import Who

T = TypeVar("T")


class Damaged(Exception):
    """A record does not open although its key should open it: altered, moved or rolled back."""

    def __init__(self, obj: str, kind: str) -> None:
        super().__init__(f"{obj} {kind}")
        self.object = obj
        self.kind = kind


@dataclass(frozen=True)
class Actor:
    """The person at work, as the audit trail names them."""

    who: Who
    name: str = ""
    address: str = ""
    without_role: str = "visitor"

    @property
    def role(self) -> str:
        """The roles the person acts in."""
        return "+".join(sorted(self.who.roles)) or self.without_role


# What happens because time has passed or somebody made room: nobody does it.
PROGRAM: Final = Actor(Who(frozenset()), without_role="program")


@dataclass(frozen=True)
class Sheet(Generic[T]):
    """One opened document: its version, who wrote it and when, and what it says."""

    version: int
    author_id: UUID | None
    saved_at: datetime
    paper: T | None
    signed: bool = False

    @property
    def intact(self) -> bool:
        """Whether it could be opened."""
        return self.paper is not None
