"""What browsers and passkeys say to each other (WebAuthn): what is asked, what is believed.

The package `webauthn` is loaded by the first passkey, not at the start.
"""

import base64
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Final, NamedTuple, TypeVar
from urllib.parse import urlsplit

import msgspec

from tracker.config import LOOPBACK, Settings
from tracker.vault.codes import new_token

CHALLENGE_LASTS: Final = timedelta(minutes=5)
MAX_RESPONSE: Final = 16_384  # letters of JSON; a browser's answer has about a thousand
_TIMEOUT: Final = 120_000  # milliseconds for somebody who looks for their key
T = TypeVar("T")


class Party(NamedTuple):
    """The site as passkeys know it: a host name, and the origin whose pages may ask."""

    id: str
    origin: str


def party_of(settings: Settings) -> Party | None:
    """The site of these settings; None if its host is a number, which browsers refuse.

    On this machine the name is always localhost, also where public_url says 127.0.0.1.
    """
    parts = urlsplit(settings.public_url)
    host = parts.hostname or ""
    if host in LOOPBACK:
        host = "localhost"
    elif _is_number(host):
        return None
    usual = {"https": 443, "http": 80}[parts.scheme]
    port = "" if parts.port in {None, usual} else f":{parts.port}"
    return Party(host, f"{parts.scheme}://{host}{port}")


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


class Challenge(NamedTuple):
    """Random bytes that a passkey signs: once, and within five minutes."""

    text: str
    asked_at: datetime

    @property
    def raw(self) -> bytes:
        """The bytes that are signed."""
        return base64.urlsafe_b64decode(self.text + "=")

    @property
    def digest(self) -> str:
        """What is kept of a challenge that was answered."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def stands(self, now: datetime) -> bool:
        """Whether it may still be answered."""
        return timedelta() <= now - self.asked_at <= CHALLENGE_LASTS


def new_challenge(now: datetime) -> Challenge:
    """A challenge nobody can foresee."""
    return Challenge(new_token(), now)


@dataclass(frozen=True)
class Answer:
    """What a browser brought back, and what this site had asked it."""

    party: Party | None
    challenge: Challenge | None
    response: str = field(repr=False)


class Attested(NamedTuple):
    """A new passkey: its id, its public key as COSE bytes, how often it has signed."""

    id: bytes
    public_key: bytes
    sign_count: int


class Owner(NamedTuple):
    """For whom a passkey is made; username and name are stored beside it by the device."""

    handle: bytes
    username: str
    name: str


def request_options(party: Party, challenge: Challenge) -> str:
    """What navigator.credentials.get() is asked, as JSON; it names no account and no passkey."""
    import webauthn

    return webauthn.options_to_json(
        webauthn.generate_authentication_options(
            rp_id=party.id, challenge=challenge.raw, timeout=_TIMEOUT
        )
    )


def creation_options(
    party: Party, challenge: Challenge, owner: Owner, known: Iterable[bytes]
) -> str:
    """What navigator.credentials.create() is asked, as JSON; `known`: devices to leave out."""
    import webauthn
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
    )

    discoverable = AuthenticatorSelectionCriteria(resident_key=ResidentKeyRequirement.REQUIRED)
    return webauthn.options_to_json(
        webauthn.generate_registration_options(
            rp_id=party.id,
            rp_name="마음저축",
            user_id=owner.handle,
            user_name=owner.username,
            user_display_name=owner.name,
            challenge=challenge.raw,
            timeout=_TIMEOUT,
            authenticator_selection=discoverable,
            exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
        )
    )


def attested(answer: Answer, now: datetime) -> Attested | None:
    """The passkey that was made for this site and this challenge; None for anything else."""
    asked = _asked(answer, now)
    if asked is None:
        return None
    party, challenge = asked

    def check() -> Attested:
        from webauthn import verify_registration_response

        made = verify_registration_response(
            credential=answer.response,
            expected_challenge=challenge.raw,
            expected_rp_id=party.id,
            expected_origin=party.origin,
        )
        return Attested(made.credential_id, made.credential_public_key, made.sign_count)

    return _believed(check)


class _Named(msgspec.Struct):
    id: str


def named_in(answer: Answer) -> bytes | None:
    """Which passkey an answer claims to come from."""
    if len(answer.response) > MAX_RESPONSE:
        return None
    return _believed(
        lambda: base64.urlsafe_b64decode(
            msgspec.json.decode(answer.response, type=_Named).id + "==="
        )
    )


def signed(answer: Answer, public_key: bytes, now: datetime) -> int | None:
    """The sign count of a passkey that signed this challenge for this site; None for a lie."""
    asked = _asked(answer, now)
    if asked is None:
        return None
    party, challenge = asked

    def check() -> int:
        from webauthn import verify_authentication_response

        found = verify_authentication_response(
            credential=answer.response,
            expected_challenge=challenge.raw,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=public_key,
            credential_current_sign_count=0,  # compared by whoever knows what to tell the trail
        )
        return found.new_sign_count

    return _believed(check)


def _asked(answer: Answer, now: datetime) -> tuple[Party, Challenge] | None:
    party, challenge = answer.party, answer.challenge
    if party is None or challenge is None or not challenge.stands(now):
        return None
    return (party, challenge) if len(answer.response) <= MAX_RESPONSE else None


def _believed(check: Callable[[], T]) -> T | None:
    """Whatever is wrong with bytes from outside, they are not believed; the ways are many."""
    try:
        return check()
    except Exception:
        return None
