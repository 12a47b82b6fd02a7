"""The pages that are compared, called on both sides by the same people about the same cases."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass, field
from typing import Any
from unittest import mock
from urllib.parse import quote

from flask import Flask

from bench import data
from bench.data import Sides
from bench.invented import words
from bench.measure import Job
from bench.visitor import Answer, Visitor
from tests.factories.center import answers
from tracker.app import create_app
from tracker.services import applications
from tracker.services.applications import LockedReceipt, ReceiptPaper
from tracker.services.work import receipt_principal
from tracker.vault.codes import totp_code
from tracker.vault.crypto import new_key
from tracker.vault.keyring import Holder

# What is asked of us, and of the yardstick.
SOUGHT = (
    ("하늘", "하늘"),
    ("ㄱㅎㄴ", "김하늘"),
    ("황슬기", "황슬기"),
    ("0123", "0123"),
    ("ㄱ", "김"),
)
NOTE_CHARACTERS = 680  # Korean letters have three bytes: 2 KB
_STEPS = {
    "consent": ("consent_general", "consent_sensitive", "consent_verify", "notice_counseling"),
    "about": (
        "name", "birth_date", "phone", "email", "district", "office", "account_opened",
        "account_status",
    ),
    "choices": ("choice", "meeting", "days", "counselor_gender", "reason"),
}  # fmt: skip


@dataclass
class Places:
    """Which case comes next: the same for everybody in one round."""

    places: list[int]
    asked: dict[str, int] = field(default_factory=dict)

    def next_for(self, who: str) -> int:
        """The next case of one side."""
        turn = self.asked[who] = self.asked.get(who, -1) + 1
        return self.places[turn % len(self.places)]


def our_app(sides: Sides) -> Flask:
    """The product on the filled center; its log goes to a file, not through whoever reads ours."""
    log = (sides.ours.center.site.settings.site_dir / "log.jsonl").open("a", encoding="utf-8")
    with redirect_stderr(log):
        return create_app(sides.ours.center.site)


def our_visitor(sides: Sides, app: Flask, username: str) -> Visitor:
    """A colleague who signed in through the form."""
    visitor = Visitor(app)
    center = sides.ours.center
    who = center.staff[username]
    center.clock.forward(seconds=31)  # a code works once
    token = visitor.get("/sign-in").token
    code = totp_code(who.totp_secret, center.clock())
    fields = {"username": username, "password": who.password, "code": code, "csrf_token": token}
    visitor.post("/sign-in", fields)
    return visitor


def plain_visitor(app: Flask, username: str) -> Visitor:
    """The same colleague at the yardstick."""
    visitor = Visitor(app, "http://localhost")
    visitor.get(f"/enter/{username}")
    return visitor


def jobs(sides: Sides, ours: Flask) -> Iterator[Job]:
    """All comparisons; the two yardsticks are the same code, each with its own connections."""
    plains = (data.plain_app(sides), data.plain_app(sides))
    yield _list("coordinator's list", "/applications/", "seoyeon", sides, ours, plains)
    yield _list("counselor's list", "/cases/", "eunjeong", sides, ours, plains)
    yield _opening(sides, ours, plains)
    yield _saving(sides, ours, plains)
    yield _applying(ours, plains)


def _list(
    name: str, path: str, username: str, sides: Sides, ours: Flask, plains: tuple[Flask, Flask]
) -> Job:
    mine = our_visitor(sides, ours, username)
    first, second = (plain_visitor(app, username) for app in plains)
    return Job(
        name,
        1.0,
        lambda: mine.get(path),
        lambda: first.get(path),
        lambda: second.get(path),
    )


def search(sides: Sides, ours: Flask) -> Job:
    """Part of a name, its initial consonants, the end of a phone: looked for among all cases.

    The yardstick knows no consonants, so it looks for the letters they stand for.
    """
    mine = our_visitor(sides, ours, "seoyeon")
    plains = (data.plain_app(sides), data.plain_app(sides))
    first, second = (plain_visitor(app, "seoyeon") for app in plains)
    token = mine.get("/search").token
    places = Places(list(range(len(SOUGHT))))

    def ask_ours() -> Answer:
        words, _same = SOUGHT[places.next_for("ours")]
        return mine.post("/search", {"words": words, "csrf_token": token}, expected=200)

    def ask_plain(visitor: Visitor, side: str) -> Callable[[], Answer]:
        return lambda: visitor.get(f"/search?words={quote(SOUGHT[places.next_for(side)][1])}")

    plain, twin = ask_plain(first, "plain"), ask_plain(second, "twin")
    name = f"search {len(sides.cases):,} cases"
    return Job(name, 1.0, ask_ours, plain, twin, within=0.3, rounds=40)


def _opening(sides: Sides, ours: Flask, plains: tuple[Flask, Flask]) -> Job:
    places = Places(sides.opened())
    mine = our_visitor(sides, ours, "eunjeong")
    first, second = (plain_visitor(app, "eunjeong") for app in plains)
    return Job(
        "open a case with 3 notes",
        1.2,
        lambda: mine.get(f"/cases/{sides.cases[places.next_for('ours')].id}"),
        lambda: first.get(f"/cases/{places.next_for('plain') + 1}"),
        lambda: second.get(f"/cases/{places.next_for('twin') + 1}"),
    )


def _saving(sides: Sides, ours: Flask, plains: tuple[Flask, Flask]) -> Job:
    places = Places(sides.opened())
    mine = our_visitor(sides, ours, "eunjeong")
    first, second = (plain_visitor(app, "eunjeong") for app in plains)
    versions: dict[int, int] = {}
    token = mine.get("/cases/").token

    def save_ours() -> Answer:
        place = places.next_for("ours")
        path = f"/cases/{sides.cases[place].id}"
        versions[place] = versions.get(place, 0) + 1
        answer = mine.post(f"{path}/intake", _note(token, versions[place]), multipart=True)
        mine.get(path)  # shows the sentence that it was saved
        return answer

    return Job(
        "save a note of 2 KB",
        1.1,
        save_ours,
        _save_plain(first, places, "plain"),
        _save_plain(second, places, "twin"),
    )


def _save_plain(visitor: Visitor, places: Places, side: str) -> Callable[[], Answer]:
    def save() -> Answer:
        path = f"/cases/{places.next_for(side) + 1}"
        form = visitor.get(f"{path}/intake")
        answer = visitor.post(f"{path}/intake", _note(form.token, form.version), multipart=True)
        visitor.get(path)
        return answer

    return save


def _note(token: str, version: int) -> dict[str, Any]:
    text = words(random.Random(version), NOTE_CHARACTERS)
    half = NOTE_CHARACTERS // 2
    return {
        "csrf_token": token,
        "version": str(version),
        "held_on": "2026-11-22",
        "limits_explained": "y",
        "presenting_problem": text[:half],
        "background": text[half:],
        "strengths": "",
        "goals": str(version),
        "risk": "none",
        "risk_note": "",
    }


def _applying(ours: Flask, plains: tuple[Flask, Flask]) -> Job:
    first, second = (Visitor(app, "http://localhost") for app in plains)
    return Job(
        "send the public form",
        1.3,
        lambda: _apply_ours(ours),
        lambda: _apply_plain(first),
        lambda: _apply_plain(second),
    )


def _apply_ours(app: Flask) -> Answer:
    """All steps by somebody new; only the last one, which sends, is timed."""
    visitor = Visitor(app)
    form = answers()
    for step, names in _STEPS.items():
        token = visitor.get(f"/apply/{step}").token
        fields = {name: form[name] for name in names}
        visitor.post(f"/apply/{step}", {**fields, "csrf_token": token})
    page = visitor.get("/apply/check")
    return visitor.post("/apply/check", {"csrf_token": page.token, "seen": page.seen})


def _apply_plain(visitor: Visitor) -> Answer:
    token = visitor.get("/apply/check").token
    return visitor.post("/apply/check", {**answers(), "csrf_token": token})


@contextmanager
def without_argon2id() -> Iterator[None]:
    """The receipt's lock is slow by design and left out of the comparison, here and only here."""
    with mock.patch.object(applications, "lock_receipt", _not_locked):
        yield


def _not_locked(_pepper: bytes, paper: ReceiptPaper) -> LockedReceipt:
    holder = Holder(receipt_principal(paper.case_id), 1, new_key())
    return LockedReceipt(paper, holder, bytes(100))
