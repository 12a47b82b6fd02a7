"""Rows of the trail as a file: CSV or a spreadsheet, in which no cell is a formula."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from flask import Response, stream_with_context
from flask_babel import gettext as _

from tracker.domain.acts import ExportFormat
from tracker.services.trail import Export, Unreadable, exported
from tracker.web.context import site
from tracker.web.format import SEOUL
from tracker.web.pages.acts import Words

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_CHUNK: Final = 64 * 1024
_IN_MEMORY: Final = 4 * 1024 * 1024
_TYPES: Final = {
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Row = tuple[Any, ...]


def answer(made: Export, words: Words, how: ExportFormat) -> Response:
    """The file, sent while it is read; its name says the day and nothing else."""
    rows = _rows(made, words)
    body = _csv(rows) if how is ExportFormat.CSV else _xlsx(rows)
    day = site().clock().astimezone(SEOUL).date()
    name = f"records-{day:%Y%m%d}.{how.value}"
    sent = Response(stream_with_context(body), content_type=_TYPES[how])
    sent.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return sent


def safe(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: an apostrophe stands before such a sign."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _rows(made: Export, words: Words) -> Iterator[Row]:
    """The head and every act: the five facts, and the ids behind them."""
    yield (
        _("순서"), _("언제"), _("누가"), _("역할"), _("접속한 곳"), _("무엇을 했는지"),
        _("누구의 기록"), _("기록의 종류"), _("기록 ID"), _("자세히"),
    )  # fmt: skip
    with site().reading() as db:
        for act, number in exported(db, made):
            line = words.line(act)
            more = "; ".join(filter(None, (line.more, *line.details)))
            when = "" if isinstance(act, Unreadable) else _when(act.at)
            yield (
                line.number, when, line.who, line.role, line.address, line.what,
                number or line.whose, line.record, line.object, more,
            )  # fmt: skip


def _when(at: datetime) -> str:
    return at.astimezone(SEOUL).strftime("%Y-%m-%d %H:%M:%S")


def _csv(rows: Iterable[Row]) -> Iterator[bytes]:
    """UTF-8 with the mark by which spreadsheets know it."""
    text = io.StringIO("\ufeff")
    text.seek(0, io.SEEK_END)
    write = csv.writer(text, quoting=csv.QUOTE_ALL).writerow
    for row in rows:
        write(_safe(row))
        if text.tell() > _CHUNK:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def _xlsx(rows: Iterable[Row]) -> Iterator[bytes]:
    from openpyxl import Workbook  # large, and seldom needed

    book = Workbook(write_only=True)
    sheet = book.create_sheet("1")
    for row in rows:
        sheet.append(_safe(row))
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        book.save(file)
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


def _safe(row: Sequence[Any]) -> list[Any]:
    return [safe(value) for value in row]
