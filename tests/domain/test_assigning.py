"""Who fits whom, who has room, and who is proposed: the rules by themselves."""

from uuid import UUID

import pytest

from tracker.domain.applications import FormErrors
from tracker.domain.assigning import (
    MANY,
    Able,
    Language,
    Profile,
    Wishes,
    check_profile,
    clean_many,
    clean_openings,
    clean_pairs,
    fit,
    overfull,
    propose,
    ranked,
)
from tracker.domain.errors import FieldError
from tracker.domain.program import CounselorGender, Days, MeetingWay

EUNJEONG, MINSU, JIHO = UUID(int=1), UUID(int=2), UUID(int=3)
FEMALE, MALE = CounselorGender.FEMALE, CounselorGender.MALE
KOREAN = frozenset({Language.KOREAN})


def able(who: UUID, load: int = 0, openings: int | None = None, **said) -> Able:
    return Able(who, load, Profile(openings, **said))


def order(wishes: Wishes, *everybody: Able) -> list[UUID]:
    return [one.id for one in ranked(everybody, wishes)]


def cases(number: int) -> list[tuple[UUID, Wishes]]:
    return [(UUID(int=100 + one), Wishes()) for one in range(number)]


def test_a_wish_is_met_unmet_or_unknown():
    wishes = Wishes(FEMALE, Days.SATURDAY, MeetingWay.VIDEO)
    said = Profile(gender=FEMALE, days=frozenset({Days.WEEKDAY_DAY}), languages=KOREAN)
    found = fit(said, wishes)
    assert found.met == (FEMALE, Language.KOREAN)
    assert found.unmet == (Days.SATURDAY,)
    assert found.unknown == (MeetingWay.VIDEO,)


def test_who_said_nothing_is_unknown_and_no_misfit():
    found = fit(Profile(), Wishes(MALE))
    assert found.unmet == found.met == ()
    assert found.unknown == (MALE, Language.KOREAN)


def test_any_is_no_wish():
    assert Wishes().asked == (Language.KOREAN,)


def test_a_counselor_who_would_rather_not_say_is_unknown():
    assert fit(Profile(gender=CounselorGender.ANY), Wishes(MALE)).unknown[0] is MALE


def test_a_profile_as_it_is_typed():
    said = check_profile("５", "female", ["video"], ["saturday", "weekday_day"], ["ko", "en"])
    assert said == Profile(
        5, FEMALE, frozenset({MeetingWay.VIDEO}), frozenset({Days.SATURDAY, Days.WEEKDAY_DAY}),
        frozenset(Language),
    )  # fmt: skip
    assert check_profile(" ", "", [], [], []) == Profile()


def test_everything_wrong_in_a_profile_is_told_at_once():
    with pytest.raises(FormErrors) as refused:
        check_profile("-1", "x", ["x"], ["<b>"], ["ja"])
    assert {one.code for one in refused.value.errors.values()} == {"not_a_number", "unknown"}
    assert len(refused.value.errors) == 5


@pytest.mark.parametrize(
    ("typed", "code"),
    [("많이", "not_a_number"), ("1.5", "not_a_number"), ("100", "out_of_range"),
     ("9" * 5000, "out_of_range"), ("²", "")],
)  # fmt: skip
def test_openings(typed: str, code: str):
    if not code:
        assert clean_openings("openings", typed) == 2
    else:
        assert refusal(lambda: clean_openings("openings", typed)) == ("openings", code)


def test_fit_comes_before_room_and_unknown_before_misfit():
    fits = able(EUNJEONG, 4, 5, gender=FEMALE)
    differs = able(MINSU, 0, 9, gender=MALE)
    unknown = able(JIHO)
    assert order(Wishes(FEMALE), differs, unknown, fits) == [EUNJEONG, JIHO, MINSU]


def test_among_equals_the_one_with_most_room_and_the_full_one_last():
    full, roomy, silent = able(EUNJEONG, 3, 3), able(MINSU, 1, 5), able(JIHO, 1)
    assert order(Wishes(), full, silent, roomy) == [MINSU, JIHO, EUNJEONG]


def test_among_those_who_did_not_say_the_one_with_least_to_do():
    assert order(Wishes(), able(EUNJEONG, 2), able(MINSU, 1)) == [MINSU, EUNJEONG]


@pytest.mark.parametrize(
    ("load", "openings", "free"), [(3, 5, 2), (5, 5, 0), (7, 5, 0), (3, None, None), (0, 0, 0)]
)
def test_room(load: int, openings: int | None, free: int | None):
    assert able(MINSU, load, openings).free == free


def test_a_proposal_spreads_and_never_goes_beyond_the_openings():
    found = propose(cases(6), [able(EUNJEONG, 0, 2), able(MINSU, 1, 3)])
    given = list(found.values())
    assert given.count(EUNJEONG) == given.count(MINSU) == 2
    assert given[4:] == [None, None]


def test_a_proposal_without_profiles_spreads_by_load():
    found = propose(cases(4), [able(EUNJEONG, 2), able(MINSU), able(JIHO)])
    given = list(found.values())
    assert given.count(MINSU) == given.count(JIHO) == 2


def test_a_proposal_without_anybody():
    assert set(propose(cases(2), []).values()) == {None}


def test_who_would_have_too_much():
    everybody = [able(EUNJEONG, 1, 2), able(MINSU, 2, 2), able(JIHO, 9)]
    assert overfull(everybody, {EUNJEONG: 1, JIHO: 5}) == []
    assert overfull(everybody, {EUNJEONG: 2, MINSU: 1}) == [EUNJEONG, MINSU]
    assert overfull([able(MINSU, 5, 2)], {}) == []


def refusal(act) -> tuple[str, str]:
    with pytest.raises(FieldError) as refused:
        act()
    return refused.value.field, refused.value.code


def test_what_is_ticked():
    assert clean_many([EUNJEONG.hex, EUNJEONG.hex]) == [EUNJEONG]
    assert refusal(lambda: clean_many([])) == ("cases", "nothing_ticked")
    assert refusal(lambda: clean_many(["x"])) == ("cases", "unknown")
    page = [UUID(int=one).hex for one in range(MANY + 1)]
    assert len(clean_many(page[:MANY])) == MANY
    assert refusal(lambda: clean_many(page)) == ("cases", "too_many_cases")


def test_pairs():
    one, two = UUID(int=8).hex, UUID(int=9).hex
    assert clean_pairs([one, two], [MINSU.hex, ""]) == {UUID(int=8): MINSU}
    assert refusal(lambda: clean_pairs([one], [""])) == ("counselors", "nobody_chosen")
    assert refusal(lambda: clean_pairs([one, one], [MINSU.hex] * 2)) == ("counselors", "unknown")
    assert refusal(lambda: clean_pairs([one, two], [MINSU.hex])) == ("counselors", "unknown")
    assert refusal(lambda: clean_pairs([one], ["<b>"])) == ("counselors", "unknown")
