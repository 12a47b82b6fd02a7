"""The forms of the status pages."""

from uuid import uuid4

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired

from tracker.web.forms.base import Form

_QUIET = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class ReceiptForm(Form):
    """Number and code, as they stand on the receipt; both may be pasted."""

    number = StringField(
        _l("접수번호"),
        [InputRequired(_l("접수번호를 적어 주세요."))],
        render_kw={**_QUIET, "inputmode": "numeric"},
    )
    code = StringField(
        _l("비밀 코드"), [InputRequired(_l("비밀 코드를 적어 주세요."))], render_kw=_QUIET
    )


class MessageForm(Form):
    """A message to the center; its entry is made with the page, so that twice is once."""

    entry = HiddenField()
    message = TextAreaField(_l("센터에 보낼 말"), render_kw={"autocomplete": "off"})

    def ready(self) -> "MessageForm":
        """A form that was not sent yet."""
        self.entry.data = self.entry.data or uuid4().hex
        return self


class WithdrawForm(Form):
    """The button that withdraws an application."""
