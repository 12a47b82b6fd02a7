"""The form of a round."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField

from tracker.services.consents import editions
from tracker.web.forms.base import Form
from tracker.web.forms.choices import offered

_NUMBER = {"autocomplete": "off", "inputmode": "numeric"}
_DAY = {"autocomplete": "off", "inputmode": "numeric"}


class RoundForm(Form):
    """When, for how many, and what is promised."""

    name = StringField(_l("회차 이름"), render_kw={"autocomplete": "off"})
    opens_on = StringField(_l("시작하는 날"), render_kw=_DAY)
    closes_on = StringField(_l("마감하는 날"), render_kw=_DAY)
    capacity = StringField(_l("자리"), render_kw=_NUMBER)
    waiting_size = StringField(_l("대기 자리"), render_kw=_NUMBER)
    offer_days = StringField(_l("난 자리를 맡아 두는 날수"), render_kw=_NUMBER)
    tests = StringField(_l("고르는 검사"), render_kw=_NUMBER)
    sessions = StringField(_l("만나는 횟수"), render_kw=_NUMBER)
    edition = SelectField(_l("동의 문구"), validate_choice=False)
    declined_years = StringField(_l("함께하지 못한 신청의 보관"), render_kw=_NUMBER)
    care_years = StringField(_l("함께한 기록의 보관"), render_kw=_NUMBER)

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        self.edition.choices = offered((one, one) for one in sorted(editions(), reverse=True))

    def typed(self) -> dict[str, str]:
        """What was typed, as it was typed."""
        return {one.name: one.data or "" for one in self if one.name != "csrf_token"}
