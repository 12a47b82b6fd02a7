"""What 최은정 types into the forms of a case, shortcuts along the road, and what she then sees."""

import re
from typing import Any
from uuid import UUID

from tests.factories.center import Center
from tests.factories.look import sql
from tests.factories.pages import SeenPage
from tests.web.conftest import Browser
from tracker.domain.program import AssessmentKind
from tracker.services import counseling
from tracker.services.counseling import CaseFile

FIVE = [kind.value for kind in list(AssessmentKind)[:5]]

SCORES: dict[str, dict[str, str]] = {
    "personality_inventory": {"scale_D": "68", "scale_F": "52", "scale_L": "45"},
    "sentence_completion": {"scale_family": "1", "scale_family_note": "어머니 이야기가 많음"},
    "inner_self": {"scale_house": "작은 창문", "scale_minutes": "25"},
    "kinetic_family_drawing": {"scale_actions": "모두 각자 다른 일을 함"},
    "personality_type": {"scale_type": "infp", "scale_EI_pci": "12"},
}
INSTRUMENTS = {
    "personality_inventory": "mmpi_2",
    "sentence_completion": "sct",
    "inner_self": "htp",
    "kinetic_family_drawing": "kfd",
    "personality_type": "mbti",
}


def intake(**changes: Any) -> dict[str, Any]:
    return {
        "held_on": "2026-11-22",
        "limits_explained": "y",
        "presenting_problem": "잠을 못 자고 일이 버거움",
        "background": "혼자 지냄",
        "strengths": "꾸준함",
        "goals": "잠들기 전 습관 만들기",
        "risk": "none",
        "risk_note": "",
        **changes,
    }


def choice(**changes: Any) -> dict[str, Any]:
    return {"choice": FIVE, "reason": "시간이 모자라서 함께 뺐음", **changes}


def result(kind: str, **changes: Any) -> dict[str, Any]:
    return {
        "administered_on": "2026-11-22",
        "way": "in_person",
        "narrative": f"{kind} 요약",
        "interpreted": "y",
        "interpreted_on": "2026-11-22",
        **SCORES[kind],
        **changes,
    }


def session(**changes: Any) -> dict[str, Any]:
    return {
        "held_on": "2026-11-22",
        "way": "in_person",
        "attendance": "attended",
        "note": "이번 주에 있었던 일을 이야기함",
        "risk": "none",
        "risk_note": "",
        "next_plan": "잠 일기 가져오기",
        **changes,
    }


def outcome(**changes: Any) -> dict[str, Any]:
    return {
        "summary": "잠드는 시간이 빨라짐",
        "plan": "잠 일기 이어 쓰기",
        "referral": "",
        **changes,
    }


def begin(browser: Browser, case_id: UUID) -> None:
    """Intake and choice, so that counseling begins."""
    path = f"/cases/{case_id}"
    assert browser.send(f"{path}/intake", intake()).status_code == 303
    assert browser.send(f"{path}/choice", choice()).status_code == 303


def walk(browser: Browser, case_id: UUID) -> None:
    """Everything that a completed case needs."""
    path = f"/cases/{case_id}"
    begin(browser, case_id)
    for kind in FIVE:
        answer = browser.send(f"{path}/assessments/{kind}", result(kind))
        assert answer.status_code == 303, answer.text
    for number in (1, 2, 3):
        assert browser.send(f"{path}/sessions/{number}", session()).status_code == 303
    signed = browser.send(f"{path}/outcome", {**outcome(), "act": "sign"})
    assert signed.status_code == 303


def refused(browser: Browser, path: str, fields: dict[str, Any]) -> SeenPage:
    """Send a form, as our pages encode it, that is refused: everything typed is still there."""
    answer = browser.send(path, fields, content_type="multipart/form-data")
    assert answer.status_code == 422, answer.headers.get("Location")
    seen = SeenPage(answer.text)
    for name, typed in fields.items():
        wanted = typed if isinstance(typed, list) else [typed]
        assert [one for one in seen.held(name) if one] == [one for one in wanted if one], name
    assert "data-dirty" in answer.text
    return seen


def main_of(page: str) -> str:
    """What a page itself says, without its frame."""
    return page.split("<main")[1].split("</main>")[0]


def next_step(page: str) -> str:
    """The words of the one button in the head of a case."""
    found = re.findall(r'<a class="button button-small" href="([^"]+)">([^<]+)</a>', page)
    assert len(found) <= 1
    return found[0][1] if found else ""


def file_of(center: Center, case_id: UUID) -> CaseFile:
    """A case as its counselor opens it."""
    with center.as_("eunjeong") as work:
        return counseling.show(work, case_id)


def versions(center: Center, kind: str) -> int:
    """How often a document was saved."""
    return len(sql(center, "SELECT 1 FROM documents WHERE kind = :kind", kind=kind))


def sessions(center: Center) -> list[tuple[int, str]]:
    """The sessions in the database."""
    rows = sql(center, "SELECT number, attendance FROM counseling_sessions ORDER BY number")
    return [(row[0], row[1]) for row in rows]
