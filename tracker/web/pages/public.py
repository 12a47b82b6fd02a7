"""What the pages of the application show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from flask import url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.domain.applications import Application
from tracker.domain.fields import REASON_LIMIT
from tracker.domain.program import AssessmentKind, Guardian
from tracker.domain.rounds import Terms
from tracker.services.consents import ConsentText, Row, consent_texts
from tracker.web.format import day, month
from tracker.web.i18n import language
from tracker.web.labels import (
    ACCOUNT_STATUS,
    ACCOUNT_STATUS_FOR_YOUTH,
    ASSESSMENTS,
    ASSESSMENTS_FOR_YOUTH,
    DAYS,
    DISTRICTS,
    GENDERS,
    WAYS,
)
from tracker.web.labels.numbers import in_words

STEP_LABELS: Final[tuple[LazyString, ...]] = (
    _l("동의"),
    _l("신청인 정보"),
    _l("검사와 상담"),
    _l("확인"),
    _l("완료"),
)


@dataclass(frozen=True)
class ConsentBlock:
    """One consent as it is asked for."""

    name: str
    title: str
    rows: tuple[Row, ...]
    mandatory: bool


@dataclass(frozen=True)
class StepPage:
    """What a step shows beside its form: where one is, and what explains the choices."""

    current: int
    steps: tuple[LazyString, ...] = STEP_LABELS
    consents: tuple[ConsentBlock, ...] = ()
    hints: Mapping[Any, LazyString] = field(default_factory=dict)
    reason_limit: int = REASON_LIMIT
    choose: str = ""
    guardian: Guardian = Guardian.OFF


@dataclass(frozen=True)
class Section:
    """What was filled in at one step, and where to change it."""

    title: str
    url: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CheckPage:
    """The whole application before it is sent."""

    sections: tuple[Section, ...]
    reason: str
    current: int = 4
    steps: tuple[LazyString, ...] = STEP_LABELS


def step_page(step: str, terms: Terms, guardian: Guardian) -> StepPage:
    """The surroundings of one of the three forms."""
    if step == "consents":
        return StepPage(1, consents=_consent_blocks(terms))
    if step == "about":
        return StepPage(2, hints=ACCOUNT_STATUS_FOR_YOUTH, guardian=guardian)
    return StepPage(3, hints=ASSESSMENTS_FOR_YOUTH, choose=in_words(terms.plan.tests))


def _consent_blocks(terms: Terms) -> tuple[ConsentBlock, ...]:
    return tuple(
        ConsentBlock(one.kind.value, one.title, one.rows, one.mandatory)
        for one in _consent_texts(terms)
    )


def _consent_texts(terms: Terms) -> list[ConsentText]:
    """The consents in the language of the request, the mandatory ones first."""
    return sorted(consent_texts(language(), terms).values(), key=lambda text: not text.mandatory)


def check_page(form: Application, terms: Terms) -> CheckPage:
    """The clean values in words."""
    return CheckPage((_consents(form, terms), _about(form), _choices(form)), form.reason)


def _consents(form: Application, terms: Terms) -> Section:
    rows = tuple((text.title, _answer(form, text)) for text in _consent_texts(terms))
    return Section(str(STEP_LABELS[0]), url_for("public.consents"), rows)


def _answer(form: Application, text: ConsentText) -> str:
    return _("동의해요") if getattr(form, text.kind.value) else _("동의하지 않아요")


def _about(form: Application) -> Section:
    return Section(str(STEP_LABELS[1]), url_for("public.about"), about_rows(form))


def about_rows(form: Application) -> tuple[tuple[str, str], ...]:
    """Who applies, in words."""
    guardian = ((_("보호자 휴대전화 번호"), form.guardian_phone),) if form.guardian_phone else ()
    return (
        (_("이름"), form.name),
        (_("생년월일"), day(form.birth_date)),
        (_("휴대전화 번호"), form.phone),
        (_("이메일"), form.email or _("적지 않으셨어요")),
        (_("사는 자치구"), str(DISTRICTS[form.district])),
        (_("통장을 만든 달"), month(form.account_opened)),
        (_("통장 상태"), str(ACCOUNT_STATUS[form.account_status])),
        (_("통장을 관리하는 기관"), form.office or _("적지 않으셨어요")),
        *guardian,
    )


def _choices(form: Application) -> Section:
    return Section(str(STEP_LABELS[2]), url_for("public.choices"), choice_rows(form))


def choice_rows(form: Application) -> tuple[tuple[str, str], ...]:
    """What they would like, in words."""
    return (
        (_("받고 싶은 검사"), chosen_words(form.choice)),
        (_("만나는 방법"), str(WAYS[form.meeting])),
        (_("편한 때"), str(DAYS[form.days])),
        (_("편한 상담사"), str(GENDERS[form.counselor_gender])),
    )


def chosen_words(kinds: tuple[AssessmentKind, ...]) -> str:
    """The chosen assessments in one line."""
    if not kinds:
        return _("상담사와 정할게요")
    return ", ".join(str(ASSESSMENTS[kind]) for kind in kinds)
