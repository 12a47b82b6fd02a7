"""A security key made of software: ES256, attestation none. It signs whatever a test tells it."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, NEW_KEY = 0x01, 0x04, 0x40


def to_text(raw: bytes) -> str:
    """Base64url as browsers write it."""
    return urlsafe_b64encode(raw).decode().rstrip("=")


def to_bytes(text: str) -> bytes:
    """The way back."""
    return urlsafe_b64decode(text + "===")


@dataclass
class Authenticator:
    """One passkey on one device, as a browser at `origin` uses it.

    `step` is what its sign count grows by; synced passkeys of phones never count.
    """

    origin: str = "https://localhost"
    step: int = 1
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    count: int = 0
    _key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1()), repr=False
    )

    def create(self, options: str, **lies: Any) -> str:
        """What navigator.credentials.create() gives a page, as the page sends it on."""
        asked = json.loads(options)
        known = {one["id"] for one in asked["excludeCredentials"]}
        assert to_text(self.credential_id) not in known, "a real device would refuse"
        told = {"type": "webauthn.create", "rp_id": asked["rp"]["id"], "flags": PRESENT | VERIFIED}
        told |= {"challenge": asked["challenge"], **lies}
        data = self._data({**told, "flags": told["flags"] | NEW_KEY}) + self._new_key()
        made = {"fmt": "none", "attStmt": {}, "authData": data}
        client, attestation = self._client(told), cbor2.dumps(made)
        return self._said({"clientDataJSON": client, "attestationObject": attestation})

    def get(self, options: str, **lies: Any) -> str:
        """What navigator.credentials.get() gives a page, as the page sends it on."""
        asked = json.loads(options)
        told = {"type": "webauthn.get", "rp_id": asked["rpId"], "flags": PRESENT | VERIFIED}
        told |= {"challenge": asked["challenge"], **lies}
        self.count += self.step
        data, client = self._data(told), self._client(told)
        signature = self._key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        said = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        return self._said(said)

    def _client(self, told: dict[str, Any]) -> bytes:
        said = {"type": told["type"], "challenge": told["challenge"]}
        origin = told.get("origin", self.origin)
        return json.dumps({**said, "origin": origin, "crossOrigin": False}).encode()

    def _data(self, told: dict[str, Any]) -> bytes:
        rp = hashlib.sha256(told["rp_id"].encode()).digest()
        return rp + bytes([told["flags"]]) + self.count.to_bytes(4, "big")

    def _new_key(self) -> bytes:
        point = self._key.public_key().public_numbers()
        x, y = point.x.to_bytes(32, "big"), point.y.to_bytes(32, "big")
        cose = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        size = len(self.credential_id).to_bytes(2, "big")
        return bytes(16) + size + self.credential_id + cose

    def _said(self, parts: dict[str, bytes]) -> str:
        me = to_text(self.credential_id)
        response = {name: to_text(raw) for name, raw in parts.items()}
        return json.dumps({"id": me, "rawId": me, "type": "public-key", "response": response})
