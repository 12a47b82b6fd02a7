"""The forms of the list of account holders and of the eligibility checklist."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FileField, HiddenField, RadioField, TextAreaField

from tracker.web.forms.base import Form, VersionedForm
from tracker.web.forms.choices import offered
from tracker.web.labels.roster import TRACKS, VERDICTS


class UploadForm(Form):
    """Which file."""

    file = FileField(_l("명단 파일"), render_kw={"accept": ".xlsx,.csv,.txt"})


class DraftForm(Form):
    """What shall become of which draft."""

    draft = HiddenField()


def _verdict(label: Any) -> RadioField:
    return RadioField(label, choices=offered(VERDICTS.items()), validate_choice=False)


class EligibilityForm(VersionedForm):
    """Four lines, each with what was found out and a note."""

    account = _verdict(_l("통장 상태"))
    account_note = TextAreaField(_l("통장 상태 메모"))
    district = _verdict(_l("사는 곳"))
    district_note = TextAreaField(_l("사는 곳 메모"))
    track = _verdict(_l("소득구간"))
    track_kind = RadioField(
        _l("어느 구간인가요?"),
        choices=offered([("", _l("적지 않기")), *TRACKS.items()]),
        validate_choice=False,
    )
    track_note = TextAreaField(_l("소득구간 메모"))
    earlier = _verdict(_l("전에 참여한 적"))
    earlier_note = TextAreaField(_l("전에 참여한 적 메모"))
