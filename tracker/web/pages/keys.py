"""Keys on the screen: who lacks some, which groups I look after, and work done in slices."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.domain.access import Record
from tracker.services.restoring import Waiting
from tracker.web.labels.groups import RECORDS


@dataclass(frozen=True)
class Lacking:
    """A colleague who lacks keys of open cases."""

    name: str
    count: int
    url: str


@dataclass(frozen=True)
class Slices:
    """Work done in slices: how far it is, and whether the page may go on by itself."""

    title: str
    lead: str
    done: int
    total: int
    left: int
    going: bool
    stuck: bool


def lacking(found: list[Waiting]) -> list[Lacking]:
    """Colleagues to whom keys can be given."""
    return [
        Lacking(
            one.account.name,
            len(one.cases),
            url_for("keys.restore", account_id=one.account.id),
        )
        for one in found
    ]


def slices(title: str, lead: str, left: int, total: str, how: str) -> Slices:
    """How far it is; `total` and `how` stand in the address, and nothing depends on them."""
    known = int(total) if total.isascii() and total.isdigit() and len(total) < 10 else 0
    whole = max(known, left)
    return Slices(title, lead, whole - left, whole, left, how == "going", how == "stuck")


def restored(name: str, count: int) -> str:
    """What was given, in a sentence."""
    if not count:
        return _("%(name)s 님에게 부족한 열쇠가 더 없어요.", name=name)
    return ngettext(
        "%(name)s 님에게 사례 %(num)s건의 열쇠를 다시 건넸어요.",
        "%(name)s 님에게 사례 %(num)s건의 열쇠를 다시 건넸어요.",
        count,
        name=name,
    )


def record_names(found: tuple[Record, ...]) -> str:
    """Records in words."""
    return ", ".join(str(RECORDS[one]) for one in found)
