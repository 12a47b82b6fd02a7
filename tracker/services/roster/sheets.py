"""The sheets of a list: each a box under the list's own key, opened at its own place only."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

import msgspec

from tracker.domain.roster.rows import Entry
from tracker.services.acting import Damaged
from tracker.services.roster.checking import Head
from tracker.services.work import Work
from tracker.store import rosters
from tracker.store.rosters import Place, Roster
from tracker.vault.crypto import DecryptionError, box, context, derive, mac, padded, unbox

HEAD: Final = Place("head", 0)
RAW: Final = "raw"
ENTRIES: Final = "entries"
BIRTH_DATE: Final = "birth_date"
PHONE: Final = "phone"
BUCKETS: Final = 256


def object_of_roster(roster_id: UUID) -> str:
    """The name under which the key of a list is given."""
    return f"roster:{roster_id.hex}"


class Binder:
    """The sheets of one list under its key."""

    def __init__(self, work: Work, roster_id: UUID, key: bytes) -> None:
        self._db, self._id, self._key = work.db, roster_id, key
        self._hash_key = derive(key, "roster")

    def put(self, sheets: Iterable[tuple[Place, object]]) -> None:
        """Seal sheets and store them."""
        sealed = ((place, self._sealed(place, paper)) for place, paper in sheets)
        rosters.put_sheets(self._db, self._id, sealed)

    def get(self, kind: Any, *places: Place) -> list[Any]:
        """Open sheets that must be there. Raises Damaged."""
        found = rosters.sheets(self._db, self._id, *places)
        return [self._opened(place, found.get(place), kind) for place in places]

    def everything(self, name: str, kind: Any) -> Iterator[Any]:
        """Open all sheets of a kind, in order. Raises Damaged."""
        for place, body in rosters.all_of_kind(self._db, self._id, name).items():
            yield self._opened(place, body, kind)

    def take(self, *places: Place) -> None:
        """Delete sheets."""
        rosters.take_sheets(self._db, self._id, places)

    def head(self) -> Head:
        """What was found out about a draft."""
        found: Head = self.get(Head, HEAD)[0]
        return found

    def sort_in(self, people: Sequence[Entry]) -> None:
        """Put everybody into two sheets, by birth date and by phone; every sheet is there."""
        sorted_in: dict[Place, list[Entry]] = {
            Place(kind, number): [] for kind in (BIRTH_DATE, PHONE) for number in range(BUCKETS)
        }
        for one in people:
            for place in self.places(one.birth_date, one.phone):
                sorted_in[place].append(one)
        self.put(sorted_in.items())

    def places(self, birth_date: date, phone: str) -> tuple[Place, Place]:
        """The two sheets in which somebody stands."""
        return self._place(BIRTH_DATE, birth_date.isoformat()), self._place(PHONE, phone)

    def _place(self, kind: str, value: str) -> Place:
        return Place(kind, mac(self._hash_key, context(kind, value))[0] % BUCKETS)

    def _sealed(self, place: Place, paper: object) -> bytes:
        return box(self._key, padded(msgspec.json.encode(paper)), self._bound_to(place))

    def _opened(self, place: Place, body: bytes | None, kind: Any) -> Any:
        try:
            return msgspec.json.decode(
                unbox(self._key, body or b"", self._bound_to(place)), type=kind
            )
        except (DecryptionError, msgspec.DecodeError):
            raise Damaged(object_of_roster(self._id), "roster") from None

    def _bound_to(self, place: Place) -> bytes:
        return context("roster", self._id.hex, *place)


def binder_of(work: Work, roster: Roster) -> Binder:
    """The sheets of a list, for somebody who holds its key. Raises Damaged."""
    obj = object_of_roster(roster.id)
    keys = work.keys(obj)
    if not keys:
        raise Damaged(obj, "grant")
    return Binder(work, roster.id, keys[max(keys)])
