"""The 120 applications as people really write them (tests/data, copied from the brief)."""

import csv
from datetime import date
from pathlib import Path

import pytest

from tracker.domain.applications import (
    FormErrors,
    check_about,
    check_application,
    check_choices,
    check_consents,
)
from tracker.domain.fields import find_crisis_words
from tracker.domain.program import AssessmentKind

TODAY = date(2026, 11, 22)
PATH = Path(__file__).parents[1] / "data" / "applications.csv"


def read_rows() -> dict[int, dict[str, str]]:
    with PATH.open(encoding="utf-8", newline="") as file:
        return {int(row["row"]): row for row in csv.DictReader(file)}


ROWS = read_rows()


def form(number: int) -> dict[str, object]:
    return {**ROWS[number], "choice": ROWS[number]["choice"].split()}


def answer(number: int) -> str:
    try:
        check_application(form(number), TODAY)
    except FormErrors as errors:
        return "refuse:" + " ".join(errors.errors)
    return "accept"


def test_all_rows_are_here():
    assert list(ROWS) == list(range(1, 121))


@pytest.mark.parametrize("number", ROWS)
def test_row_is_answered_as_expected(number):
    assert answer(number) == ROWS[number]["expect"]


@pytest.mark.parametrize(
    ("number", "field", "value"),
    [
        (4, "phone", "010-9022-0214"),
        (11, "phone", "010-1234-5678"),
        (61, "phone", "010-1234-5678"),
        (14, "name", "황보 솔"),
        (15, "name", "김 하늘"),
        (17, "name", "Nguyễn Thị Minh"),
        (18, "name", "O'Brien-김 Mary"),
        (22, "name", "李在明"),
        (24, "name", "ABDULLAH MUHAMMAD HASSAN AL-RASHID BIN KHALID"),
        (26, "name", "김한결"),
        (38, "birth_date", date(1995, 3, 7)),
        (41, "birth_date", date(1995, 3, 7)),
        (44, "birth_date", date(1995, 3, 7)),
        (64, "email", "홍길동@예시.한국"),
        (112, "email", ""),
        (97, "reason", "첫째 줄\n둘째 줄\n\n셋째 줄"),
        (95, "reason", "계좌번호는 123-456789-01-011 이에요"),
        (108, "consent_promo", False),
        (20, "choice", ()),
    ],
)
def test_row_becomes_the_clean_value(number, field, value):
    assert getattr(check_application(form(number), TODAY), field) == value


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (28, "symbol"), (30, "symbol"), (32, "missing"), (34, "too_long"),
        (35, "hidden_character"), (37, "control_character"), (42, "two_digit_year"),
        (47, "no_such_day"), (48, "in_future"), (51, "under_14"), (57, "landline"),
        (58, "too_short"), (59, "retired_prefix"), (60, "unreadable"), (62, "unreadable"),
        (63, "control_character"), (65, "outside_seoul"), (66, "missing"), (67, "in_future"),
        (68, "before_program"), (72, "too_many"), (73, "too_few"), (83, "duplicate"),
        (85, "unknown"), (87, "nothing"), (90, "too_long"), (94, "resident_number"),
        (98, "mandatory"), (99, "mandatory"), (100, "mandatory"), (107, "mandatory"),
    ],
)  # fmt: skip
def test_refused_row_says_why(number, code):
    with pytest.raises(FormErrors) as caught:
        check_application(form(number), TODAY)
    assert [error.code for error in caught.value.errors.values()] == [code]


def test_reason_over_the_limit_tells_limit_and_count():
    with pytest.raises(FormErrors) as caught:
        check_application(form(90), TODAY)
    assert caught.value.errors["reason"].params == {"limit": 2000, "count": 5599}


def test_only_the_row_of_someone_in_danger_holds_crisis_words():
    assert [number for number in ROWS if find_crisis_words(ROWS[number]["reason"])] == [89]


ACCEPTED = [number for number, row in ROWS.items() if row["expect"] == "accept"]


@pytest.mark.parametrize("number", ACCEPTED)
def test_clean_values_fill_the_form_again(number):
    application = check_application(form(number), TODAY)
    assert check_application(application.as_form(), TODAY) == application


def test_steps_look_at_their_own_fields_only():
    raw = form(1)
    assert check_consents(raw).consent_promo is False
    assert check_about(raw, TODAY).district == "서초구"
    assert AssessmentKind.PERSONALITY_TYPE not in check_choices(raw).choice


def test_every_mistake_is_told_at_once_in_form_order():
    with pytest.raises(FormErrors) as caught:
        check_application({}, TODAY)
    assert list(caught.value.errors) == [
        "consent_general", "consent_sensitive", "consent_verify", "notice_counseling", "name",
        "birth_date", "phone", "district", "account_opened", "account_status", "choice",
        "meeting", "days", "counselor_gender",
    ]  # fmt: skip


def test_wrong_types_are_read_as_nothing():
    wrong: dict[str, object] = dict.fromkeys(ROWS[1], 7) | {"choice": [None, 3], "name": ["김"]}
    with pytest.raises(FormErrors) as caught:
        check_application(wrong, TODAY)
    assert caught.value.errors["choice"].code == "nothing"
    assert caught.value.errors["name"].code == "missing"


def test_a_single_choice_may_come_without_a_list():
    assert check_choices({**form(1), "choice": "with_counselor"}).choice == ()


def test_no_value_reaches_a_log():
    application = check_application(form(1), TODAY)
    assert "하세영" not in repr(application)
    with pytest.raises(FormErrors) as caught:
        check_application({**form(1), "phone": "02-2642-0000"}, TODAY)
    assert str(caught.value) == "phone: landline"
