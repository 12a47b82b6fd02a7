"""The catalogue is whole, and results that cannot be are refused."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain.assessments import (
    CATALOG,
    TEXT_LIMIT,
    HintLevel,
    ResultErrors,
    ScaleKind,
    check_result,
    find_instrument,
    hints,
    instruments,
    instruments_for_age,
    scales,
)
from tracker.domain.errors import RuleBroken
from tracker.domain.program import AssessmentKind

INVENTORY = AssessmentKind.PERSONALITY_INVENTORY
TEMPERAMENT = AssessmentKind.TEMPERAMENT_BEHAVIOR
TYPE = AssessmentKind.PERSONALITY_TYPE
ALL = [instrument for served in CATALOG.values() for instrument in served]
DISC = {"DISC_metric": "segment", "DISC_D": "7", "DISC_I": "1", "DISC_S": "4", "DISC_C": "2"}


def refused(kind, instrument, values) -> dict[str, str]:
    with pytest.raises(ResultErrors) as caught:
        check_result(kind, instrument, values)
    return {error.field: error.code for error in caught.value.errors}


def codes(kind, age=30) -> list[str]:
    return [instrument.code for instrument in instruments_for_age(kind, age)]


def test_every_kind_has_an_instrument_and_codes_are_unique():
    assert list(CATALOG) == list(AssessmentKind)
    assert max(Counter(instrument.code for instrument in ALL).values()) == 1


@pytest.mark.parametrize("instrument", ALL, ids=lambda instrument: instrument.code)
def test_scales_are_well_formed(instrument):
    assert len({scale.code for scale in instrument.scales}) == len(instrument.scales)
    for scale in instrument.scales:
        assert scale.code.replace("_", "").isalnum()
        assert scale.code.isascii()
        assert scale.korean
        assert scale.english
        assert (scale.lo < scale.hi) == (scale.kind is ScaleKind.INTEGER)
        assert bool(scale.options) == (scale.kind is ScaleKind.CHOICE)
        assert bool(scale.pattern) == (scale.kind is ScaleKind.PATTERN)
        assert list(scale.marks) == sorted(scale.marks, key=lambda mark: mark.at_least)
        assert all(scale.lo < mark.at_least <= scale.hi for mark in scale.marks)


def test_mmpi_2_has_the_published_number_of_scales():
    groups = {group.code: len(group.scales) for group in find_instrument("mmpi_2").groups}
    assert groups == {
        "validity": 11,  # nine T scales, the raw ?, the direction of TRIN
        "clinical": 10,
        "uncorrected": 5,
        "restructured": 9,
        "psy5": 5,
        "content": 15,
        "supplementary": 15,
    }


def test_the_usual_instrument_comes_first():
    assert [instruments(kind)[0].code for kind in AssessmentKind] == [
        "mmpi_2", "sct", "htp", "kfd", "mbti", "tci_rs",
    ]  # fmt: skip


def test_minors_get_their_own_instruments_first():
    assert codes(INVENTORY, 18) == ["mmpi_a", "mmpi_2", "mmpi_2_rf"]
    assert codes(INVENTORY, 19) == ["mmpi_2", "mmpi_2_rf", "mmpi_a"]
    assert codes(TEMPERAMENT, 15)[0] == "tci_youth"
    assert codes(TYPE, 15) == ["mbti"]


def test_a_result_becomes_numbers():
    values = {"Q": "0", "TRIN": " 57 ", "TRIN_dir": "T", "Hs": "６５", "D": "", "K": "+44"}
    assert check_result(INVENTORY, "mmpi_2", values) == {
        "Q": 0, "TRIN": 57, "TRIN_dir": "T", "K": 44, "Hs": 65,
    }  # fmt: skip


def test_wrong_scores_are_told_all_at_once():
    values = {"Q": "568", "Hs": "29", "D": "6o", "TRIN": "49", "TRIN_dir": "X", "Pa": "9" * 99}
    assert refused(INVENTORY, "mmpi_2", values) == {
        "Q": "out_of_range", "Hs": "out_of_range", "D": "not_a_number", "TRIN": "out_of_range",
        "TRIN_dir": "unknown", "Pa": "unreadable",
    }  # fmt: skip


def test_out_of_range_tells_the_range():
    with pytest.raises(ResultErrors) as caught:
        check_result(INVENTORY, "mmpi_2", {"Hs": "121"})
    assert caught.value.errors[0].params == {"lo": 30, "hi": 120}


def test_a_result_must_be_of_this_kind_and_hold_something():
    assert refused(INVENTORY, "tci_rs", {"NS_raw": "3"}) == {"instrument": "unknown"}
    assert refused(INVENTORY, "mmpi_2", {"Hs": " "}) == {"values": "nothing"}
    assert refused(INVENTORY, "mmpi_2", {"Hs": "50", "item_1": "1"}) == {"values": "unknown_scale"}
    with pytest.raises(RuleBroken, match="unknown_instrument"):
        scales("rorschach")


def test_tci_ranges():
    assert check_result(TEMPERAMENT, "tci_rs", {"SC_raw": "160", "NS4": "80"})
    assert refused(TEMPERAMENT, "tci_rs", {"NS_raw": "81"}) == {"NS_raw": "out_of_range"}
    assert check_result(TEMPERAMENT, "tci_rs", {"temperament_type": "lmh"}) == {
        "temperament_type": "LMH"
    }


def test_disc_range_follows_the_metric():
    assert check_result(TEMPERAMENT, "disc", DISC)["DISC_D"] == 7
    assert refused(TEMPERAMENT, "disc", {**DISC, "DISC_D": "8"}) == {"DISC_D": "out_of_range"}
    assert check_result(TEMPERAMENT, "disc", {**DISC, "DISC_metric": "raw", "DISC_D": "28"})
    assert refused(TEMPERAMENT, "disc", {"DISC_D": "8"})["DISC_metric"] == "missing"


def test_disc_type_is_one_letter_or_two_different():
    for good in ("d", "DI", "CS"):
        values = {**DISC, "DISC_type": good}
        assert check_result(TEMPERAMENT, "disc", values)["DISC_type"] == good.upper()
    for wrong in ("DD", "DIS", "E"):
        values = {**DISC, "DISC_type": wrong}
        assert refused(TEMPERAMENT, "disc", values) == {"DISC_type": "unreadable"}


def test_mbti():
    values = {"type": "infp", "EI_clarity": "slight", "EI_pci": "30"}
    assert check_result(TYPE, "mbti", values) == {**values, "type": "INFP", "EI_pci": 30}
    assert refused(TYPE, "mbti", {"type": "IXFP", "EI_pci": "31"}) == {
        "type": "unreadable", "EI_pci": "out_of_range",
    }  # fmt: skip
    assert refused(TYPE, "mbti", {"best_fit_type": "INFP"}) == {"type": "missing"}


def test_narratives_obey_the_rules_of_text():
    kind = AssessmentKind.INNER_SELF
    assert check_result(kind, "htp", {"house": "크고\r\n따뜻함"}) == {"house": "크고\n따뜻함"}
    assert refused(kind, "htp", {"tree": "950307-1234567"}) == {"tree": "resident_number"}
    assert refused(kind, "htp", {"tree": "가" * (TEXT_LIMIT + 1)}) == {"tree": "too_long"}
    assert refused(kind, "inner_other", {"narrative": "글"}) == {"instrument_name": "missing"}


def test_sentence_completion_is_rated_by_area():
    kind = AssessmentKind.SENTENCE_COMPLETION
    assert check_result(kind, "sct", {"family": "X", "self": "2"}) == {"family": "X", "self": "2"}
    assert refused(kind, "sct", {"family": "3"}) == {"family": "unknown"}


def test_hints():
    values = {
        "Q": 11,
        "VRIN": 80,
        "FB": 89,
        "L": 64,
        "K": 65,
        "Hs": 65,
        "D": 64,
        "Mf": 99,
        "Si": 99,
    }
    assert dict(hints("mmpi_2", values)) == {
        "Q": HintLevel.CAUTION, "VRIN": HintLevel.STRONG, "K": HintLevel.CAUTION,
        "Hs": HintLevel.ELEVATED,
    }  # fmt: skip
    assert hints("mbti", {"type": "INFP"}) == []


@settings(deadline=None)
@given(
    st.sampled_from([(kind, i.code) for kind, served in CATALOG.items() for i in served]),
    st.dictionaries(
        st.sampled_from(["Hs", "Q", "TRIN_dir", "type", "DISC_metric", "DISC_D", "house", "x"]),
        st.text(st.characters(exclude_categories=()), max_size=30),
    ),
)
def test_anything_else_is_refused_with_result_errors_only(served, values):
    kind, instrument = served
    try:
        clean = check_result(kind, instrument, values)
    except ResultErrors:
        return
    again = {code: str(value) for code, value in clean.items()}
    assert check_result(kind, instrument, again) == clean
