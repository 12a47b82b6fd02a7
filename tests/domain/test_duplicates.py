"""Whether two applications could be one person's; a person decides, and can take it back."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.duplicates import (
    Likeness,
    Person,
    Verdict,
    alike_on,
    compared,
    decided,
    verdict_on,
)
from tracker.domain.papers import LinksPaper
from tracker.domain.searching import Entry, SheetPaper, digits_of, folded

HANEUL = Person.born("김하늘", "010-7777-1234", date(1998, 11, 2))
SAME, NEAR, OTHER = Likeness.SAME, Likeness.NEAR, Likeness.OTHER

people = st.builds(
    Person,
    st.sampled_from(["김하늘", "김 하늘", "김하 늘", "이바다", "KIM Haneul", "kim haneul"]),
    st.sampled_from(["010-7777-1234", "010-7777-1235", "010-7777-1245", "010-2222-3333", ""]),
    st.sampled_from(["1998-11-02", "1998-11-03", "1998-12-03", "1990-01-01", ""]),
)


@pytest.mark.parametrize(
    ("changes", "expected", "alike"),
    [
        ({}, (SAME, SAME, SAME), True),
        ({"name": "이바다", "birth_date": "1990-01-01"}, (OTHER, SAME, OTHER), True),
        ({"phone": "010-2222-3333"}, (SAME, OTHER, SAME), True),
        ({"phone": "010-2222-3333", "name": "김 하늘"}, (NEAR, OTHER, SAME), True),
        ({"phone": "010-2222-3333", "birth_date": "1998-11-03"}, (SAME, OTHER, NEAR), True),
        ({"phone": "010-7777-1235", "birth_date": "1990-01-01"}, (SAME, NEAR, OTHER), True),
        ({"phone": "010-2222-3333", "birth_date": "1998-12-03"}, (SAME, OTHER, OTHER), False),
        ({"phone": "010-7777-1235", "name": "이바다"}, (OTHER, NEAR, SAME), False),
        ({"phone": "010-2222-3333", "birth_date": ""}, (SAME, OTHER, OTHER), False),
    ],
)
def test_what_is_alike(changes: dict[str, str], expected: tuple[Likeness, ...], alike: bool):
    found = compared(HANEUL, HANEUL._replace(**changes))
    assert (tuple(found), found.alike) == (expected, alike)


@given(people, people)
def test_it_does_not_matter_who_comes_first(one: Person, other: Person):
    assert compared(one, other) == compared(other, one)


@given(people, st.lists(people, min_size=1, max_size=12))
def test_a_sheet_tells_the_same_as_comparing_everybody(me: Person, others: list[Person]):
    entries = [
        Entry(folded(one.name), digits_of(one.phone), one.birth_date, f"{place:032x}", place)
        for place, one in enumerate(others)
    ]
    found = {one.received for one in alike_on(SheetPaper.of(entries), me)}
    assert found == {place for place, one in enumerate(others) if compared(me, one).alike}


def test_what_is_least_different_stands_first():
    others = [HANEUL._replace(name="이바다"), HANEUL._replace(birth_date="1998-11-03"), HANEUL]
    distances = [compared(HANEUL, one).distance for one in others]
    assert distances == sorted(distances, reverse=True)


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(Verdict)), max_size=12))
def test_the_last_decision_counts(decisions: list[tuple[int, Verdict]]):
    paper, last = LinksPaper(), dict[int, Verdict]()
    for number, verdict in decisions:
        paper, last[number] = decided(paper, UUID(int=number), verdict), verdict
    for number in range(4):
        assert verdict_on(paper, UUID(int=number)) is last.get(number, Verdict.OPEN)
    assert len({*paper.same, *paper.different}) == len(paper.same) + len(paper.different)
