"""The scores of a result, in the order and the words of the catalogue."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext as _

from tracker.domain.assessments import Instrument, Scale, ScaleKind, find_instrument, hints
from tracker.domain.errors import RuleBroken
from tracker.domain.papers import ResultPaper
from tracker.web import labels
from tracker.web.i18n import language
from tracker.web.labels.results import Named

_HINT_BADGES: Final = {"caution": "info", "strong": "danger", "elevated": "warning"}


@dataclass(frozen=True)
class ScaleLine:
    """One score: its name, its value, and a badge (code, words) where it asks for a second look."""

    name: str
    value: str
    hint: tuple[str, str] | None = None


ScaleGroups = tuple[tuple[str, tuple[ScaleLine, ...]], ...]


def instrument_of(paper: ResultPaper) -> Instrument | None:
    """The instrument of a result; None for one that has left the catalogue since."""
    try:
        return find_instrument(paper.instrument)
    except RuleBroken:
        return None


def scale_groups(paper: ResultPaper) -> ScaleGroups:
    """The scores that were recorded, group by group; a text is no score."""
    instrument = instrument_of(paper)
    if instrument is None:
        raw = tuple(ScaleLine(code, str(value)) for code, value in paper.values.items())
        return ((_("척도"), raw),) if raw else ()
    marks = dict(hints(instrument.code, paper.values))
    groups = [
        (name_of(group), tuple(_lines(paper, group.scales, marks))) for group in instrument.groups
    ]
    return tuple((name, lines) for name, lines in groups if lines)


def _lines(
    paper: ResultPaper, scales: Iterable[Scale], marks: dict[str, Any]
) -> Iterable[ScaleLine]:
    for scale in scales:
        if scale.code in paper.values and scale.kind is not ScaleKind.TEXT:
            level = marks.get(scale.code)
            badge = None if level is None else (_HINT_BADGES[level], str(labels.HINTS[level]))
            yield ScaleLine(name_of(scale), _value(scale, paper.values[scale.code]), badge)


def _value(scale: Scale, value: int | str) -> str:
    if scale.kind is ScaleKind.CHOICE:
        return str(labels.SCALE_OPTIONS.get(str(value), value))
    return str(value)


def text_scales(paper: ResultPaper) -> tuple[tuple[str, str], ...]:
    """The scales of an instrument that are texts."""
    instrument = instrument_of(paper)
    scales = () if instrument is None else instrument.scales
    texts = [scale for scale in scales if scale.kind is ScaleKind.TEXT]
    return tuple((name_of(one), str(paper.values.get(one.code, ""))) for one in texts)


def instrument_name(paper: ResultPaper) -> str:
    """The name of the instrument, or its code if the catalogue has no name for it."""
    instrument = instrument_of(paper)
    return paper.instrument if instrument is None else name_of(instrument)


def name_of(named: Named) -> str:
    """What the catalogue calls it in the language of the request."""
    return labels.scale_label(named, language())
