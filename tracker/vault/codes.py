"""Numbers and codes that people carry on paper: receipts, one-time links, recovery sheets."""

import base64
import hashlib
import secrets
from datetime import datetime
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP

# Crockford's base 32: no I, L, O, U, so no two symbols look alike.
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_SYMBOLS: Final = 16  # 16 x 5 bits = 80 bits
_LOOK_ALIKE: Final = str.maketrans("OIL", "011")
# Keyboards set to Korean or Japanese type full-width letters; text programs type longer dashes.
_NARROW: Final = str.maketrans(
    "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ"
    "ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ－\u2010\u2013",
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz---",
)
_STEP_SECONDS: Final = 30


def new_number() -> str:
    """Return a random receipt number of eight digits, as 1234-5678; it tells no order."""
    digits = f"{secrets.randbelow(10**8):08d}"
    return f"{digits[:4]}-{digits[4:]}"


def new_code() -> str:
    """Return a secret code of 80 random bits, in four groups of four symbols."""
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(CODE_SYMBOLS)))


def grouped(symbols: str) -> str:
    """Write symbols in groups of four, with hyphens."""
    return "-".join(symbols[i : i + 4] for i in range(0, len(symbols), 4))


def read_number(typed: str) -> str:
    """Read a receipt number as people type it; returns '' when it cannot be one."""
    digits = "".join(c for c in _narrow(typed) if c.isascii() and c.isdigit())
    return f"{digits[:4]}-{digits[4:]}" if len(digits) == 8 else ""


def read_code(typed: str) -> str:
    """Read a code as people type or paste it; '' if impossible.

    Small letters, O for 0, I or L for 1; whatever is no letter or digit of it says nothing.
    """
    kept = "".join(c for c in _narrow(typed) if c.isascii() and c.isalnum())
    symbols = kept.upper().translate(_LOOK_ALIKE)
    possible = len(symbols) == CODE_SYMBOLS and all(symbol in ALPHABET for symbol in symbols)
    return grouped(symbols) if possible else ""


def _narrow(typed: str) -> str:
    """Turn full-width letters, digits and dashes into plain ones; cut what is far too long."""
    return typed[:64].translate(_NARROW)


def new_totp_secret() -> bytes:
    """Return 20 random bytes for an authenticator app (RFC 4226 section 4, R6)."""
    return secrets.token_bytes(20)


def totp_text(secret: bytes) -> str:
    """The secret as authenticator apps take it: base 32 without padding."""
    return base64.b32encode(secret).decode().rstrip("=")


def totp_code(secret: bytes, now: datetime) -> str:
    """The six digits that an authenticator app shows at this moment (RFC 6238)."""
    return _totp(secret).generate(int(now.timestamp())).decode()


def totp_step(secret: bytes, typed: str, now: datetime) -> int | None:
    """The 30-second step whose code was typed, one step early or late allowed; else None."""
    code = "".join(_narrow(typed).split()).encode("ascii", "replace")
    seconds = int(now.timestamp())
    found = None
    for at in (seconds - _STEP_SECONDS, seconds, seconds + _STEP_SECONDS):
        try:
            _totp(secret).verify(code, at)
        except InvalidToken:
            continue
        found = at // _STEP_SECONDS
    return found


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, 6, SHA1(), _STEP_SECONDS)  # noqa: S303 - what authenticator apps speak


def split_seed(seed: bytes) -> tuple[str, str]:
    """Split a 32-byte seed into two sheets whose XOR is the seed; each says nothing alone."""
    left = secrets.token_bytes(len(seed))
    return _sheet(left), _sheet(_xor(left, seed))


def join_sheets(left: str, right: str) -> bytes:
    """Return the seed of two sheets. Raises ValueError for a sheet that was mistyped."""
    return _xor(_read_sheet(left), _read_sheet(right))


def _xor(left: bytes, right: bytes) -> bytes:
    return (int.from_bytes(left) ^ int.from_bytes(right)).to_bytes(len(left))


def _sheet(half: bytes) -> str:
    check = hashlib.sha256(b"sheet" + half).digest()[:3]
    return grouped(base64.b32encode(half + check).decode())


def _read_sheet(text: str) -> bytes:
    raw = base64.b32decode("".join(text.upper().replace("-", "").split()))
    half, check = raw[:-3], raw[-3:]
    if len(half) != 32 or hashlib.sha256(b"sheet" + half).digest()[:3] != check:
        raise ValueError("this sheet was not copied correctly")
    return half


def new_token() -> str:
    """Return 32 random bytes as text that fits into a cookie or a link."""
    return secrets.token_urlsafe(32)


def token_digest(token: str) -> bytes:
    """What the server keeps of a token: its SHA-256."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
