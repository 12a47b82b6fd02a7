"""The form with which the officer checks the trail."""

import re
from typing import Final

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from tracker.domain.errors import FieldError
from tracker.services.upkeep import Anchor
from tracker.web.forms.base import Form

# As the page and `tracker audit verify` print it; a number this long fits any database.
_ANCHOR: Final = re.compile(r"([0-9]{1,15}):([0-9a-f]{64})")


class VerifyForm(Form):
    """An anchor that was kept elsewhere, or nothing."""

    anchor = StringField(
        _l("보관해 둔 확인값"), render_kw={"autocomplete": "off", "spellcheck": "false"}
    )

    def kept(self) -> Anchor | None:
        """What was typed, or None for nothing. Raises FieldError('anchor', 'unreadable')."""
        written = "".join((self.anchor.data or "")[:200].lower().split())
        if not written:
            return None
        found = _ANCHOR.fullmatch(written)
        if found is None:
            raise FieldError("anchor", "unreadable")
        return Anchor(int(found[1]), found[2])
