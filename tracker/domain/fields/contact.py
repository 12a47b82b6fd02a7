"""How to reach the person: one Korean mobile number, and an address if they like."""

import re
import unicodedata
from typing import Final

from tracker.domain.errors import FieldError
from tracker.domain.fields.characters import (
    composed,
    is_blank,
    is_hidden,
    narrow,
    refuse_oversize,
    too_long,
)
from tracker.domain.fields.resident import has_resident_number

EMAIL_LIMIT: Final = 254  # octets: RFC 5321 §4.5.3.1.3 less the angle brackets
LOCAL_LIMIT: Final = 64  # octets: RFC 5321 §4.5.3.1.1
_MOBILE_DIGITS: Final = 11  # 010 and eight digits

_BETWEEN: Final = re.compile(r"[ \-.()/]")
_NUMBER: Final = re.compile(r"\+?\d{3,}", re.ASCII)
_COUNTRY: Final = re.compile(r"^(?:\+82|0082|82)0?")
_RETIRED: Final = re.compile(r"01[16-9]")
_ADDRESS: Final = re.compile(r"([^@]+)@([^@]+)")
_LOCAL_SIGNS: Final = frozenset("!#$%&'*+/=?^_`{|}~-.")  # RFC 5322 §3.2.3 atext, and the dot


def clean_phone(raw: str) -> str:
    """Return a Korean mobile number as '010-1234-5678'; others get no text message."""
    digits = _BETWEEN.sub("", narrow("phone", raw))
    if not _NUMBER.fullmatch(digits):
        raise FieldError("phone", "unreadable")
    if digits.startswith("+") and not digits.startswith("+82"):
        raise FieldError("phone", "foreign_number")
    digits = _COUNTRY.sub("0", digits)
    if not digits.startswith("010"):
        raise FieldError("phone", _why_not_mobile(digits))
    if len(digits) != _MOBILE_DIGITS:
        raise FieldError("phone", "too_short" if len(digits) < _MOBILE_DIGITS else "too_long")
    return f"{digits[:3]}-{digits[3:7]}-{digits[7:]}"


def clean_guardian_phone(raw: str, required: bool) -> str:
    """Return a guardian's mobile number, or '' where none is given and none has to be."""
    if is_blank(raw):
        if required:
            raise FieldError("guardian_phone", "missing")
        return ""
    try:
        return clean_phone(raw)
    except FieldError as refused:
        code = refused.code
    raise FieldError("guardian_phone", "unreadable" if code != "missing" else code)


def clean_email(raw: str) -> str:
    """Return one e-mail address, or '' for none. Addresses in Korean letters are addresses."""
    refuse_oversize("email", raw, EMAIL_LIMIT)
    address = composed("email", raw).strip()
    if is_blank(address):
        return ""
    if any(is_hidden(c) for c in address):
        raise FieldError("email", "hidden_character")
    if address.count("@") > 1:
        raise FieldError("email", "several")
    if len(address.encode()) > EMAIL_LIMIT:
        raise too_long("email", EMAIL_LIMIT, len(address.encode()))
    if has_resident_number(address):
        raise FieldError("email", "resident_number")
    parts = _ADDRESS.fullmatch(address)
    if not (parts and _is_local(parts[1]) and _is_host(parts[2])):
        raise FieldError("email", "unreadable")
    return address


def _why_not_mobile(digits: str) -> str:
    if _RETIRED.match(digits):
        return "retired_prefix"
    return "landline" if digits.startswith("0") else "unreadable"


def _is_local(local: str) -> bool:
    fits = len(local.encode()) <= LOCAL_LIMIT
    return fits and all(local.split(".")) and all(map(_may_stand_in_local, local))


def _may_stand_in_local(character: str) -> bool:
    return character in _LOCAL_SIGNS or unicodedata.category(character)[0] in "LMN"


def _is_host(host: str) -> bool:
    """Say whether mail could go there: two labels or more, and a form that DNS can carry."""
    labels = host.split(".")
    if len(labels) < 2 or labels[-1].isdecimal() or not all(map(_is_label, labels)):
        return False
    try:
        host.encode("idna")
    except UnicodeError:
        return False
    return True


def _is_label(label: str) -> bool:
    whole = bool(label) and not label.startswith("-") and not label.endswith("-")
    return whole and all(c == "-" or unicodedata.category(c)[0] in "LMN" for c in label)
