"""Letters that wait, as two colleagues of the same group find them."""

import pytest
from sqlalchemy import text

from tracker.store import grants
from tracker.store.database import Database
from tracker.store.schema import migrate
from tracker.vault.crypto import LETTER
from tracker.vault.keyring import Grant

GROUP, SEOYEON = "group:intake", "user:seoyeon"
LETTERS = [
    Grant(f"identity:{number:032x}", version, to, 1, bytes([LETTER, number]), b"stamp")
    for to in (GROUP, SEOYEON)
    for number in range(3)
    for version in (1, 2)
]


def test_nobody_waits_for_a_letter_that_somebody_holds(postgres: Database):
    """Otherwise two acts stop each other: one has the letter, one the audit chain."""
    migrate(postgres)
    with postgres.write() as db, db.begin():
        grants.add(db, LETTERS[:4])
    with postgres.write() as first, postgres.write() as second:
        second.execute(text("SET LOCAL lock_timeout = '1s'"))
        assert grants.letters(first, [GROUP], limit=3) == LETTERS[:3]
        assert grants.letters(second, [GROUP]) == LETTERS[3:4]
        assert grants.any_letter(second, [GROUP])
        assert not grants.any_letter(second, [SEOYEON])


@pytest.mark.parametrize("arrived", [LETTERS, LETTERS[::-1]], ids=["in order", "the last first"])
@pytest.mark.parametrize(
    "asked", [[GROUP, SEOYEON], [SEOYEON, GROUP]], ids=["the group first", "the person first"]
)
def test_everybody_finds_them_in_the_same_order(
    empty: Database, arrived: list[Grant], asked: list[str]
):
    """Whoever re-wraps them holds their rows one after the other."""
    migrate(empty)
    with empty.write() as db, db.begin():
        for letter in arrived:
            grants.add(db, [letter])
    with empty.read() as db:
        assert grants.letters(db, asked) == LETTERS
        assert grants.letters(db, asked, limit=4) == LETTERS[:4]
