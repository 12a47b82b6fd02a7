"""What is typed in a step of the application that is left, or that is not asked for now."""

from flask import flash, request
from flask_babel import gettext as _

from tracker.domain.fields import without_numbers
from tracker.web import draft
from tracker.web.forms.public import StepForm
from tracker.web.kept import keep_typed


def keep_or_tell() -> None:
    """What was typed in a step that is not asked for now is kept, or its fate is told."""
    if draft.sent() is None:
        keep_typed()
    elif request.method == "POST":
        flash(
            _(
                "신청은 이미 보내셨고, 방금 적으신 것은 더해지지 않았어요. 고치거나 덧붙이려면 "
                "내 진행 보기에서 해 주세요. 다른 분의 신청이라면 먼저 아래에서 마치기를 눌러 "
                "주세요."
            ),
            "info",
        )


def kept_halfway(step: str, form: StepForm) -> bool:
    """Keep what somebody leaves halfway, but never a number that names one person."""
    typed = form.typed()
    kept = {
        name: without_numbers(value) if isinstance(value, str) else value
        for name, value in typed.items()
    }
    if not draft.keep_unfinished(step, kept):
        return False
    if kept != typed:
        flash(_("주민등록번호처럼 보이는 숫자는 지우고, 나머지 글만 남겨 두었어요."), "info")
    return True
