"""Headings of lists: in any order, in many spellings, under titles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.errors import RuleBroken
from tracker.domain.roster.headings import (
    REQUIRED,
    SPELLINGS,
    Column,
    Row,
    column_letter,
    find_heading,
)

LIST = ("성명", "생년월일", "휴대전화")


def row(number: int, *texts: str) -> Row:
    return Row(number, {index: text for index, text in enumerate(texts) if text})


def code_of(*rows: Row) -> tuple[str, dict[str, object]]:
    with pytest.raises(RuleBroken) as refused:
        find_heading(rows)
    return refused.value.code, dict(refused.value.params)


@pytest.mark.parametrize("column", Column)
def test_every_spelling_is_one_column(column: Column):
    for spelling in SPELLINGS[column]:
        others = [one for one in LIST if one not in SPELLINGS[column]]
        assert find_heading([row(1, spelling, *others)]).columns[column] == 0, spelling


def test_no_spelling_belongs_to_two_columns():
    every = [spelling for spellings in SPELLINGS.values() for spelling in spellings]
    assert len(every) == len(set(every))
    assert set(SPELLINGS) == set(Column)


DRESSED = (
    "{}", " {} ", "{}*", "{}(필수)", "{}\n(8자리)", "※{}", "[{}]", "{} :", "{}\u3000", "▶ {}",
)  # fmt: skip


@given(
    order=st.permutations(list(Column)),
    dress=st.lists(st.sampled_from(DRESSED[:5] + DRESSED[6:]), min_size=8, max_size=8),
    spaced=st.booleans(),
    data=st.data(),
)
def test_headings_are_found_in_any_order_and_dress(order, dress, spaced, data):
    texts = []
    for column, one in zip(order, dress, strict=True):
        words = data.draw(st.sampled_from(SPELLINGS[column]))
        texts.append(one.format(" ".join(words) if spaced else words))
    found = find_heading([row(1, "청년내일저축계좌 가입자"), row(4, "연번", *texts, "비고")])
    assert found.line == 4
    assert found.columns == {column: at for at, column in enumerate(order, start=1)}


def test_titles_above_are_skipped():
    titles = [
        row(1, "2026년 가입자 명단"),
        row(2, "", "기준일: 2026-11-20"),
        row(3, "작성", "박서연"),
    ]
    assert find_heading([*titles, row(5, *LIST)]).line == 5


def test_full_width_and_capitals():
    found = find_heading([row(1, "Ｎａｍｅ", "Date of Birth", "Mobile Phone", "ＨＰ")])
    assert set(found.columns) == set(REQUIRED)


def test_the_more_exact_heading_wins():
    """A landline beside the mobile number is not read."""
    for texts in (("전화번호", "휴대전화"), ("휴대전화", "전화번호")):
        found = find_heading([row(1, "성명", "생년월일", *texts)])
        assert found.columns[Column.PHONE] == 2 + texts.index("휴대전화")


def test_what_is_missing_is_named():
    assert code_of(row(3, "성명", "연락처")) == (
        "roster_missing", {"line": 3, "columns": "birth_date"},
    )  # fmt: skip
    assert code_of(row(1, "자치구", "상태"))[1]["columns"] == "name birth_date phone"


def test_a_list_without_headings():
    people = [row(number, "김하늘", "1998-11-02", "010-7777-1234") for number in range(1, 60)]
    assert code_of(*people)[0] == "roster_no_heading"
    assert code_of()[0] == "roster_no_heading"
    assert code_of(row(1, "성명"))[0] == "roster_no_heading"


def test_the_same_heading_twice_is_named():
    assert code_of(row(2, *LIST, "성 명")) == (
        "roster_heading_twice", {"line": 2, "column": "D", "columns": "name"},
    )  # fmt: skip


def test_resident_numbers_are_not_taken():
    assert code_of(row(1, *LIST, "주민등록번호")) == (
        "roster_resident_column", {"line": 1, "column": "D"},
    )  # fmt: skip
    assert find_heading([row(1, "※ 주민등록번호는 적지 마세요"), row(2, *LIST)]).line == 2


@given(st.integers(0, 20_000))
def test_columns_are_named_as_spreadsheets_do(index: int):
    letters = column_letter(index)
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    assert number == index + 1
    assert letters.isalpha()


@given(st.lists(st.dictionaries(st.integers(0, 30), st.text(max_size=20), max_size=6), max_size=9))
def test_whatever_stands_there_only_a_rule_is_broken(cells):
    rows = [Row(number, one) for number, one in enumerate(cells, start=1)]
    try:
        found = find_heading(rows)
    except RuleBroken:
        return
    assert set(found.columns) >= set(REQUIRED)
