"""최은정 looks at one case: what is in it, and what comes next."""

import re

import pytest

from tests.factories import care
from tests.factories.center import Center
from tests.factories.look import actions
from tests.web import case_fields as fill
from tests.web.case_fields import main_of, next_step
from tests.web.conftest import Browser, browser_of

MARKUP = '<script>alert("하늘")</script> {{7*7}}'
PAGES = ("", "/intake", "/choice", "/sessions/1", "/outcome", "/close", "/reopen")


@pytest.fixture
def eunjeong(center: Center) -> Browser:
    return browser_of(center).sign_in("eunjeong")


def test_the_case_page_leads_from_step_to_step(center: Center):
    case_id = center.assigned()
    eunjeong = browser_of(center).sign_in("eunjeong")
    path = f"/cases/{case_id}"

    def step() -> str:
        return next_step(eunjeong.get(path).text)

    assert step() == "초기면접 적기"
    eunjeong.send(f"{path}/intake", fill.intake())
    assert step() == "검사 다섯 가지 고르기"
    eunjeong.send(f"{path}/choice", fill.choice())
    assert step() == "다면적 인성검사 결과 적기"
    for kind in fill.FIVE:
        eunjeong.send(
            f"{path}/assessments/{kind}", fill.result(kind, interpreted="", interpreted_on="")
        )
    for number in (1, 2, 3):
        assert step() == f"{number}회기 적기"
        eunjeong.send(f"{path}/sessions/{number}", fill.session())
    for kind in fill.FIVE:
        assert step().endswith("설명한 날 적기")
        eunjeong.send(f"{path}/assessments/{kind}", fill.result(kind))
    assert step() == "종결 기록 적기"
    eunjeong.send(f"{path}/outcome", {**fill.outcome(), "act": "save"})
    assert step() == "종결 기록에 서명하기"
    eunjeong.send(f"{path}/outcome", {**fill.outcome(), "act": "sign"})
    assert step() == "종결하기"
    eunjeong.send(f"{path}/close", {"how": "complete"})
    assert step() == ""


def test_the_case_page_shows_person_and_numbers(eunjeong: Browser, center: Center):
    case_id = care.ready(center)
    page = main_of(eunjeong.get(f"/cases/{case_id}").text)
    for words in (
        "김하늘",
        "010-7777-1234",
        "만\N{NO-BREAK SPACE}28세",
        "관악구",
        "요즘 잠을 잘 못 자고",
        "5/5",
        "3/3",
    ):
        assert words in page
    assert re.search(r'<span class="code">26-\d{5}</span>', page)
    assert actions(center) == ["case_opened"]


def test_the_title_tells_a_bystander_nothing(eunjeong: Browser, center: Center):
    case_id = care.active(center)
    for page in (*PAGES, "/assessments/inner_self"):
        title = re.search(r"<title>(.*?)</title>", eunjeong.get(f"/cases/{case_id}{page}").text)
        assert title is not None
        assert title[1].startswith("26-")
        for word in ("심리", "상담", "김하늘"):
            assert word not in title[1]


def test_markup_is_shown_as_text_everywhere(center: Center):
    case_id = center.assigned(reason=MARKUP)
    eunjeong = browser_of(center).sign_in("eunjeong")
    path = f"/cases/{case_id}"
    texts = ("presenting_problem", "background", "strengths", "goals", "risk_note")
    eunjeong.send(f"{path}/intake", fill.intake(**dict.fromkeys(texts, MARKUP)))
    eunjeong.send(f"{path}/choice", fill.choice(reason=MARKUP))
    changes = {"scale_house": MARKUP, "narrative": MARKUP}
    eunjeong.send(f"{path}/assessments/inner_self", fill.result("inner_self", **changes))
    eunjeong.send(
        f"{path}/sessions/1", fill.session(note=MARKUP, risk_note=MARKUP, next_plan=MARKUP)
    )
    eunjeong.send(f"{path}/outcome", dict.fromkeys(("summary", "plan", "referral"), MARKUP))
    eunjeong.send(f"{path}/close", {"how": "drop_out", "reason": "unreachable", "note": MARKUP})
    page = eunjeong.get(path).text
    assert page.count("&lt;script&gt;alert") == 16
    assert "<script>alert" not in page
    assert "{{7*7}}" in page
    eunjeong.send(f"{path}/reopen", {"reason": MARKUP})
    for form in ("/intake", "/choice", "/assessments/inner_self", "/sessions/2", "/outcome"):
        shown = eunjeong.get(path + form).text
        assert "&lt;script&gt;alert" in shown
        assert "<script>alert" not in shown


def test_scores_are_flagged_gently_and_diagnose_nothing(eunjeong: Browser, center: Center):
    case_id = care.active(center)
    path = f"/cases/{case_id}"
    scores = {"scale_D": "68", "scale_F": "82", "scale_Si": "90"}
    kind = "personality_inventory"
    eunjeong.send(f"{path}/assessments/{kind}", fill.result(kind, **scores))
    page = main_of(eunjeong.get(path).text)
    assert "높은 점수" in page
    assert "해석하기 전에 확인할 점수" in page
    introversion = page.split("내향성</dt>")[1].split("</div>")[0]
    assert "90" in introversion
    assert "badge" not in introversion  # no pathology flag
    assert "진단" not in page


@pytest.mark.parametrize(
    ("level", "words", "kind"),
    [
        ("none", "", ""),
        ("low", "", ""),
        ("moderate", "오늘 안에 수퍼바이저와 상의해 주세요.", "notice-warning"),
        ("high", "24시간 안에 다시 연락해 안전을 확인해 주세요.", "notice-danger"),
        ("imminent", "지금 119나 112로 전화해 주세요.", "notice-danger"),
    ],
)
def test_the_last_risk_says_what_to_do_now(eunjeong, center, level, words, kind):
    case_id = care.active(center)
    eunjeong.send(f"/cases/{case_id}/sessions/1", fill.session(risk=level))
    page = main_of(eunjeong.get(f"/cases/{case_id}").text)
    assert f'badge-{level}"' in page
    assert ("지금 할 일:" in page) is bool(words)
    assert words in page
    assert kind in page
    assert ('href="tel:109"' in page) is bool(words)


def test_a_later_session_outweighs_the_risk_of_the_intake(eunjeong: Browser, center: Center):
    case_id = care.active(center)
    eunjeong.send(f"/cases/{case_id}/sessions/1", fill.session(risk="high"))
    center.clock.forward(minutes=5)
    eunjeong.send(f"/cases/{case_id}/sessions/2", fill.session(risk="low"))
    head = eunjeong.get(f"/cases/{case_id}").text.split('class="case-head"')[1].split("</div>")[0]
    assert "저위험" in head
    assert "고위험" not in head
