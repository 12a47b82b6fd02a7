"""박서연 at the desk and 김하늘 with the receipt: messages, a question, and its answer."""

import pytest

from tests.factories.center import Center
from tests.factories.look import actions, case_of, findings, stage_of
from tests.factories.pages import SeenPage
from tests.web.applying import seen
from tests.web.conftest import Browser
from tests.web.entering import entered
from tests.web.test_status import OFFICE, as_holder
from tracker.domain.cases import Stage
from tracker.services import messages

MINE = "/status/mine"


@pytest.fixture
def seoyeon(center: Center) -> Browser:
    return entered(center, "seoyeon")


def test_a_message_goes_there_and_back(center: Center, seoyeon: Browser):
    case_id = center.apply().case_id
    haneul = as_holder(center, case_id)
    assert haneul.send(MINE, {"message": "저녁에도 <b>만날</b> 수 있나요?"}).status_code == 303
    page = seen(haneul, MINE)
    assert "답은 이 화면에서 알려 드려요" in page.words
    assert "나 ·" in page.words
    listed = seen(seoyeon, "/applications/?tab=to_answer")
    assert "김하늘" in listed.words
    assert f"/applications/{case_id}/message" in listed.html
    path = f"/applications/{case_id}"
    desk = seen(seoyeon, path)
    assert "저녁에도 <b>만날</b> 수 있나요?" in desk.words
    assert "<b>만날" not in desk.html
    assert "오늘부터 답을 기다리고 있어요" in desk.words
    assert seoyeon.send(f"{path}/message", {"message": "네, 저녁에도 괜찮아요."}).status_code == 303
    page = seen(haneul, MINE)
    assert "네, 저녁에도 괜찮아요." in page.words
    assert "센터 ·" in page.words
    assert "박서연" not in page.words
    assert "답할 메시지가 없어요" in seen(seoyeon, "/applications/?tab=to_answer").words
    assert findings(center) == ()


def test_the_desk_asks_and_haneul_answers_at_the_top(center: Center, seoyeon: Browser):
    case_id = center.apply().case_id
    path = f"/applications/{case_id}"
    assert f"{path}/ask" in seen(seoyeon, path).html
    sent = seoyeon.send(f"{path}/ask", {"message": "통장을 어느 센터에서 만드셨나요?"})
    assert sent.location == "/applications/?tab=submitted"
    assert "김하늘" in seen(seoyeon, "/applications/?tab=info_requested").words
    haneul = as_holder(center, case_id)
    page = seen(haneul, MINE)
    assert "한 가지 여쭤볼 것이 있어요" in page.words
    assert page.html.index("통장을 어느 센터에서") < page.html.index("지금까지와 앞으로")
    assert page.html.count('name="message"') == 1
    assert not [word for word in OFFICE if word in page.words]
    assert haneul.send(MINE, {"message": "관악지역자활센터요"}).status_code == 303
    page = seen(haneul, MINE)
    assert "이어서 살펴볼게요" in page.words
    assert "답을 보내 주셨어요" in page.words
    assert stage_of(center, case_id) is Stage.SUBMITTED
    listed = seen(seoyeon, "/applications/")
    assert "답이 왔어요" in listed.words
    assert "관악지역자활센터요" in seen(seoyeon, path).words
    assert seoyeon.send(f"{path}/accept", page=path).status_code == 303
    assert "답이 왔어요" not in seen(seoyeon, "/applications/?tab=all").words


def test_an_application_that_was_decided_is_asked_nothing(center: Center, seoyeon: Browser):
    case_id = center.accepted()
    path = f"/applications/{case_id}"
    assert f"{path}/ask" not in seen(seoyeon, path).html
    assert seoyeon.get(f"{path}/ask").location == path
    assert seoyeon.get(f"{path}/message").status_code == 200


def test_no_answer_needed(center: Center, seoyeon: Browser):
    case_id = center.apply().case_id
    as_holder(center, case_id).send(MINE, {"message": "고맙습니다"})
    path = f"/applications/{case_id}"
    assert seoyeon.send(f"{path}/message/settle", page=path).status_code == 303
    assert case_of(center, case_id).answer_due is None
    assert "답하지 않아도 돼요" not in seen(seoyeon, path).words


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "보내실 말을 적어 주세요"),
        ("   \n ", "보내실 말을 적어 주세요"),
        ("제 번호는 900101-1234567", "주민등록번호처럼 보이는 숫자가 있어요"),
        ("가" * 2001, "2,000자 안으로 줄여 주세요"),
    ],
)
def test_what_is_refused_stays_typed(center: Center, seoyeon: Browser, text: str, told: str):
    case_id = center.apply().case_id
    haneul = as_holder(center, case_id)
    for browser, path in ((haneul, MINE), (seoyeon, f"/applications/{case_id}/message")):
        answer = browser.send(path, {"message": text})
        page = SeenPage(answer.text)
        assert answer.status_code == 422
        assert told in page.words
        assert page.held("message") == [text]
    assert case_of(center, case_id).answer_due is None


def test_sent_twice_with_one_form_is_one_message(center: Center):
    case_id = center.apply().case_id
    haneul = as_holder(center, case_id)
    page = SeenPage(haneul.get(MINE).text)
    fields = {name: page.held(name)[0] for name in ("csrf_token", "entry")}
    for _ in range(2):
        assert haneul.post(MINE, data={**fields, "message": "한 번만"}).status_code == 303
    assert seen(haneul, MINE).words.count("한 번만") == 1


def test_words_of_danger_bring_the_help_lines_at_once_and_leave_nothing(center: Center):
    case_id = center.apply().case_id
    haneul = as_holder(center, case_id)
    assert "힘든 마음을" not in seen(haneul, MINE).words
    refused = haneul.send(MINE, {"message": "죽고 싶어요 900101-1234567"})
    assert "힘든 마음을 적어 주셔서 고마워요" in refused.text
    haneul.send(MINE, {"message": "요즘은 죽고 싶다는 생각이 들어요"})
    page = seen(haneul, MINE)
    assert "힘든 마음을 적어 주셔서 고마워요" in page.words
    assert page.html.count('href="tel:109"') == 2
    center.clock.forward(minutes=10)
    assert "힘든 마음을" not in seen(haneul, MINE).words
    assert "message_received" in actions(center, 5)


def test_half_a_message_waits_until_it_is_sent(center: Center):
    haneul = as_holder(center, center.apply().case_id)
    haneul.post("/keep", data={"message": "저녁에 만날 수", "kept_path": MINE})
    for _ in range(2):
        assert SeenPage(haneul.get(MINE).text).held("message") == ["저녁에 만날 수"]
    haneul.send(MINE, {"message": "저녁에 만날 수 있나요?"})
    assert SeenPage(haneul.get(MINE).text).held("message") == [""]


def test_the_newest_message_stands_first_and_old_ones_are_folded(center: Center):
    case_id = center.apply().case_id
    for number in range(7):
        with center.as_applicant(case_id) as work:
            messages.write(work, case_id, f"{number}번째 말", f"{number}")
    page = seen(as_holder(center, case_id), MINE)
    assert page.html.index("6번째") < page.html.index("2번째") < page.html.index("<summary>앞서")
    assert page.html.index("<summary>앞서") < page.html.index("1번째")
