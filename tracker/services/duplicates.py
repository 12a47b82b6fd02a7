"""Applications that could be one person's: shown side by side, linked or parted, never merged."""

from dataclasses import dataclass
from uuid import UUID

from tracker.domain.access import Permission, Record, object_of
from tracker.domain.applications import Application
from tracker.domain.audit import Audit
from tracker.domain.duplicates import (
    MOST,
    Compared,
    Person,
    Verdict,
    alike_on,
    compared,
    decided,
    verdict_on,
)
from tracker.domain.errors import NotFound
from tracker.domain.papers import LINKS, LinksPaper
from tracker.services.faces import Face, faces
from tracker.services.identity import renew_identity
from tracker.services.search_sheets import everybody
from tracker.services.work import Damaged, Work
from tracker.store.cases import Case

_WORDS = {
    Verdict.SAME: Audit.CASES_LINKED,
    Verdict.DIFFERENT: Audit.CASES_PARTED,
    Verdict.OPEN: Audit.CASES_UNDECIDED,
}


@dataclass(frozen=True)
class Twin:
    """Another application, how it compares, and what was decided about the two."""

    face: Face
    compared: Compared | None
    verdict: Verdict


@dataclass(frozen=True)
class Twins:
    """All of them, the likeliest first; not `intact` when the decisions do not open."""

    me: Person
    found: list[Twin]
    intact: bool


def twins(work: Work, case: Case, form: Application) -> Twins:
    """The other applications of perhaps the same person, as far as this person may read."""
    me = Person.born(form.name, form.phone, form.birth_date)
    sheet = work.read(case.id, LINKS)
    paper = LinksPaper() if sheet is None or sheet.paper is None else sheet.paper
    ids = {UUID(hex=one.case_id) for page in everybody(work) for one in alike_on(page, me)}
    ids |= {UUID(hex=one) for one in paper.same}
    others = faces(work, sorted(ids - {case.id}))
    found = [one for face in others if (one := _twin(me, face, paper)) is not None]
    found.sort(key=_order)
    return Twins(me, found[:MOST], sheet is None or sheet.intact)


def _twin(me: Person, face: Face, paper: LinksPaper) -> Twin | None:
    """Compared by their own card: a sheet may be older. What is linked stays linked."""
    verdict = verdict_on(paper, face.facts.id)
    card = face.card
    if card is None:
        return Twin(face, None, verdict) if verdict is Verdict.SAME else None
    result = compared(me, Person(card.name, card.phone, card.birth_date))
    wanted = result.alike or verdict is Verdict.SAME
    return Twin(face, result, verdict) if wanted else None


def _order(twin: Twin) -> tuple[bool, int, float]:
    distance = 0 if twin.compared is None else twin.compared.distance
    open_first = twin.verdict is Verdict.DIFFERENT
    return open_first, distance, -twin.face.facts.submitted_at.timestamp()


def decide(work: Work, case_id: UUID, other_id: UUID, verdict: Verdict) -> None:
    """Link two applications, part them, or take that back; doing it twice is one act.

    Both keep it in their identity record, under a key that staff made.
    """
    if case_id == other_id:
        raise NotFound
    pair = {case_id: other_id, other_id: case_id}
    cases = {one: work.case(one, Permission.CASE_DECIDE) for one in sorted(pair)}
    papers = {one: _links(work, one) for one in pair}
    if all(verdict_on(papers[one], other) is verdict for one, other in pair.items()):
        return
    for one, other in pair.items():
        renew_identity(work, cases[one])
        work.write_on(one, LINKS, decided(papers[one], other, verdict))
    identity, theirs = (object_of(Record.IDENTITY, one) for one in pair)
    work.record(_WORDS[verdict], identity, object=theirs)


def _links(work: Work, case_id: UUID) -> LinksPaper:
    sheet = work.read(case_id, LINKS)
    if sheet is None:
        return LinksPaper()
    if sheet.paper is None:
        raise Damaged(object_of(Record.IDENTITY, case_id), LINKS.name)
    return sheet.paper
