"""Fields: what holds for everything that anybody could send."""

from datetime import date, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tracker.domain.applications import FormErrors, check_application
from tracker.domain.errors import FieldError
from tracker.domain.fields import (
    NAME_LIMIT,
    age_on,
    clean_account_opened,
    clean_account_status,
    clean_birth_date,
    clean_choice,
    clean_district,
    clean_email,
    clean_line,
    clean_name,
    clean_phone,
    clean_text,
    find_crisis_words,
    has_resident_number,
)
from tracker.domain.program import AssessmentKind

TODAY = date(2026, 11, 22)
LIMIT = 50

CLEANERS = {
    "name": clean_name,
    "birth_date": lambda raw: clean_birth_date(raw, TODAY).isoformat(),
    "phone": clean_phone,
    "email": clean_email,
    "district": clean_district,
    "account_opened": lambda raw: clean_account_opened(raw, TODAY),
    "account_status": lambda raw: clean_account_status(raw).value,
    "reason": lambda raw: clean_text("reason", raw, LIMIT),
    "office": lambda raw: clean_line("office", raw, LIMIT),
}

anything = st.text(st.characters(exclude_categories=()), max_size=300)  # lone surrogates too
likely = st.text("김하늘각ᅡᆨ aéß01295-.·’ㆍ/년월일+@\u3000\u0301\u0323\r\n\u2028０", max_size=30)
separators = st.sampled_from(["", "-", " ", ".", " - ", "–", "－"])
days = st.dates(date(1926, 11, 23), date(2012, 11, 22))

calm = settings(deadline=None)


def attempt(check, *args):
    """Return the value, or the refusal; any other exception fails the test."""
    try:
        return check(*args)
    except (FieldError, FormErrors) as error:
        return error


@calm
@given(st.sampled_from(sorted(CLEANERS)), anything | likely)
@example("name", "\u2019\u0301")
@example("reason", "\u1100\u1161\u11a8")
def test_cleaning_twice_changes_nothing_and_only_field_errors_leave(field, raw):
    value = attempt(CLEANERS[field], raw)
    if isinstance(value, FieldError):
        assert value.field == field
    else:
        assert CLEANERS[field](value) == value


@calm
@given(anything | likely)
def test_a_name_is_short_and_has_no_outer_or_double_space(raw):
    name = attempt(clean_name, raw)
    if not isinstance(name, FieldError):
        assert 1 <= len(name) <= NAME_LIMIT
        assert name == " ".join(name.split())


@calm
@given(anything)
def test_searching_never_fails(raw):
    assert has_resident_number(raw) in {True, False}
    assert find_crisis_words(raw) in {True, False}


@calm
@given(
    st.from_regex(r"[0-9]{8}", fullmatch=True),
    st.sampled_from(["010", "+82 10", "+8210", "8210", "82 010", "+82 (0)10", "０１０"]),
    separators,
    separators,
)
def test_every_way_to_write_a_phone_number_is_one_number(digits, prefix, first, second):
    number = clean_phone(f"{prefix}{first}{digits[:4]}{second}{digits[4:]}")
    assert number == f"010-{digits[:4]}-{digits[4:]}"


@calm
@given(
    days,
    st.sampled_from(
        ["{0:%Y-%m-%d}", "{0:%Y.%m.%d}", "{0:%Y%m%d}", "{0.year}/{0.month}/{0.day}",
         "{0.year}년 {0.month}월 {0.day}일", "{0.year}. {0.month}. {0.day}."]
    ),
)  # fmt: skip
def test_every_way_to_write_a_day_is_one_day(day, form):
    assert clean_birth_date(form.format(day), TODAY) == day


@calm
@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 40_000))
def test_age_grows_by_one_on_one_day_a_year(born, later):
    day = born + timedelta(days=later)
    assert age_on(born, day) - age_on(born, day - timedelta(days=1)) in {0, 1}
    assert abs((day - born).days - age_on(born, day) * 365.2425) < 368


@calm
@given(
    days, st.integers(0, 3), st.integers(0, 999_999), st.sampled_from(["", "-", " ", "–", " - "])
)
def test_every_resident_number_is_found(day, which, tail, between):
    seventh = ("1256" if day.year < 2000 else "3478")[which]
    assert has_resident_number(f"번호 {day:%y%m%d}{between}{seventh}{tail:06d}.")


@calm
@given(st.lists(st.sampled_from([*AssessmentKind, "rorschach", "with_counselor", "", "\ud800"])))
def test_a_choice_is_five_in_order_or_none(raw):
    chosen = attempt(clean_choice, raw)
    if not isinstance(chosen, FieldError):
        assert len(chosen) in {0, 5}
        assert list(chosen) == [kind for kind in AssessmentKind if kind in chosen]


@calm
@given(
    st.dictionaries(
        st.sampled_from([*CLEANERS, "choice", "days", "consent_general"]),
        anything | st.lists(anything),
    )
)
def test_a_form_is_refused_with_form_errors_only(form):
    errors = attempt(check_application, form, TODAY).errors
    assert all(name == error.field for name, error in errors.items())
