"""The form of a result: its fields are the scales of one instrument."""

from functools import cache
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)

from tracker.domain.assessments import Instrument, ResultErrors, Scale, ScaleKind
from tracker.domain.errors import FieldError
from tracker.domain.papers import ResultPaper
from tracker.web.forms.base import VersionedForm
from tracker.web.forms.cases import MEETINGS, day_field, radio_field, written
from tracker.web.forms.choices import offered
from tracker.web.labels import SCALE_OPTIONS, scale_label

_PREFIX: Final = "scale_"


class ResultForm(VersionedForm):
    """What every result says; a subclass for each instrument adds its scales."""

    instrument = HiddenField()
    administered_on = day_field(_l("검사한 날"))
    way = radio_field(_l("방법"), MEETINGS)
    narrative = TextAreaField(_l("요약과 해석"))
    interpreted = BooleanField(_l("해석상담에서 설명했어요"))
    interpreted_on = day_field(_l("설명한 날"))

    def scale(self, code: str) -> Any:
        """The field of one scale."""
        return self[_PREFIX + code]

    @property
    def values(self) -> dict[str, str]:
        """What was typed for the scales, by their codes."""
        return {
            field.name.removeprefix(_PREFIX): field.data or ""
            for field in self
            if field.name.startswith(_PREFIX)
        }

    def refuse_values(self, refused: ResultErrors) -> None:
        """Put each refused value beside its scale, everything else above the form."""
        for error in refused.errors:
            known = _PREFIX + error.field in self._fields
            name = _PREFIX + error.field if known else error.field
            self.refuse_one(FieldError(name, error.code, **error.params))


@cache
def form_for(instrument: Instrument, language: str) -> type[ResultForm]:
    """The form with the scales of one instrument."""
    scales = {_PREFIX + one.code: _field(one, language) for one in instrument.scales}
    return type("ResultForm", (ResultForm,), scales)


def _field(scale: Scale, language: str) -> Field:
    label = scale_label(scale, language)
    if scale.kind is ScaleKind.TEXT:
        return TextAreaField(label)
    if scale.kind is ScaleKind.CHOICE:
        options = [("", "-"), *((one, SCALE_OPTIONS[one]) for one in scale.options)]
        return SelectField(label, choices=offered(options), validate_choice=False)
    mode = "numeric" if scale.kind is ScaleKind.INTEGER else "text"
    return StringField(label, render_kw={"inputmode": mode, "autocomplete": "off"})


def result_written(paper: ResultPaper) -> dict[str, object]:
    """A saved result as the values of its form."""
    scales = {_PREFIX + code: str(value) for code, value in paper.values.items()}
    told = paper.interpreted_on is not None
    return {**written(paper), "interpreted": told, **scales}
