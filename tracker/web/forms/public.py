"""The forms of the application, one per step."""

from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from tracker.domain.program import WITH_COUNSELOR
from tracker.web.forms.base import Form
from tracker.web.forms.choices import offered
from tracker.web.labels import ACCOUNT_STATUS, ASSESSMENTS, DAYS, DISTRICTS, GENDERS, WAYS

# Not a district: whoever picks it reads where else to turn.
OUTSIDE: Final = "outside"


class TickField(BooleanField):
    """One box: ticked means yes, and nothing else does."""

    def process_data(self, value: Any) -> None:
        """Take the value that is kept in the draft."""
        self.data = value == "yes"

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what the browser sent."""
        self.data = "yes" in valuelist

    def _value(self) -> str:
        return "yes"


class StepForm(Form):
    """One step of the application; its fields have the names of the contract.

    A sentence about a field links to its id, and so the id stands in the address: where the name
    would tell what this is about, the id is another.
    """

    def typed(self) -> dict[str, str | list[str]]:
        """Return what was typed, as it was typed."""
        return {field.name: _typed(field) for field in self if field.name != "csrf_token"}


def _typed(field: Any) -> str | list[str]:
    if isinstance(field, TickField):
        return "yes" if field.data else "no"
    if isinstance(field, SelectMultipleField):
        return list(field.data or ())
    return field.data or ""


class ConsentsForm(StepForm):
    """Each consent by itself; nothing is ticked beforehand."""

    consent_general = TickField(_l("네, 동의해요"))
    consent_sensitive = TickField(_l("네, 동의해요"))
    consent_verify = TickField(_l("네, 동의해요"))
    notice_counseling = TickField(_l("네, 읽었고 동의해요"), id="notice")
    consent_promo = TickField(_l("네, 동의해요"))


class AboutForm(StepForm):
    """Who applies: what the program needs, and nothing more."""

    name = StringField(_l("이름"), render_kw={"autocomplete": "name"})
    birth_date = StringField(
        _l("생년월일"), render_kw={"autocomplete": "bday", "inputmode": "numeric"}
    )
    phone = StringField(_l("휴대전화 번호"), render_kw={"autocomplete": "tel", "inputmode": "tel"})
    # Not type=email: browsers rewrite addresses in Korean letters.
    email = StringField(_l("이메일"), render_kw={"autocomplete": "email", "inputmode": "email"})
    district = SelectField(
        _l("사는 자치구"), validate_choice=False, render_kw={"autocomplete": "address-level2"}
    )
    account_opened = StringField(
        _l("통장을 만든 달"), render_kw={"autocomplete": "off", "inputmode": "numeric"}
    )
    account_status = RadioField(
        _l("통장 상태"), choices=offered(ACCOUNT_STATUS.items()), validate_choice=False
    )
    office = StringField(_l("통장을 관리하는 기관"), render_kw={"autocomplete": "off"})
    guardian_phone = StringField(
        _l("보호자 휴대전화 번호"), render_kw={"autocomplete": "off", "inputmode": "tel"}
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        typed = self.district.data or ""
        known = {"", *DISTRICTS, OUTSIDE}
        self.district.choices = offered(
            [
                ("", _l("골라 주세요")),
                *DISTRICTS.items(),
                (OUTSIDE, _l("서울이 아니에요")),
                *([] if typed in known else [(typed, typed)]),
            ]
        )


class ChoicesForm(StepForm):
    """Which assessments, how and when to meet, and why, if they like."""

    choice = SelectMultipleField(
        _l("받고 싶은 검사"),
        choices=offered([*ASSESSMENTS.items(), (WITH_COUNSELOR, _l("상담사와 정할게요"))]),
        validate_choice=False,
    )
    meeting = RadioField(
        _l("어떻게 만나고 싶으세요?"), choices=offered(WAYS.items()), validate_choice=False
    )
    days = RadioField(_l("언제가 편하세요?"), choices=offered(DAYS.items()), validate_choice=False)
    counselor_gender = RadioField(
        _l("어떤 상담사가 편하세요?"),
        choices=offered(GENDERS.items()),
        validate_choice=False,
        id="gender",
    )
    reason = TextAreaField(_l("신청하는 까닭"), render_kw={"autocomplete": "off"})


class SendForm(Form):
    """The last button: everything it sends is in the draft already; `seen` says which draft."""

    seen = HiddenField()
