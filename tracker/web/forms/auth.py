"""The sign-in form."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired

from tracker.web.forms.base import Form


class SignInForm(Form):
    """Username, password, and a code or what a passkey said, in one form."""

    wrong = _l(
        "아이디, 비밀번호, 인증 번호나 패스키를 다시 확인해 주세요. 인증 번호는 30초마다 바뀌어요."
    )

    username = StringField(
        _l("아이디"),
        [InputRequired(_l("아이디를 적어 주세요."))],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        _l("비밀번호"),
        [InputRequired(_l("비밀번호를 적어 주세요."))],
        render_kw={"autocomplete": "current-password"},
    )
    code = StringField(
        _l("인증 번호"), render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"}
    )
    passkey = HiddenField()


class ProveForm(Form):
    """The password, the number of the authenticator app, or what a passkey said."""

    wrong = _l("비밀번호, 인증 번호나 패스키가 맞지 않아요. 다시 확인해 주세요.")

    password = PasswordField(_l("비밀번호"), render_kw={"autocomplete": "current-password"})
    code = StringField(
        _l("또는 인증 번호"), render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"}
    )
    passkey = HiddenField()
