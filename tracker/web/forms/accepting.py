"""The form with which several applications are accepted at once."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField

from tracker.web.forms.base import Form


class AcceptForm(Form):
    """Whom."""

    cases = SelectMultipleField(_l("선정할 신청"), choices=[], validate_choice=False)
