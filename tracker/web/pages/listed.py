"""What the list of account holders says about an applicant, beside what the applicant wrote."""

from dataclasses import dataclass
from typing import Final

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.domain.applications import Application
from tracker.domain.roster.headings import Column
from tracker.domain.roster.matching import Agreement, Match
from tracker.domain.roster.rows import Entry
from tracker.services.roster.lookup import Looked, Use
from tracker.web import labels
from tracker.web.format import day, moment, month
from tracker.web.labels.roster import TRACKS

Pairs = tuple[tuple[str, str], ...]
_FOUND: Final[dict[Agreement, tuple[str, LazyString, LazyString]]] = {
    Agreement.CONFIRMED: (
        "success",
        _l("확인됨"),
        _l("이름, 생년월일, 휴대전화가 모두 명단과 같아요."),
    ),
    Agreement.DIFFERENT: (
        "warning",
        _l("불일치"),
        _l("명단에 가까운 분이 있지만 다른 곳이 있어요. 여쭤보고 확인해 주세요."),
    ),
    Agreement.ABSENT: (
        "danger",
        _l("명단에 없음"),
        _l("명단에서 같은 휴대전화도, 같은 이름과 생년월일도 찾지 못했어요."),
    ),
}
_NOT_USED: Final[dict[Use, tuple[str, LazyString, LazyString]]] = {
    Use.NONE: ("none", _l("명단 없음"), _l("가입자 명단을 올리면 여기에서 견줘 드려요.")),
    Use.EXPIRED: (
        "warning",
        _l("명단 만료"),
        _l("가입자 명단의 기한이 지나서 견주지 않았어요. 새 명단을 올려 주세요."),
    ),
    Use.DAMAGED: (
        "danger",
        _l("명단 손상"),
        _l("가입자 명단을 열 수 없어요. 새 명단을 올려 주세요."),
    ),
}
_DIFFERS: Final[dict[Column, LazyString]] = {
    Column.NAME: _l("이름이 달라요: 신청서 %(said)s, 명단 %(listed)s"),
    Column.BIRTH_DATE: _l("생년월일이 달라요: 신청서 %(said)s, 명단 %(listed)s"),
    Column.PHONE: _l("휴대전화가 달라요: 신청서 %(said)s, 명단 %(listed)s"),
    Column.STATUS: _l("통장 상태가 달라요: 신청서 %(said)s, 명단 %(listed)s"),
    Column.OPENED: _l("통장을 만든 달이 달라요: 신청서 %(said)s, 명단 %(listed)s"),
    Column.DISTRICT: _l("사는 곳이 달라요: 신청서 %(said)s, 명단 %(listed)s"),
}


@dataclass(frozen=True)
class ListedView:
    """Somebody of the list beside the applicant: what differs, and what the list says."""

    differences: tuple[str, ...]
    facts: Pairs


@dataclass(frozen=True)
class ListView:
    """What looking into the list came to."""

    badge: tuple[str, str]
    text: str
    as_of: str
    found: tuple[ListedView, ...]


def list_view(form: Application | None, looked: Looked | None) -> ListView:
    """What the list says; nothing of it decides anything."""
    kind, words, text = _told(looked)
    matches = looked.finding.matches if looked and looked.finding else ()
    as_of = "" if looked is None or looked.as_of is None else moment(looked.as_of)
    found = () if form is None else tuple(_one(form, match) for match in matches)
    return ListView((kind, str(words)), str(text), as_of, found)


def _told(looked: Looked | None) -> tuple[str, LazyString, LazyString]:
    if looked is None:
        return _NOT_USED[Use.NONE]
    if looked.finding is None:
        return _NOT_USED[looked.use]
    return _FOUND[looked.finding.agreement]


def _one(form: Application, match: Match) -> ListedView:
    differences = tuple(
        str(_DIFFERS[one]) % {"said": said_there(form, one), "listed": _in_list(match.entry, one)}
        for one in (*match.identity, *match.further)
    )
    return ListedView(differences, _facts(match.entry))


def said_there(form: Application, column: Column) -> str:
    """What the application says there."""
    match column:
        case Column.BIRTH_DATE:
            return day(form.birth_date)
        case Column.STATUS:
            return str(labels.ACCOUNT_STATUS[form.account_status])
        case Column.OPENED:
            return month(form.account_opened)
        case Column.DISTRICT:
            return str(labels.DISTRICTS[form.district])
        case Column.PHONE:
            return form.phone
        case _:
            return form.name


def _in_list(entry: Entry, column: Column) -> str:
    """What the list says there; '' where it says nothing."""
    match column:
        case Column.BIRTH_DATE:
            return day(entry.birth_date)
        case Column.STATUS:
            return "" if entry.status is None else str(labels.ACCOUNT_STATUS[entry.status])
        case Column.OPENED:
            return month(entry.opened) if entry.opened else ""
        case Column.DISTRICT:
            return str(labels.DISTRICTS[entry.district]) if entry.district else ""
        case Column.TRACK:
            return "" if entry.track is None else str(TRACKS[entry.track])
        case Column.OFFICE:
            return entry.office
        case Column.PHONE:
            return entry.phone
        case _:
            return entry.name


def _facts(entry: Entry) -> Pairs:
    """What the list says beside who it is."""
    names = (
        (Column.STATUS, _("통장 상태")),
        (Column.OPENED, _("통장을 만든 달")),
        (Column.DISTRICT, _("사는 곳")),
        (Column.OFFICE, _("통장을 관리하는 곳")),
        (Column.TRACK, _("소득구간")),
    )
    facts = ((label, _in_list(entry, column)) for column, label in names)
    return tuple((label, value) for label, value in facts if value)
