"""Rows of lists: the habits of people and spreadsheets, what is wrong, who stands there twice."""

from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.program import AccountStatus, Track
from tracker.domain.roster.headings import Column
from tracker.domain.roster.rows import Checked, Entry, check_row, once_each

TODAY = date(2026, 11, 22)
GOOD = {
    Column.NAME: "김하늘",
    Column.BIRTH_DATE: "1998-11-02",
    Column.PHONE: "010-7777-1234",
    Column.DISTRICT: "관악구",
    Column.OFFICE: "관악지역자활센터",
    Column.OPENED: "2024-07",
    Column.STATUS: "유지",
    Column.TRACK: "50% 이하",
}
HANEUL = Entry(
    "김하늘", date(1998, 11, 2), "010-7777-1234", "관악구", "관악지역자활센터", "2024-07",
    AccountStatus.ACTIVE, Track.AT_OR_BELOW_50,
)  # fmt: skip


def checked(**cells: str) -> Checked:
    changed = {Column[name.upper()]: text for name, text in cells.items()}
    return check_row(7, GOOD | changed, TODAY)


def test_a_good_row():
    assert check_row(7, GOOD, TODAY) == Checked(7, HANEUL, ())


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("birth_date", "1998.11.2", HANEUL.birth_date),
        ("birth_date", "19981102", HANEUL.birth_date),
        ("birth_date", "1998년 11월 2일", HANEUL.birth_date),
        ("birth_date", "1998-11-02 00:00:00", HANEUL.birth_date),
        ("birth_date", "１９９８．１１．０２", HANEUL.birth_date),
        ("phone", "1077771234", HANEUL.phone),
        ("phone", "01077771234", HANEUL.phone),
        ("phone", "010 7777 1234", HANEUL.phone),
        ("phone", "+82 10-7777-1234", HANEUL.phone),
        ("name", " 김하늘 ", "김하늘"),
        ("name", "김 하늘", "김 하늘"),
        ("district", "서울특별시 관악구 신림동", "관악구"),
        ("district", "서울 관악구", "관악구"),
        ("district", "관악", "관악구"),
        ("district", "중구", "중구"),
        ("district", "", ""),
        ("opened", "2024-07-15", "2024-07"),
        ("opened", "20240715", "2024-07"),
        ("opened", "2024.7.5.", "2024-07"),
        ("opened", "2024년 7월", "2024-07"),
        ("opened", "202407", "2024-07"),
        ("opened", "", ""),
        ("status", "유지 중", AccountStatus.ACTIVE),
        ("status", "적립 중지", AccountStatus.SUSPENDED),
        ("status", "만기", AccountStatus.MATURED),
        ("status", "중도해지", AccountStatus.CLOSED_EARLY),
        ("status", "환수해지", AccountStatus.CLAWBACK),
        ("track", "차상위 초과", Track.OVER_50_TO_100),
        ("track", "기준중위소득 50% 초과~100% 이하", Track.OVER_50_TO_100),
        ("track", "수급자·차상위", Track.AT_OR_BELOW_50),
        ("track", "", None),
    ],
)
def test_how_people_write(column: str, text: str, value: object):
    found = checked(**{column: text})
    assert found.troubles == ()
    assert getattr(found.entry, column) == value


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("name", "", "missing"),
        ("name", "김하늘2", "digit"),
        ("name", '=HYPERLINK("x")', "symbol"),
        ("birth_date", "", "missing"),
        ("birth_date", "98-11-02", "two_digit_year"),
        ("birth_date", "1998-13-40", "no_such_day"),
        ("birth_date", "2020-01-01", "under_14"),
        ("birth_date", "981102-1234567", "resident_number"),
        ("phone", "", "missing"),
        ("phone", "02-123-4567", "landline"),
        ("phone", "010-123", "too_short"),
        ("phone", "#N/A", "unreadable"),
        ("status", "", "missing"),
        ("status", "모름", "roster_status"),
    ],
)
def test_what_has_to_be_mended(column: str, text: str, code: str):
    found = checked(**{column: text})
    assert found.entry is None
    assert [(one.line, one.column, one.code, one.grave) for one in found.troubles] == [
        (7, Column[column.upper()], code, True)
    ]


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("district", "경기도 수원시"),
        ("opened", "2019-03"),
        ("opened", "모름"),
        ("track", "가형"),
        ("office", "x" * 90),
    ],
)
def test_what_is_only_told(column: str, text: str):
    found = checked(**{column: text})
    assert found.entry is not None
    assert [one.grave for one in found.troubles] == [False]


def test_a_list_without_status_needs_none():
    short = {column: GOOD[column] for column in (Column.NAME, Column.BIRTH_DATE, Column.PHONE)}
    assert check_row(7, short, TODAY).entry == Entry(*HANEUL.person)


def test_everything_wrong_with_a_row_is_told_at_once():
    found = checked(name="", birth_date="x", phone="1")
    assert [one.column for one in found.troubles] == [
        Column.NAME, Column.BIRTH_DATE, Column.PHONE,
    ]  # fmt: skip


@given(st.dictionaries(st.sampled_from(list(Column)), st.text(max_size=400)))
def test_whatever_stands_in_a_cell_is_told_and_never_repeated(raw: dict[Column, str]):
    found = check_row(1, {**dict.fromkeys(Column, ""), **raw}, TODAY)
    assert (found.entry is None) == any(one.grave for one in found.troubles)
    for one in found.troubles:
        assert all(str(value).isdigit() for value in one.params.values())


@given(st.dictionaries(st.sampled_from(list(Column)), st.sampled_from([*GOOD.values(), "", "x"])))
def test_what_was_cleaned_is_clean(raw: dict[Column, str]):
    first = check_row(1, GOOD | raw, TODAY).entry
    if first is not None:
        again = {
            Column.NAME: first.name,
            Column.BIRTH_DATE: first.birth_date.isoformat(),
            Column.PHONE: first.phone,
            Column.DISTRICT: first.district,
            Column.OFFICE: first.office,
            Column.OPENED: first.opened,
        }
        second = check_row(1, GOOD | again | {Column.STATUS: GOOD[Column.STATUS]}, TODAY).entry
        same = [one.name for one in fields(Entry)][:6]
        assert [getattr(first, one) for one in same] == [getattr(second, one) for one in same]


def test_the_same_person_counts_once_and_the_later_row_is_taken():
    later = Entry(*HANEUL.person, district="노원구", status=AccountStatus.SUSPENDED)
    other = Entry("이바다", HANEUL.birth_date, "010-5555-0101")
    people, told = once_each([(2, HANEUL), (3, other), (4, HANEUL), (9, later)])
    assert len(people) == 2
    assert people[0].district == "노원구"
    assert people[0].status is AccountStatus.SUSPENDED
    assert people[0].opened == "2024-07"  # only the row before says it
    assert [(one.line, one.code, one.params["line"], one.grave) for one in told] == [
        (4, "roster_twice", 2, False),
        (9, "roster_twice_differs", 4, False),
    ]


def test_no_name_reaches_a_log():
    assert "김하늘" not in repr(HANEUL) + repr(check_row(1, GOOD, TODAY))
