"""The scales of an instrument as inputs: grouped, with their ranges."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from flask_babel import gettext as _

from tracker.domain.assessments import Group, Instrument, Scale, ScaleKind
from tracker.domain.program import AssessmentKind
from tracker.web import labels
from tracker.web.forms.results import ResultForm
from tracker.web.i18n import language

_SEVERAL: Final = frozenset({"raw", "T", "pct"})  # the values of one scale in a profile
_OPEN: Final = 2  # groups that stand open at first; the others unfold


@dataclass(frozen=True)
class ScaleInput:
    """One value: its field, how it is named, and what may be written there."""

    field: Any
    code: str
    hint: str
    text: bool
    choice: bool
    required: bool


@dataclass(frozen=True)
class ScaleRow:
    """One scale in several values: what it is called, and how much of each label says that."""

    name: str
    said: int
    inputs: tuple[ScaleInput, ...]


@dataclass(frozen=True)
class ScaleGroup:
    """Scales that are shown together."""

    name: str
    rows: tuple[ScaleRow, ...]
    short: tuple[ScaleInput, ...]
    texts: tuple[ScaleInput, ...]
    open: bool


@dataclass(frozen=True)
class Offer:
    """One instrument that can be chosen."""

    code: str
    label: str
    current: bool


@dataclass(frozen=True)
class ResultPage:
    """The page of one result."""

    title: str
    kind: str
    instrument: str
    instrument_label: str
    offers: tuple[Offer, ...]
    groups: tuple[ScaleGroup, ...]


def result_page(
    kind: AssessmentKind, offered: Iterable[Instrument], shown: Instrument, form: ResultForm
) -> ResultPage:
    """The instruments that can be chosen, and the scales of the one that is."""
    lang = language()
    offers = [Offer(one.code, labels.scale_label(one, lang), one is shown) for one in offered]
    return ResultPage(
        title=str(labels.ASSESSMENTS[kind]),
        kind=kind.value,
        instrument=shown.code,
        instrument_label=labels.scale_label(shown, lang),
        offers=tuple(offers),
        groups=tuple(_group(one, n, form) for n, one in enumerate(shown.groups)),
    )


def _group(group: Group, place: int, form: ResultForm) -> ScaleGroup:
    inputs = [_input(scale, form) for scale in group.scales]
    used = any(one.field.data or one.field.errors for one in inputs)
    short: list[ScaleInput] = []
    rows: list[ScaleRow] = []
    for _stem, found in groupby((one for one in inputs if not one.text), _stem_of):
        several = tuple(found)
        if len(several) > 1:
            rows.append(_row(several))
        else:
            short += several
    return ScaleGroup(
        name=labels.scale_label(group, language()),
        rows=tuple(rows),
        short=tuple(short),
        texts=tuple(one for one in inputs if one.text),
        open=place < _OPEN or used,
    )


def _stem_of(one: ScaleInput) -> str:
    """The same for the raw score, the T score and the percentile of a scale."""
    stem, _sep, kind = one.field.name.rpartition("_")
    return stem if kind in _SEVERAL else one.field.name


def _row(several: tuple[ScaleInput, ...]) -> ScaleRow:
    """The last word of each label says which value it is; what stands before names the scale."""
    name, _space, _which = str(several[0].field.label.text).rpartition(" ")
    return ScaleRow(name.rstrip(","), len(name) + 1, several)


def _input(scale: Scale, form: ResultForm) -> ScaleInput:
    return ScaleInput(
        field=form.scale(scale.code),
        code=_code(scale),
        hint=_hint(scale),
        text=scale.kind is ScaleKind.TEXT,
        choice=scale.kind is ScaleKind.CHOICE,
        required=scale.required,
    )


def _code(scale: Scale) -> str:
    """The short name on the printed profile, where there is one."""
    named = scale.kind is ScaleKind.INTEGER and scale.code[0].isupper() and "_" not in scale.code
    return scale.code if named else ""


def _hint(scale: Scale) -> str:
    if scale.ranges:
        named = [f"{labels.SCALE_OPTIONS[name]}" for name, _lo, _hi in scale.ranges]
        return ", ".join(named)
    if scale.kind is ScaleKind.INTEGER:
        return _("%(lo)s~%(hi)s", lo=scale.lo, hi=scale.hi)
    if scale.kind is ScaleKind.PATTERN:
        return str(labels.PATTERN_HINTS[scale.code])
    return ""
