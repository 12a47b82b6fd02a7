"""Breaking an act at its n-th statement: an error, or kill -9 in a process of its own."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

from tests.factories.center import Center
from tests.factories.statements import heard
from tracker.services.site import Site


class Broken(Exception):
    """The disk, the network or the server gave up here."""


@contextmanager
def at_statement(engine: Engine, number: int, happens: Callable[[], None]) -> Iterator[list[str]]:
    """Let something happen instead of the n-th statement (the commit counts as one)."""
    seen: list[str] = []

    def count(what: str) -> None:
        seen.append(what)
        if len(seen) == number:
            happens()

    def commit(_conn: Any) -> None:
        count("COMMIT")

    event.listen(engine, "commit", commit)
    try:
        with heard(count, engine):
            yield seen
    finally:
        event.remove(engine, "commit", commit)


def fail() -> None:
    """Raise where the statement would have been."""
    raise Broken


def kill() -> None:
    """End this process without a word, as a power cut does."""
    os.kill(os.getpid(), signal.SIGKILL)


def in_own_process(center: Center, act: Callable[[Center], None], number: int) -> bool:
    """Let the act run in another process, killed at its n-th statement; True if it lived."""
    child = os.fork()
    if child == 0:
        _run_and_leave(center, act, number)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return False
    assert os.waitstatus_to_exitcode(status) == 0, "the act failed by itself"
    return True


def _run_and_leave(center: Center, act: Callable[[Center], None], number: int) -> None:
    code = 1
    try:
        # Connections do not survive a fork: the child opens its own.
        own = Center(Site(center.site.settings, center.clock), center.clock, center.staff)
        own.holders = center.holders
        with at_statement(own.site.database.engine, number, kill):
            act(own)
        code = 0
    finally:
        os._exit(code)
