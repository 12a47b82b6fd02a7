"""Form fields: what people write, made clean, or refused beside its field.

Each `clean_x(raw)` returns the value that is kept, or raises FieldError. Cleaning twice changes
nothing. Whatever comes in (a lone surrogate, a NUL, a megabyte), no other exception leaves.
"""

from tracker.domain.fields.contact import (
    EMAIL_LIMIT,
    clean_email,
    clean_guardian_phone,
    clean_phone,
)
from tracker.domain.fields.crisis import find_crisis_words
from tracker.domain.fields.dates import (
    FIRST_YEAR,
    MAX_AGE,
    MIN_AGE,
    age_on,
    clean_account_opened,
    clean_birth_date,
    clean_day,
)
from tracker.domain.fields.names import NAME_LIMIT, clean_name
from tracker.domain.fields.options import (
    OFFICE_LIMIT,
    REASON_LIMIT,
    clean_account_status,
    clean_choice,
    clean_consent,
    clean_counselor_gender,
    clean_days,
    clean_district,
    clean_meeting,
    clean_office,
    clean_option,
    clean_reason,
)
from tracker.domain.fields.resident import has_resident_number, number_in, without_numbers
from tracker.domain.fields.text import clean_line, clean_number, clean_text

__all__ = [
    "EMAIL_LIMIT",
    "FIRST_YEAR",
    "MAX_AGE",
    "MIN_AGE",
    "NAME_LIMIT",
    "OFFICE_LIMIT",
    "REASON_LIMIT",
    "age_on",
    "clean_account_opened",
    "clean_account_status",
    "clean_birth_date",
    "clean_choice",
    "clean_consent",
    "clean_counselor_gender",
    "clean_day",
    "clean_days",
    "clean_district",
    "clean_email",
    "clean_guardian_phone",
    "clean_line",
    "clean_meeting",
    "clean_name",
    "clean_number",
    "clean_office",
    "clean_option",
    "clean_phone",
    "clean_reason",
    "clean_text",
    "find_crisis_words",
    "has_resident_number",
    "number_in",
    "without_numbers",
]
