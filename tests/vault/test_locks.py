"""The lock: one password, one person, one generation, and a price that cannot be changed."""

import struct
import threading
import time
import unicodedata

import pytest

from tests.vault.make_vectors import KEY, SEED
from tests.vault.test_vectors import known
from tracker.vault import passwords
from tracker.vault.crypto import DecryptionError
from tracker.vault.passwords import Busy, close_lock, for_visitors, open_lock, waste_time

PASSWORD = "푸른 강가의 조용한 아침"
HEAD = struct.Struct(">BIIB16s")


def with_cost(memory: int, iterations: int, lanes: int = 1) -> bytes:
    lock = known("lock")
    return HEAD.pack(0x21, memory, iterations, lanes, lock[10:26]) + lock[26:]


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """What Argon2id was asked to do; it is not run."""
    asked: list[tuple[int, int]] = []

    def stretch(_pepper: bytes, _secret: str, _salt: bytes, memory: int, iterations: int) -> bytes:
        asked.append((memory, iterations))
        return bytes(32)

    monkeypatch.setattr(passwords, "_stretch", stretch)
    return asked


REFUSED = [
    (8, 3, 1),
    (64 * 1024 - 1, 3, 1),
    (0, 0, 0),
    (64 * 1024, 2, 1),
    (64 * 1024, 1, 1),
    (64 * 1024, 0, 1),
    (64 * 1024 * 1024, 3, 1),  # 64 GiB
    (4 * 64 * 1024 + 1, 3, 1),
    (2**32 - 1, 2**32 - 1, 1),
    (64 * 1024, 13, 1),
    (64 * 1024, 3, 0),
    (64 * 1024, 3, 2),
    (64 * 1024, 3, 255),
]


@pytest.mark.parametrize(("memory", "iterations", "lanes"), REFUSED)
def test_another_price_is_refused_before_any_work(memory, iterations, lanes, work):
    with pytest.raises(DecryptionError):
        open_lock(KEY, PASSWORD, "user:00ff", 3, with_cost(memory, iterations, lanes))
    assert work == []


@pytest.mark.parametrize("first", [0x00, 0x01, 0x20, 0x22, 0xFF])
def test_another_format_is_refused_before_any_work(first, work):
    with pytest.raises(DecryptionError):
        open_lock(KEY, PASSWORD, "user:00ff", 3, bytes([first]) + known("lock")[1:])
    assert work == []


@pytest.mark.parametrize("length", [0, 1, 25, 26])
def test_a_head_without_a_box_is_refused_before_any_work(length, work):
    with pytest.raises(DecryptionError):
        open_lock(KEY, PASSWORD, "user:00ff", 3, known("lock")[:length])
    assert work == []


def test_generations_begin_at_zero(work):
    lock = close_lock(KEY, PASSWORD, "user:00ff", 0, SEED)
    assert open_lock(KEY, PASSWORD, "user:00ff", 0, lock) == SEED
    work.clear()
    with pytest.raises(DecryptionError):
        open_lock(KEY, PASSWORD, "user:00ff", -1, lock)
    assert work == []


@pytest.mark.parametrize(("memory", "iterations"), [(65536, 4), (65536, 12), (4 * 65536, 3)])
def test_a_price_within_the_bounds_is_paid_but_opens_nothing(memory, iterations, work):
    with pytest.raises(DecryptionError):
        open_lock(KEY, PASSWORD, "user:00ff", 3, with_cost(memory, iterations))
    assert work == [(memory, iterations)]


def test_refusing_takes_no_time():
    begun = time.process_time()
    for memory, iterations, lanes in REFUSED * 20:
        with pytest.raises(DecryptionError):
            open_lock(KEY, PASSWORD, "user:00ff", 3, with_cost(memory, iterations, lanes))
    assert time.process_time() - begun < 0.2  # one run alone takes that long


def test_the_price_is_what_the_design_says(work):
    close_lock(KEY, PASSWORD, "user:00ff", 3, SEED)
    waste_time(KEY, PASSWORD)
    assert work == [(64 * 1024, 3)] * 2


def test_a_name_nobody_has_costs_the_same_in_every_number(monkeypatch):
    asked: list[dict[str, object]] = []

    class Counted:
        def __init__(self, **cost: object) -> None:
            asked.append({name: size(one) for name, one in cost.items()})

        def derive(self, _text: bytes) -> bytes:
            return bytes(32)

    def size(one: object) -> object:
        return len(one) if isinstance(one, bytes) else one

    monkeypatch.setattr(passwords, "Argon2id", Counted)
    close_lock(KEY, PASSWORD, "user:00ff", 3, SEED)
    waste_time(KEY, PASSWORD)
    assert asked[0] == asked[1]
    assert asked[0]["salt"] == 16


OTHERS = [
    (KEY, PASSWORD + " ", "user:00ff", 3),
    (KEY, "", "user:00ff", 3),
    (bytes(32), PASSWORD, "user:00ff", 3),
    (KEY, PASSWORD, "user:00fe", 3),
    (KEY, PASSWORD, "receipt:00ff", 3),
    (KEY, PASSWORD, "user:00ff", 2),
    (KEY, PASSWORD, "user:00ff", -3),
]


@pytest.mark.parametrize(("pepper", "password", "principal", "generation"), OTHERS)
def test_a_lock_opens_for_one_person_and_password(pepper, password, principal, generation):
    with pytest.raises(DecryptionError):
        open_lock(pepper, password, principal, generation, known("lock"))


def test_a_password_may_be_typed_composed_or_decomposed():
    decomposed = unicodedata.normalize("NFD", PASSWORD)
    assert decomposed != PASSWORD
    assert open_lock(KEY, decomposed, "user:00ff", 3, known("lock")) == SEED


@pytest.mark.parametrize("password", ["\ud800", "\0", "가" * 200])
def test_odd_passwords_lock_and_open(password):
    lock = close_lock(KEY, password, "user:00ff", 1, SEED)
    assert open_lock(KEY, password, "user:00ff", 1, lock) == SEED


def test_two_locks_of_one_password_share_nothing():
    left, right = (close_lock(KEY, PASSWORD, "user:00ff", 3, SEED) for _ in range(2))
    assert left[:10] == right[:10]
    assert left[10:26] != right[10:26]
    assert left[27:] != right[27:]


def test_at_most_two_run_at_once(monkeypatch):
    monkeypatch.setattr(passwords, "_WAIT_SECONDS", 0.05)
    running, most, lock, go = 0, 0, threading.Lock(), threading.Event()

    class Slow:
        def __init__(self, **_cost: object) -> None: ...

        def derive(self, _text: bytes) -> bytes:
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
            go.wait(5)
            with lock:
                running -= 1
            return bytes(32)

    monkeypatch.setattr(passwords, "Argon2id", Slow)
    first = [threading.Thread(target=waste_time, args=(KEY, "x")) for _ in range(2)]
    for thread in first:
        thread.start()
    while running < passwords.AT_ONCE:
        time.sleep(0.001)
    with pytest.raises(Busy):
        waste_time(KEY, "x")
    go.set()
    for thread in first:
        thread.join()
    waste_time(KEY, "x")  # the turnstile was given back
    assert most == passwords.AT_ONCE


def test_visitors_leave_a_place_for_staff(monkeypatch):
    monkeypatch.setattr(passwords, "_WAIT_SECONDS", 0.05)
    with for_visitors():
        with pytest.raises(Busy), for_visitors():
            pytest.fail("a second visitor came in")
        waste_time(KEY, "x")  # staff are let in meanwhile
    with pytest.raises(RuntimeError, match="stumbled"), for_visitors():
        raise RuntimeError("stumbled")
    with for_visitors():  # the place was given back both times
        pass
