"""The application form: raw fields in, clean values out, every mistake told at once.

Keys are the field names of the form. Unknown keys are not looked at (PIPA §16, minimisation).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import partial
from typing import Any, Final

from tracker.domain.errors import FieldError
from tracker.domain.fields import (
    age_on,
    clean_account_opened,
    clean_account_status,
    clean_birth_date,
    clean_choice,
    clean_consent,
    clean_counselor_gender,
    clean_days,
    clean_district,
    clean_email,
    clean_guardian_phone,
    clean_meeting,
    clean_name,
    clean_office,
    clean_phone,
    clean_reason,
)
from tracker.domain.program import (
    CHOOSE,
    WITH_COUNSELOR,
    AccountStatus,
    AssessmentKind,
    ConsentKind,
    CounselorGender,
    Days,
    Guardian,
    MeetingWay,
)

ADULT: Final = 19  # from this age on nobody is asked for a guardian

Form = Mapping[str, object]
Tasks = Mapping[str, Callable[[], object]]


class FormErrors(Exception):
    """All the fields that were refused, in the order of the form."""

    def __init__(self, errors: Mapping[str, FieldError]) -> None:
        super().__init__(", ".join(map(str, errors.values())))
        self.errors: dict[str, FieldError] = dict(errors)


# repr=False on all of these: what a person wrote must not reach a log through a traceback.
@dataclass(frozen=True, kw_only=True, repr=False)
class Consents:
    """What was agreed to."""

    consent_general: bool
    consent_sensitive: bool
    consent_verify: bool
    consent_promo: bool
    notice_counseling: bool


@dataclass(frozen=True, kw_only=True, repr=False)
class About:
    """Who applies."""

    name: str
    birth_date: date
    phone: str
    email: str
    district: str
    office: str
    account_opened: str
    account_status: AccountStatus
    guardian_phone: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class Choices:
    """What they would like. An empty choice means: to be decided with the counselor."""

    choice: tuple[AssessmentKind, ...]
    meeting: MeetingWay
    days: Days
    counselor_gender: CounselorGender
    reason: str


@dataclass(frozen=True, kw_only=True, repr=False)
class Application(Choices, About, Consents):
    """A whole application, clean."""

    def as_form(self) -> dict[str, str | list[str]]:
        """Return the values as the form would send them, ready for JSON or for filling it again."""
        return {field.name: _form_value(getattr(self, field.name)) for field in fields(self)}


def check_consents(form: Form) -> Consents:
    """Check the consent step."""
    return Consents(**gather(_consent_tasks(form)))


def check_about(form: Form, today: date, guardian: Guardian = Guardian.OFF) -> About:
    """Check the step about the person; `guardian` says whom the very young name."""
    return About(**gather(_about_tasks(form, today, guardian)))


def check_choices(form: Form, needed: int = CHOOSE) -> Choices:
    """Check the step about assessments and counseling; so many assessments are chosen."""
    return Choices(**gather(_choice_tasks(form, needed)))


def check_application(
    form: Form, today: date, needed: int = CHOOSE, guardian: Guardian = Guardian.OFF
) -> Application:
    """Check the whole form; raises FormErrors with every field that was refused."""
    about = _about_tasks(form, today, guardian)
    return Application(**gather({**_consent_tasks(form), **about, **_choice_tasks(form, needed)}))


def _consent_tasks(form: Form) -> Tasks:
    return {kind.value: partial(clean_consent, kind, _text(form, kind)) for kind in ConsentKind}


def _about_tasks(form: Form, today: date, guardian: Guardian) -> Tasks:
    return {
        "name": partial(clean_name, _text(form, "name")),
        "birth_date": partial(clean_birth_date, _text(form, "birth_date"), today),
        "phone": partial(clean_phone, _text(form, "phone")),
        "email": partial(clean_email, _text(form, "email")),
        "district": partial(clean_district, _text(form, "district")),
        "office": partial(clean_office, _text(form, "office")),
        "account_opened": partial(clean_account_opened, _text(form, "account_opened"), today),
        "account_status": partial(clean_account_status, _text(form, "account_status")),
        "guardian_phone": partial(_guardian, form, today, guardian),
    }


def _guardian(form: Form, today: date, guardian: Guardian) -> str:
    """Asked of the very young only; what somebody older typed there is not kept (PIPA §16)."""
    try:
        born = clean_birth_date(_text(form, "birth_date"), today)
    except FieldError:
        return ""  # the birth date itself is refused beside its field
    if guardian is Guardian.OFF or age_on(born, today) >= ADULT:
        return ""
    return clean_guardian_phone(_text(form, "guardian_phone"), guardian is Guardian.REQUIRED)


def _choice_tasks(form: Form, needed: int) -> Tasks:
    return {
        "choice": partial(clean_choice, _texts(form, "choice"), needed),
        "meeting": partial(clean_meeting, _text(form, "meeting")),
        "days": partial(clean_days, _text(form, "days")),
        "counselor_gender": partial(clean_counselor_gender, _text(form, "counselor_gender")),
        "reason": partial(clean_reason, _text(form, "reason")),
    }


def gather(tasks: Tasks) -> dict[str, Any]:
    """Do every task; raises FormErrors with all that was refused."""
    clean: dict[str, object] = {}
    errors: dict[str, FieldError] = {}
    for name, task in tasks.items():
        try:
            clean[name] = task()
        except FieldError as error:
            errors[name] = error
    if errors:
        raise FormErrors(errors)
    return clean


def _text(form: Form, name: str) -> str:
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def _texts(form: Form, name: str) -> list[str]:
    value = form.get(name, ())
    many = value if isinstance(value, list | tuple) else [value]
    return [one for one in many if isinstance(one, str)]


def _form_value(value: object) -> str | list[str]:
    if isinstance(value, tuple):
        return [str(kind) for kind in value] or [WITH_COUNSELOR]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)  # a StrEnum is its code, a date its ISO form
