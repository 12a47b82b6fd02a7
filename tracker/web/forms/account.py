"""The forms of the own account."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField

from tracker.services.renewing import Changed
from tracker.web.forms.base import Form
from tracker.web.forms.once import OnceForm


class PasswordForm(Form):
    """The password that was, and the one that comes, typed twice."""

    old_password = PasswordField(
        _l("지금 쓰는 비밀번호"), render_kw={"autocomplete": "current-password"}
    )
    password = PasswordField(_l("새 비밀번호"), render_kw={"autocomplete": "new-password"})
    password_again = PasswordField(
        _l("새 비밀번호 한 번 더"), render_kw={"autocomplete": "new-password"}
    )

    @property
    def typed(self) -> Changed:
        """What was typed."""
        return Changed(
            self.old_password.data or "", self.password.data or "", self.password_again.data or ""
        )


class LeakedForm(PasswordForm, OnceForm):
    """The same, where a new second factor is shown once."""


class SecondFactorForm(OnceForm):
    """Nothing but the wish for another one."""


class EndForm(Form):
    """Which session is to end."""

    id = HiddenField()
