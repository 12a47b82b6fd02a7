"""The forms with which a colleague comes: invited, enrolled, admitted."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, SelectField, SelectMultipleField, StringField

from tracker.domain.access import Role
from tracker.web.forms.base import Form
from tracker.web.forms.choices import offered
from tracker.web.forms.once import OnceForm
from tracker.web.labels import ROLES

_STAFF = offered(one for one in ROLES.items() if one[0] is not Role.APPLICANT)


class InviteForm(OnceForm):
    """Who comes, as what, to which team."""

    name = StringField(_l("이름"), render_kw={"autocomplete": "off"})
    username = StringField(
        _l("아이디"), render_kw={"autocomplete": "off", "autocapitalize": "none", "lang": "en"}
    )
    roles = SelectMultipleField(_l("역할"), choices=_STAFF, validate_choice=False)
    team_id = SelectField(_l("팀"), choices=[], validate_choice=False)

    def offer(self, teams: list[tuple[str, str]]) -> None:
        """Fill in the teams to choose from."""
        field: Any = self.team_id
        field.choices = offered(teams)


class TeamForm(Form):
    """A new team."""

    team_name = StringField(_l("팀 이름"), render_kw={"autocomplete": "off"})


class WelcomeForm(OnceForm):
    """A password, typed twice."""

    password = PasswordField(_l("비밀번호"), render_kw={"autocomplete": "new-password"})
    password_again = PasswordField(
        _l("비밀번호 한 번 더"), render_kw={"autocomplete": "new-password"}
    )


class AdmitForm(Form):
    """The fingerprint on the newcomer's screen."""

    fingerprint = StringField(
        _l("확인 숫자"), render_kw={"autocomplete": "off", "inputmode": "numeric"}
    )
