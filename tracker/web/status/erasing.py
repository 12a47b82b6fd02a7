"""Having my record destroyed: at once, or asked for where somebody has written in it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.access import Permission
from tracker.services import applications, erasure, shredding
from tracker.web.context import here, site
from tracker.web.forms.base import Form, telling
from tracker.web.guards import needs
from tracker.web.pages.status import mine_page
from tracker.web.status.base import bp, own_case
from tracker.web.status.entering import flash_after, leave


@bp.get("/erase")
@needs(Permission.OWN_ERASE, records=True)
def erase() -> ResponseReturnValue:
    """Ask once, and name what will happen."""
    found = applications.status(here(), own_case())
    return render_template(
        "status/erase.html",
        form=Form(),
        page=mine_page(found, here().now),
        at_once=erasure.at_once(found.case),
    )


@bp.post("/erase")
@needs(Permission.OWN_ERASE)
def erase_now() -> ResponseReturnValue:
    """Destroy everything; nothing of it is found afterwards."""
    form, whole = Form(), site()
    with telling(form):
        erasure.erase_own(here(), own_case())
    if form.failed:
        return redirect(url_for(".erase"), 303)
    here().after_commit(lambda: shredding.wipe(whole))
    flash_after(_("모두 지웠어요. 접수번호와 비밀 코드로는 이제 아무것도 찾을 수 없어요."))
    return leave()


@bp.post("/erase/ask")
@needs(Permission.OWN_ERASE)
def ask_erasure() -> ResponseReturnValue:
    """Stop, and ask the privacy officer to destroy everything; twice is once."""
    erasure.ask(here(), own_case())
    flash(_("지워 달라고 전했어요. 언제까지 지워지는지 이 화면에서 보실 수 있어요."), "success")
    return redirect(url_for(".mine"), 303)
