"""The coordinator's list of applications."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from flask import url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.domain.cases import Stage
from tracker.services.desk import TABS, TO_ANSWER, Line, Listing
from tracker.web import labels
from tracker.web.format import moment
from tracker.web.i18n import said
from tracker.web.pages.lists import Ages, Tab, first_url, next_url, tabs

# Where an application waits for a decision, and in which tab it stands in line.
QUEUES: Final = {
    Stage.SUBMITTED: "submitted",
    Stage.INFO_REQUESTED: "info_requested",
    Stage.WAITLISTED: "waitlisted",
    Stage.ACCEPTED: "accepted",
}
# What can be done with several at once, by tab: the page that takes what was ticked, and its words.
MANY: Final[dict[str, tuple[str, LazyString]]] = {
    "submitted": ("accepting.review", _l("고른 신청 함께 선정하기")),
    "waitlisted": ("accepting.review", _l("고른 신청 함께 선정하기")),
    "accepted": ("assigning.review", _l("고른 신청 함께 배정하기")),
}


@dataclass(frozen=True)
class Bulk:
    """One act for everything that is ticked: where it goes, and what its button says."""

    url: str
    label: str
    picked: frozenset[str]


class Row(NamedTuple):
    """One application in the list, with the one next thing to do."""

    id: str
    name: str
    phone: str
    receipt: str
    stage: str
    stage_label: str
    age: str
    since: str
    counselor: str
    offered: str
    damaged: bool
    news: str
    returned: bool
    url: str
    action: str


@dataclass(frozen=True)
class ListPage:
    """The list of applications."""

    tabs: tuple[Tab, ...]
    rows: tuple[Row, ...]
    with_counselor: bool
    bulk: Bulk | None
    next_url: str | None
    first_url: str | None
    empty_title: str
    empty_text: str


def list_page(
    shown: Listing, now: datetime, *, later: bool, picked: Collection[str] = ()
) -> ListPage:
    """The list as the coordinator sees it; `later` says that it does not begin at its start, and
    `picked` what was ticked before the list had to be shown again.
    """
    endpoint = "applications.index"
    title, text = ("", "") if shown.lines else _nothing(shown.tab)
    words = _Words(now, url_for(endpoint), to_answer=shown.tab == TO_ANSWER)
    return ListPage(
        tabs=tabs(endpoint, shown, TABS),
        rows=tuple(words.row(line) for line in shown.lines),
        with_counselor=shown.tab not in QUEUES.values(),
        bulk=_bulk(shown, picked),
        next_url=next_url(endpoint, shown),
        first_url=first_url(endpoint, shown) if later else None,
        empty_title=title,
        empty_text=text,
    )


def _bulk(shown: Listing, picked: Collection[str]) -> Bulk | None:
    if shown.tab not in MANY or not shown.lines:
        return None
    endpoint, label = MANY[shown.tab]
    return Bulk(url_for(endpoint), str(label), frozenset(picked))


class _Words:
    """Words that all rows share, looked up once for the page."""

    def __init__(self, now: datetime, base: str, *, to_answer: bool) -> None:
        self.base = base
        self.ages = Ages(now)
        self.stages = said(labels.STAGES)
        self.actions = {stage: _("살펴보기") for stage in QUEUES} | {Stage.ACCEPTED: _("배정하기")}
        self.open = _("열어 보기")
        self.damaged = _("열리지 않는 기록")
        self.unknown = _("이름을 볼 수 없음")
        self.answer, self.waits, self.answered = _("답하기"), _("답할 것"), _("답이 왔어요")
        self.to_answer = to_answer
        self.offered = str(_l("자리 알림, %(until)s까지"))

    def row(self, line: Line) -> Row:
        row, card, stage = line.row, line.card, line.row.stage
        nameless = self.damaged if line.damaged else self.unknown
        age, since = self.ages(row.submitted_at)
        until = row.offered_until
        return Row(
            id=row.id.hex,
            name=nameless if card is None else card.name,
            phone="" if card is None else card.phone,
            receipt=row.receipt_number,
            stage=stage.value,
            stage_label=self.stages[stage],
            age=age,
            since=since,
            counselor=row.counselor or "",
            offered=self.offered % {"until": moment(until)} if until else "",
            damaged=line.damaged,
            news=self._news(line),
            returned=bool(row.returned),
            url=f"{self.base}{row.id}{self._act(stage)}",
            action=self.answer if self.to_answer else self.actions.get(stage, self.open),
        )

    def _news(self, line: Line) -> str:
        """What came from the person and waits."""
        if line.row.answer_due is not None:
            return self.waits
        return self.answered if line.row.answered_at is not None else ""

    def _act(self, stage: Stage) -> str:
        if self.to_answer:
            return "/message"
        return "/assign" if stage is Stage.ACCEPTED else ""


def _nothing(tab: str) -> tuple[str, str]:
    words = {
        "submitted": (
            _("새 신청이 없어요"),
            _("누군가 신청하면 여기에 먼저 온 순서대로 나타나요."),
        ),
        "to_answer": (
            _("답할 메시지가 없어요"),
            _("신청하신 분이 메시지를 보내시면 오래 기다린 순서대로 여기에 모여요."),
        ),
        "info_requested": (
            _("답을 기다리는 신청이 없어요"),
            _("'더 여쭤보기'로 여쭤본 신청이 답이 올 때까지 여기에 모여요."),
        ),
        "waitlisted": (
            _("기다리는 신청이 없어요"),
            _("자리가 모자라 대기로 둔 신청이 여기에 모여요."),
        ),
        "accepted": (
            _("배정할 신청이 없어요"),
            _("선정한 신청이 여기에 모이고, 상담사를 정하면 진행 중으로 넘어가요."),
        ),
        "in_care": (
            _("진행 중인 신청이 없어요"),
            _("상담사가 정해진 신청이 여기에 모여요."),
        ),
        "ended": (
            _("마친 신청이 아직 없어요"),
            _("끝까지 마쳤거나, 중간에 마쳤거나, 선정하지 않은 신청이 여기에 모여요."),
        ),
        "all": (
            _("아직 신청이 없어요"),
            _("신청 화면이 열려 있으면 들어오는 대로 여기에 나타나요."),
        ),
    }
    return words[tab]
