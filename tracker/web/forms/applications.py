"""The forms with which a coordinator decides and assigns."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, TextAreaField

from tracker.web.forms.base import Form
from tracker.web.forms.choices import offered
from tracker.web.labels import DECLINE_REASONS


class QueueForm(Form):
    """An act after which the next one in line is shown: where the line was, and its place."""

    tab = HiddenField()
    place = HiddenField()


class DeclineForm(QueueForm):
    """Why an application is declined."""

    reason = RadioField(
        _l("선정하지 않는 까닭"),
        choices=offered(DECLINE_REASONS.items()),
        validate_choice=False,
    )
    note = TextAreaField(_l("덧붙일 말"))


class ReopenForm(Form):
    """Why a declined application is taken up again."""

    reason = TextAreaField(_l("다시 여는 까닭"))


class MessageForm(QueueForm):
    """A message to the person; its entry is made with the page, so that twice is once."""

    entry = HiddenField()
    message = TextAreaField(_l("보낼 말"))


class TwinForm(Form):
    """Another application, and whether it is the same person's."""

    other = HiddenField()
    verdict = HiddenField()
