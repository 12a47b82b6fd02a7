"""The eligibility checklist: four lines, each found out by a person. It decides nothing."""

from functools import partial
from typing import Final

from tracker.domain.applications import Form, Tasks, gather
from tracker.domain.fields import clean_option, clean_text
from tracker.domain.papers import EligibilityPaper
from tracker.domain.program import Track, Verdict

LINES: Final = ("account", "district", "track", "earlier")
NOTE: Final = 500  # our own, in characters: what was asked, whom, and what they said


def check_eligibility(form: Form) -> EligibilityPaper:
    """Check the checklist; raises FormErrors with every field that was refused."""
    tasks: Tasks = {
        **{line: partial(_verdict, form, line) for line in LINES},
        **{f"{line}_note": partial(_note, form, f"{line}_note") for line in LINES},
        "track_kind": partial(_track, form),
    }
    return EligibilityPaper(**gather(tasks))


def _verdict(form: Form, name: str) -> Verdict:
    """What was found out; nobody has to find out everything at once."""
    raw = _raw(form, name).strip()
    return clean_option(name, raw, Verdict) if raw else Verdict.OPEN


def _note(form: Form, name: str) -> str:
    return clean_text(name, _raw(form, name), NOTE)


def _track(form: Form) -> Track | None:
    raw = _raw(form, "track_kind").strip()
    return clean_option("track_kind", raw, Track) if raw else None


def _raw(form: Form, name: str) -> str:
    value = form.get(name, "")
    return value if isinstance(value, str) else ""
