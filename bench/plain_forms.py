"""The forms of the yardstick, with the validators of the library."""

from typing import Any, Final

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from tracker.web import labels

_NO: Final = ("no", "")


def _codes(words: dict[Any, Any]) -> list[tuple[str, Any]]:
    return [(str(code), label) for code, label in words.items()]


class IntakeForm(FlaskForm):  # type: ignore[misc]
    """The intake interview."""

    version = IntegerField(validators=[DataRequired()])
    held_on = DateField(validators=[DataRequired()])
    limits_explained = BooleanField()
    presenting_problem = TextAreaField(validators=[DataRequired(), Length(max=4000)])
    background = TextAreaField(validators=[Length(max=4000)])
    strengths = TextAreaField(validators=[Length(max=4000)])
    goals = TextAreaField(validators=[Length(max=4000)])
    risk = RadioField(choices=_codes(labels.RISKS))
    risk_note = TextAreaField(validators=[Length(max=4000)])


class ApplicationForm(FlaskForm):  # type: ignore[misc]
    """The whole application."""

    consent_general = BooleanField(false_values=_NO, validators=[InputRequired()])
    consent_sensitive = BooleanField(false_values=_NO, validators=[InputRequired()])
    consent_verify = BooleanField(false_values=_NO, validators=[InputRequired()])
    consent_promo = BooleanField(false_values=_NO)
    notice_counseling = BooleanField(false_values=_NO, validators=[InputRequired()])
    name = StringField(validators=[DataRequired(), Length(max=80)])
    birth_date = DateField(validators=[DataRequired()])
    phone = StringField(validators=[DataRequired(), Regexp(r"^01\d-\d{3,4}-\d{4}$")])
    email = StringField(validators=[Optional(), Length(max=120), Regexp(r"^[^@\s]+@[^@\s]+$")])
    district = SelectField(choices=_codes(labels.DISTRICTS))
    office = StringField(validators=[Length(max=80)])
    account_opened = StringField(validators=[Regexp(r"^20\d\d-(0[1-9]|1[0-2])$")])
    account_status = RadioField(choices=_codes(labels.ACCOUNT_STATUS))
    choice = SelectMultipleField(
        choices=_codes(labels.ASSESSMENTS), validators=[Length(min=5, max=5)]
    )
    meeting = RadioField(choices=_codes(labels.WAYS))
    days = RadioField(choices=_codes(labels.DAYS))
    counselor_gender = RadioField(choices=_codes(labels.GENDERS))
    reason = TextAreaField(validators=[Length(max=1000)])
