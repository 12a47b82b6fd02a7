"""The form before a lost code is replaced."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField

from tracker.web.forms.choices import offered
from tracker.web.forms.once import OnceForm
from tracker.web.labels import ASKED


class RenewForm(OnceForm):
    """What was asked on the phone; nothing is ticked beforehand."""

    asked = SelectMultipleField(
        _l("전화로 확인한 것"), choices=offered(ASKED.items()), validate_choice=False
    )
