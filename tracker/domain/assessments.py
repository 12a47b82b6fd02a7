"""Assessments: which instruments serve a kind, and whether a result can be one of theirs."""

import re
import unicodedata
from collections.abc import Mapping
from itertools import takewhile
from typing import Final

from tracker.domain.errors import FieldError, RuleBroken
from tracker.domain.fields import clean_text
from tracker.domain.instruments.mbti import MBTI
from tracker.domain.instruments.mmpi import MMPI_2, MMPI_2_RF, MMPI_A
from tracker.domain.instruments.narrative import HTP, INNER_OTHER, KFD, SCT
from tracker.domain.instruments.scale import (
    TEXT_LIMIT,
    Group,
    HintLevel,
    Instrument,
    Mark,
    Scale,
    ScaleKind,
)
from tracker.domain.instruments.temperament import DISC, TCI_RS, TCI_YOUTH
from tracker.domain.program import AssessmentKind

__all__ = [
    "ADULT_FROM",
    "CATALOG",
    "TEXT_LIMIT",
    "Group",
    "HintLevel",
    "Instrument",
    "Mark",
    "ResultErrors",
    "Scale",
    "ScaleKind",
    "Values",
    "check_result",
    "find_instrument",
    "hints",
    "instruments",
    "instruments_for_age",
    "scales",
]

Values = dict[str, int | str]

# domain.md section 2; the first of each kind is the one that is offered.
CATALOG: Final[dict[AssessmentKind, tuple[Instrument, ...]]] = {
    AssessmentKind.PERSONALITY_INVENTORY: (MMPI_2, MMPI_2_RF, MMPI_A),
    AssessmentKind.SENTENCE_COMPLETION: (SCT,),
    AssessmentKind.INNER_SELF: (HTP, INNER_OTHER),
    AssessmentKind.KINETIC_FAMILY_DRAWING: (KFD,),
    AssessmentKind.PERSONALITY_TYPE: (MBTI,),
    AssessmentKind.TEMPERAMENT_BEHAVIOR: (TCI_RS, DISC, TCI_YOUTH),
}
ADULT_FROM: Final = 19  # domain.md section 2.1: Korean MMPI-2 from 19, MMPI-A about 13-18 [U]
_FOR_MINORS: Final = (MMPI_A, TCI_YOUTH)

_SHORT: Final = 20  # characters of a score, generously
_NUMBER: Final = re.compile(r"[+-]?\d{1,9}", re.ASCII)


class ResultErrors(Exception):
    """All the values of a result that were refused."""

    def __init__(self, errors: list[FieldError]) -> None:
        super().__init__(", ".join(map(str, errors)))
        self.errors = errors


def instruments(kind: AssessmentKind) -> tuple[Instrument, ...]:
    """Return the instruments that serve a kind, the usual one first."""
    return CATALOG[kind]


def instruments_for_age(kind: AssessmentKind, age: int) -> tuple[Instrument, ...]:
    """Return the same instruments, those for minors first when the client is under 19."""
    found = instruments(kind)
    if age >= ADULT_FROM:
        return found
    return tuple(sorted(found, key=lambda instrument: instrument not in _FOR_MINORS))


def find_instrument(code: str) -> Instrument:
    """Return the instrument with this code."""
    for instrument in (one for served in CATALOG.values() for one in served):
        if instrument.code == code:
            return instrument
    raise RuleBroken("unknown_instrument")


def scales(instrument: str) -> tuple[Scale, ...]:
    """Return the scales of an instrument, in the order of the form."""
    return find_instrument(instrument).scales


def check_result(kind: AssessmentKind, instrument: str, values: Mapping[str, str]) -> Values:
    """Return the values that were filled in, as numbers and texts; raises ResultErrors."""
    known = {one.code: one for one in instruments(kind)}
    if instrument not in known:
        raise ResultErrors([FieldError("instrument", "unknown")])
    clean, errors = _read_all(known[instrument], values)
    if not clean and not errors:
        errors.append(FieldError("values", "nothing"))
    if errors:
        raise ResultErrors(errors)
    return clean


def hints(instrument: str, values: Mapping[str, int | str]) -> list[tuple[str, HintLevel]]:
    """Return which scores ask to be looked at twice, and how loudly: hints, never a diagnosis."""
    found = ((scale.code, _hint(scale, values)) for scale in scales(instrument))
    return [(code, level) for code, level in found if level]


def _hint(scale: Scale, values: Mapping[str, int | str]) -> HintLevel | None:
    score = values.get(scale.code)
    if not isinstance(score, int):
        return None
    reached = list(takewhile(lambda mark: score >= mark.at_least, scale.marks))
    return reached[-1].level if reached else None


def _read_all(instrument: Instrument, values: Mapping[str, str]) -> tuple[Values, list[FieldError]]:
    clean: Values = {}
    errors = [FieldError("values", "unknown_scale")] if _has_unknown(instrument, values) else []
    for scale in instrument.scales:
        try:
            value = _read(scale, values)
        except FieldError as error:
            errors.append(error)
        else:
            if value != "":
                clean[scale.code] = value
    return clean, errors


def _has_unknown(instrument: Instrument, values: Mapping[str, str]) -> bool:
    return not {scale.code for scale in instrument.scales}.issuperset(values)


def _read(scale: Scale, values: Mapping[str, str]) -> int | str:
    """Return one value, '' for a place left empty."""
    raw = values.get(scale.code, "")
    if scale.kind is ScaleKind.TEXT:
        return clean_text(scale.code, raw, TEXT_LIMIT, scale.required)
    if not raw.strip():
        return _nothing(scale)
    if len(raw) > _SHORT:
        raise FieldError(scale.code, "unreadable")
    return _read_short(scale, unicodedata.normalize("NFKC", raw).strip(), values)


def _nothing(scale: Scale) -> str:
    if scale.required:
        raise FieldError(scale.code, "missing")
    return ""


def _read_short(scale: Scale, written: str, values: Mapping[str, str]) -> int | str:
    if scale.kind is ScaleKind.INTEGER:
        return _read_number(scale, written, values)
    if scale.kind is ScaleKind.PATTERN:
        return _read_pattern(scale, written.upper())
    if written not in scale.options:
        raise FieldError(scale.code, "unknown")
    return written


def _read_number(scale: Scale, written: str, values: Mapping[str, str]) -> int:
    if not _NUMBER.fullmatch(written):
        raise FieldError(scale.code, "not_a_number")
    lo, hi = scale.bounds(values)
    if not lo <= int(written) <= hi:
        raise FieldError(scale.code, "out_of_range", lo=lo, hi=hi)
    return int(written)


def _read_pattern(scale: Scale, written: str) -> str:
    if not re.fullmatch(scale.pattern, written):
        raise FieldError(scale.code, "unreadable")
    return written
