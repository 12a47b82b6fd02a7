"""Finding people: parts of names, initial consonants, digits in any habit."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain.errors import FieldError
from tracker.domain.searching import (
    QUERY_LIMIT,
    Entry,
    Numbers,
    QueryKind,
    SheetPaper,
    clean_query,
    digits_of,
    folded,
    initial_of,
)

HANEUL = ("김하늘", Numbers("01077771234", "12345678", "2600001"))
calm = settings(deadline=None)
syllables = st.integers(0xAC00, 0xD7A3).map(chr)
names = st.text(syllables, min_size=1, max_size=5)
phones = st.from_regex(r"010[0-9]{8}", fullmatch=True)
anything = st.text(st.characters(exclude_categories=()), max_size=QUERY_LIMIT * 5)


def rank(asked: str, name: str = HANEUL[0], numbers: Numbers = HANEUL[1]) -> int | None:
    return clean_query(asked).rank(folded(name), numbers)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("김하늘", 0), ("김 하늘", 0), ("김하", 1), ("하늘", 2), ("늘", 2), ("바다", None),
        ("ㄱㅎㄴ", 0), ("김ㅎㄴ", 0), ("ㄱ하늘", 0), ("ㄱ", 1), ("ㅎㄴ", 2), ("ㄱㄴ", None),
        ("\u1100\u1112\u1102", 0), ("김하\u1102", 0), ("\uffa1\uffbe\uffa4", 0),
        ("01077771234", 0), ("010-7777-1234", 0), ("+82 10-7777-1234", 0), ("0082 10 7777 1234", 0),
        ("０１０－７７７７－１２３４", 0), ("010.7777.1234", 0), ("٠١٠٧٧٧٧١٢٣٤", 0),
        ("1234", 1), ("7777-1234", 1), ("34", 1), ("7777", 2), ("77 77", 2), ("9999", None),
        ("1234-5678", 0), ("12345678", 0), ("5678", 1), ("26-00001", 0), ("2600001", 0),
        ("김하늘 1234", 1), ("하늘1234", 2), ("ㄱㅎㄴ 010-7777-1234", 0), ("김하늘 9999", None),
        ("이바다 1234", None),
    ],
)  # fmt: skip
def test_how_haneul_is_found(asked: str, expected: int | None):
    assert rank(asked) == expected


def test_two_consonants_on_one_key():
    """Korean keyboards make ㄳ of ㄱ and ㅅ; it still means two syllables."""
    for pair, name in (("ㄳ", "김서준"), ("ㅄ", "박서연"), ("ㄶ", "남하늘"), ("ㄺ", "류가람")):
        assert rank(pair, name) == 1
        assert rank(pair, "이바다") is None


def test_names_of_other_scripts():
    assert rank("nguyen", "NGUYỄN Văn A") is None  # no letter is left out
    assert rank("nguyễn", "NGUYỄN Văn A") == 1
    assert rank("VĂNA", "Nguyễn Văn A") == 2
    assert rank("d'arc", "Jeanne D’Arc") == 2
    assert rank("왕샤오밍", "왕·샤오밍") == 0


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("", "nothing_asked"), ("   ", "nothing_asked"), ("-", "nothing_asked"),
        ("!?", "nothing_asked"), ("\u200b", "nothing_asked"), ("7", "one_digit"),
        ("김하늘 7", "one_digit"), ("가" * (QUERY_LIMIT + 1), "too_long"),
        ("가" * 1000, "too_long"), ("김\x00하늘", "control_character"),
        ("김\u202e하늘", "hidden_character"),
    ],
)  # fmt: skip
def test_what_cannot_be_looked_for(asked: str, code: str):
    with pytest.raises(FieldError) as refused:
        clean_query(asked)
    assert (refused.value.field, refused.value.code) == ("words", code)


def test_what_the_trail_keeps():
    kinds = [clean_query(one).kind for one in ("ㄱ", "1234", "김 12")]
    assert kinds == [QueryKind.NAME, QueryKind.DIGITS, QueryKind.BOTH]
    assert "하늘" not in repr(clean_query("하늘"))


@calm
@given(anything)
def test_any_question_is_answered_or_refused(asked: str):
    try:
        query = clean_query(asked)
    except FieldError:
        return
    query.rank(*HANEUL)


@calm
@given(names, st.data())
def test_any_part_finds_the_name_with_any_letters_as_consonants(name: str, data: st.DataObject):
    first = data.draw(st.integers(0, len(name) - 1))
    last = data.draw(st.integers(first + 1, len(name)))
    part = [data.draw(st.sampled_from([one, initial_of(one)])) for one in name[first:last]]
    assert rank("".join(part), name) is not None


@calm
@given(syllables, syllables)
def test_a_consonant_finds_its_syllables_and_no_other(one: str, other: str):
    same = initial_of(one) == initial_of(other)
    assert (rank(initial_of(one), other) is not None) is same


@calm
@given(phones, st.data())
def test_any_digits_of_a_phone_in_any_habit(phone: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(phone) - 2))
    end = data.draw(st.integers(start + 2, len(phone)))
    between = data.draw(st.sampled_from(["", "-", " ", ".", ")"]))
    asked = between.join(phone[start:end])
    found = rank(asked, "김하늘", Numbers(phone, "", ""))
    assert found is not None
    assert (found == 0) is (phone[start:end] == phone)


@calm
@given(st.text(max_size=40))
def test_folding_is_do_directly_and_keeps_lines_whole(text: str):
    assert folded(folded(text)) == folded(text)
    assert not set(folded(text)) & set("\n\r\t 0123456789")
    assert digits_of(text).isascii()


@calm
@given(st.lists(st.tuples(names, phones), min_size=1, max_size=30), st.data())
def test_a_sheet_finds_whom_their_own_card_would_find(
    people: list[tuple[str, str]], data: st.DataObject
):
    entries = [
        Entry(folded(name), phone, "1998-11-02", f"{place:032x}", place)
        for place, (name, phone) in enumerate(people)
    ]
    name, phone = data.draw(st.sampled_from(people))
    asked = data.draw(st.sampled_from([name, initial_of(name[0]), phone[-4:], f"{name} {phone}"]))
    query = clean_query(asked)
    hits = {entry: rank for rank, entry in SheetPaper.of(entries).hits(query)}
    wanted = {one: query.rank(one.name, Numbers(one.phone, "", "")) for one in entries}
    assert hits == {one: rank for one, rank in wanted.items() if rank is not None}
    assert hits
