"""Free text: kept as written, refused when it hides something or names one person by a number."""

import re
from typing import Final

from tracker.domain.errors import FieldError
from tracker.domain.fields.characters import composed, is_blank, narrow, refuse_oversize, too_long
from tracker.domain.fields.resident import number_in

# Every way a program ends a line; pasted text brings them all.
_LINE_END: Final = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")


def clean_text(field: str, raw: str, limit: int, required: bool = False) -> str:
    r"""Return free text: NFC, lines ended by \n, outer space removed, `limit` characters."""
    refuse_oversize(field, raw, limit)
    text = composed(field, _LINE_END.sub("\n", raw), allowed="\n\t").strip()
    if is_blank(text):
        text = ""
    if required and not text:
        raise FieldError(field, "missing")
    named = number_in(text)
    if named == "resident_number":
        raise FieldError(field, "resident_number")
    if named:
        raise FieldError(field, "identity_number")
    if len(text) > limit:
        raise too_long(field, limit, len(text))
    return text


def clean_line(field: str, raw: str, limit: int, required: bool = False) -> str:
    """Return free text on one line, with single spaces."""
    return " ".join(clean_text(field, raw, limit, required).split())


def clean_number(field: str, raw: str, lo: int, hi: int) -> int:
    """Return a whole number from `lo` to `hi`, in whatever width its digits were typed."""
    text = narrow(field, raw)
    if not (text.isascii() and text.isdigit()):
        raise FieldError(field, "not_a_number")
    if not lo <= int(text) <= hi:
        raise FieldError(field, "out_of_range", lo=lo, hi=hi)
    return int(text)
