"""The list of own cases."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from flask import url_for
from flask_babel import gettext as _

from tracker.domain.cases import Stage
from tracker.services.desk import CASE_TABS, Line, Listing
from tracker.web import labels
from tracker.web.i18n import said
from tracker.web.pages.lists import Ages, Tab, next_url, tabs

_ENDPOINT = "cases.index"


class CaseRow(NamedTuple):
    """One case in the list."""

    url: str
    name: str
    number: str
    damaged: bool
    stage: str
    stage_label: str
    tests: tuple[int, int]
    held: tuple[int, int]
    changed: str
    changed_on: str
    todo: str


@dataclass(frozen=True)
class CaseList:
    """One page of the list."""

    tabs: tuple[Tab, ...]
    rows: tuple[CaseRow, ...]
    plans: tuple[int, ...]
    next_url: str | None
    first_url: str | None
    ended: bool


def case_list(shown: Listing, now: datetime, *, later: bool) -> CaseList:
    """The list as the counselor sees it; `later`: it does not begin at its start."""
    words = _Words(now)
    plans = {line.row.plan for line in shown.lines}
    return CaseList(
        tabs=tabs(_ENDPOINT, shown, CASE_TABS),
        rows=tuple(words.row(line) for line in shown.lines),
        plans=tuple({one for plan in plans for one in (plan.tests, plan.sessions)}),
        next_url=next_url(_ENDPOINT, shown),
        first_url=url_for(_ENDPOINT, tab=shown.tab) if later else None,
        ended=shown.tab == "ended",
    )


class _Words:
    """Words and addresses that all rows share, looked up once for the page."""

    def __init__(self, now: datetime) -> None:
        self.ages = Ages(now)
        self.base = url_for(_ENDPOINT)
        self.stages = said(labels.STAGES)
        self.beginning = _("초기면접과 검사 고르기")
        self.tests = _("검사 결과와 해석")
        self.sessions = _("상담 회기")
        self.ending = _("종결 기록과 종결")
        self.damaged = _("열리지 않는 기록")
        self.unknown = _("이름을 볼 수 없음")

    def row(self, line: Line) -> CaseRow:
        row, card = line.row, line.card
        changed, changed_on = self.ages(row.changed_at)
        nameless = self.damaged if line.damaged else self.unknown
        return CaseRow(
            url=f"{self.base}{row.id}",
            name=nameless if card is None else card.name,
            number=row.number or "",
            damaged=line.damaged,
            stage=row.stage.value,
            stage_label=self.stages[row.stage],
            tests=(min(row.interpreted, row.plan.tests), row.plan.tests),
            held=(min(row.held, row.plan.sessions), row.plan.sessions),
            changed=changed,
            changed_on=changed_on,
            todo=self.todo(row),
        )

    def todo(self, row: Any) -> str:
        """The next thing, as far as a list can tell."""
        if row.stage is Stage.ASSIGNED:
            return self.beginning
        if row.stage is not Stage.ACTIVE:
            return ""
        if row.interpreted < row.plan.tests:
            return self.tests
        return self.sessions if row.held < row.plan.sessions else self.ending
