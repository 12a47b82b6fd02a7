"""The server is killed in the middle of a burst: what was acknowledged is there, whole."""

import re
import threading
import time
from queue import Empty, Queue

import httpx

from tests.factories.center import Center, answers
from tests.factories.live import LiveSite, Visit
from tracker.services import audit

NUMBER = re.compile(r"<dd>(\d{4}-\d{4})</dd>")
CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")
STEPS = {
    "/apply/consent": (
        "consent_general", "consent_sensitive", "consent_verify", "notice_counseling",
    ),
    "/apply/about": (
        "name", "birth_date", "phone", "email", "district", "office", "account_opened",
        "account_status",
    ),
    "/apply/choices": ("choice", "meeting", "days", "counselor_gender", "reason"),
}  # fmt: skip


def apply_over_http(live: LiveSite, name: str) -> tuple[str, str]:
    """Fill in the form as one visitor and return the acknowledged number and code."""
    form = answers(name=name)
    with Visit(live) as visit:
        for path, names in STEPS.items():
            answer = visit.fill(path, {key: form[key] for key in names})
            assert answer.status_code == 303, answer.text
        answer = visit.fill("/apply/check", {})
        assert answer.status_code == 303, answer.text
        done = visit.get(answer.headers["location"]).text
    number, code = NUMBER.search(done), CODE.search(done)
    assert number is not None
    assert code is not None
    return number.group(1), code.group()


class Burst:
    """Six people at a time, two hundred in all, until the server is gone."""

    def __init__(self, live: LiveSite) -> None:
        self._live = live
        self._todo: Queue[str] = Queue()
        for number in range(200):
            self._todo.put("하늘" + "가나다라마바사아자차"[number % 10])
        self.acknowledged: list[tuple[str, str]] = []
        self.wrong: list[str] = []
        self._people = [threading.Thread(target=self._apply) for _ in range(6)]

    def _apply(self) -> None:
        while True:
            try:
                self.acknowledged.append(apply_over_http(self._live, self._todo.get_nowait()))
            except (Empty, httpx.TransportError):
                return
            except AssertionError as problem:
                self.wrong.append(str(problem)[:500])
                return

    def run_until(self, acknowledged: int) -> None:
        """Start, and come back when so many receipts were handed out."""
        for person in self._people:
            person.start()
        until = time.monotonic() + 90
        while len(self.acknowledged) < acknowledged and time.monotonic() < until:
            time.sleep(0.02)

    def join(self) -> None:
        for person in self._people:
            person.join()


def test_every_acknowledged_receipt_opens_after_kill_9(live: LiveSite, small_center: Center):
    burst = Burst(live)
    burst.run_until(acknowledged=40)
    live.kill()
    burst.join()
    assert burst.wrong == []
    assert 40 <= len(burst.acknowledged) < 200
    live.start()

    for number, code in burst.acknowledged:
        with Visit(live) as visit:
            answer = visit.fill("/status", {"number": number, "code": code})
            assert answer.status_code == 303, answer.text
            assert number in visit.get(answer.headers["location"]).text
    with small_center.site.reading() as db:
        assert audit.verify(db).findings == ()
