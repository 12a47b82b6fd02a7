"""The forms of a case: what a counselor writes. They only ask; domain/notes.py decides."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from enum import StrEnum
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from tracker.domain.program import MeetingWay
from tracker.web.forms.base import Form, VersionedForm
from tracker.web.forms.choices import offered
from tracker.web.labels import (
    ASSESSMENTS,
    ATTENDANCE,
    DROP_OUT_REASONS,
    RETURN_REASONS,
    RISKS,
    WAYS,
)

_DAY = {"inputmode": "numeric", "autocomplete": "off"}
MEETINGS: Final = {code: label for code, label in WAYS.items() if code is not MeetingWay.ANY}


def day_field(label: Any) -> StringField:
    """A day, typed as people write it; a picker would throw away what it cannot read."""
    return StringField(label, render_kw=_DAY)


def radio_field(label: Any, words: Mapping[Any, Any]) -> RadioField:
    """One of a few; whether it is one of them is for the domain to say."""
    return RadioField(label, choices=offered(words.items()), validate_choice=False)


class IntakeForm(VersionedForm):
    """The intake interview (초기면접)."""

    held_on = day_field(_l("만난 날"))
    limits_explained = BooleanField(_l("비밀보장과 그 한계를 설명했어요"))
    presenting_problem = TextAreaField(_l("주 호소"))
    background = TextAreaField(_l("배경"))
    strengths = TextAreaField(_l("강점과 자원"))
    goals = TextAreaField(_l("함께 정한 목표"))
    risk = radio_field(_l("위험 평가"), RISKS)
    risk_note = TextAreaField(_l("위험 평가 내용"))


class ChoiceForm(VersionedForm):
    """Five of six, and why one is left out."""

    choice = SelectMultipleField(
        _l("함께 고른 검사"), choices=offered(ASSESSMENTS.items()), validate_choice=False
    )
    reason = TextAreaField(_l("빼기로 한 까닭"))


class SessionForm(VersionedForm):
    """One session, held or missed; `entry` makes a form that is sent twice one session."""

    entry = HiddenField()
    held_on = day_field(_l("날짜"))
    way = radio_field(_l("방법"), MEETINGS)
    attendance = radio_field(_l("참석"), ATTENDANCE)
    note = TextAreaField(_l("상담 기록"))
    risk = radio_field(_l("위험 평가"), RISKS)
    risk_note = TextAreaField(_l("위험 평가 내용"))
    next_plan = TextAreaField(_l("다음 계획"))


class OutcomeForm(VersionedForm):
    """The outcome note."""

    summary = TextAreaField(_l("달라진 점"))
    plan = TextAreaField(_l("앞으로의 계획"))
    referral = TextAreaField(_l("이어 드린 곳"))


class DropOutForm(Form):
    """Why a case ends early."""

    reason = radio_field(_l("중도 종료하는 까닭"), DROP_OUT_REASONS)
    note = TextAreaField(_l("덧붙일 내용"))


class ReturnForm(Form):
    """Why an assigned case is given back."""

    reason = radio_field(_l("돌려보내는 까닭"), RETURN_REASONS)
    note = TextAreaField(_l("접수 담당에게 전할 말"))


class CompleteForm(Form):
    """Nothing to ask: only the wish to complete the case."""


class ReopenForm(Form):
    """Why a closed case is taken up again."""

    reason = TextAreaField(_l("다시 여는 까닭"))


def typed(form: Form) -> dict[str, object]:
    """What was typed, by field name, as the domain wants to check it."""
    return {field.name: field.data for field in form}


def written(paper: object) -> dict[str, object]:
    """A saved paper as the values of its form."""
    return {one.name: _value(getattr(paper, one.name)) for one in fields(paper)}  # type: ignore[arg-type]


def _value(value: object) -> object:
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value
