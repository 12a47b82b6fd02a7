"""Long notes come as multipart forms of words only; those are read without a parser's detours.

Werkzeug compiles two expressions for each form, because each has another boundary. A form exactly
as browsers send words is cut at its boundary here, and whatever else comes is left to Werkzeug.
"""

import re
from io import BytesIO
from typing import IO, Any, Final

from flask import Request
from werkzeug.formparser import FormDataParser

_HEAD: Final = re.compile(rb'Content-Disposition: form-data; name="([A-Za-z0-9_-]+)"\r\n\r\n')
Fields = list[tuple[str, str]]


def words_in(body: bytes, boundary: bytes, most: int) -> Fields | None:
    """The fields of a form; None for one that is not plainly made of at most so many words."""
    line, body = b"--" + boundary, body.removeprefix(b"\r\n")
    ending = b"\r\n" + line + b"--\r\n"
    if not (boundary and body.startswith(line + b"\r\n") and body.endswith(ending)):
        return None
    parts = body[len(line) + 2 : -len(ending)].split(b"\r\n" + line + b"\r\n")
    if len(parts) > most:
        return None
    found = []
    for part in parts:
        head = _HEAD.match(part)
        if head is None or line in part:
            return None
        found.append((head[1].decode(), part[head.end() :].decode("utf-8", "replace")))
    return found


class WordsParser(FormDataParser):
    """Reads a form of words, or lets Werkzeug read it. The length is limited by the stream."""

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> Any:
        """The stream, the fields and the files of a form."""
        if mimetype != "multipart/form-data":
            return super().parse(stream, mimetype, content_length, options)
        body = stream.read()
        boundary = (options or {}).get("boundary", "").encode("ascii", "ignore")
        found = words_in(body, boundary, self.max_form_parts or 0)
        if found is None:
            return super().parse(BytesIO(body), mimetype, content_length, options)
        return stream, self.cls(found), self.cls()


class WordsRequest(Request):
    """A request whose forms are read so."""

    form_data_parser_class = WordsParser
