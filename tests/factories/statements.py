"""Every statement that goes to a database, whether SQLAlchemy gives it to the driver or we do."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

import psycopg
from sqlalchemy import Engine, event

from tracker.store.database import Embedded


@contextmanager
def heard(hear: Callable[[str], object], *engines: Engine) -> Iterator[None]:
    """Tell of each statement before it runs: of SQLAlchemy's to these engines, and of those that
    the store gives to a driver, whatever database it is.
    """

    def through_sqlalchemy(_db: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        hear(statement)

    def driven(execute: Callable[..., Any]) -> Callable[..., Any]:
        def executed(driver: Any, statement: Any, *rest: Any, **options: Any) -> Any:
            hear(str(statement))
            return execute(driver, statement, *rest, **options)

        return executed

    with ExitStack() as after:
        for engine in engines:
            event.listen(engine, "before_cursor_execute", through_sqlalchemy)
            after.callback(event.remove, engine, "before_cursor_execute", through_sqlalchemy)
        for kind in (Embedded, psycopg.Connection, psycopg.RawCursor):
            after.enter_context(mock.patch.object(kind, "execute", driven(kind.execute)))
        yield
