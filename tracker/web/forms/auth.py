"""The sign-in form."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField

from tracker.web.forms.base import Form


class SignInForm(Form):
    """Name, password and code in one form."""

    username = StringField(_l("이름"), render_kw={"autocomplete": "username"})
    password = PasswordField(_l("비밀번호"), render_kw={"autocomplete": "current-password"})
    code = StringField(
        _l("인증 번호"), render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"}
    )


class ProveForm(Form):
    """The password, or the number of the authenticator app."""

    password = PasswordField(_l("비밀번호"), render_kw={"autocomplete": "current-password"})
    code = StringField(
        _l("또는 인증 번호"), render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"}
    )
