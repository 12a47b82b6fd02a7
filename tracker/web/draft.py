"""The application somebody is filling in: what they typed, step by step, in the boxed session.

Nothing of it reaches the database before it is sent, and it is gone with the session.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final, cast
from uuid import UUID

from flask import g, request, session

from tracker.domain.applications import (
    Application,
    FormErrors,
    check_about,
    check_application,
    check_choices,
    check_consents,
)
from tracker.domain.errors import FieldError
from tracker.domain.fields import find_crisis_words
from tracker.domain.program import Guardian, Plan
from tracker.domain.rounds import Terms
from tracker.services import rounds
from tracker.services.applications import ReceiptPaper, new_receipt
from tracker.services.consents import USUAL
from tracker.services.rounds import Asked, Known
from tracker.web.context import reading, site
from tracker.web.format import SEOUL
from tracker.web.i18n import language

Raw = Mapping[str, Any]
_DRAFT: Final = "draft"
_SENT: Final = "receipt"
_LIMIT: Final = 20_000  # characters of an unfinished step; the longest good one has about 2,500

_CHECKS: Final[dict[str, Callable[[Raw], object]]] = {
    "consents": check_consents,
    "about": lambda raw: check_about(raw, today(), guardian()),
    "choices": lambda raw: check_choices(raw, _agreed().plan.tests),
}
STEPS: Final = (*_CHECKS, "check")


def today() -> date:
    """The day it is in Seoul."""
    return site().clock().astimezone(SEOUL).date()


def guardian() -> Guardian:
    """Whether the very young are asked for a guardian."""
    return Guardian(site().settings.guardian_contact)


def begun() -> bool:
    """Whether anything was filled in."""
    return _DRAFT in session


def typed(step: str) -> dict[str, Any]:
    """What was typed in a step, as it was typed."""
    return dict(session.get(_DRAFT, {}).get(step, {}))


def problems(step: str, raw: Raw) -> dict[str, FieldError]:
    """What is wrong with a step, field by field."""
    try:
        _CHECKS[step](raw)
    except FormErrors as refused:
        return refused.errors
    return {}


def keep(step: str, raw: Raw) -> None:
    """Keep a step; of the consents also for which round and in which words they were asked for."""
    words = _asked() if step == "consents" else {}
    _put(**words, **{step: dict(raw)})


def _asked() -> dict[str, Any]:
    """In which round, in which words, since when: another round is another beginning."""
    where, kept = of_round(), session.get(_DRAFT, {})
    if where is None:  # closed in this very moment: it will be asked for again
        return {}
    same = kept.get("round") == where.id.hex
    return {
        "round": where.id.hex,
        "begun_at": kept["begun_at"] if same else site().clock().isoformat(),
        "language": language(),
        "terms": asdict(where.terms),
    }


def of_round() -> Known | None:
    """The round that is applied in: the one that was begun with, the one that the address names,
    or the only one there is; None while nobody can apply. Looked up once in a request.
    """
    if "of_round" not in g:
        g.of_round = _begun_with() or _chosen() if site().settings.applications_open else None
    return cast("Known | None", g.of_round)


def _begun_with() -> Known | None:
    kept = session.get(_DRAFT, {}).get("round")
    if kept is None:
        return None
    since = datetime.fromisoformat(session[_DRAFT]["begun_at"])
    return rounds.still_open(reading(), UUID(hex=kept), since, site().clock())


def _chosen() -> Known | None:
    found, wanted = rounds.takes_now(reading(), site().clock()), request.args.get("round", "")
    if not wanted:
        return found[0] if len(found) == 1 else None
    return next((one for one in found if one.id.hex == wanted), None)


def keep_unfinished(step: str, raw: Raw) -> bool:
    """Keep a step that somebody leaves halfway; False if it is too long for that."""
    fits = sum(len(value) for value in raw.values()) <= _LIMIT
    if fits:
        keep(step, raw)
    return fits


def _put(**changes: Any) -> None:
    session[_DRAFT] = {**session.get(_DRAFT, {}), **changes}


def missing_before(step: str) -> str | None:
    """The first earlier step that is not good yet."""
    if step == STEPS[-1] and _is_in_force() and _whole() is not None:
        return None
    return next((one for one in STEPS[: STEPS.index(step)] if not _is_good(one)), None)


def next_step() -> str:
    """The step to go on with."""
    return missing_before(STEPS[-1]) or STEPS[-1]


def _is_good(step: str) -> bool:
    if step == "consents" and not _is_in_force():
        return False  # other words are in force by now: ask again
    return not problems(step, typed(step))


def _is_in_force() -> bool:
    where, kept = of_round(), session.get(_DRAFT, {}).get("terms")
    return where is not None and kept == asdict(where.terms)


def is_whole() -> bool:
    """Whether everything was filled in, and it was not sent yet."""
    begun_with = "round" in session.get(_DRAFT, {}) and site().settings.applications_open
    return sent() is None and begun_with and _whole() is not None


def _whole() -> Application | None:
    try:
        return application()
    except FormErrors:
        return None


def application() -> Application:
    """The whole application, clean. Raises FormErrors while a step is missing.

    Checked once in a request, unless what was typed changes in it.
    """
    draft = session.get(_DRAFT)
    if "application" not in g or g.application[0] is not draft:
        raw = {**typed("consents"), **typed("about"), **typed("choices")}
        g.application = (draft, check_application(raw, today(), _agreed().plan.tests, guardian()))
    return cast(Application, g.application[1])


def as_seen() -> str:
    """A short name of everything that is shown before it is sent: other words, another name."""
    kept = session.get(_DRAFT, {})
    shown = {name: kept.get(name) for name in ("round", "terms", *_CHECKS)}
    text = json.dumps(shown, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def asked() -> Asked:
    """In which language, which round and since when, and to what was agreed."""
    kept = session[_DRAFT]
    begun_at = datetime.fromisoformat(kept["begun_at"])
    return Asked(kept["language"], UUID(hex=kept["round"]), begun_at, _agreed())


def terms() -> Terms:
    """What is or was agreed to."""
    where = of_round()
    return _agreed() if where is None else where.terms


def _agreed() -> Terms:
    """What was agreed to; the usual before anything was."""
    kept = session.get(_DRAFT, {}).get("terms")
    return USUAL if kept is None else Terms(**{**kept, "plan": Plan(**kept["plan"])})


def is_in_distress(raw: Raw) -> bool:
    """Whether free text holds words of somebody in danger; looked at, never kept or counted."""
    return any(find_crisis_words(str(raw.get(name, ""))) for name in ("reason", "office"))


def receipt() -> ReceiptPaper:
    """The receipt of this draft: drawn once, so that however often it is sent, it is one."""
    kept = session[_DRAFT].get("receipt")
    if kept is not None:
        return ReceiptPaper(UUID(hex=kept["case_id"]), kept["number"], kept["code"])
    paper = new_receipt()
    drawn = {"case_id": paper.case_id.hex, "number": paper.number, "code": paper.code}
    _put(receipt=drawn)
    return paper


def draw_again() -> None:
    """Let the next look draw another receipt: the number belongs to somebody else."""
    _put(receipt=None)


def finish(paper: ReceiptPaper) -> None:
    """Forget all that was typed; only the receipt stays, until it is written down."""
    session.pop(_DRAFT, None)
    session[_SENT] = {"number": paper.number, "code": paper.code}


def sent() -> dict[str, str] | None:
    """The receipt of an application that was sent from here."""
    return session.get(_SENT)
