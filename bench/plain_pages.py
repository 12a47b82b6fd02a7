"""The pages of the yardstick."""

from typing import Any, Final

from flask import Flask, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required
from sqlalchemy import ScalarSelect, func, or_, select
from sqlalchemy.orm import Session, scoped_session, selectinload

from bench.plain_forms import ApplicationForm, IntakeForm
from bench.plain_tables import Assessment, AuditEntry, Case, CaseEvent, Note
from tests.factories.center import NOW
from tracker.domain.program import ConsentKind
from tracker.services.consents import consent_texts
from tracker.services.desk import TABS
from tracker.vault.codes import new_number

PER_PAGE: Final = 50
HELD: Final = ("attended", "late")
COLUMNS: Final = (
    "name", "birth_date", "phone", "email", "district", "office", "account_opened",
    "account_status", "choice", "meeting", "days", "counselor_gender", "reason",
)  # fmt: skip
Db = scoped_session[Session]


def register(app: Flask, db: Db) -> None:
    """Add the pages."""
    _applications(app, db)
    _search(app, db)
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


def _search(app: Flask, db: Db) -> None:
    @app.get("/search")
    @login_required
    def search() -> ResponseReturnValue:
        """The newest cases whose name, phone or number holds what is asked."""
        words = request.args.get("words", "")
        columns = (Case.name, Case.phone, Case.receipt_number, Case.number)
        fits = or_(*(one.contains(words, autoescape=True) for one in columns))
        newest = select(Case).where(fits).order_by(Case.submitted_at.desc()).limit(PER_PAGE + 1)
        return render_template("plain/search.html", rows=db.scalars(newest).all()[:PER_PAGE])


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
    @app.route("/apply/check", methods=["GET", "POST"])
    def check() -> ResponseReturnValue:
        """The last step; what was typed before rides along in the form, too long for a cookie."""
        form = ApplicationForm()
        if not form.validate_on_submit():
            return render_template("plain/form.html", errors=form.errors)
        case = _applied(form.data)
        db.add(case)
        db.flush()
        _record(db, "application_submitted", case.id)
        number = case.receipt_number
        db.commit()
        session["receipt"] = number
        return redirect(url_for("done"), 303)

    @app.get("/apply/done")
    def done() -> str:
        return render_template("plain/form.html")


def _applied(typed: dict[str, Any]) -> Case:
    texts = consent_texts("ko")
    consents = {kind.value: [typed[kind.value], texts[kind].version] for kind in ConsentKind}
    case = Case(
        receipt_number=new_number(),
        stage="submitted",
        submitted_at=NOW,
        changed_at=NOW,
        consents=consents,
        **{name: typed[name] for name in COLUMNS},
    )
    case.events.append(CaseEvent(event="submit", stage="submitted", at=NOW))
    return case


def _record(db: Db, action: str, case_id: int) -> None:
    user_id = current_user.id if current_user.is_authenticated else None
    address = request.remote_addr or ""
    db.add(AuditEntry(at=NOW, user_id=user_id, address=address, action=action, case_id=case_id))
