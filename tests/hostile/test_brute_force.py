"""50, 51, 68, 70, 71: guessing, listening for who is there, and flooding."""

import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.factories.center import Center
from tests.factories.look import sql
from tests.factories.tries import (
    HOME,
    STRANGER,
    count_runs,
    enter,
    guarded,
    knock,
    send_one,
    until_shut,
)
from tests.web.applying import fill
from tests.web.conftest import Browser, browser_of
from tracker.domain.errors import TooOften
from tracker.services import applications
from tracker.services.sign_in import Credentials, sign_in
from tracker.vault import passwords
from tracker.vault.codes import totp_code
from tracker.vault.crypto import new_key
from tracker.vault.passwords import waste_time

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="[^"]+"')
# Who is asked for: seven letters each, so that nothing but the answer can tell them apart.
KNOWN, UNKNOWN, DISABLED = "seoyeon", "seoyeom", "taekyun"


def browser_at(center: Center, address: str) -> Browser:
    """A browser at some address."""
    browser = browser_of(center)
    browser.environ_base["REMOTE_ADDR"] = address
    return browser


@pytest.fixture
def houseful(small_strict_center: Center) -> Center:
    """Somebody who may come in, and somebody who may not any more."""
    rename = "UPDATE accounts SET state = 'disabled', username = :new WHERE username = 'taekyung'"
    sql(small_strict_center, rename, new=DISABLED)
    return small_strict_center


def ask(browser: Browser, name: str, password: str, code: str) -> TestResponse:
    return browser.send("/sign-in", {"username": name, "password": password, "code": code})


def told(answer: TestResponse, *typed: str) -> tuple[Any, ...]:
    """All that an answer tells: status, body and headers, without token and what was typed."""
    body = _TOKEN.sub("", answer.text)
    for word in typed:
        body = body.replace(word, "")
    headers = [one for one in answer.headers if one[0] != "Set-Cookie"]
    return answer.status_code, body, sorted(headers)


def wrong_ways(center: Center) -> list[tuple[str, str, str]]:
    """Every way to be wrong: name, password and code."""
    who = center.staff["seoyeon"]
    code = totp_code(who.totp_secret, center.clock.forward(seconds=31))
    return [
        (KNOWN, "wrong password", "000000"),
        (KNOWN, "wrong password", code),
        (KNOWN, who.password, "000000"),
        (UNKNOWN, who.password, code),
        (UNKNOWN, "wrong password", "000000"),
        (DISABLED, center.staff["taekyung"].password, "000000"),
        (DISABLED, "wrong password", "000000"),
    ]


def test_h50_no_answer_tells_who_is_there(houseful: Center):
    browser, answers = browser_at(houseful, STRANGER), []
    for name, password, code in wrong_ways(houseful):
        answers.append(told(ask(browser, name, password, code), name, code))
    assert answers[0][0] == 422
    assert all(one == answers[0] for one in answers)


def test_h50_a_shut_door_is_the_same_for_everybody(houseful: Center):
    ways = wrong_ways(houseful)
    seen: dict[str, list[Any]] = {}
    for at, name in enumerate((KNOWN, UNKNOWN, DISABLED)):
        assert until_shut(houseful, name, f"198.51.100.{at}") == 5
    browser = browser_at(houseful, "192.0.2.9")
    for name, password, code in ways:
        answer = ask(browser, name, password, code)
        seen.setdefault(name, []).append(told(answer, name, code))
    assert seen[KNOWN][0][0] == 429
    assert all(one == seen[KNOWN][0] for answers in seen.values() for one in answers)


def test_h50_every_failure_runs_one_password(houseful: Center, monkeypatch: pytest.MonkeyPatch):
    ways = wrong_ways(houseful)
    browser, runs = browser_at(houseful, STRANGER), count_runs(monkeypatch)
    for wrong in ways:
        before = len(runs)
        ask(browser, *wrong)
        assert runs[before:] == [passwords.MEMORY_KIB], wrong


def measured(act: Callable[[Any], None], ways: Sequence[Any]) -> dict[Any, list[float]]:
    """What each way costs this thread, whoever else is at work: in turns, until they settle."""
    times: dict[Any, list[float]] = {way: [] for way in ways}
    for turn in range(20):
        for way in ways:
            begun = time.thread_time()
            act(way)
            times[way].append(time.thread_time() - begun)
        if turn >= 2 and alike(times):
            break
    return times


def alike(times: dict[Any, list[float]]) -> bool:
    """Whether the medians lie within a tenth."""
    medians = [median(one) for one in times.values()]
    return max(medians) < 1.1 * min(medians)


@pytest.mark.usefixtures("unremembered")
def test_h50_no_clock_tells_who_is_there(small_center: Center):
    """Known and unknown name, right and wrong password, measured in turns until they settle."""
    sql(small_center, "UPDATE accounts SET state = 'disabled' WHERE username = 'taekyung'")
    who = small_center.staff["seoyeon"]
    right, wrong = (who.password, "000000"), ("wrong password", "000000")
    ways = [(KNOWN, *right), (KNOWN, *wrong), (UNKNOWN, *wrong), ("taekyung", *wrong)]

    def look(way: tuple[str, str, str]) -> None:
        assert sign_in(small_center.site, STRANGER, Credentials(*way)) is None

    times = measured(look, ways)
    assert alike(times), times


@pytest.mark.usefixtures("unremembered")
def test_h50_no_clock_tells_which_receipts_there_are(small_center: Center):
    receipt = small_center.apply(locked=True)

    def look(number: str) -> None:
        applications.open_receipt(small_center.site, STRANGER, number, "0" * 16)

    times = measured(look, [receipt.number, "0000-0001"])
    assert alike(times), times


def test_h51_after_ten_failures_account_and_address_wait(
    small_strict_center: Center, monkeypatch: pytest.MonkeyPatch
):
    """The account from anywhere, the address with whatever name; at a shut door nothing runs."""
    center, runs = small_strict_center, count_runs(monkeypatch)
    guesser = browser_at(center, STRANGER)
    statuses = [ask(guesser, KNOWN, f"guess {at}", "000000").status_code for at in range(10)]
    assert statuses == [422] * 5 + [429] * 5
    assert len(runs) == 5
    who = center.staff["seoyeon"]
    code = totp_code(who.totp_secret, center.clock())
    elsewhere = browser_at(center, "198.51.100.1")
    assert ask(elsewhere, KNOWN, who.password, code).status_code == 429
    for at in range(15):
        knock(center, f"name{at}")
    answer = ask(guesser, "eunjeong", "guess", "000000")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "30")
    assert len(runs) == 5


def test_h51_a_day_of_guessing_gets_about_a_hundred_guesses(small_strict_center: Center):
    """A botnet that never tires, one address for each guess."""
    center, guesses, until = small_strict_center, 0, 24 * 60
    for minute in range(until):
        guesses += knock(center, KNOWN, f"10.0.{minute // 250}.{minute % 250}") == 0
        center.clock.forward(minutes=1)
    assert 90 < guesses <= 105


def test_h51_the_only_coordinator_is_never_locked_out(strict_center: Center):
    """Somebody keeps the door of 박서연 shut for a week; she signs in at her desk each morning."""
    who = strict_center.staff["seoyeon"]
    for day in range(7):
        for hour in range(4):
            knock(strict_center, KNOWN, f"10.0.{day}.{hour}")
            strict_center.clock.forward(minutes=1)
        assert until_shut(strict_center, KNOWN, f"10.1.{day}.1") <= 5
        assert enter(strict_center, who, HOME) is not None
        strict_center.clock.forward(hours=23)


def test_h51_nor_where_she_never_was(small_strict_center: Center):
    """At a strange place she waits a quarter of an hour at most after the last guess."""
    center = small_strict_center
    for _ in range(300):
        center.clock.forward(seconds=knock(center, KNOWN))
    until_shut(center, KNOWN)
    assert 0 < knock(center, KNOWN, "192.0.2.9") <= 900
    center.clock.forward(minutes=15)
    assert enter(center, center.staff["seoyeon"], "192.0.2.9") is not None


def test_h51_a_shut_door_stays_shut_after_a_restart(small_center: Center):
    with guarded(small_center) as before:
        until_shut(before, KNOWN)
    with guarded(small_center) as after:
        answer = ask(browser_at(after, STRANGER), KNOWN, "wrong", "000000")
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "30")


def test_h68_guesses_at_a_receipt_are_counted_by_its_number(small_strict_center: Center):
    """From a new address each time; whether there is such a receipt makes no difference."""
    center = small_strict_center
    there, nowhere = center.apply(locked=True).number, "0000-0001"
    answers: dict[str, list[Any]] = {there: [], nowhere: []}
    browser = browser_at(center, STRANGER)
    for at in range(7):
        browser.environ_base["REMOTE_ADDR"] = f"198.51.100.{at}"
        for number in answers:
            answer = browser.send("/status", {"number": number, "code": f"{at}" * 16})
            answers[number].append(told(answer, number, f"{at}" * 16))
    assert [one[0] for one in answers[there]] == [422] * 5 + [429] * 2
    assert answers[there] == answers[nowhere]


SPOOFED = (
    {"X-Forwarded-For": "10.0.0.{at}"},
    {"X-Real-IP": "10.0.0.{at}", "Client-IP": "10.0.0.{at}", "True-Client-IP": "10.0.0.{at}"},
    {"Forwarded": "for=10.0.0.{at}"},
    {"X-Forwarded-For": "10.0.0.{at}, 127.0.0.1", "Via": "1.1 nobody"},
)


@pytest.mark.parametrize("headers", SPOOFED, ids=lambda one: next(iter(one)))
def test_h70_an_address_in_a_header_is_no_new_address(
    small_strict_center: Center, headers: dict[str, str]
):
    center = small_strict_center
    for _ in range(60):
        send_one(center.site, STRANGER)
    for at in range(20):
        knock(center, f"name{at}")
    browser = browser_at(center, STRANGER)
    fill(browser)
    browser.get("/apply/check")
    for at in range(3):
        told_as = {name: value.format(at=at) for name, value in headers.items()}
        fields = {"username": f"new{at}", "password": "x", "code": "0"}
        assert browser.send("/sign-in", fields, headers=told_as).status_code == 429
        assert browser.send("/apply/check", headers=told_as).status_code == 429


def test_h70_behind_a_proxy_counts_what_the_proxy_says(small_center: Center):
    """And not what visitors put before it."""
    with guarded(small_center, trusted_proxies=1) as center:
        browser = browser_at(center, HOME)
        for at in range(20):
            knock(center, f"name{at}")
        for said in (STRANGER, f"10.0.0.1, {STRANGER}", f"{HOME}, 10.0.0.2, {STRANGER}"):
            answer = browser.send(
                "/sign-in",
                {"username": "another", "password": "x", "code": "0"},
                headers={"X-Forwarded-For": said, "X-Forwarded-Proto": "https"},
            )
            assert answer.status_code == 429, said
        assert knock(center, "another", HOME) == 0


def test_h71_a_flood_from_one_address_is_stopped(
    small_center: Center, monkeypatch: pytest.MonkeyPatch
):
    """One too many costs no password and stores nothing; other people are not touched."""
    with guarded(small_center, applications_per_hour=2) as center:
        runs = count_runs(monkeypatch)
        statuses = []
        for _ in range(4):
            browser = browser_at(center, STRANGER)
            fill(browser)
            statuses.append(browser.send("/apply/check").status_code)
        assert statuses == [303, 303, 429, 429]
        assert len(runs) == 2
        assert sql(center, "SELECT count(*) FROM cases")[0][0] == 2
        other = browser_at(center, "198.51.100.1")
        fill(other)
        assert other.send("/apply/check").status_code == 303


def test_h71_what_is_too_large_is_not_even_read(
    small_strict_center: Center, monkeypatch: pytest.MonkeyPatch
):
    browser, runs = browser_at(small_strict_center, STRANGER), count_runs(monkeypatch)
    for path in ("/apply/check", "/apply/about", "/sign-in", "/status"):
        for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
            answer = browser.post(path, data=b"x" * 600_000, content_type=kind)
            assert answer.status_code == 413, path
    assert runs == []
    assert sql(small_strict_center, "SELECT count(*) FROM throttles WHERE kind = 'form'")[0][0] == 0


def test_h71_no_password_runs_before_everything_is_right(
    small_strict_center: Center, monkeypatch: pytest.MonkeyPatch
):
    browser, runs = browser_at(small_strict_center, STRANGER), count_runs(monkeypatch)
    assert browser.send("/apply/check", page="/apply/consent").status_code == 303  # nothing yet
    fill(browser, "/apply/consent")
    assert browser.send("/apply/about", {"name": "김하늘"}).status_code == 422
    assert browser.send("/apply/check", page="/apply/about").status_code == 303
    assert runs == []
    assert sql(small_strict_center, "SELECT count(*) FROM throttles WHERE kind = 'form'")[0][0] == 0


def test_h71_spam_does_not_shut_the_door_of_the_staff(small_center: Center):
    """Not even from an address that staff share with a spammer."""
    with guarded(small_center, applications_per_hour=1) as center:
        send_one(center.site, STRANGER)
        for at in range(9):
            send_one(center.site, f"198.51.100.{at}")
        for address in (STRANGER, "198.51.100.99"):
            with pytest.raises(TooOften):
                send_one(center.site, address)
        assert enter(center, center.staff["seoyeon"], STRANGER) is not None


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[list[int], threading.Event]]:
    """Runs of Argon2id that last until somebody lets them go; how many have begun."""
    begun: list[int] = []
    go = threading.Event()

    class Stuck:
        def __init__(self, **_cost: object) -> None: ...

        def derive(self, _text: bytes) -> bytes:
            begun.append(1)
            go.wait(10)
            return bytes(32)

    monkeypatch.setattr(passwords, "Argon2id", Stuck)
    yield begun, go
    go.set()


def test_h71_visitors_leave_a_place_for_the_staff(
    stuck: tuple[list[int], threading.Event],
):
    """Six applications are locked at once: one runs, five wait, and a colleague walks past."""
    begun, go = stuck
    acts = [(applications.lock_receipt, (new_key(), applications.new_receipt())) for _ in range(6)]
    spam = [threading.Thread(target=act, args=given) for act, given in acts]
    for thread in spam:
        thread.start()
    while not begun:
        time.sleep(0.001)
    time.sleep(0.05)
    assert len(begun) == 1
    colleague = threading.Thread(target=waste_time, args=(new_key(), "x"))
    colleague.start()
    until = time.monotonic() + 5
    while len(begun) == 1 and time.monotonic() < until:
        time.sleep(0.001)
    assert len(begun) == 2
    go.set()
    for thread in (*spam, colleague):
        thread.join(10)
    assert len(begun) == 7
