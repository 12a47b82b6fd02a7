"""A case as a child could draw it: what should stand in the database after each act.

Written a second time and simply, from domain.md and the table of stages; no service is asked.
"""

from dataclasses import dataclass, field
from uuid import UUID

from tests.factories.center import Center
from tracker.domain.cases import MOVES, Event, Milestones, Stage
from tracker.domain.program import HELD, AssessmentKind, Attendance

TABLE = {(source, move.event): move.target for move in MOVES for source in move.sources}
PLACES = {Stage.ACCEPTED, Stage.ASSIGNED, Stage.ACTIVE, Stage.COMPLETED}
CARE = {Stage.ASSIGNED, Stage.ACTIVE}


@dataclass
class Entry:
    """One recorded session."""

    number: int
    attendance: Attendance
    version: int = 1

    @property
    def held(self) -> bool:
        return self.attendance in HELD


@dataclass
class Life:
    """One case."""

    id: UUID
    name: str
    stage: Stage = Stage.SUBMITTED
    counselor: str | None = None
    numbered: bool = False
    identity: int = 1
    events: list[str] = field(default_factory=lambda: ["submit"])
    intake: int = 0
    choice: int = 0
    chosen: set[AssessmentKind] = field(default_factory=set)
    results: dict[AssessmentKind, int] = field(default_factory=dict)
    interpreted: set[AssessmentKind] = field(default_factory=set)
    entries: dict[UUID, Entry] = field(default_factory=dict)
    outcome: int = 0
    outcome_words: str = ""
    closed: bool = False
    gave_back: str = ""
    signed: set[int] = field(default_factory=set)
    messages: int = 0
    said: int = 0  # of these, by the person; a life lasts less than a day
    waits: bool = False
    offered: bool = False

    def can(self, event: Event) -> bool:
        return (self.stage, event) in TABLE

    def move(self, event: Event) -> None:
        self.stage = TABLE[self.stage, event]
        self.events.append(event.value)
        if event in {Event.ACCEPT, Event.WAITLIST, Event.DECLINE, Event.REQUEST_INFO}:
            self.identity = 2
        if event is Event.ACCEPT:
            self.numbered, self.offered = True, False
        if event is Event.DROP_OUT:
            self.closed = True

    def begin(self) -> None:
        """Counseling begins by itself once both are there."""
        if self.stage is Stage.ASSIGNED and self.intake and len(self.chosen) == 5:
            self.move(Event.ACTIVATE)

    @property
    def untouched(self) -> bool:
        """Whether nothing was ever written by a counselor."""
        return not (self.intake or self.choice or self.outcome or self.entries or self.closed)

    @property
    def returnable(self) -> bool:
        return self.stage is Stage.ASSIGNED and self.untouched

    @property
    def in_care(self) -> bool:
        return self.stage in CARE

    @property
    def milestones(self) -> Milestones:
        return Milestones(
            intake_done=self.intake > 0,
            chosen=len(self.chosen),
            recorded=len(self.results),
            interpreted=len(self.interpreted),
            held=sum(entry.held for entry in self.entries.values()),
            outcome_signed=self.outcome > 0 and self.outcome in self.signed,
        )

    @property
    def complete(self) -> bool:
        done = self.milestones
        return done.interpreted == 5 and done.held == 3 and done.outcome_signed

    def session_refused(self, entry: UUID, number: int, attendance: Attendance) -> str:
        """Why a session cannot be recorded like this, as the name of the refusal."""
        held = {one.number for key, one in self.entries.items() if one.held and key != entry}
        if attendance in HELD and number in held:
            return "Conflict"
        if number > 1 and number - 1 not in held:
            return "RuleBroken"
        then = held | ({number} if attendance in HELD else set())
        return "RuleBroken" if then != set(range(1, len(then) + 1)) else ""

    def grants(self, center: Center) -> dict[str, set[tuple[int, str]]]:
        """Exactly who should hold which key."""
        receipt, key = f"receipt:{self.id.hex}", self.identity
        given = {
            "identity": {(key, "group:intake"), (key, receipt)},
            "facts": {(1, "group:stats")} if self.numbered else set(),
            "clinical": set[tuple[int, str]](),
            "client": set[tuple[int, str]](),
        }
        if self.counselor is not None:
            who = center.staff[self.counselor]
            assert who.team_id is not None
            me, team = f"user:{who.account_id.hex}", f"group:team-{who.team_id.hex}"
            given["identity"].add((key, me))
            given["facts"].add((1, me))
            given["clinical"] = {(1, me), (1, team)}
            given["client"] = {(1, me), (1, team), (1, receipt)}
        return {f"{record}:{self.id.hex}": who for record, who in given.items()}

    @property
    def versions(self) -> dict[str, int]:
        """The newest version of each document that forms are opened on."""
        return {
            "intake": self.intake,
            "choice": self.choice,
            "outcome": self.outcome,
            **{f"result:{kind}": version for kind, version in self.results.items()},
            **{f"session:{key.hex}": one.version for key, one in self.entries.items()},
        }
