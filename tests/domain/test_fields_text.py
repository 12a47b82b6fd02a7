"""Free text: what is kept, what is refused, and which words bring the help lines at once."""

import time
from datetime import date

import pytest

from tracker.domain.errors import FieldError
from tracker.domain.fields import (
    clean_account_opened,
    clean_birth_date,
    clean_district,
    clean_email,
    clean_line,
    clean_name,
    clean_office,
    clean_phone,
    clean_text,
    find_crisis_words,
    has_resident_number,
    number_in,
)

TODAY = date(2026, 11, 22)


def code_of(clean, *args) -> str:
    with pytest.raises(FieldError) as caught:
        clean(*args)
    return caught.value.code


def test_text_keeps_what_was_written():
    assert (
        clean_text("reason", " 첫째\r\n둘째\r셋째\u2028\t넷째 ", 99) == "첫째\n둘째\n셋째\n\t넷째"
    )
    assert clean_text("reason", "👩‍🎨 <b>{{7*7}}</b>", 99) == "👩‍🎨 <b>{{7*7}}</b>"
    assert clean_text("reason", "\u200b \u3164", 99) == ""
    assert clean_line("office", "가\n나", 99) == "가 나"
    assert len(clean_text("reason", "각" * 5, 5)) == 5


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "missing"), ("가\x00나", "control_character"), ("가\udfff", "control_character"),
        ("a\u202eb", "hidden_character"),
        ("a\u2066b", "hidden_character"), ("가" * 11, "too_long"),
        ("a" + "\u0301" * 31, "piled_marks"),
    ],
)  # fmt: skip
def test_text_refused(raw, code):
    assert code_of(clean_text, "reason", raw, 10, True) == code


@pytest.mark.parametrize(
    "text",
    [
        "950307-1234567", "주민번호950307-1234567입니다", "9503071234567", "950307 1234567",
        "950307 - 1234567",
        "９５０３０７－１２３４５６７", "950307–4234567", "950307\n1234567", "19950307-1234567",
        "95.03.07-1234567",
        "9 5 0 3 0 7 - 1 2 3 4 5 6 7", "950307\u200b-1234567", "950307ㅡ8234567", "000229-3234567",
        "200307-4234567", "950307,1234567", "950307(1234567)", "950307=1234567", "950307*1234567",
        "950307 - 1 2 3 4 5 6 7", "95년03월07일 1234567", "95년 03월 07일 1234567",
        "950307-1-234567", "950307\n\n\n\n1234567",
    ],
)  # fmt: skip
def test_resident_number_is_found(text):
    assert has_resident_number(text)
    assert code_of(clean_text, "reason", f"제 번호는 {text} 이에요", 99) == "resident_number"


@pytest.mark.parametrize(
    "text",
    [
        "123-456789-01-011", "010-1234-5678", "01012345678 25살", "010 1234 5678 25", "950307",
        "950307-1******",
        "951307-1234567", "950231-1234567", "950307-9234567", "950307-12345678", "1950307-1234567",
        "3333-01-1234567",
        "2024-03-07 010-1234-5678", "943202-01-234567", "1002-123-456789", "110-123-456789",
        "2024년 3월 7일 345-6789", "2024-03-07 15:30~16:20", "02-123-4567 (950307)",
    ],
)  # fmt: skip
def test_other_numbers_are_kept(text):
    assert number_in(text) == ""


@pytest.mark.parametrize(
    "text", ["M12345678", "M123A4567", "면허 11-12-123456-12", "１１－１２－１２３４５６－１２"]
)
def test_numbers_of_passports_and_licences_are_found(text: str):
    assert number_in(text) == "identity_number"
    assert code_of(clean_text, "reason", f"제 번호는 {text} 이에요", 99) == "identity_number"


@pytest.mark.parametrize(
    "text", ["A4 12345678", "PHQ-9 12", "M1234567", "XM12345678", "11-12-12345-12"]
)
def test_other_letters_and_numbers_are_kept(text: str):
    assert number_in(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "죽고 싶다는 생각", "죽고싶어요", "자살 생각", "자해를 했어요", "살고 싶지 않아요",
        "그냥 사라지고 싶어요", "죽고\n싶다",
        "목숨을 끊", "I want to die", "SUICIDAL", "kill myself", "I don’t want to live",
        "죽고 싶다", "self-harm",
    ],
)  # fmt: skip
def test_crisis_words(text):
    assert find_crisis_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "혼자 해결하려고요",
        "혼자 살아요",
        "혼자살아요",
        "피해자 상담",
        "가입자해지",
        "사유서",
        "힘들어요ㅠㅠ",
        "",
        "a diet",
    ],
)
def test_everyday_words(text):
    assert not find_crisis_words(text)


@pytest.mark.parametrize(
    "raw", ["a" * 10**6, "a" + "\u0301" * 10**6, "0" * 10**6, " " * 10**6, "\ud800" * 10**6]
)
def test_a_megabyte_is_refused_at_once(raw):
    begin = time.process_time()
    for clean in (clean_name, clean_phone, clean_email, clean_district, clean_office):
        assert code_of(clean, raw)
    assert code_of(clean_birth_date, raw, TODAY) == code_of(clean_account_opened, raw, TODAY)
    assert code_of(clean_text, "reason", raw, 2000) == "too_long"
    find_crisis_words(raw)
    assert time.process_time() - begin < 1
