"""What a counselor writes: clean papers, or every mistake at once."""

from datetime import date
from typing import Any

import pytest

from tracker.domain.applications import FormErrors
from tracker.domain.errors import FieldError
from tracker.domain.fields import clean_day
from tracker.domain.notes import (
    SESSION,
    TEXT,
    Span,
    check_chosen,
    check_drop_out,
    check_intake,
    check_kinds,
    check_outcome,
    check_reason,
    check_result_head,
    check_session,
)
from tracker.domain.program import (
    AssessmentKind,
    Attendance,
    DropOutReason,
    MeetingWay,
    RiskLevel,
)

FIRST, LAST = date(2026, 11, 2), date(2026, 11, 22)
SPAN = Span(FIRST, LAST)
SIX = [kind.value for kind in AssessmentKind]

INTAKE: dict[str, Any] = {
    "held_on": "2026-11-20",
    "presenting_problem": "잠을 못 자요",
    "risk": "low",
    "limits_explained": True,
}
HEAD: dict[str, Any] = {
    "administered_on": "2026-11-10",
    "way": "in_person",
    "narrative": "요약",
    "interpreted": True,
    "interpreted_on": "2026-11-17",
}
SESSION_FORM: dict[str, Any] = {
    "held_on": "2026-11-20",
    "way": "video",
    "attendance": "attended",
    "note": "이야기",
    "risk": "none",
}


def codes(check, *args) -> dict[str, str]:
    """The codes of all refused fields."""
    with pytest.raises(FormErrors) as caught:
        check(*args)
    return {error.field: error.code for error in caught.value.errors.values()}


@pytest.mark.parametrize(
    "raw", ["2026-11-20", "2026.11.20", " 2026년 11월 20일 ", "20261120", "2026/11/20"]
)
def test_a_day_is_read_as_people_write_it(raw):
    assert clean_day("held_on", raw, FIRST, LAST) == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "missing"), ("어제", "unreadable"), ("26-11-20", "two_digit_year"),
        ("2026-11-31", "no_such_day"), ("2026-11-23", "in_future"),
        ("2026-11-01", "before_application"), ("9999-12-31", "in_future"),
    ],
)  # fmt: skip
def test_a_day_outside_the_case_is_refused(raw, code):
    with pytest.raises(FieldError) as caught:
        clean_day("held_on", raw, FIRST, LAST)
    assert (caught.value.field, caught.value.code) == ("held_on", code)


@pytest.mark.parametrize("raw", ["2026-11-02", "2026-11-22"])
def test_the_first_and_the_last_day_count(raw):
    assert clean_day("held_on", raw, FIRST, LAST) in {FIRST, LAST}


def test_an_intake():
    paper = check_intake(INTAKE, SPAN)
    assert paper.held_on == date(2026, 11, 20)
    assert paper.risk is RiskLevel.LOW
    assert paper.limits_explained
    assert paper.background == ""


def test_an_empty_intake_names_all_that_is_missing():
    assert codes(check_intake, {}, SPAN) == {
        "held_on": "missing",
        "presenting_problem": "missing",
        "risk": "missing",
    }


@pytest.mark.parametrize("odd", [None, 7, ["a"], b"x", {"a": 1}])
def test_values_that_are_no_text_are_missing(odd):
    assert "presenting_problem" in codes(check_intake, {**INTAKE, "presenting_problem": odd}, SPAN)


def test_only_a_tick_says_that_limits_were_explained():
    assert not check_intake({**INTAKE, "limits_explained": "yes"}, SPAN).limits_explained


def test_a_text_may_be_as_long_as_its_limit():
    full = {**INTAKE, "presenting_problem": "가" * TEXT}
    assert len(check_intake(full, SPAN).presenting_problem) == TEXT
    full["presenting_problem"] += "가"
    assert codes(check_intake, full, SPAN) == {"presenting_problem": "too_long"}


def test_five_in_the_order_of_the_program():
    assert check_kinds(SIX[4::-1]) == tuple(AssessmentKind)[:5]


@pytest.mark.parametrize(
    ("picked", "code"),
    [
        ([], "too_few"), (SIX[:4], "too_few"), (SIX, "too_many"),
        ([*SIX[:4], SIX[0]], "duplicate"), ([*SIX[:4], "x"], "unknown"),
        (["with_counselor"], "unknown"),
    ],
)  # fmt: skip
def test_four_six_doubles_and_others_are_refused(picked, code):
    with pytest.raises(FieldError) as caught:
        check_kinds(picked)
    assert (caught.value.field, caught.value.code) == ("choice", code)


def test_a_choice_has_its_reason():
    made = check_chosen({"choice": SIX[1:], "reason": " 시간이 모자람 "})
    assert (len(made.kinds), made.reason) == (5, "시간이 모자람")
    assert codes(check_chosen, {"choice": "x"}) == {"choice": "too_few", "reason": "missing"}


def test_a_reason_has_to_be_given():
    assert check_reason(" 다시 연락됨 ") == "다시 연락됨"
    with pytest.raises(FieldError):
        check_reason(" \n")


def test_the_head_of_a_result():
    head = check_result_head(HEAD, SPAN)
    assert head.way is MeetingWay.IN_PERSON
    assert head.interpreted_on == date(2026, 11, 17)
    untold = {**HEAD, "interpreted": False, "interpreted_on": " "}
    assert check_result_head(untold, SPAN).interpreted_on is None


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"interpreted": False}, "interpreted", "date_without_tick"),
        ({"interpreted_on": ""}, "interpreted_on", "missing"),
        ({"interpreted_on": "2026-11-09"}, "interpreted_on", "before_assessment"),
        ({"interpreted_on": "2026-11-23"}, "interpreted_on", "in_future"),
        ({"way": "any"}, "way", "unknown"),
        ({"way": ""}, "way", "missing"),
        ({"narrative": ""}, "narrative", "missing"),
        ({"administered_on": "2026-10-01"}, "administered_on", "before_application"),
    ],
)
def test_the_head_of_a_result_refused(changes, field, code):
    assert codes(check_result_head, {**HEAD, **changes}, SPAN) == {field: code}


def test_a_session_that_was_held_has_a_note():
    paper = check_session({**SESSION_FORM, "note": "가" * SESSION}, SPAN, 2)
    assert (paper.number, paper.attendance, len(paper.note)) == (2, Attendance.ATTENDED, SESSION)
    for attendance in ("attended", "late"):
        form = {**SESSION_FORM, "attendance": attendance, "note": ""}
        assert codes(check_session, form, SPAN, 1) == {"note": "missing"}
    assert check_session({**SESSION_FORM, "attendance": "no_show", "note": ""}, SPAN, 1).note == ""


def test_only_what_was_moved_may_lie_ahead():
    ahead = {**SESSION_FORM, "held_on": "2026-12-10"}
    assert codes(check_session, ahead, SPAN, 1) == {"held_on": "in_future"}
    for missed in ("no_show", "late_cancel"):  # nobody can stay away from a day to come
        assert codes(check_session, {**ahead, "attendance": missed}, SPAN, 1) == {
            "held_on": "in_future"
        }
    moved = {**ahead, "attendance": "rescheduled"}
    assert check_session(moved, SPAN, 1).held_on == date(2026, 12, 10)
    far = {**moved, "held_on": "2029-01-01"}
    assert codes(check_session, far, SPAN, 1) == {"held_on": "in_future"}


def test_risk_is_asked_every_session():
    form = {**SESSION_FORM, "attendance": "no_show", "risk": ""}
    assert codes(check_session, form, SPAN, 1) == {"risk": "missing"}


def test_an_outcome():
    assert check_outcome({"summary": "나아짐"}).referral == ""
    wrong = {"summary": "", "plan": "900101-1234567"}
    assert codes(check_outcome, wrong) == {"summary": "missing", "plan": "resident_number"}


def test_a_drop_out():
    ended = check_drop_out({"reason": "unreachable", "note": ""})
    assert ended.reason is DropOutReason.UNREACHABLE
    assert codes(check_drop_out, {"reason": "bored"}) == {"reason": "unknown"}


def test_what_was_written_stays_out_of_tracebacks():
    made = check_chosen({"choice": SIX[1:], "reason": "비밀"})
    assert "비밀" not in repr(made)
    assert "요약" not in repr(check_result_head(HEAD, SPAN))
    assert "전화" not in repr(check_drop_out({"reason": "unreachable", "note": "전화"}))
