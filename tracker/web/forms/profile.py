"""The form in which a counselor says what they can be given."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField, StringField

from tracker.domain.assigning import Profile
from tracker.domain.program import CounselorGender, Days, MeetingWay
from tracker.web.forms.base import Form
from tracker.web.forms.choices import offered
from tracker.web.labels import DAYS, GENDERS, LANGUAGES, WAYS

_GENDERS = {"": _l("밝히지 않을게요")} | {
    code.value: words for code, words in GENDERS.items() if code is not CounselorGender.ANY
}
_WAYS = [(code, words) for code, words in WAYS.items() if code is not MeetingWay.ANY]
_DAYS = [(code, words) for code, words in DAYS.items() if code is not Days.ANY]


class ProfileForm(Form):
    """How many cases at once, and when, how and in which language."""

    openings = StringField(
        _l("한 번에 맡을 수 있는 사례"), render_kw={"inputmode": "numeric", "autocomplete": "off"}
    )
    gender = RadioField(_l("성별"), choices=offered(_GENDERS.items()), validate_choice=False)
    ways = SelectMultipleField(_l("만나는 방법"), choices=offered(_WAYS), validate_choice=False)
    days = SelectMultipleField(_l("만날 수 있는 때"), choices=offered(_DAYS), validate_choice=False)
    languages = SelectMultipleField(
        _l("쓸 수 있는 언어"), choices=offered(LANGUAGES.items()), validate_choice=False
    )

    @property
    def typed(self) -> tuple[str, str, list[str], list[str], list[str]]:
        """What was typed and ticked."""
        many = (self.ways.data or [], self.days.data or [], self.languages.data or [])
        return (self.openings.data or "", self.gender.data or "", *many)

    def fill(self, said: Profile) -> None:
        """Show what was said before."""
        self.openings.data = "" if said.openings is None else str(said.openings)
        self.gender.data = "" if said.gender is None else said.gender.value
        self.ways.data, self.days.data = sorted(said.ways), sorted(said.days)
        self.languages.data = sorted(said.languages)
