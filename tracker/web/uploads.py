"""Files that somebody sends stay in memory: a list of names must not lie on a disk in clear."""

from io import BytesIO
from typing import IO

from flask import request

from tracker.domain.errors import FieldError
from tracker.web.multipart import WordsRequest


class MemoryRequest(WordsRequest):
    """A request whose files are never written to a temporary file; guards limit their size."""

    def _get_file_stream(self, *_about: object, **_more: object) -> IO[bytes]:
        return BytesIO()


def sent_file(field: str) -> tuple[IO[bytes], str]:
    """The file that was chosen, and its name. Raises FieldError when there is none."""
    found = request.files.get(field)
    if found is None or not found.filename:
        raise FieldError(field, "missing")
    return found.stream, found.filename
