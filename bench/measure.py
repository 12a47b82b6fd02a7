"""Times of pages, called in turns and in random order, as ratios with their spread."""

import gc
import random
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bench.visitor import Answer

RESAMPLES: Final = 1000
Call = Callable[[], Answer]


@dataclass(frozen=True)
class Job:
    """The same page three times: ours, the yardstick, and the yardstick once more.

    The goal is a ratio, or, where `within` says so, a time of our page in seconds.
    """

    name: str
    target: float
    ours: Call
    plain: Call
    twin: Call
    within: float | None = None
    rounds: int = 150
    warm: int = 12


@dataclass(frozen=True)
class Ratio:
    """One ratio of medians, and between what it lies nineteen times of twenty."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.2f} ({self.low:.2f}-{self.high:.2f})"


@dataclass(frozen=True)
class Result:
    """What a job took, in seconds, and how it compares."""

    name: str
    target: float
    ours: float
    plain: float
    ratio: Ratio
    noise: Ratio
    bytes: tuple[int, int]
    within: float | None = None

    @property
    def goal(self) -> str:
        """What was to be reached."""
        return str(self.target) if self.within is None else f"{self.within * 1e3:.0f} ms"

    @property
    def verdict(self) -> str:
        """Whether the goal was reached; a miss inside its own spread is called that."""
        if self.within is not None:
            return "met" if self.ours <= self.within else "missed"
        if self.ratio.value <= self.target:
            return "met"
        return "close" if self.ratio.low <= self.target else "missed"


def measure(job: Job, draw: random.Random) -> Result:
    """Run a job in rounds; each round calls all three, in a random order.

    What was made before is left out of garbage collection, as the server does (cli/server.py):
    thousands of invented cases are no part of a page.
    """
    gc.collect()
    gc.freeze()
    calls = {"ours": job.ours, "plain": job.plain, "twin": job.twin}
    answers: dict[str, list[Answer]] = {name: [] for name in calls}
    for _ in range(job.warm + job.rounds):
        for name in draw.sample(list(calls), len(calls)):
            answers[name].append(calls[name]())
    times = {name: [one.seconds for one in found[job.warm :]] for name, found in answers.items()}
    return Result(
        job.name,
        job.target,
        statistics.median(times["ours"]),
        statistics.median(times["plain"]),
        ratio(times["ours"], times["plain"], draw),
        ratio(times["twin"], times["plain"], draw),
        (len(answers["ours"][-1].body), len(answers["plain"][-1].body)),
        job.within,
    )


def ratio(upper: list[float], lower: list[float], draw: random.Random) -> Ratio:
    """The ratio of two medians, with a bootstrap over the rounds."""
    found = sorted(_median(upper, draw) / _median(lower, draw) for _ in range(RESAMPLES))
    cut = RESAMPLES // 40
    value = statistics.median(upper) / statistics.median(lower)
    return Ratio(value, found[cut], found[-cut - 1])


def _median(times: list[float], draw: random.Random) -> float:
    return statistics.median(draw.choices(times, k=len(times)))
