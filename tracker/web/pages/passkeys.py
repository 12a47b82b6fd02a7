"""Passkeys on the screen."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from tracker.services.passkeys import Passkey
from tracker.web.format import moment


@dataclass(frozen=True)
class Row:
    """One passkey in the list."""

    name: str
    created: str
    used: str
    handle: str
    remove_url: str


def row(one: Passkey) -> Row:
    """One passkey in the list."""
    return Row(
        name=one.name,
        created=moment(one.created_at),
        used=_("아직 쓰지 않았어요") if one.used_at is None else moment(one.used_at),
        handle=one.handle,
        remove_url=url_for("passkeys.remove", handle=one.handle),
    )
