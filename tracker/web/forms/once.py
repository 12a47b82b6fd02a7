"""Forms that make something which is shown a single time."""

from typing import Any
from uuid import uuid4

from wtforms import HiddenField

from tracker.web.forms.base import Form


class OnceForm(Form):
    """Its entry is made with the page, so that twice is once."""

    entry = HiddenField()

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        if not self.sent:
            self.entry.data = uuid4().hex

    @property
    def mark(self) -> str:
        """What tells this form from others; '' for one that no page of ours made."""
        return (self.entry.data or "")[:32]
