"""The forms of the status pages."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from tracker.web.forms.base import Form

_QUIET = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class ReceiptForm(Form):
    """Number and code, as they stand on the receipt; both may be pasted."""

    number = StringField(_l("접수번호"), render_kw={**_QUIET, "inputmode": "numeric"})
    code = StringField(_l("비밀 코드"), render_kw=_QUIET)


class WithdrawForm(Form):
    """The button that withdraws an application."""
