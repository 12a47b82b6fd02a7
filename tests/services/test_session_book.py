"""Web sessions: what the cookie opens, when it ends, and that it stays ended."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update

from tests.factories.center import NOW, Center
from tests.factories.look import sql
from tests.factories.together import at_once, failures
from tracker.services.sessions import Ended, SessionBook, SessionKind, WebSession
from tracker.store.database import Database
from tracker.store.web_sessions import WebSessions, web_sessions
from tracker.vault.codes import token_digest
from tracker.vault.crypto import new_key
from tracker.vault.keyring import Holder

EUNJEONG = uuid4()
HOLDER = Holder(f"user:{EUNJEONG.hex}", 1, new_key())
MINUTE = timedelta(minutes=1)
LIMITS = {
    SessionKind.STAFF: (timedelta(minutes=30), timedelta(hours=10)),
    SessionKind.RECEIPT: (timedelta(minutes=20), timedelta(hours=2)),
    SessionKind.VISITOR: (timedelta(hours=2), timedelta(hours=12)),
}


@pytest.fixture
def book(center: Center) -> SessionBook:
    return center.site.book


@pytest.fixture
def shelf(center: Center, book: SessionBook) -> Iterator[WebSessions]:
    """The same table for a second worker."""
    database = Database(center.site.settings.sessions)
    yield WebSessions(database)
    database.close()


def begin(book: SessionBook, kind: SessionKind = SessionKind.STAFF) -> WebSession:
    return book.start(kind, NOW, {"draft": "요즘 잠을"}, EUNJEONG, (HOLDER,))


def opened(book: SessionBook, token: str, **later: float) -> WebSession:
    found = book.open(token, NOW + timedelta(**later))
    assert isinstance(found, WebSession)
    return found


def test_round_trip(book):
    made = begin(book)
    found = opened(book, made.token)
    assert found.data == {"draft": "요즘 잠을"}
    assert found.holders == (HOLDER,)
    assert (found.kind, found.account_id) == (SessionKind.STAFF, EUNJEONG)


def test_every_start_has_a_new_cookie(book):
    tokens = {begin(book).token for _ in range(20)}
    assert len(tokens) == 20
    assert all(isinstance(book.open(token, NOW), WebSession) for token in tokens)


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "\0", "\ud800", "가" * 50, "a" * 10_000])
def test_a_cookie_nobody_was_given(book, token):
    """Also one that an attacker set before the sign-in: it is worth nothing, before and after."""
    assert book.open(token, NOW) is None
    begin(book)
    assert book.open(token, NOW) is None


@pytest.mark.parametrize("kind", SessionKind)
def test_idle(book, kind):
    idle, _absolute = LIMITS[kind]
    made = begin(book, kind)
    assert isinstance(book.open(made.token, NOW + idle), WebSession)
    made = begin(book, kind)
    ended = book.open(made.token, NOW + idle + timedelta(seconds=1))
    assert ended == Ended(EUNJEONG)


@pytest.mark.parametrize("kind", SessionKind)
def test_absolute(book, kind):
    _idle, absolute = LIMITS[kind]
    made, at = begin(book, kind), NOW
    while at + 15 * MINUTE <= NOW + absolute:
        at += 15 * MINUTE
        assert isinstance(book.open(made.token, at), WebSession)
    assert isinstance(book.open(made.token, NOW + absolute + MINUTE), Ended)


def test_what_is_over_stays_over_though_the_clock_is_set_back(book):
    made = begin(book)
    assert isinstance(book.open(made.token, NOW + 31 * MINUTE), Ended)
    for minutes in (31, 1, 0, -60):
        assert isinstance(book.open(made.token, NOW + minutes * MINUTE), Ended)


def test_signing_out_is_for_good(book):
    made = begin(book)
    book.end(made.token)
    assert book.open(made.token, NOW) is None
    book.end(made.token)


def test_a_request_under_way_does_not_bring_it_back(book):
    """Signed out in one tab while another one is still being answered."""
    made = begin(book)
    slow = opened(book, made.token)
    book.end(made.token)
    slow.data["late"] = True
    book.save(slow, NOW + MINUTE)
    assert book.open(made.token, NOW + MINUTE) is None


def test_nor_when_it_ran_out_meanwhile(book):
    made = begin(book)
    slow = opened(book, made.token, seconds=30)  # too soon to be noted as used
    assert isinstance(book.open(made.token, NOW + 31 * MINUTE), Ended)
    book.save(slow, NOW + 31 * MINUTE)
    assert isinstance(book.open(made.token, NOW + 32 * MINUTE), Ended)


def test_two_windows_that_save_at_once_lose_nothing(book):
    """김하늘 has the form open twice: each request reads, and only then both of them save."""
    made = book.start(SessionKind.VISITOR, NOW, {"draft": {"consent": "yes"}, "said": "hello"})
    first, second, third = (opened(book, made.token) for _ in range(3))
    first.data["draft"] = {**first.data["draft"], "about": "김하늘"}
    second.data["draft"] = {**second.data["draft"], "choices": "any"}
    del second.data["said"]
    third.data["new"] = True
    for one in (first, second, third):
        book.save(one, NOW)
    assert opened(book, made.token).data == {
        "draft": {"consent": "yes", "about": "김하늘", "choices": "any"},
        "new": True,
    }


def test_many_windows_at_once(book):
    made = book.start(SessionKind.VISITOR, NOW, {"draft": {}})

    def step(number: int) -> None:
        found = opened(book, made.token)
        found.data["draft"] = {**found.data["draft"], str(number): number}
        book.save(found, NOW)

    ended = at_once(*(partial(step, number) for number in range(6)))
    assert failures(ended) == []
    assert set(opened(book, made.token).data["draft"]) == {str(number) for number in range(6)}


def test_seeds_that_another_window_took_stay(book):
    made, renewed = begin(book), Holder(HOLDER.principal, 2, new_key())
    slow, quick = opened(book, made.token), opened(book, made.token)
    quick.holders = (renewed,)
    book.save(quick, NOW)
    slow.data["draft"] = "다 적었어요"
    book.save(slow, NOW)
    found = opened(book, made.token)
    assert (found.data, found.holders) == ({"draft": "다 적었어요"}, (renewed,))


def test_what_is_saved_twice_is_kept(book):
    found = begin(book)
    for words in ("one", "two"):
        found.data["draft"] = words
        book.save(found, NOW)
    assert opened(book, found.token).data == {"draft": "two"}


def test_ending_all_of_one_person(book):
    mine = [begin(book) for _ in range(3)]
    other = book.start(SessionKind.STAFF, NOW, {}, uuid4(), ())
    book.end_all_of(EUNJEONG)
    assert all(book.open(one.token, NOW) is None for one in mine)
    assert isinstance(book.open(other.token, NOW), WebSession)


def test_use_is_noted_at_most_once_a_minute(book, shelf):
    made = begin(book)
    digest = token_digest(made.token)
    opened(book, made.token, seconds=59)
    assert shelf.get(digest).seen_at == NOW
    opened(book, made.token, seconds=60)
    assert shelf.get(digest).seen_at == NOW + MINUTE


def test_another_worker_opens_it_too(book, shelf, center):
    other = SessionBook(shelf, center.site._limits)
    made = begin(book)
    found = opened(other, made.token)
    found.data["from"] = "worker 2"
    other.save(found, NOW)
    assert opened(book, made.token).data["from"] == "worker 2"
    other.end(made.token)
    assert book.open(made.token, NOW) is None


def test_the_row_says_nothing_and_opens_nothing(book, shelf):
    made = begin(book)
    row = shelf.get(token_digest(made.token))
    stored = b"".join((row.digest, row.body))
    for secret in (HOLDER.seed, HOLDER.wrap_key, "요즘".encode(), made.token.encode()):
        assert secret not in stored
    assert book.open(row.digest.hex(), NOW) is None


ALTERED = [
    {"kind": "visitor"},
    {"kind": "nonsense"},
    {"kind": ""},
    {"account_id": UUID(int=1)},
    {"account_id": None},
    {"body": b"\x01"},
    {"body": b"\x02" + bytes(100)},
]


@pytest.mark.parametrize("values", ALTERED, ids=str)
def test_an_altered_row_opens_nothing(center, book, values):
    made = begin(book)
    database = Database(center.site.settings.sessions)
    with database.engine.begin() as db:
        db.execute(update(web_sessions).values(**values))
    database.close()
    assert book.open(made.token, NOW) is None


def test_one_cookies_body_in_anothers_row(center, book, shelf):
    made, other = begin(book), begin(book)
    body = shelf.get(token_digest(other.token)).body
    shelf.save(token_digest(made.token), body, NOW)
    assert book.open(made.token, NOW) is None


def test_h22_a_flipped_bit_anywhere_in_a_session(book, shelf):
    made = begin(book)
    digest = token_digest(made.token)
    right = shelf.get(digest).body
    for place in range(len(right)):
        wrong = bytearray(right)
        wrong[place] ^= 1
        shelf.save(digest, bytes(wrong), NOW)
        assert book.open(made.token, NOW) is None
    shelf.save(digest, right, NOW)
    assert opened(book, made.token).holders == (HOLDER,)


def test_purge(book):
    old, new = begin(book), book.start(SessionKind.VISITOR, NOW + timedelta(hours=20), {})
    book.purge(NOW + timedelta(hours=25))
    assert book.open(old.token, NOW) is None
    assert isinstance(book.open(new.token, NOW + timedelta(hours=20)), WebSession)


def test_nothing_of_it_is_in_the_main_database_on_sqlite(small_center: Center):
    begin(small_center.site.book)
    tables = sql(small_center, "SELECT name FROM sqlite_master WHERE name LIKE '%session%'")
    assert {row[0] for row in tables if "counseling" not in row[0]} == set()
