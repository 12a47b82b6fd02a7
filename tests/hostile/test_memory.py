"""53: many sign in at once: two passwords are checked at a time, the rest hear to come back."""

import threading
from typing import Any

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from tests.factories.center import Center
from tests.factories.together import at_once
from tests.web.conftest import browser_of
from tracker.vault import passwords


def test_h53_beyond_two_at_once_the_answer_is_503_and_nothing_breaks(
    small_center: Center, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(passwords, "_WAIT_SECONDS", 0.2)
    for _ in range(passwords.AT_ONCE):  # two slow checks are running
        assert passwords._turnstile.acquire(timeout=5)
    try:
        browser = browser_of(small_center)
        who = small_center.staff["eunjeong"]
        fields = {"username": "eunjeong", "password": who.password, "code": "000000"}
        answer = browser.send("/sign-in", fields)
    finally:
        for _ in range(passwords.AT_ONCE):
            passwords._turnstile.release()
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert who.password not in answer.text
    assert browser.get("/sign-in").status_code == 200
    browser.sign_in("eunjeong")


def test_h53_a_crowd_never_runs_more_than_two(small_center: Center):
    """Six sign-ins at the same moment: at most two stretch a password together."""
    running, most, lock = 0, 0, threading.Lock()

    class Counted:
        """The real thing, counted while it runs."""

        def __init__(self, **options: Any) -> None:
            self.real = Argon2id(**options)

        def derive(self, secret: bytes) -> bytes:
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
            try:
                return self.real.derive(secret)
            finally:
                with lock:
                    running -= 1

    browsers = [browser_of(small_center) for _ in range(6)]
    fields = {"username": "eunjeong", "password": "wrong password", "code": "1"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "Argon2id", Counted)
        answers = at_once(*(lambda one=one: one.send("/sign-in", fields) for one in browsers))
    assert {one.status_code for one in answers} <= {422, 429, 503}
    assert 1 <= most <= passwords.AT_ONCE
