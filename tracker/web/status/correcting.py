"""Correcting what I gave: write it anew, look at what changes, save."""

from typing import Any, Final

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.access import Permission
from tracker.domain.applications import About, Choices, FormErrors, check_about, check_choices
from tracker.domain.errors import RuleBroken
from tracker.domain.fields import find_crisis_words
from tracker.domain.own import Part
from tracker.domain.rounds import Terms
from tracker.services import corrections, rounds
from tracker.web.context import here
from tracker.web.draft import guardian, today
from tracker.web.forms.base import Form, shown, telling
from tracker.web.forms.public import AboutForm, ChoicesForm, StepForm
from tracker.web.guards import needs
from tracker.web.labels import sentence
from tracker.web.pages.corrections import review_lines
from tracker.web.pages.public import step_page
from tracker.web.status.base import bp, own_case

_KEY: Final = "correction"  # in the boxed session, until it is saved or the session ends
_FORMS: Final[dict[Part, type[StepForm]]] = {Part.ABOUT: AboutForm, Part.CHOICES: ChoicesForm}


@bp.route("/correct/about", methods=["GET", "POST"])
@needs(Permission.OWN_WRITE)
def correct_about() -> ResponseReturnValue:
    """Who I am and how to reach me."""
    return _step(Part.ABOUT)


@bp.route("/correct/choices", methods=["GET", "POST"])
@needs(Permission.OWN_WRITE)
def correct_choices() -> ResponseReturnValue:
    """What I would like."""
    return _step(Part.CHOICES)


def _step(part: Part) -> ResponseReturnValue:
    try:
        now = corrections.form_of(here(), own_case(), part)
    except RuleBroken as late:
        return _too_late(late)
    kept = session.get(_KEY)
    typed = kept["fields"] if kept is not None and kept["part"] == part else now.as_form()
    form = _FORMS[part]() if Form().sent else _FORMS[part](data=typed)
    if form.sent and _checks(part, form):
        return redirect(url_for(".correct_check"), 303)
    words = [str(value) for value in form.typed().values()]
    body = render_template(
        f"status/correct_{part}.html",
        form=form,
        page=step_page(part, _terms(), guardian()),
        distress=form.failed and any(map(find_crisis_words, words)),
    )
    return shown(form, body)


def _checks(part: Part, form: StepForm) -> bool:
    try:
        checked = _checked(part, form.typed())
    except FormErrors as refused:
        form.refuse(refused.errors)
        return False
    found = corrections.preview(here(), own_case(), checked)
    session[_KEY] = {"part": part.value, "fields": form.typed(), "base": found.base}
    return True


def _checked(part: Part, raw: dict[str, Any]) -> About | Choices:
    return (
        check_about(raw, today(), guardian())
        if part is Part.ABOUT
        else check_choices(raw, _terms().plan.tests)
    )


def _terms() -> Terms:
    return rounds.terms_of_case(here().db, own_case())


@bp.route("/correct/check", methods=["GET", "POST"])
@needs(Permission.OWN_WRITE)
def correct_check() -> ResponseReturnValue:
    """What changes, and the button that saves it."""
    kept = session.get(_KEY)
    if kept is None:
        return redirect(url_for(".mine"), 303)
    part, form = Part(kept["part"]), Form()
    checked = _checked(part, kept["fields"])
    if form.sent:
        with telling(form):
            corrections.correct(here(), own_case(), checked, kept["base"])
        session.pop(_KEY)
        return _saved(form)
    try:
        corrections.form_of(here(), own_case(), part)
    except RuleBroken as late:
        return _too_late(late)
    found = corrections.preview(here(), own_case(), checked)
    if not found.names:
        session.pop(_KEY)
        flash(_("바뀐 것이 없어서 그대로 두었어요."), "info")
        return redirect(url_for(".mine"), 303)
    return render_template(
        "status/correct_check.html",
        form=form,
        lines=review_lines(found),
        back=url_for(f".correct_{part}"),
        distress=find_crisis_words(found.after.reason) or find_crisis_words(found.after.office),
    )


def _saved(form: Form) -> ResponseReturnValue:
    if form.conflict:
        flash(
            _("그사이 다른 창에서 먼저 고치셨어요. 지금 내용을 보고 다시 고쳐 주세요."), "warning"
        )
    elif form.failed:
        flash(form.form_errors[0], "warning")
    else:
        flash(_("고쳤어요. 신청을 맡은 사람에게 새 내용으로 보여요."), "success")
    return redirect(url_for(".mine", _anchor="given"), 303)


def _too_late(late: RuleBroken) -> ResponseReturnValue:
    session.pop(_KEY, None)
    flash(sentence(late), "info")
    return redirect(url_for(".mine"), 303)
