"""What a person may do with what they gave: correct it, and have it destroyed."""

from dataclasses import fields, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from tracker.domain.applications import About, Application, Choices
from tracker.domain.cases import BEFORE_CARE, ENDED, Stage
from tracker.domain.errors import RuleBroken

ERASURE_DAYS: Final = 10  # PIPA section 36 and its decree, article 43 (domain.md section 4)


class Part(StrEnum):
    """A part of the application that is corrected by itself."""

    ABOUT = "about"
    CHOICES = "choices"


def correctable(stage: Stage) -> frozenset[Part]:
    """What can be corrected: wishes until a counselor is there to talk with, contact to the end."""
    if stage in BEFORE_CARE:
        return frozenset(Part)
    return frozenset() if stage in ENDED else frozenset({Part.ABOUT})


def check_correctable(stage: Stage, part: Part) -> None:
    """Raise RuleBroken('not_correctable') when it is too late."""
    if part not in correctable(stage):
        raise RuleBroken("not_correctable")


def corrected(form: Application, part: About | Choices) -> Application:
    """The application with one part written anew."""
    return replace(form, **{one.name: getattr(part, one.name) for one in fields(part)})


def changed(before: Application, after: Application) -> tuple[str, ...]:
    """The names of the fields that differ, in the order of the form."""
    names = [one.name for one in (*fields(About), *fields(Choices))]
    return tuple(one for one in names if getattr(before, one) != getattr(after, one))


def erased_at_once(stage: Stage, *, has_counselor: bool) -> bool:
    """Whether nobody has written about the person yet, so that everything goes at once."""
    return not has_counselor and stage in BEFORE_CARE | {Stage.DECLINED, Stage.WITHDRAWN}


def erasure_due(asked_on: date) -> date:
    """The last day on which what was asked to be destroyed may still be there."""
    return asked_on + timedelta(days=ERASURE_DAYS)
