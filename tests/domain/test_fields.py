"""Fields: one example for each way to write them, and for each way to be refused."""

from datetime import date

import pytest

from tracker.domain.errors import FieldError
from tracker.domain.fields import (
    age_on,
    clean_account_opened,
    clean_birth_date,
    clean_district,
    clean_email,
    clean_name,
    clean_office,
    clean_option,
    clean_phone,
)
from tracker.domain.program import Days

TODAY = date(2026, 11, 22)


def code_of(clean, *args) -> str:
    with pytest.raises(FieldError) as caught:
        clean(*args)
    return caught.value.code


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("\u3000김\u00a0하늘 ", "김 하늘"),
        ("O’Brien", "O'Brien"),
        ("Jean‑Luc", "Jean-Luc"),
        ("마리아・안나", "마리아·안나"),
        ("J. R. 김", "J. R. 김"),
        ("สมชาย ใจดี", "สมชาย ใจดี"),
        ("a" * 60, "a" * 60),
    ],
)
def test_name(raw, name):
    assert clean_name(raw) == name


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("   ", "missing"), ("김하늘2", "digit"), ("김\n하늘", "control_character"),
        ("\ud800김", "control_character"), ("김\u200b하늘", "hidden_character"),
        ("\u3164", "hidden_character"), ("김@늘", "symbol"), ("-.-", "no_letter"),
        ("a" * 61, "too_long"), ("a" + "\u0301" * 40, "piled_marks"),
        ("김\U0010ffff", "control_character"),
    ],
)  # fmt: skip
def test_name_refused(raw, code):
    assert code_of(clean_name, raw) == code


@pytest.mark.parametrize(
    "raw",
    [
        "1995-03-07", "1995.03.07", "1995.3.7", "1995/3/7", "19950307", "1995년 3월 7일",
        "1995년3월7일",
        "１９９５－０３－０７", "1995. 3. 7.", " 1995–03–07 ", "1995 3 7",
        "1995\u1102\u1167\u11ab 3월 7일",
    ],
)  # fmt: skip
def test_birth_date(raw):
    assert clean_birth_date(raw, TODAY) == date(1995, 3, 7)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "missing"), ("95.3.7", "two_digit_year"), ("950307", "two_digit_year"),
        ("1995-13-01", "no_such_day"), ("0000-01-01", "no_such_day"), ("2026-11-23", "in_future"),
        ("2012-11-23", "under_14"), ("1925-11-22", "too_old"), ("내 생일", "unreadable"),
        ("1995-03", "unreadable"), ("950307-1234567", "resident_number"), ("1" * 99, "unreadable"),
    ],
)  # fmt: skip
def test_birth_date_refused(raw, code):
    assert code_of(clean_birth_date, raw, TODAY) == code


def test_birth_date_at_the_bounds():
    assert clean_birth_date("2012-11-22", TODAY) == date(2012, 11, 22)
    assert clean_birth_date("1925-11-23", TODAY) == date(1925, 11, 23)


def test_age_turns_on_the_birthday():
    assert age_on(date(1995, 11, 22), TODAY) == 31
    assert age_on(date(1995, 11, 23), TODAY) == 30
    assert age_on(date(2004, 2, 29), date(2026, 2, 28)) == 21
    assert age_on(date(2004, 2, 29), date(2026, 3, 1)) == 22


@pytest.mark.parametrize(
    "raw",
    [
        "010-1234-5678", "01012345678", "010 1234 5678", "010.1234.5678", "+82 10-1234-5678",
        "821012345678", "+82 (0)10-1234-5678", "０１０－１２３４－５６７８", "010ㅡ1234ㅡ5678",
        "(010) 1234–5678",
    ],
)  # fmt: skip
def test_phone(raw):
    assert clean_phone(raw) == "010-1234-5678"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "missing"), ("02-2642-0000", "landline"), ("+82 2-2642-0000", "landline"),
        ("031 123 4567", "landline"), ("070-1234-5678", "landline"),
        ("016-234-5678", "retired_prefix"),
        ("010-123-4567", "too_short"), ("010-1234-56789", "too_long"),
        ("+1 415 555 0100", "foreign_number"),
        ("없어요", "unreadable"), ("1234-5678", "unreadable"), ("0" * 1000, "unreadable"),
    ],
)  # fmt: skip
def test_phone_refused(raw, code):
    assert code_of(clean_phone, raw) == code


@pytest.mark.parametrize(
    "raw", ["", " ", "a+b@example.org", "o'neil@a-b.co.kr", "홍길동@예시.한국"]
)
def test_email(raw):
    assert clean_email(raw) == raw.strip()


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("someone@", "unreadable"), ("a@localhost", "unreadable"),
        ("a..b@example.org", "unreadable"),
        ("a@-b.org", "unreadable"), ("a@b..org", "unreadable"), ("a@1.2.3.4", "unreadable"),
        ("a b@example.org", "unreadable"), ("<a@example.org>", "unreadable"),
        ("a@" + "b" * 64 + ".org", "unreadable"),
        ("a@x.org, b@x.org", "several"), ("a@x.org\r\nBcc: c@x.org", "control_character"),
        ("a\u200b@x.org", "hidden_character"), ("a@" + "b.c" * 90 + ".org", "too_long"),
        ("가" * 22 + "@x.org", "unreadable"),
    ],
)  # fmt: skip
def test_email_refused(raw, code):
    assert code_of(clean_email, raw) == code


@pytest.mark.parametrize(
    "raw", ["2024-07", "2024.07", "2024.7.", "2024년 7월", "202407", "2024/7", "２０２４－０７"]
)
def test_account_opened(raw):
    assert clean_account_opened(raw, TODAY) == "2024-07"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "missing"), ("24.07", "two_digit_year"), ("2024", "unreadable"),
        ("2024-13", "no_such_month"),
        ("2024-00", "no_such_month"), ("2026-12", "in_future"), ("2021-12", "before_program"),
        ("작년", "unreadable"),
    ],
)  # fmt: skip
def test_account_opened_refused(raw, code):
    assert code_of(clean_account_opened, raw, TODAY) == code


def test_account_opened_at_the_bounds():
    assert clean_account_opened("2022-01", TODAY) == "2022-01"
    assert clean_account_opened("2026-11", TODAY) == "2026-11"


def test_district_office_and_options():
    assert clean_district(" 강남구 ") == "강남구"
    assert code_of(clean_district, "수원시") == "outside_seoul"
    assert code_of(clean_district, "강" * 99) == "outside_seoul"
    assert code_of(clean_district, " ") == "missing"
    assert clean_office(" 서울 \n 강서지역자활센터") == "서울 강서지역자활센터"
    assert clean_option("days", "saturday", Days) is Days.SATURDAY
    assert code_of(clean_option, "days", "sunday", Days) == "unknown"
    assert code_of(clean_option, "days", " ", Days) == "missing"
