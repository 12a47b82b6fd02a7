"""The forms with which colleagues leave and hand over."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField

from tracker.domain.people import LEAVING
from tracker.web.forms.base import Form
from tracker.web.forms.choices import offered

_HOW = zip(LEAVING, (_l("아주 그만두어요"), _l("한동안 자리를 비워요")), strict=True)


class LeaveForm(Form):
    """For good or for a while, and whether records get new keys too."""

    how = RadioField(_l("어떻게 되나요?"), choices=offered(_HOW), validate_choice=False)
    distrust = BooleanField(_l("이 사람이 열 수 있던 기록의 열쇠도 새로 만들기"))


class OfferForm(Form):
    """Which cases, to whom."""

    cases = SelectMultipleField(_l("넘길 사례"), choices=[], validate_choice=False)
    everything = BooleanField(_l("아직 아무에게도 제안하지 않은 사례 모두"))
    successor = SelectField(_l("사례를 맡을 상담사"), choices=[], validate_choice=False)

    def offer(self, successors: list[tuple[str, str]]) -> None:
        """Fill in who can be chosen."""
        field: Any = self.successor
        field.choices = offered([("", _l("골라 주세요")), *successors])


class AnswerForm(Form):
    """Which offers, and what the answer is."""

    offers = SelectMultipleField(_l("넘겨받을 사례"), choices=[], validate_choice=False)


class SliceForm(Form):
    """Work that is done in slices: how much there was when it began."""

    total = HiddenField()
