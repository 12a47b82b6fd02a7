"""The program's numbers and codes, and the places it serves."""

from itertools import combinations

import pytest

from tracker.domain.errors import (
    Conflict,
    FieldError,
    NotAllowed,
    NotFound,
    Refusal,
    RuleBroken,
    Unavailable,
)
from tracker.domain.places import AREAS, DISTRICTS, Area, area_of
from tracker.domain.program import (
    CHOOSE,
    HELD,
    MANDATORY,
    SESSIONS,
    AccountStatus,
    AssessmentKind,
    Attendance,
    ConsentKind,
    DeclineReason,
    DropOutReason,
    RiskLevel,
    check_choice,
    left_out,
    risk_after,
)

KINDS = tuple(AssessmentKind)


def refused(kinds) -> FieldError:
    with pytest.raises(FieldError) as caught:
        check_choice(kinds)
    return caught.value


def test_numbers_of_the_program():
    assert (len(KINDS), CHOOSE, SESSIONS) == (6, 5, 3)
    assert {Attendance.ATTENDED, Attendance.LATE} == HELD


@pytest.mark.parametrize("kinds", list(combinations(KINDS, CHOOSE)))
def test_any_five_are_a_choice_and_leave_one_out(kinds):
    assert check_choice(kinds[::-1]) == kinds
    assert set(left_out(kinds)) | set(kinds) == set(KINDS)
    assert len(left_out(kinds)) == 1


def test_other_choices_are_refused():
    assert refused([]).code == "nothing"
    assert refused(KINDS).code == "too_many"
    assert refused([*KINDS[:4], KINDS[0]]).code == "duplicate"
    few = refused(KINDS[:3])
    assert (few.field, few.code, few.params) == ("choice", "too_few", {"needed": 5, "count": 3})


def test_only_promotion_is_optional():
    assert list(MANDATORY) == list(ConsentKind)
    assert [kind for kind, needed in MANDATORY.items() if not needed] == [ConsentKind.PROMO]


@pytest.mark.parametrize(
    ("enum", "codes"),
    [
        (Attendance, "attended late no_show late_cancel rescheduled"),
        (AccountStatus, "active suspended matured closed_early clawback"),
        (RiskLevel, "none low moderate high imminent"),
        (DropOutReason, "unreachable no_show_limit client_request referred_out account_closed"),
        (
            DeclineReason,
            "not_account_holder outside_seoul account_closed already_served duplicate unverified",
        ),
        (
            ConsentKind,
            "consent_general consent_sensitive consent_verify consent_promo notice_counseling",
        ),
    ],
)
def test_codes_are_those_of_the_contract(enum, codes):
    assert [item.value for item in enum] == codes.split()


def test_places_cover_seoul_once():
    assert len(DISTRICTS) == 25
    assert list(DISTRICTS) == sorted(DISTRICTS)
    assert sorted(district for inside in AREAS.values() for district in inside) == list(DISTRICTS)


def test_area_of_a_district():
    assert area_of("노원구") is Area.NORTHEAST
    assert area_of("중구") is Area.DOWNTOWN
    with pytest.raises(RuleBroken, match="unknown_district"):
        area_of("수원시")


@pytest.mark.parametrize("error", [NotAllowed, NotFound, Conflict, Unavailable])
def test_refusals_carry_an_optional_code(error):
    assert issubclass(error, Refusal)
    assert (error().code, error("paused").code) == ("", "paused")


@pytest.mark.parametrize(
    ("judged", "stands"),
    [
        ([], None),
        ([("none", False)], "none"),
        ([("none", False), ("high", True), ("imminent", True)], "high"),
        ([("imminent", False), ("low", True)], "imminent"),
        ([("low", True), ("high", True)], "low"),
    ],
)
def test_a_day_nobody_was_met_never_lowers_the_risk(judged, stands):
    levels = [(RiskLevel(level), met) for level, met in judged]
    assert risk_after(levels) == (None if stands is None else RiskLevel(stands))
