"""The pages of the yardstick."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from flask import Flask, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required
from flask_wtf import FlaskForm
from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session, scoped_session, selectinload
from wtforms import BooleanField, DateField, IntegerField, RadioField, TextAreaField
from wtforms.validators import DataRequired, Length

from bench.plain_tables import Assessment, AuditEntry, Case, CaseEvent, Note
from tests.factories.center import NOW
from tracker.domain.applications import Application, check_application
from tracker.domain.program import ConsentKind
from tracker.services.consents import consent_texts
from tracker.services.desk import TABS
from tracker.vault.codes import new_number
from tracker.web import labels

PER_PAGE: Final = 50
HELD: Final = ("attended", "late")
Db = scoped_session[Session]


class IntakeForm(FlaskForm):  # type: ignore[misc]
    """The intake interview, with the validators of the library."""

    version = IntegerField(validators=[DataRequired()])
    held_on = DateField(validators=[DataRequired()])
    limits_explained = BooleanField()
    presenting_problem = TextAreaField(validators=[DataRequired(), Length(max=4000)])
    background = TextAreaField(validators=[Length(max=4000)])
    strengths = TextAreaField(validators=[Length(max=4000)])
    goals = TextAreaField(validators=[Length(max=4000)])
    risk = RadioField(choices=[(code.value, label) for code, label in labels.RISKS.items()])
    risk_note = TextAreaField(validators=[Length(max=4000)])


class SendForm(FlaskForm):  # type: ignore[misc]
    """The last button of the public form; what was typed waits in the session."""


def register(app: Flask, db: Db) -> None:
    """Add the pages."""
    _applications(app, db)
    _cases(app, db)
    _case(app, db)
    _intake(app, db)
    _form(app, db)


def _applications(app: Flask, db: Db) -> None:
    @app.get("/applications/")
    @login_required
    def applications() -> ResponseReturnValue:
        """The coordinator's list."""
        if current_user.role != "coordinator":
            abort(403)
        tab = request.args.get("tab", "submitted")
        query = select(Case).where(Case.stage.in_(TABS[tab]))
        found = db.scalars(_paged(query)).all()
        page = {"rows": found, **_paging(db, tab)}
        return render_template("plain/applications.html", page=page, tab=tab)


def _cases(app: Flask, db: Db) -> None:
    @app.get("/cases/")
    @login_required
    def cases() -> ResponseReturnValue:
        """The counselor's list, with the progress of each case."""
        if current_user.role != "counselor":
            abort(403)
        tab = request.args.get("tab", "in_care")
        mine = Case.counselor_id == current_user.id
        query = select(Case, _tests(), _held()).where(mine, Case.stage.in_(TABS[tab]))
        found = db.execute(_paged(query)).all()
        page = {"rows": found, **_paging(db, tab, mine)}
        return render_template("plain/cases.html", page=page, tab=tab)


def _tests() -> ScalarSelect[int]:
    tests = select(func.count()).where(Assessment.case_id == Case.id)
    return tests.where(Assessment.interpreted_at.is_not(None)).scalar_subquery()


def _held() -> ScalarSelect[int]:
    talks = select(func.count()).where(Note.case_id == Case.id, Note.attendance.in_(HELD))
    return talks.scalar_subquery()


def _paged(query: Any) -> Any:
    first = (request.args.get("page", 1, int) - 1) * PER_PAGE
    return query.order_by(Case.submitted_at, Case.id).limit(PER_PAGE).offset(first)


def _paging(db: Db, tab: str, *conditions: Any) -> dict[str, Any]:
    """The counts on the tabs, one of which also says how many pages there are."""
    query = select(Case.stage, func.count()).where(*conditions).group_by(Case.stage)
    stages = {row[0]: row[1] for row in db.execute(query)}
    counts = {one: sum(stages.get(stage, 0) for stage in TABS[one]) for one in TABS}
    pages = -(-counts[tab] // PER_PAGE)
    return {"counts": counts, "number": request.args.get("page", 1, int), "pages": pages}


def _case(app: Flask, db: Db) -> None:
    @app.get("/cases/<int:case_id>")
    @login_required
    def case(case_id: int) -> ResponseReturnValue:
        """An own case, whole; leaves a row in the audit table."""
        parts = (Case.notes, Case.events, Case.assessments)
        query = select(Case).where(Case.id == case_id, Case.counselor_id == current_user.id)
        found = db.scalars(query.options(*map(selectinload, parts))).one_or_none()
        if found is None:
            abort(404)
        _record(db, "case_opened", case_id)
        page = render_template("plain/case.html", case=found)
        db.commit()
        return page


def _intake(app: Flask, db: Db) -> None:
    @app.route("/cases/<int:case_id>/intake", methods=["GET", "POST"])
    @login_required
    def intake(case_id: int) -> ResponseReturnValue:
        """Save the intake note."""
        query = select(Note).join(Note.case).where(Note.kind == "intake", Case.id == case_id)
        mine = query.where(Case.counselor_id == current_user.id)
        note = db.scalars(mine).one_or_none()
        if note is None:
            abort(404)
        form = IntakeForm(obj=note)
        if not form.validate_on_submit():
            return render_template("plain/form.html", version=note.version, errors=form.errors)
        if form.version.data != note.version:
            abort(409)
        del form.version
        form.populate_obj(note)
        note.saved_at = NOW
        _record(db, "intake_saved", case_id)
        db.commit()
        flash(_("저장했어요."), "success")
        return redirect(url_for("case", case_id=case_id), 303)


def _form(app: Flask, db: Db) -> None:
    @app.post("/draft")
    def draft() -> str:
        """The steps before the last one are not measured: take them all at once."""
        typed = request.form.to_dict(flat=False)
        session["draft"] = {
            name: value if name == "choice" else value[0] for name, value in typed.items()
        }
        return ""

    @app.route("/apply/check", methods=["GET", "POST"])
    def check() -> ResponseReturnValue:
        """The last step: everything once more, and the button."""
        form = SendForm()
        if not form.validate_on_submit():
            return render_template("plain/form.html")
        case = _applied(check_application(session["draft"], NOW.date()))
        db.add(case)
        db.flush()
        _record(db, "application_submitted", case.id)
        db.commit()
        session.pop("draft")
        session["receipt"] = case.receipt_number
        return redirect(url_for("done"), 303)

    @app.get("/apply/done")
    def done() -> str:
        return render_template("plain/form.html")


def _applied(form: Application) -> Case:
    texts = consent_texts("ko")
    consents = {kind.value: [getattr(form, kind), texts[kind].version] for kind in ConsentKind}
    case = Case(
        receipt_number=new_number(),
        stage="submitted",
        submitted_at=NOW,
        changed_at=NOW,
        consents=consents,
        **columns(form),
    )
    case.events.append(CaseEvent(event="submit", stage="submitted", at=NOW))
    return case


def columns(form: Application) -> Mapping[str, Any]:
    """A checked application as columns."""
    names = (
        "name", "birth_date", "phone", "email", "district", "office", "account_opened",
        "account_status", "choice", "meeting", "days", "counselor_gender", "reason",
    )  # fmt: skip
    return {name: _column(getattr(form, name)) for name in names}


def _column(value: Any) -> Any:
    if isinstance(value, tuple):
        return [str(one) for one in value]
    return value if isinstance(value, date) else str(value)


def _record(db: Db, action: str, case_id: int) -> None:
    user_id = current_user.id if current_user.is_authenticated else None
    address = request.remote_addr or ""
    db.add(AuditEntry(at=NOW, user_id=user_id, address=address, action=action, case_id=case_id))
