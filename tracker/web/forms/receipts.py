"""The form before a lost code is replaced."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectMultipleField

from tracker.web.forms.choices import offered
from tracker.web.forms.once import OnceForm
from tracker.web.labels import ASKED


class RenewForm(OnceForm):
    """What was asked on the phone, and which code is to be replaced; nothing is ticked before."""

    instead_of = HiddenField()
    asked = SelectMultipleField(
        _l("전화로 확인한 것"), choices=offered(ASKED.items()), validate_choice=False
    )

    @property
    def generation(self) -> int:
        """The code that was the newest when the page was made; 0 for what no page of ours says."""
        told = self.instead_of.data or ""
        return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else 0
