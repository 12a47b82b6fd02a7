"""Keys: given again to whoever lost them, new ones for groups, and for records with cause."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from tracker.domain.access import Permission
from tracker.services import groups, handing_over, rekeying, restoring, rotation
from tracker.services.rotation import Progress
from tracker.web.context import here
from tracker.web.forms.base import Form, telling
from tracker.web.forms.staffing import SliceForm
from tracker.web.guards import needs
from tracker.web.pages.confirming import Question, ask, done
from tracker.web.pages.keys import Slices, lacking, record_names, restored, slices
from tracker.web.pages.members import group_card

bp = Blueprint("keys", __name__, url_prefix="/keys")


@bp.get("/", endpoint="index")
@needs(Permission.KEYS_RESTORE)
def index() -> ResponseReturnValue:
    """Who lacks keys, my groups, and how many records wait for a new key."""
    work = here()
    return render_template(
        "keys/index.html",
        lacking=lacking(restoring.lacking(work)),
        cards=[group_card(one) for one in groups.my_groups(work)],
        records=rekeying.waiting(work),
    )


@bp.post("/restore/<uuid:account_id>")
@needs(Permission.KEYS_RESTORE)
def restore(account_id: UUID) -> ResponseReturnValue:
    """Give a colleague the own half of all their open cases again."""
    name = handing_over.counselor(here(), account_id).name
    done(lambda: restored(name, restoring.restore(here(), account_id)))
    return redirect(url_for(".index"), 303)


@bp.route("/groups/<slug>/rotate", methods=["GET", "POST"])
@needs(Permission.GROUP_ROTATE, fresh=True)
def rotate(slug: str) -> ResponseReturnValue:
    """Give a group a new seed."""
    form, found = Form(), groups.my_group(here(), slug)
    title = group_card(found).title
    if form.sent:
        done(lambda: _rotated(found.name, title))
        return redirect(url_for(".index"), 303)
    points = (
        _("모임의 모든 동료와 복구용 종이가 새 열쇠를 받아요."),
        _("지금까지의 기록은 그대로 열려요."),
        _("예전 열쇠를 베껴 둔 사람은 이제부터 쓰는 기록을 열 수 없어요."),
        _("기록의 열쇠는 그다음에 조금씩 새 열쇠 아래로 옮겨요."),
    )
    lead = _("누군가 이 모임의 열쇠를 알았을 수 있거나, 오래되어 바꾸고 싶을 때 만들어요.")
    head = _("%(group)s의 열쇠 새로 만들기", group=title)
    return ask(form, Question(head, lead, points, _("새로 만들기"), _back()))


def _rotated(group: str, title: str) -> str:
    rotation.rotate(here(), group)
    return _("%(group)s의 열쇠를 새로 만들었어요.", group=title)


@bp.route("/groups/<slug>/renew", methods=["GET", "POST"])
@needs(Permission.GROUP_ROTATE)
def renew(slug: str) -> ResponseReturnValue:
    """Put the keys of a group under its newest seed, one slice with each sending."""
    found, form = groups.my_group(here(), slug), SliceForm()
    if form.sent:
        progress = rotation.renew_keys(here(), found.name)
        return _onward(url_for(".renew", slug=slug), progress, found.older, form)
    title = _("%(group)s의 열쇠 옮기기", group=group_card(found).title)
    lead = _("기록의 열쇠를 새 열쇠 아래로 옮기고 있어요. 멈춰도 옮긴 것은 그대로 남아요.")
    return _progress(_so_far(title, lead, found.older), form)


@bp.route("/records", methods=["GET", "POST"])
@needs(Permission.CASE_REKEY)
def records() -> ResponseReturnValue:
    """Give the records that wait a new key, some with each sending."""
    form, waiting = SliceForm(), rekeying.waiting(here())
    if form.sent:
        return _onward(url_for(".records"), rekeying.work_off(here()), waiting, form)
    lead = _("그만둔 사람이 열 수 있던 기록을 새 열쇠로 다시 잠가요. 멈춰도 한 것은 그대로 남아요.")
    return _progress(_so_far(_("기록의 열쇠 새로 만들기"), lead, waiting), form)


def _so_far(title: str, lead: str, left: int) -> Slices:
    return slices(title, lead, left, request.args.get("of", ""), request.args.get("now", ""))


def _progress(page: Slices, form: Form) -> ResponseReturnValue:
    keeper = current_user.may(Permission.KEYS_RESTORE)
    back = _back() if keeper else (url_for("cases.index"), _("내 사례"))
    return render_template(
        "keys/progress.html",
        page=page,
        form=form,
        back=back[0],
        back_label=back[1],
        home_label=_("열쇠로 돌아가기") if keeper else _("내 사례로 돌아가기"),
        again=request.path,
    )


def _onward(path: str, progress: Progress, before: int, form: SliceForm) -> ResponseReturnValue:
    """To the page that shows how far it is; what cannot be done does not run in circles."""
    so_far = slices("", "", before, form.total.data or "", "").total
    how = "going" if progress.done else "stuck"
    if not progress.left:
        how = "ready"
        flash(_("모두 마쳤어요. 더 할 것이 없어요."), "success")
    return redirect(f"{path}?of={so_far}&now={how}", 303)


@bp.route("/cases/<uuid:case_id>", methods=["GET", "POST"])
@needs(Permission.CASE_REKEY, fresh=True)
def rekey(case_id: UUID) -> ResponseReturnValue:
    """New keys for the records of one case, as far as this person can give them."""
    form, mine = Form(), rekeying.half_of(here(), case_id)
    if form.sent:
        with telling(form):
            count = rekeying.rekey_half(here(), case_id)
        if not form.failed:
            flash(_rekeyed(count), "success")
            return redirect(_case_page(case_id), 303)
    points = (
        _("새로 만들 열쇠: %(names)s", names=record_names(mine)),
        _("지금 이 기록을 여는 사람은 모두 새 열쇠를 받아요."),
        _(
            "예전 열쇠를 베껴 둔 사람은 이제부터 쓰는 글을 열 수 없어요. "
            "이미 읽은 글은 막지 못해요."
        ),
    )
    lead = _("누군가 이 기록의 열쇠를 알았을 수 있을 때 만들어요.")
    title, button = _("이 기록의 열쇠 새로 만들기"), _("새로 만들기")
    return ask(form, Question(title, lead, points, button, (_case_page(case_id), _("사례"))))


def _case_page(case_id: UUID) -> str:
    """The page of the case for whoever is here."""
    pages = (
        (Permission.APPLICATION_READ, "applications.show"),
        (Permission.TEAM_READ, "team.show"),
    )
    found = (endpoint for permission, endpoint in pages if current_user.may(permission))
    return url_for(next(found, "cases.show"), case_id=case_id)


def _rekeyed(count: int) -> str:
    return ngettext(
        "기록 %(num)s가지의 열쇠를 새로 만들었어요.",
        "기록 %(num)s가지의 열쇠를 새로 만들었어요.",
        count,
    )


def _back() -> tuple[str, str]:
    return url_for(".index"), _("열쇠")
