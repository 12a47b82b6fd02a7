"""Whom of the list an application is about: a table of what was written and what is listed."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from tests.factories.center import application
from tracker.domain.program import AccountStatus
from tracker.domain.roster.headings import Column
from tracker.domain.roster.matching import Agreement, find
from tracker.domain.roster.rows import Entry

LISTED = Entry("김하늘", date(1998, 11, 2), "010-7777-1234")
NAME, BIRTH, PHONE = Column.NAME, Column.BIRTH_DATE, Column.PHONE
OTHER = {NAME: "이바다", BIRTH: "2001-03-25", PHONE: "010-5555-0101"}


@pytest.mark.parametrize("differing", [*product((False, True), repeat=3)])
def test_every_way_to_differ(differing: tuple[bool, bool, bool]):
    columns = [one for one, differs in zip((NAME, BIRTH, PHONE), differing, strict=True) if differs]
    found = find(application(**{one.value: OTHER[one] for one in columns}), [LISTED])
    if not columns:
        assert found.agreement is Agreement.CONFIRMED
    elif PHONE not in columns or columns == [PHONE]:
        assert found.agreement is Agreement.DIFFERENT
        assert list(found.matches[0].identity) == columns
    else:
        assert found.agreement is Agreement.ABSENT
        assert found.matches == ()


@pytest.mark.parametrize(
    ("written", "listed"),
    [
        ("김 하늘", "김하늘"),
        ("김하늘", "김 하 늘"),
        ("Ha-neul Kim", "haneul kim"),
        ("남궁 민", "남궁민"),
        ("O'Brien", "O Brien"),
        ("이", "이"),
    ],
)
def test_names_that_are_one(written: str, listed: str):
    found = find(application(name=written), [replace(LISTED, name=listed)])
    assert found.agreement is Agreement.CONFIRMED


@pytest.mark.parametrize(
    ("written", "listed"), [("김하늘", "김하눌"), ("이", "김"), ("김하", "김하늘")]
)
def test_names_that_are_not(written: str, listed: str):
    found = find(application(name=written), [replace(LISTED, name=listed)])
    assert found.agreement is Agreement.DIFFERENT
    assert found.matches[0].identity == (NAME,)


def test_what_else_differs_is_told_beside_an_agreement():
    listed = replace(LISTED, district="노원구", opened="2023-01", status=AccountStatus.CLOSED_EARLY)
    found = find(application(), [listed])
    assert found.agreement is Agreement.CONFIRMED
    assert found.matches[0].further == (Column.STATUS, Column.OPENED, Column.DISTRICT)
    silent = find(application(), [LISTED])
    assert silent.matches[0].further == ()


def test_the_nearest_stands_first_and_strangers_do_not_stand_there():
    sibling = replace(LISTED, name="김바다", birth_date=date(2000, 1, 1))
    moved = replace(LISTED, phone="010-0000-0000")
    stranger = replace(LISTED, name="박서연", phone="010-1111-1111")
    found = find(application(), [sibling, stranger, moved])
    assert [one.entry for one in found.matches] == [moved, sibling]
    sure = find(application(), [sibling, moved, LISTED, LISTED])
    assert [one.entry for one in sure.matches] == [LISTED]


def test_nobody_in_an_empty_list():
    assert find(application(), []).agreement is Agreement.ABSENT
