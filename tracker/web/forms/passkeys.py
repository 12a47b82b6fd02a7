"""The forms for passkeys."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField

from tracker.services.passkeys import NAME_LIMIT
from tracker.web.forms.base import Form


class PasskeyForm(Form):
    """A name for a new passkey, and what the browser brought back."""

    name = StringField(
        _l("패스키 이름"), render_kw={"autocomplete": "off", "maxlength": NAME_LIMIT}
    )
    passkey = HiddenField()


class RemoveForm(Form):
    """Which passkey goes."""

    handle = HiddenField()
