"""Domain errors to pages: the only such place."""

from contextlib import suppress
from typing import Final

from flask import Flask, Response, current_app, g, make_response, render_template, request, url_for
from flask.globals import request_ctx
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from tracker.domain.audit import Audit
from tracker.domain.errors import (
    Conflict,
    KeyReplaced,
    NotAllowed,
    NotFound,
    RuleBroken,
    TooOften,
    Unavailable,
)
from tracker.services.site import Busy
from tracker.services.work import Damaged
from tracker.web.context import boxed_session, undo_work, visitor_work
from tracker.web.kept import keep_typed, kept_path
from tracker.web.labels import sentence
from tracker.web.links import nearest_page
from tracker.web.logs import log_failure

# What is left when not even the error page can be made.
_BARE: Final = (
    '<!doctype html><html lang="ko"><meta charset="utf-8"><title>잠시 멈췄어요</title>'
    "<h1>저희 쪽에 문제가 생겼어요</h1><p>잠시 뒤에 다시 해 주세요.</p>"
)


def register(app: Flask) -> None:
    """Give every way to say no its page."""
    app.register_error_handler(NotFound, lambda _e: page(404))
    app.register_error_handler(NotAllowed, lambda _e: page(403))
    app.register_error_handler(Conflict, _conflict)
    app.register_error_handler(RuleBroken, _rule_broken)
    app.register_error_handler(TooOften, _too_often)
    app.register_error_handler(Unavailable, _unavailable)
    app.register_error_handler(KeyReplaced, _key_replaced)
    app.register_error_handler(Busy, lambda _e: _later())
    app.register_error_handler(Damaged, _damaged)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _failure)


def page(
    status: int,
    title: str = "",
    text: str = "",
    back: str | None = None,
    label: str = "",
    todo: str = "",
) -> Response:
    """An error page: what happened, in a sentence, and what to do now; the work is undone."""
    undo_work()
    try:
        body = _rendered(status, title, text, back, label, todo)
    except Exception as problem:  # the page asks who is signed in, and the database may be gone
        log_failure(problem)
        body = _BARE
    return make_response(body, status)


def _rendered(status: int, title: str, text: str, back: str | None, label: str, todo: str) -> str:
    if request_ctx.url_adapter is None:  # another Host was asked for; links need an adapter
        request_ctx.url_adapter = current_app.url_map.bind("")
    return render_template(
        "errors/page.html",
        code=status,
        title=title,
        sentence=text,
        todo=todo,
        link_url=back,
        link_label=(label or _("쓰던 화면으로 돌아가기")) if back else "",
        reference=g.get("request_id", ""),
    )


def prove_page(door: str) -> Response:
    """Before something that reaches far: first prove again who sits there."""
    return page(
        403,
        _("먼저 본인인지 확인해 주세요"),
        _(
            "중요한 일이라 비밀번호나 인증 번호를 한 번 더 여쭤봐요. "
            "적으신 내용은 확인한 뒤 그대로 돌려 드려요."
        ),
        door,
        _("확인하러 가기"),
    )


def _conflict(error: Conflict) -> Response:
    keep_typed()
    return page(409, text=sentence(error), back=_same_page())


def _rule_broken(error: RuleBroken) -> Response:
    keep_typed()
    return page(422, text=sentence(error), back=_same_page())


def _too_often(error: TooOften) -> Response:
    keep_typed()
    answer = page(
        429, text=sentence(error), back=_same_page(), todo=_("적으신 것은 그대로 있어요.")
    )
    answer.headers["Retry-After"] = str(error.seconds)
    return answer


def _unavailable(error: Unavailable | KeyReplaced) -> Response:
    keep_typed()
    return page(503, text=sentence(error), back=_same_page())


def _later() -> Response:
    keep_typed()
    answer = page(503, back=_same_page())
    answer.headers["Retry-After"] = "10"
    return answer


def _key_replaced(error: KeyReplaced) -> Response:
    sound_alarm(error)
    return _unavailable(error)


def sound_alarm(error: KeyReplaced) -> None:
    """Undo the act, and let the privacy officer know that somebody's key was replaced."""
    _report(Audit.KEY_REPLACED, error.principal)


def _report(act: Audit, obj: str, **detail: str) -> None:
    """Undo the act, and keep what it came upon in a transaction of its own."""
    undo_work()
    with visitor_work() as work:
        if current_user.is_authenticated:
            work.act_as(current_user.who)
        work.record(act, obj, **detail)


def _damaged(error: Damaged) -> Response:
    _report(Audit.RECORD_DAMAGED, error.object, kind=error.kind)
    return page(
        500,
        _("이 기록은 손상되어 열 수 없어요"),
        _(
            "저장된 기록이 바뀌었거나 옮겨진 것 같아요. 내용은 보여 드리지 않고, "
            "접속기록에 남겼어요. 시스템 관리자에게 알려 주세요."
        ),
    )


def _csrf(_error: CSRFError) -> ResponseReturnValue:
    if boxed_session().ended is not None and request.blueprint == "public":
        return _forgotten()
    keep_typed()
    text = _(
        "화면을 연 지 오래되어 보내지 못했어요. 쓰신 내용은 남아 있으니 "
        "다시 열어 확인한 뒤 보내 주세요."
    )
    again = _("이 안내가 되풀이되면 브라우저 설정에서 이 사이트의 쿠키를 허용해 주세요.")
    return page(400, text=text, back=_same_page(), todo=again)


def _forgotten() -> Response:
    """What is typed before an application is sent lasts two hours, and no sentence says more."""
    keep_typed()
    return page(
        400,
        _("시간이 오래 지나 적으신 것을 지웠어요"),
        _(
            "다른 사람이 보지 못하게, 두 시간 동안 쓰지 않으시면 앞에서 적으신 것을 지워요. "
            "번거로우시겠지만 처음부터 다시 적어 주세요. 방금 이 화면에 쓰신 것은 남아 있어요."
        ),
        url_for("public.start"),
        _("다시 시작하기"),
        _("혹시 이미 보내셨다면 다시 적지 마시고 센터로 전화해 주세요. 신청은 그대로 있어요."),
    )


def _same_page() -> str | None:
    """The page with the form that was sent, or the one for which something is kept."""
    return nearest_page(request.path) if request.method == "POST" else kept_path()


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    answer = _file_too_large() if error.code == 413 else page(error.code)
    if error.code == 405 and error.get_headers():
        allowed = dict(error.get_headers()).get("Allow")
        if allowed:
            answer.headers["Allow"] = allowed
    return answer


def _file_too_large() -> Response:
    """A form that is too large; where a file was expected it is the file."""
    view = current_app.view_functions.get(request.endpoint or "")
    largest: int = getattr(view, "largest", 0)
    if not largest:
        return page(413, back=_same_page())
    return page(
        413,
        _("파일이 너무 커요"),
        _("%(limit)s MB까지 올릴 수 있어요. 아무것도 저장하지 않았어요.", limit=largest // 1024**2),
        request.path,
        _("다른 파일 고르기"),
        _("명단에 필요한 열만 남기고 다시 저장해 주세요."),
    )


def _failure(error: Exception) -> Response:
    log_failure(error)
    undo_work()
    with suppress(Exception):  # who is signed in may not be known any more
        keep_typed()
    return page(500, back=_same_page())
