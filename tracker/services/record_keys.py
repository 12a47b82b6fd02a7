"""The keys of records: which ones a person's grants open, looked up once in an act."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.domain.access import Record, Role, object_of
from tracker.domain.errors import NotFound, Unavailable
from tracker.services import sealing
from tracker.services.acting import Actor, Damaged
from tracker.store import grants
from tracker.vault.crypto import DecryptionError
from tracker.vault.keyring import Grant, Keyring

# Staff never write under the first identity key: the person who filled in the form chose it.
FIRST_STAFF_KEY = 2


@dataclass
class RecordKeys:
    """The keys that one person holds, in one transaction."""

    db: Session
    actor: Actor
    keyring: Keyring
    now: datetime
    _keys: dict[str, dict[int, bytes]] = field(default_factory=dict, init=False, repr=False)

    def keys(self, obj: str) -> dict[int, bytes]:
        """The keys of a record that this person's grants open, by version."""
        self.fetch_keys([obj])
        return self._keys[obj]

    def fetch_keys(self, objects: Collection[str], given: list[Grant] | None = None) -> None:
        """Fetch the keys of several records in one query, or open those that were `given` to this
        person, where all of them are at hand already.
        """
        missing = [obj for obj in objects if obj not in self._keys]
        if not missing:
            return
        if given is None:
            given = grants.of_objects(self.db, missing, self.keyring.principals)
        for obj in missing:
            mine = [one for one in given if one.object == obj and self.keyring.holds(one)]
            self._keys[obj] = {one.key_version: self._open(one) for one in _genuine(obj, mine)}

    def _open(self, grant: Grant) -> bytes:
        try:
            return self.keyring.open(grant, unstamped=sealing.may_be_unstamped(grant))
        except DecryptionError:
            raise Damaged(grant.object, "grant") from None

    def keys_at_hand(self, objects: Collection[str]) -> dict[str, dict[int, bytes]]:
        """The keys of many records in one query: where one does not open, the others still do.

        A record without any grant for this person is left out.
        """
        found: dict[str, list[Grant]] = {}
        for grant in grants.of_objects(self.db, objects, self.keyring.principals):
            if self.keyring.holds(grant):
                found.setdefault(grant.object, []).append(grant)
        return {obj: self._intact_keys(obj, given) for obj, given in found.items()}

    def _intact_keys(self, obj: str, given: list[Grant]) -> dict[int, bytes]:
        keys = {}
        for grant in _genuine(obj, given):
            with suppress(Damaged):
                keys[grant.key_version] = self._open(grant)
        return keys

    def writing_key(self, obj: str) -> tuple[int, bytes]:
        """The newest key of a record, refused if it is one that the public form chose.

        The person of the form may go on with it until staff make another.
        """
        keys = self.keys(obj)
        if not keys:
            raise NotFound
        version = max(keys)
        if obj.startswith(Record.IDENTITY) and version < FIRST_STAFF_KEY and not self._is_own(obj):
            raise Unavailable("identity_not_renewed")
        return version, keys[version]

    def _is_own(self, obj: str) -> bool:
        """Whether it is the identity record of the applicant who acts, and of nobody else."""
        who = self.actor.who
        mine = who.own_case_id is not None and obj == object_of(Record.IDENTITY, who.own_case_id)
        return mine and who.roles == {Role.APPLICANT}

    def know(self, obj: str, key_version: int, key: bytes) -> None:
        """Keep a key that was just made at hand for the rest of this act."""
        self._keys.setdefault(obj, {})[key_version] = key


def _genuine(obj: str, found: list[Grant]) -> list[Grant]:
    """Without a first identity key beside a later one: that one was destroyed at acceptance, and
    as it needs no stamp anybody who writes into the database can put another in its place.
    """
    renewed = any(grant.key_version >= FIRST_STAFF_KEY for grant in found)
    if not obj.startswith(f"{Record.IDENTITY}:") or not renewed:
        return found
    return [grant for grant in found if grant.key_version >= FIRST_STAFF_KEY]
