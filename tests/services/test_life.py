"""All people of the center act at random; after each step everything agrees with the model.

The acts and what should come of them: life_acts.py; the model: life.py.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.factories import databases
from tests.factories.center import Center, Template, copy
from tests.services.life import Life
from tests.services.life_looks import COUNSELORS, EVERYBODY, Looks
from tracker.domain.program import (
    AssessmentKind,
    Attendance,
    DeclineReason,
    DropOutReason,
    ReturnReason,
)
from tracker.services.upkeep import hurry

NAMES = st.sampled_from(["김하늘", "이바다", "남궁민"])
WORDS = st.sampled_from(["나아짐", "그대로", "더 힘들어짐"])
KINDS = st.sampled_from(AssessmentKind)
ATTENDANCE = st.sampled_from(Attendance)
PLACE = st.integers(0, 5)
# Endings are rare, or hardly a life would come far.
SELDOM = st.integers(0, 5).map(lambda number: number == 3)


class LifeMachine(RuleBasedStateMachine):
    """One center, up to three cases; anybody does anything."""

    template: Template
    server: str | None = None

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        center = copy(self.template, Path(self.folder.name) / "site", self.server)
        hurry(center.site)
        self.all = Looks(center)

    def teardown(self) -> None:
        self.all.center.close()
        if self.server:
            databases.drop_database(self.all.center.site.settings.database_url)
        self.folder.cleanup()

    def life(self, place: int) -> Life:
        return self.all.lives[place % len(self.all.lives)]

    @initialize(steps=st.integers(0, 18))
    def first(self, steps: int) -> None:
        life = self.all.apply("김하늘")
        for _ in range(steps):
            self.all.go_on(life)

    @precondition(lambda self: len(self.all.lives) < 3)
    @rule(name=NAMES)
    def apply(self, name: str) -> None:
        self.all.apply(name)

    @rule(place=PLACE, steps=st.integers(1, 6))
    def go_on(self, place: int, steps: int) -> None:
        for _ in range(steps):
            self.all.go_on(self.life(place))

    @rule(place=PLACE)
    def waitlist(self, place: int) -> None:
        self.all.waitlist(self.life(place))

    @rule(place=PLACE)
    def accept(self, place: int) -> None:
        self.all.accept(self.life(place))

    @rule(place=PLACE, reason=st.sampled_from(DeclineReason))
    def decline(self, place: int, reason: DeclineReason) -> None:
        self.all.decline(self.life(place), reason)

    @rule(place=PLACE)
    def ask(self, place: int) -> None:
        self.all.ask(self.life(place))

    @rule(place=PLACE, words=WORDS)
    def answer(self, place: int, words: str) -> None:
        self.all.answer(self.life(place), words)

    @rule(place=PLACE, words=WORDS)
    def say(self, place: int, words: str) -> None:
        self.all.say(self.life(place), words)

    @rule(place=PLACE)
    def settle(self, place: int) -> None:
        self.all.settle(self.life(place))

    @rule(place=PLACE)
    def take_up_again(self, place: int) -> None:
        self.all.take_up_again(self.life(place))

    @rule(place=PLACE, to=st.sampled_from(COUNSELORS))
    def assign(self, place: int, to: str) -> None:
        self.all.assign(self.life(place), to)

    @rule(place=PLACE, indeed=SELDOM)
    def withdraw(self, place: int, indeed: bool) -> None:
        if indeed:
            self.all.withdraw(self.life(place))

    @rule(place=PLACE, words=WORDS, old=st.booleans())
    def write_intake(self, place: int, words: str, old: bool) -> None:
        self.all.write_intake(self.life(place), words, old=old)

    @rule(place=PLACE, left_out=KINDS)
    def choose(self, place: int, left_out: AssessmentKind) -> None:
        self.all.choose(self.life(place), left_out)

    @rule(place=PLACE, kind=KINDS, interpreted=st.booleans())
    def record(self, place: int, kind: AssessmentKind, interpreted: bool) -> None:
        self.all.record(self.life(place), kind, interpreted=interpreted)

    @rule(place=PLACE, number=st.integers(1, 3), attendance=ATTENDANCE)
    def meet(self, place: int, number: int, attendance: Attendance) -> None:
        self.all.meet(self.life(place), number, attendance)

    @rule(place=PLACE, which=PLACE, number=st.integers(1, 3), attendance=ATTENDANCE)
    def correct(self, place: int, which: int, number: int, attendance: Attendance) -> None:
        life = self.life(place)
        if life.entries:
            entry = list(life.entries)[which % len(life.entries)]
            self.all.meet(life, number, attendance, entry)

    @rule(place=PLACE, words=WORDS, sign=st.booleans())
    def conclude(self, place: int, words: str, sign: bool) -> None:
        self.all.conclude(self.life(place), words, sign=sign)

    @rule(place=PLACE)
    def complete(self, place: int) -> None:
        self.all.complete(self.life(place))

    @rule(place=PLACE, reason=st.sampled_from(DropOutReason), indeed=SELDOM)
    def drop_out(self, place: int, reason: DropOutReason, indeed: bool) -> None:
        if indeed:
            self.all.drop_out(self.life(place), reason)

    @rule(place=PLACE, reason=st.sampled_from(ReturnReason))
    def give_back(self, place: int, reason: ReturnReason) -> None:
        self.all.give_back(self.life(place), reason)

    @rule(place=PLACE)
    def reopen(self, place: int) -> None:
        self.all.reopen(self.life(place))

    @rule(place=PLACE)
    def everybody_entitled_looks(self, place: int) -> None:
        self.all.all_look(self.life(place))

    @rule(place=PLACE, who=st.sampled_from(EVERYBODY), which=st.integers(0, 24))
    def somebody_tries_what_is_not_theirs(self, place: int, who: str, which: int) -> None:
        self.all.fail(self.life(place), who, which)

    @rule(place=PLACE, other=PLACE)
    def an_applicant_tries_another_receipt(self, place: int, other: int) -> None:
        self.all.fail_with_a_receipt(self.life(place), self.life(other))

    @invariant()
    def everything_agrees(self) -> None:
        self.all.agrees()


def live(template: Template, server: str | None, examples: int, steps: int) -> None:
    """Let so many centers live for so many steps."""
    machine = type("Life", (LifeMachine,), {"template": template, "server": server})
    how = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        # A failing life is shown as it was: to make it shorter would take minutes.
        phases=[Phase.reuse, Phase.generate],
    )
    run_state_machine_as_test(machine, settings=how)


def test_a_place_that_becomes_free_is_offered(center: Center):
    """What a life seldom meets: somebody leaves, while others wait."""
    acts = Looks(center)
    haneul, bada, misuk = (acts.apply(name) for name in ("김하늘", "이바다", "정미숙"))
    acts.accept(haneul)
    for one in (bada, misuk):
        acts.waitlist(one)
    acts.withdraw(haneul)
    acts.agrees()
    assert [one.offered for one in acts.lives] == [False, True, False]
    acts.decline(bada, DeclineReason.DUPLICATE)
    acts.agrees()
    assert [one.offered for one in acts.lives] == [False, False, True]
    acts.accept(misuk)
    acts.agrees()


def test_life(center_template: tuple[Template, str | None]):
    """Twenty lives on SQLite; the same acts on PostgreSQL, for fewer lives."""
    template, server = center_template
    if server:
        live(template, server, examples=3, steps=25)
    else:
        live(template, None, examples=20, steps=40)
