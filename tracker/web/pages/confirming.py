"""Acts that ask once before they are done: what will happen, and the button that does it."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, g, render_template
from flask.typing import ResponseReturnValue

from tracker.domain.errors import Conflict, KeyReplaced, RuleBroken, Unavailable
from tracker.web.errors import sound_alarm
from tracker.web.forms.base import Form, shown
from tracker.web.labels import sentence


@dataclass(frozen=True)
class Question:
    """What will happen, said before it is done; `back` is the way out: its address and name."""

    title: str
    lead: str
    points: tuple[str, ...]
    button: str
    back: tuple[str, str]
    kind: str = ""


def ask(form: Form, question: Question) -> ResponseReturnValue:
    """The page that asks; 422 with the reason when the act was refused."""
    return shown(form, render_template("people/confirm.html", form=form, page=question))


def done(act: Callable[[], str]) -> bool:
    """Do an act of one button and tell its result, or why not, on the page that comes next.

    An act whose result shows by itself tells nothing.
    """
    try:
        told = act()
    except KeyReplaced as found:
        sound_alarm(found)
        flash(sentence(found), "warning")
        return False
    except (RuleBroken, Conflict, Unavailable) as refused:
        work = g.pop("work", None)
        if work is not None:
            work.db.close()
        flash(sentence(refused), "warning")
        return False
    if told:
        flash(told, "success")
    return True
