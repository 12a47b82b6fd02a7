"""박서연 and 김하늘 write to each other; a question of the desk waits for its answer."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.factories.center import Center
from tests.factories.look import actions, case_of, events_of, everything, findings, length, stage_of
from tests.factories.together import at_once
from tracker.domain.access import Permission, Record, object_of
from tracker.domain.cases import Stage
from tracker.domain.errors import NotFound, RuleBroken, Unavailable
from tracker.domain.messages import PER_DAY
from tracker.domain.papers import DECISION, DecisionPaper, Sender
from tracker.services import desk, intake, messages
from tracker.services.desk import TO_ANSWER
from tracker.store import grants, lists


def says(center: Center, case_id: UUID, text: str, entry: str = "1") -> bool:
    with center.as_applicant(case_id) as work:
        return messages.write(work, case_id, text, entry)


def answers(center: Center, case_id: UUID, text: str, entry: str = "1") -> None:
    with center.as_("seoyeon") as work:
        messages.send(work, case_id, text, entry)


def asks(center: Center, case_id: UUID, text: str = "어느 센터에서 통장을 만드셨나요?") -> None:
    with center.as_("seoyeon") as work:
        messages.ask(work, case_id, text, "q")


def read_by(center: Center, case_id: UUID, who: str = "") -> list[tuple[Sender, str]]:
    acting = center.as_(who) if who else center.as_applicant(case_id)
    with acting as work:
        work.case(case_id, _looking(who))
        thread = messages.of_case(work, case_id)
    return [(one.paper.sender, one.paper.text) for one in thread if one.paper is not None]


def _looking(who: str) -> Permission:

    return Permission.APPLICATION_READ if who else Permission.OWN_READ


def key_versions(center: Center, case_id: UUID) -> set[int]:
    with center.site.reading() as db:
        obj = object_of(Record.IDENTITY, case_id)
        return {one.key_version for one in grants.of_object(db, obj)}


def test_haneul_asks_and_seoyeon_answers(center: Center):
    case_id = center.apply().case_id
    assert not says(center, case_id, "언제쯤 알 수 있을까요?")
    assert case_of(center, case_id).answer_due == center.clock()
    assert key_versions(center, case_id) == {1}
    answers(center, case_id, "이번 주 안에 알려 드려요.")
    said = [
        (Sender.PERSON, "언제쯤 알 수 있을까요?"),
        (Sender.DESK, "이번 주 안에 알려 드려요."),
    ]
    assert read_by(center, case_id) == read_by(center, case_id, "seoyeon") == said
    assert case_of(center, case_id).answer_due is None
    assert key_versions(center, case_id) == {2}, "staff never write under the form's key"
    assert actions(center, 2) == ["message_received", "message_sent"]
    assert findings(center) == ()


def test_a_message_survives_acceptance_and_assignment(center: Center):
    case_id = center.apply().case_id
    says(center, case_id, "전화는 저녁에 받을 수 있어요")
    with center.as_("seoyeon") as work:
        intake.accept(work, case_id)
        intake.assign(work, case_id, center.staff["eunjeong"].account_id)
    says(center, case_id, "고마워요", "2")
    assert [text for _who, text in read_by(center, case_id, "seoyeon")] == [
        "전화는 저녁에 받을 수 있어요",
        "고마워요",
    ]
    assert findings(center) == ()


def test_sent_twice_is_one_message(center: Center):
    case_id = center.apply().case_id
    for act in (says, answers):
        act(center, case_id, "한 번만", "e")
        rows = length(center)
        act(center, case_id, "한 번만", "e")
        assert length(center) == rows
    asks(center, case_id)
    rows = length(center)
    asks(center, case_id)
    assert length(center) == rows
    assert len(read_by(center, case_id)) == 3


def test_the_same_form_with_other_words_is_another_message(center: Center):
    case_id = center.apply().case_id
    says(center, case_id, "하나", "e")
    says(center, case_id, "둘", "e")
    assert [text for _who, text in read_by(center, case_id)] == ["하나", "둘"]


def test_a_question_waits_for_its_answer_and_comes_back(center: Center):
    case_id = center.apply().case_id
    asks(center, case_id)
    assert stage_of(center, case_id) is Stage.INFO_REQUESTED
    assert says(center, case_id, "관악지역자활센터예요")
    case = case_of(center, case_id)
    assert case.stage is Stage.SUBMITTED
    assert case.answered_at == center.clock()
    assert case.answer_due is None, "the decision is what it waits for"
    with center.as_("seoyeon") as work:
        intake.accept(work, case_id)
    assert case_of(center, case_id).answered_at is None
    assert events_of(center, case_id) == ["submit", "request_info", "answer", "accept"]
    assert actions(center, 3) == ["info_requested", "info_answered", "case_accepted"]
    assert findings(center) == ()


def test_only_a_new_application_is_asked(center: Center):
    case_id = center.accepted()
    before = everything(center)
    with pytest.raises(RuleBroken, match="not_now"):
        asks(center, case_id)
    assert everything(center) == before


def test_no_answer_is_needed(center: Center):
    case_id = center.apply().case_id
    says(center, case_id, "고맙습니다")
    for _ in range(2):
        with center.as_("seoyeon") as work:
            messages.settle(work, case_id)
    assert case_of(center, case_id).answer_due is None
    assert actions(center, 2) == ["message_received", "message_settled"]


def test_the_tray_shows_who_waits_longest(center: Center):
    first, second, third = (center.apply(name=name).case_id for name in ("가나", "다라", "마바"))
    center.clock.forward(hours=1)
    says(center, third, "먼저 물어봐요")
    center.clock.forward(hours=1)
    says(center, first, "나중에 물어봐요")
    center.clock.forward(hours=1)
    says(center, third, "아직인가요?", "2")
    with center.as_("seoyeon") as work:
        shown = desk.applications(work, TO_ANSWER)
    assert [line.row.id for line in shown.lines] == [third, first]
    assert shown.counts[TO_ANSWER] == 2
    assert second not in {line.row.id for line in shown.lines}


def test_the_tray_is_paged_by_waiting(center: Center, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tracker.services.desk.PAGE", 2)
    monkeypatch.setattr("tracker.store.lists.PAGE", 2)
    lists._query.cache_clear()
    cases = [center.apply().case_id for _ in range(3)]
    for case_id in reversed(cases):
        center.clock.forward(minutes=1)
        says(center, case_id, "여보세요")
    with center.as_("seoyeon") as work:
        one = desk.applications(work, TO_ANSWER)
        two = desk.applications(work, TO_ANSWER, one.next)
    lists._query.cache_clear()
    assert [line.row.id for line in (*one.lines, *two.lines)] == list(reversed(cases))


def test_nobody_else_reads_or_writes(center: Center):
    mine, theirs = center.apply().case_id, center.assigned()
    for who in ("eunjeong", "hyewon", "taekyung", "yujin"):
        for act in (messages.send, messages.ask):
            with pytest.raises(NotFound), center.as_(who) as work:
                act(work, theirs, "몰래", "e")
    with pytest.raises(NotFound), center.as_applicant(mine) as work:
        messages.write(work, theirs, "남의 것에", "e")
    with pytest.raises(NotFound), center.as_("seoyeon") as work:
        messages.write(work, mine, "대신", "e")


def test_staff_do_not_write_under_the_key_of_the_form(center: Center):
    case_id = center.apply().case_id
    refused = pytest.raises(Unavailable, match="identity_not_renewed")
    with refused, center.as_("seoyeon") as work:
        work.write(case_id, DECISION, DecisionPaper("decline", "", "x"), 0)


def test_a_receipt_does_not_fill_the_tray(center: Center):
    case_id = center.apply().case_id
    for number in range(PER_DAY):
        says(center, case_id, f"{number}", f"{number}")
    with pytest.raises(RuleBroken, match="many_messages"):
        says(center, case_id, "하나 더", "x")
    center.clock.now += timedelta(days=1)
    assert not says(center, case_id, "다음 날", "y")


def test_a_renewal_at_the_same_time_loses_no_message(center: Center):
    """The case is locked by both: whoever comes second seals under the key that is there then."""
    case_id = center.apply().case_id
    at_once(
        lambda: says(center, case_id, "잘 부탁드려요"),
        lambda: answers(center, case_id, "반가워요"),
    )
    assert {text for _who, text in read_by(center, case_id)} == {"잘 부탁드려요", "반가워요"}
    assert key_versions(center, case_id) == {2}
    assert findings(center) == ()
