"""A person's name, in whatever script it is written."""

import unicodedata
from typing import Final

from tracker.domain.errors import FieldError
from tracker.domain.fields.characters import composed, is_hidden, refuse_oversize, too_long

NAME_LIMIT: Final = 60  # our own; the longest lawful name in the sample has 46 characters

_SIGNS: Final = frozenset(" '-.·")
# Phones and keyboards write these for the plain sign; one spelling lets duplicates be found.
_SAME_SIGN: Final = str.maketrans(
    dict.fromkeys("’‘ʼ＇", "'")
    | dict.fromkeys("\u2010\u2011\u2013－", "-")
    | dict.fromkeys("・･‧•ㆍ", "·")
    | {"．": "."}
)


def clean_name(raw: str) -> str:
    """Return a name: NFC, single spaces; letters of any script, marks, apostrophe, hyphen, dots."""
    refuse_oversize("name", raw, NAME_LIMIT)
    name = " ".join(composed("name", raw).translate(_SAME_SIGN).split())
    if not name:
        raise FieldError("name", "missing")
    for character in name:
        _check_character(character)
    if not any(c.isalpha() for c in name):
        raise FieldError("name", "no_letter")
    if len(name) > NAME_LIMIT:
        raise too_long("name", NAME_LIMIT, len(name))
    return name


def _check_character(character: str) -> None:
    if is_hidden(character):
        raise FieldError("name", "hidden_character")
    if character in _SIGNS:
        return
    match unicodedata.category(character)[0]:
        case "L" | "M":
            return
        case "N":
            raise FieldError("name", "digit")
        case _:
            raise FieldError("name", "symbol")
