"""Challenges for passkeys: kept in the boxed session of the browser that is asked, used once."""

from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from flask import request

from tracker.services.ceremonies import Answer, Challenge, Party, new_challenge, party_of
from tracker.web.context import boxed_session, site

TO_SIGN: Final = "_passkey"
TO_ADD: Final = "_new_passkey"


def party_here() -> Party | None:
    """The site as passkeys know it, if this page was opened under that name."""
    party = party_of(site().settings)
    host = urlsplit(f"//{request.host}").hostname
    return party if party is not None and party.id == host else None


def ask(purpose: str) -> Challenge:
    """A new challenge; one that was asked before is worth nothing any more."""
    challenge = new_challenge(site().clock())
    boxed_session()[purpose] = [challenge.text, challenge.asked_at.isoformat()]
    return challenge


def answered(purpose: str, response: str | None) -> Answer | None:
    """What came back, with the challenge it must answer, which is used up; None if nothing did."""
    if not response:
        return None
    kept = boxed_session().pop(purpose, None)
    challenge = None if kept is None else Challenge(kept[0], datetime.fromisoformat(kept[1]))
    return Answer(party_of(site().settings), challenge, response)
