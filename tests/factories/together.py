"""Several people at once, on connections of their own."""

import threading
from collections.abc import Callable
from typing import Any

from sqlalchemy.exc import DBAPIError


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Let all acts begin at the same moment; returns what each returned or raised."""
    start = threading.Barrier(len(acts))
    ended: list[Any] = [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            start.wait(10)
            ended[place] = act()
        except Exception as failure:
            ended[place] = failure

    threads = [threading.Thread(target=run, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)
    return ended


def failures(ended: list[Any]) -> list[str]:
    """The kinds of what went wrong, for comparison; why a database gave up is told as it is."""
    for one in ended:
        if isinstance(one, DBAPIError):
            raise one
    return sorted(type(one).__name__ for one in ended if isinstance(one, Exception))
