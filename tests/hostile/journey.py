"""The whole road through the real pages, with the same kind of words in every field of it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from tests.factories.center import answers
from tests.hostile import canary
from tests.web import case_fields
from tracker.domain.assessments import CATALOG, ScaleKind
from tracker.domain.eligibility import LINES
from tracker.domain.program import AssessmentKind

_RECEIPT = re.compile(r"<dd>(\d{4}-\d{4})</dd>.*?<dd[^>]*>([0-9A-Z-]{19})</dd>", re.DOTALL)
_LINE = re.compile(r'href="/applications/([0-9a-f-]{36})">[^<]*<span[^>]*> (\d{4}-\d{4})</span>')
_STEPS = {
    "/apply/consent": (
        "consent_general", "consent_sensitive", "consent_verify", "notice_counseling",
    ),
    "/apply/about": (
        "name", "birth_date", "phone", "email", "district", "office", "account_opened",
        "account_status",
    ),
    "/apply/choices": ("choice", "meeting", "days", "counselor_gender", "reason"),
}  # fmt: skip


class Visitor(Protocol):
    """Somebody with a browser: of Flask's client or of a real server."""

    def send(self, path: str, fields: dict[str, Any], page: str = "") -> Any:
        """Open a page (the same address unless another is named) and send its form."""

    def see(self, path: str) -> str:
        """What a page says."""


@dataclass
class Journey:
    """Who walks (`enter` gives a fresh or a signed-in visitor) and what they write."""

    enter: Callable[[str], Visitor]
    words: Callable[[str], str]
    name: str = f"{canary.WORD} name"
    email: str = f"{canary.WORD}@example.org"
    receipts: list[tuple[str, str]] = field(default_factory=list)

    def walk(self) -> list[str]:
        """Everything, from an application to the end, and back; returns the ids of three cases:
        one taken up again after its end, one that ended early, one taken up and withdrawn.
        """
        for _ in range(3):
            self.receipts.append(self._apply())
        self._fail_at_the_doors()
        ids = self._decide()
        self._counsel(ids[0])
        self._give_up(ids[1])
        self._follow()
        self._invite()
        return ids

    def _send(
        self, who: Visitor, path: str, fields: dict[str, Any], status: int = 303, page: str = ""
    ) -> Any:
        answer = who.send(path, fields, page)
        assert answer.status_code == status, (path, answer.status_code, answer.text)
        return answer

    def _apply(self) -> tuple[str, str]:
        """One application, after every field was refused once."""
        visitor = self.enter("")
        form = answers(
            name=self.name, email=self.email, phone=canary.PHONE, birth_date=canary.BIRTH_DATE,
            office=self.words("office"), reason=self.words("reason"),
        )  # fmt: skip
        for path, names in _STEPS.items():
            self._send(visitor, path, {name: self.words(name) for name in names}, 422)
            self._send(visitor, path, {name: form[name] for name in names})
        self._send(visitor, "/apply/check", {})
        done = visitor.see("/apply/done")
        receipt = _RECEIPT.search(done)
        assert receipt is not None
        visitor.see("/apply/memo")
        self._send(visitor, "/apply/leave", {}, page="/apply/done")
        return receipt.group(1), receipt.group(2)

    def _fail_at_the_doors(self) -> None:
        secrets = {name: self.words(name) for name in ("username", "password", "code", "number")}
        visitor = self.enter("")
        for path in ("/sign-in", "/status"):
            self._send(visitor, path, secrets, 422)

    def _decide(self) -> list[str]:
        coordinator = self.enter("seoyeon")
        listed = {number: key for key, number in _LINE.findall(coordinator.see("/applications/"))}
        ids = [listed[number] for number, _code in self.receipts]
        case_id, other, third = (f"/applications/{one}" for one in ids)
        self._send(coordinator, f"{third}/decline", {"reason": "", "note": self.words("n")}, 422)
        fields = {"reason": "duplicate", "note": self.words("note")}
        self._send(coordinator, f"{third}/decline", fields)
        self._send(coordinator, f"{third}/reopen", {"reason": self.words("reopen")})
        self._send(coordinator, f"{third}/message", {"message": self.words("message")})
        self._send(coordinator, f"{third}/ask", {"message": self.words("question")})
        counselor = re.compile(r'name="counselor"[^>]*value="([0-9a-f]{32})"[^>]*>\s*<[^>]*>최은정')
        notes = {f"{line}_note": self.words(f"{line} note") for line in LINES}
        self._send(coordinator, f"{third}/eligibility", {**notes, "account": "x"}, 422)
        self._send(coordinator, f"{third}/eligibility", {**notes, "account": "confirmed"})
        for path in (case_id, other):
            self._send(coordinator, f"{path}/accept", {}, page=path)
            found = counselor.search(coordinator.see(f"{path}/assign"))
            assert found is not None
            self._send(coordinator, f"{path}/assign", {"counselor": found.group(1)})
        return ids

    def _counsel(self, case_id: str) -> None:
        counselor, path = self.enter("eunjeong"), f"/cases/{case_id}"
        for form, fields in self._written():
            refused = {**fields, "held_on": self.words("day"), "administered_on": "x", "risk": "x"}
            if form not in {"choice", "outcome"}:
                self._send(counselor, f"{path}/{form}", refused, 422)
            self._send(counselor, f"{path}/{form}", fields)
        self._send(counselor, f"{path}/outcome", {**self._outcome(), "act": "sign"})
        self._send(counselor, f"{path}/close", {"how": "complete"})
        self._send(counselor, f"{path}/reopen", {"reason": self.words("reopening")})

    def _written(self) -> list[tuple[str, dict[str, Any]]]:
        """What is filled in, form by form, in the order of the road."""
        words = self.words
        texts = ("presenting_problem", "background", "strengths", "goals", "risk_note")
        held = {name: words(name) for name in ("note", "risk_note", "next_plan")}
        return [
            ("intake", case_fields.intake(**{name: words(name) for name in texts})),
            ("choice", case_fields.choice(reason=words("choice"))),
            *((f"assessments/{kind}", self._result(kind)) for kind in case_fields.FIVE),
            ("sessions/1", case_fields.session(**held)),
            ("sessions/2", case_fields.session(attendance="no_show", **held)),
            ("sessions/2", case_fields.session(**held)),
            ("sessions/3", case_fields.session(**held)),
            ("outcome", self._outcome()),
        ]

    def _result(self, kind: str) -> dict[str, Any]:
        scales = CATALOG[AssessmentKind(kind)][0].scales
        texts = [one.code for one in scales if one.kind is ScaleKind.TEXT]
        return case_fields.result(
            kind,
            narrative=self.words("narrative"),
            **{f"scale_{code}": self.words(code) for code in texts},
        )

    def _outcome(self) -> dict[str, Any]:
        names = ("summary", "plan", "referral")
        return case_fields.outcome(**{name: self.words(name) for name in names})

    def _give_up(self, case_id: str) -> None:
        fields = {"how": "drop_out", "reason": "unreachable", "note": self.words("closing")}
        self._send(self.enter("eunjeong"), f"/cases/{case_id}/close", fields)

    def _follow(self) -> None:
        """With the receipts: look at all three, withdraw the last."""
        for number, code in self.receipts:
            visitor = self.enter("")
            self._send(visitor, "/status", {"number": number, "code": code})
            visitor.see("/status/mine")
            self._send(visitor, "/status/mine", {"message": self.words("said")})
            self._correct(visitor)
            if number == self.receipts[-1][0]:
                self._send(visitor, "/status/withdraw", {})
            self._send(visitor, "/status/sign-out", {}, page="/status/mine")

    def _correct(self, visitor: Visitor) -> None:
        """Another office, after every field was refused once."""
        path, names = "/status/correct/about", _STEPS["/apply/about"]
        form = answers(
            name=self.name, email=self.email, phone=canary.PHONE, birth_date=canary.BIRTH_DATE,
            office=self.words("another"),
        )  # fmt: skip
        if 'name="office"' in visitor.see(path):  # not once it is over
            self._send(visitor, path, {name: self.words(name) for name in names}, 422)
            self._send(visitor, path, {name: form[name] for name in names})
            visitor.see("/status/correct/check")
            self._send(visitor, "/status/correct/check", {})
        visitor.see("/status/copy")

    def _invite(self) -> None:
        """Staff names are plain on purpose; a password and wrong words are not."""
        admin = self.enter("taekyung")
        roles = {"roles": ["manager"], "name": "도레미"}
        self._send(admin, "/people/invite", {**roles, "username": "doremi"})
        link = re.search(r"/welcome/[\w-]+", admin.see("/once"))
        self._send(admin, "/once/noted", {}, page="/once")
        self._send(admin, "/people/invite", {"name": self.words("n"), "username": "!"}, 422)
        assert link is not None
        password = f"{self.words('password')} long enough"
        newcomer = self.enter("")
        wrong = {"password": password, "password_again": self.words("other")}
        self._send(newcomer, link.group(), wrong, 422)
        self._send(newcomer, link.group(), {"password": password, "password_again": password})
        newcomer.see("/once")
        self._send(self.enter("yujin"), "/audit/verify", {"anchor": self.words("anchor")}, 422)
