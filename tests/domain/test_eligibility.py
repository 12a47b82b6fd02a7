"""The checklist: four lines, a note each, and nothing that decides."""

import pytest

from tracker.domain.applications import FormErrors
from tracker.domain.eligibility import LINES, NOTE, check_eligibility
from tracker.domain.program import Track, Verdict

FORM: dict[str, object] = {
    "account": "confirmed",
    "account_note": " 관리기관에 전화함 ",
    "district": "mismatch",
    "track": "unverifiable",
    "track_kind": "over_50_to_100",
    "earlier": "open",
}


def test_a_checklist():
    paper = check_eligibility(FORM)
    assert (paper.account, paper.account_note) == (Verdict.CONFIRMED, "관리기관에 전화함")
    assert (paper.district, paper.district_note) == (Verdict.MISMATCH, "")
    assert (paper.track, paper.track_kind) == (Verdict.UNVERIFIABLE, Track.OVER_50_TO_100)
    assert paper.earlier is Verdict.OPEN


def test_the_track_may_stay_open():
    assert check_eligibility(FORM | {"track_kind": ""}).track_kind is None


def test_what_nobody_looked_at_is_open():
    paper = check_eligibility({})
    assert {getattr(paper, line) for line in LINES} == {Verdict.OPEN}


def test_every_mistake_is_told_at_once():
    with pytest.raises(FormErrors) as refused:
        check_eligibility(
            {"account": "perhaps", "district_note": "가" * (NOTE + 1), "track_kind": "x"}
        )
    codes = {name: error.code for name, error in refused.value.errors.items()}
    assert codes == {
        "account": "unknown", "district_note": "too_long", "track_kind": "unknown",
    }  # fmt: skip


@pytest.mark.parametrize("line", LINES)
def test_a_note_holds_no_resident_number(line: str):
    with pytest.raises(FormErrors) as refused:
        check_eligibility(FORM | {f"{line}_note": "900101-1234567"})
    assert refused.value.errors[f"{line}_note"].code == "resident_number"
