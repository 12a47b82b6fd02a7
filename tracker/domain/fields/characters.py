"""What every text goes through first: too long, unreadable, composed."""

import re
import unicodedata
from typing import Final

from tracker.domain.errors import FieldError

# Raw characters looked at per allowed one: composing makes Hangul three times shorter (three
# jamo, one syllable) and \r\n twice. Longer input is refused unread, so a megabyte costs nothing.
ROOM: Final = 4
# Unicode UAX #15, stream-safe text: no letter needs more. Composing takes time by the square of it.
MARKS_IN_A_ROW: Final = 30
SHORT: Final = 60  # raw characters of a date or a phone number, generously

# Controls, lone surrogates and noncharacters: nothing a person can see or mean.
_PLANES: Final = range(0, 0x110000, 0x10000)  # each ends with two noncharacters
_NO_CHARACTER: Final = "".join(chr(plane + 0xFFFE) + chr(plane + 0xFFFF) for plane in _PLANES)
_CONTROL: Final = re.compile(f"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NO_CHARACTER}]")
_BIDI: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")  # they make text read as another text
# Letters and marks by category, but drawn as nothing: Hangul fillers, joiners, variations.
_INVISIBLE: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0]"
)
_DASHES: Final = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u3161", "-")
)


def too_long(field: str, limit: int, count: int) -> FieldError:
    """Return the error that says how much is allowed and how much there is."""
    return FieldError(field, "too_long", limit=limit, count=count)


def refuse_oversize(field: str, raw: str, limit: int) -> None:
    """Refuse what cannot fit however it is composed."""
    if len(raw) > ROOM * limit:
        raise too_long(field, limit, len(raw))


def composed(field: str, raw: str, allowed: str = "") -> str:
    """Return NFC; refuse control characters (but the allowed) and tricks of text direction."""
    if any(match[0] not in allowed for match in _CONTROL.finditer(raw)):
        raise FieldError(field, "control_character")
    if _BIDI.search(raw):
        raise FieldError(field, "hidden_character")
    if _longest_pile(raw) > MARKS_IN_A_ROW:
        raise FieldError(field, "piled_marks")
    return unicodedata.normalize("NFC", raw)


def is_hidden(character: str) -> bool:
    """Say whether a character is drawn as nothing (and is no space)."""
    return unicodedata.category(character) == "Cf" or bool(_INVISIBLE.match(character))


def is_blank(text: str) -> bool:
    """Say whether there is nothing to see in a text."""
    return all(c.isspace() or is_hidden(c) for c in text)


def narrow(field: str, raw: str) -> str:
    """Return a date or number in plain digits and signs: full-width folded, dashes made one.

    What is not seen is left out: copied from an address book, a number brings such marks along.
    """
    if len(raw) > SHORT:
        raise FieldError(field, "unreadable")
    raw = "".join(c for c in raw if not is_hidden(c))
    text = unicodedata.normalize("NFKC", raw.translate(_DASHES)).translate(_DASHES).strip()
    if is_blank(text):
        raise FieldError(field, "missing")
    return text


def _longest_pile(text: str) -> int:
    if not any(map(unicodedata.combining, text)):
        return 0
    longest = pile = 0
    for character in text:
        pile = pile + 1 if unicodedata.combining(character) else 0
        longest = max(longest, pile)
    return longest
