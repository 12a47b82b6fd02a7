"""Logs that can be read by anyone: where something failed, never what somebody wrote."""

import logging
import sys
import time
import traceback
from pathlib import Path
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request

_ROOT = Path(__file__).resolve().parents[2]


def configure(level: str) -> None:
    """Write JSON lines to standard error."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def register(app: Flask) -> None:
    """Log each request by its route's name: no path, no query, no address, no user agent."""
    app.before_request(_begin)
    app.after_request(_end)
    app.logger.addFilter(_without_words)
    # The driver's own warnings may repeat a value; what failed is told by whoever asked.
    logging.getLogger("psycopg").setLevel(logging.CRITICAL)
    app.log_exception = lambda info: log_failure(info[1])  # type: ignore[method-assign, assignment]


def _without_words(record: logging.LogRecord) -> bool:
    """Flask itself logs an answer that fails while it is sent: what failed, not in which words."""
    record.exc_info = record.exc_text = None
    return True


def _begin() -> None:
    g.began, g.request_id = time.perf_counter(), uuid4().hex[:12]


def _end(response: Response) -> Response:
    milliseconds = round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000)
    structlog.get_logger().info(
        "request",
        id=g.get("request_id", ""),
        method=request.method if request.method in {"GET", "POST", "HEAD"} else "other",
        page=request.endpoint or "none",
        status=response.status_code,
        ms=milliseconds,
    )
    return response


def log_failure(error: BaseException | None) -> None:
    """Log the kind of an exception and where it came from; its words may hold personal data."""
    if error is None:
        return
    frames = [
        f"{_short(frame.filename)}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    structlog.get_logger().error(
        "failure", id=g.get("request_id", ""), kind=type(error).__name__, frames=frames[-12:]
    )


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(_ROOT)) if path.is_relative_to(_ROOT) else path.name
