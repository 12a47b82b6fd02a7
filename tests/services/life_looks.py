"""Who looks at a case, who tries what is not theirs, and whether all that stands there agrees."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories import care
from tests.services.life import Life
from tests.services.life_acts import Acts
from tracker.domain.errors import NotAllowed, NotFound
from tracker.domain.papers import APPLICATION, ReturnPaper
from tracker.domain.program import DeclineReason, DropOutReason, ReturnReason
from tracker.services import (
    applications,
    assessments,
    audit,
    counseling,
    intake,
    messages,
    outcomes,
    reports,
    returning,
    trail,
)
from tracker.services.work import Work
from tracker.store import cases, documents, grants, milestones, past, rounds

Try = Callable[[Work, Life], Any]
COUNSELORS = ("eunjeong", "minsu", "jiho")
SUPERVISORS = {"eunjeong": "hyewon", "minsu": "hyewon", "jiho": "sehun"}
EVERYBODY = (*COUNSELORS, "seoyeon", "hyewon", "sehun", "taekyung", "jihyun", "yujin")

DESK: tuple[Try, ...] = (
    lambda work, life: intake.show(work, life.id),
    lambda work, life: intake.waitlist(work, life.id),
    lambda work, life: intake.accept(work, life.id),
    lambda work, life: intake.decline(work, life.id, DeclineReason.DUPLICATE, ""),
    lambda work, life: intake.reopen(work, life.id, ""),
    lambda work, life: intake.assign(work, life.id, life.id),
    lambda work, life: messages.send(work, life.id, "남의 글", ""),
    lambda work, life: messages.ask(work, life.id, "남의 글", ""),
    lambda work, life: messages.settle(work, life.id),
)
CARE: tuple[Try, ...] = (
    lambda work, life: counseling.show(work, life.id),
    lambda work, life: counseling.save_intake(work, life.id, care.intake_paper("남의 글"), 0),
    lambda work, life: assessments.save_choice(work, life.id, list(care.FIVE), "", 0),
    lambda work, life: assessments.save_result(work, life.id, care.result_paper(), 0),
    lambda work, life: outcomes.save_outcome(work, life.id, care.outcome_paper(), 0, sign=True),
    lambda work, life: outcomes.complete(work, life.id),
    lambda work, life: outcomes.drop_out(work, life.id, DropOutReason.UNREACHABLE, ""),
    lambda work, life: outcomes.reopen(work, life.id, ""),
)


def give_back(work: Work, life: Life) -> None:
    returning.give_back(work, life.id, ReturnPaper(ReturnReason.CASELOAD))


APPLICANT: tuple[Try, ...] = (
    lambda work, life: applications.status(work, life.id),
    lambda work, life: applications.withdraw(work, life.id),
    lambda work, life: messages.write(work, life.id, "남의 글", ""),
)


class Looks(Acts):
    """Reading, trying, comparing."""

    def all_look(self, life: Life) -> None:
        """Everybody entitled opens the case, and it opens."""
        with self.center.as_("seoyeon") as work:
            self.knows_the_name(work, life)
            assert intake.show(work, life.id).application.intact
        with self.center.as_applicant(life.id) as work:
            self.knows_the_name(work, life)
            assert applications.status(work, life.id).case.stage is life.stage
        self.rows += 2
        if life.counselor is not None:
            self.care_looks(life, life.counselor)

    def care_looks(self, life: Life, counselor: str) -> None:
        with self.center.as_(counselor) as work:
            self.knows_the_name(work, life)
            found = counseling.show(work, life.id)
        assert len(found.sessions) == len(life.entries)
        assert found.intake is None or found.intake.intact
        assert all(entry.note and entry.note.intact for entry in found.sessions)
        with self.center.as_(SUPERVISORS[counselor]) as work:
            seen = counseling.show_for_team(work, life.id)
        assert seen.application is None
        assert seen.intake is None or seen.intake.intact
        self.rows += 2

    def knows_the_name(self, work: Work, life: Life) -> None:
        assert work.must(life.id, APPLICATION).form.name == life.name

    def tries(self, life: Life, who: str) -> list[Try]:
        """Everything that somebody must not do with this case."""
        found: list[Try] = [*APPLICANT]
        found += DESK if who != "seoyeon" else ()
        found += CARE if who != life.counselor else ()
        found += (give_back,) if who not in {life.counselor, life.gave_back} else ()
        if who != SUPERVISORS.get(life.counselor or ""):
            found.append(lambda work, life: counseling.show_for_team(work, life.id))
        if who != "jihyun":
            found.append(lambda work, _life: reports.read(work, None))
        if who != "yujin":
            found.append(lambda work, _life: trail.search(work))
        return found

    def fail(self, life: Life, who: str, which: int) -> None:
        """Somebody tries what is not theirs, and learns not even that the case exists."""
        tries = self.tries(life, who)
        with pytest.raises((NotFound, NotAllowed)), self.center.as_(who) as work:
            tries[which % len(tries)](work, life)

    def fail_with_a_receipt(self, life: Life, foreign: Life) -> None:
        if life is not foreign:
            for do in APPLICANT:
                with pytest.raises(NotFound), self.center.as_applicant(life.id) as work:
                    do(work, foreign)

    def agrees(self) -> None:
        """Stage, history, milestones, grants, documents and trail are those of the model."""
        with self.center.site.reading() as db:
            for life in self.lives:
                case = cases.get(db, life.id)
                assert case is not None
                assert case.stage is life.stage
                assert (case.answer_due is not None) is life.waits
                assert (rounds.open_offer(db, life.id) is not None) is life.offered
                identity = f"identity:{life.id.hex}"
                assert len(documents.numbered(db, identity, "message")) == life.messages
                assert [row.event.value for row in past.history(db, life.id)] == life.events
                assert milestones.of_case(db, life.id) == life.milestones
                for obj, who in life.grants(self.center).items():
                    found = {(one.key_version, one.principal) for one in grants.of_object(db, obj)}
                    assert found == who, obj
                assert self.versions(db, life) == {k: v for k, v in life.versions.items() if v}
            verified = audit.verify(db)
        assert verified.findings == ()
        assert verified.anchor.sequence == self.rows, "a row per act, none for what was refused"

    def versions(self, db: Any, life: Life) -> dict[str, int]:
        newest = documents.newest_of(db, [f"clinical:{life.id.hex}"])
        return {one.kind: one.version for one in newest if one.kind != "closing"}
