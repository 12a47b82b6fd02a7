"""Somebody who calls pages in this process: the time of a call is the application's alone."""

import re
import secrets
import time
from dataclasses import dataclass, field
from typing import Any, Final
from wsgiref.types import StartResponse

from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

_HIDDEN: Final = r'name="{}"[^>]*value="([^"]+)"'


class WrongAnswer(Exception):
    """A page did not answer as it must: its time would mean nothing."""


@dataclass(frozen=True)
class Answer:
    """What came back, and after how many seconds."""

    status: int
    body: bytes
    seconds: float

    @property
    def token(self) -> str:
        """The CSRF token of the page."""
        return self._hidden("csrf_token")

    @property
    def version(self) -> int:
        """The version of the note that the form of the page was made from."""
        return int(self._hidden("version"))

    @property
    def seen(self) -> str:
        """Which draft stood on the page, as its form tells it."""
        return self._hidden("seen")

    def _hidden(self, name: str) -> str:
        found = re.search(_HIDDEN.format(name), self.body.decode())
        if found is None:
            raise WrongAnswer(f"this page has no field {name}")
        return found.group(1)


@dataclass
class Visitor:
    """A browser with its cookies."""

    app: Flask
    base_url: str = "https://localhost"
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, expected: int = 200) -> Answer:
        """Open a page."""
        return self._call("GET", path, None, expected)

    def post(
        self, path: str, fields: dict[str, Any], expected: int = 303, *, multipart: bool = False
    ) -> Answer:
        """Send a form."""
        if not multipart:
            return self._call("POST", path, fields, expected)
        boundary = f"----WebKitFormBoundary{secrets.token_hex(8)}"
        kind = f"multipart/form-data; boundary={boundary}"
        return self._call("POST", path, _as_browsers_do(fields, boundary), expected, kind)

    def _call(
        self,
        method: str,
        path: str,
        fields: dict[str, Any] | bytes | None,
        expected: int,
        content_type: str | None = None,
    ) -> Answer:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        environ = EnvironBuilder(
            path,
            self.base_url,
            method=method,
            data=fields,
            content_type=content_type,
            headers=Headers({"Cookie": cookie, "Sec-Fetch-Site": "same-origin"}),
            environ_base={"REMOTE_ADDR": "127.0.0.1"},
        ).get_environ()
        answer, headers = _timed(self.app, environ)
        if answer.status != expected:
            raise WrongAnswer(f"{method} {path} answered {answer.status} instead of {expected}")
        self._keep(headers)
        return answer

    def _keep(self, headers: Headers) -> None:
        for line in headers.getlist("Set-Cookie"):
            name, _, value = line.split(";", 1)[0].partition("=")
            self.cookies[name] = value


def _as_browsers_do(fields: dict[str, Any], boundary: str) -> bytes:
    """A form of words; the encoder of Werkzeug's test client leaves out a line of empty fields."""
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    return "".join([*parts, f"--{boundary}--\r\n"]).encode()


def _timed(app: Flask, environ: dict[str, Any]) -> tuple[Answer, Headers]:
    began: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], _error: Any = None) -> Any:
        began[:] = [int(status[:3]), headers]

    starting: StartResponse = start
    then = time.perf_counter()
    answer = app(environ, starting)
    body = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    seconds = time.perf_counter() - then
    return Answer(began[0], body, seconds), Headers(began[1])
