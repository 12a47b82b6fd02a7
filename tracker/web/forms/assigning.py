"""The forms with which a coordinator finds a counselor for one case, or for many at once."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectMultipleField

from tracker.web.forms.applications import QueueForm
from tracker.web.forms.base import Form
from tracker.web.forms.choices import offered


class AssignForm(QueueForm):
    """Which counselor; `over` is asked for only when that one has no room left."""

    counselor = RadioField(_l("상담사"), choices=[], validate_choice=False)
    over = BooleanField(_l("자리보다 많이 맡겨도 괜찮아요"))

    hints: dict[str, str]

    def offer(self, counselors: list[tuple[str, str]], hints: dict[str, str]) -> None:
        """Fill in who can be chosen, and why each of them fits or not."""
        field: Any = self.counselor
        field.choices, self.hints = offered(counselors), hints


class ReviewForm(Form):
    """Several cases and, in the same order, a counselor for each."""

    cases = SelectMultipleField(_l("신청"), choices=[], validate_choice=False)
    counselors = SelectMultipleField(_l("상담사"), choices=[], validate_choice=False)
    over = BooleanField(_l("자리보다 많이 맡겨도 괜찮아요"))


class OpeningsForm(Form):
    """Counselors and, in the same order, how many cases each takes at once."""

    accounts = SelectMultipleField(_l("상담사"), choices=[], validate_choice=False)
    openings = SelectMultipleField(
        _l("한 번에 맡을 수 있는 사례"), choices=[], validate_choice=False
    )
