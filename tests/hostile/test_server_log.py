"""63: `tracker serve` as it runs in a center, asked nicely and not so nicely."""

import logging
import socket
from collections.abc import Iterator
from io import StringIO

import pytest
from gunicorn.config import Config

from tests.factories import live_app
from tests.factories.center import Center
from tests.factories.live import LiveSite, Visit
from tests.hostile import canary
from tracker.cli.server import QuietLog

WORD = "kanarieoverthewire"
_HEAD = "Host: 127.0.0.1\r\n"
_MANGLED = (
    f"GET /?q={WORD} HTTP/9.9\r\n{_HEAD}\r\n",
    f"GET /{WORD}\r\n\r\n",
    f"{WORD}\r\n\r\n",
    f"g@t /{WORD} HTTP/1.1\r\n{_HEAD}\r\n",
    f"GET /{WORD} {WORD} HTTP/1.1\r\n{_HEAD}\r\n",
    f"GET / HTTP/1.1\r\n{_HEAD}bad {WORD} header\r\n\r\n",
    f"GET / HTTP/1.1\r\n{_HEAD}bad@{WORD}: x\r\n\r\n",
    f"GET / HTTP/1.1\r\n{_HEAD}x: a\r\n {WORD}\r\n\r\n",
    f"GET / HTTP/1.1\r\nHost: {WORD}\r\n\r\n",
    f"GET / HTTP/1.1\r\n{_HEAD}x: {WORD * 1000}\r\n\r\n",
    f"GET /{WORD * 1000} HTTP/1.1\r\n{_HEAD}\r\n",
    f"POST /sign-in HTTP/1.1\r\n{_HEAD}Content-Length: {WORD}\r\n\r\n",
    f"POST /sign-in HTTP/1.1\r\n{_HEAD}Content-Length: 5\r\nTransfer-Encoding: {WORD}\r\n\r\n",
    f"POST /sign-in HTTP/1.1\r\n{_HEAD}Transfer-Encoding: chunked\r\n\r\n{WORD}\r\n{WORD}",
    f"POST /sign-in HTTP/1.1\r\n{_HEAD}Expect: {WORD}\r\nContent-Length: 1\r\n\r\nx",
    f"POST /sign-in HTTP/1.1\r\n{_HEAD}Content-Length: 9999\r\n\r\nusername={WORD}",
    f"GET /sign-in HTTP/1.1\r\n{_HEAD}Cookie: session={WORD}; lang={WORD}\r\n\r\n",
    f"PROXY TCP4 {WORD} 1.1.1.1 1 1\r\nGET / HTTP/1.1\r\n{_HEAD}\r\n",
    f"OPTIONS * HTTP/1.1\r\n{_HEAD}x-{WORD}: {WORD}\r\n\r\n",
    f"GET http://{WORD}.example/ HTTP/1.1\r\n{_HEAD}\r\n",
    f"GET {WORD} HTTP/1.1\r\n{_HEAD}\r\n",
)


@pytest.fixture
def served(small_center: Center) -> Iterator[LiveSite]:
    """The site of a center under the command that people really use."""
    site = LiveSite(small_center.site.settings.site_dir, target=live_app.command)
    site.start()
    yield site
    site.kill()


def _send(site: LiveSite, request: str) -> bytes:
    """What the server says to bytes that no browser would send."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=5) as line:
        line.sendall(request.encode())
        line.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := line.recv(65536):
            answer += piece
    return answer


def test_h63_no_word_of_a_request_reaches_the_log_of_the_server(served: LiveSite):
    for request in _MANGLED:
        answer = _send(served, request)
        assert b"Traceback" not in answer
        assert b"site-packages" not in answer
    with Visit(served) as visit:
        headers = {"User-Agent": WORD, "Referer": f"http://127.0.0.1/{WORD}"}
        visit.get(f"/{WORD}?{WORD}={WORD}", headers=headers)
        visit.fill("/sign-in", {"username": WORD, "password": WORD, "code": WORD})
        visit.fill("/status", {"number": WORD, "code": WORD})
        visit.post("/sign-in", data={"username": WORD}, headers=headers)
        visit.post("/language", data={"next": f"/{WORD}", "lang": WORD})
        assert visit.get("/privacy").status_code == 200
    served.stop()
    written = served.log.read_bytes()
    assert canary.found_in(written, [WORD]) == []
    assert b"?" not in written
    assert canary.found_under(served.folder, [WORD]) == []


def test_h63_a_failure_of_the_server_itself_is_told_without_its_words():
    log, kept = QuietLog(Config()), StringIO()
    handler = logging.StreamHandler(kept)
    log.error_log.addHandler(handler)
    try:
        raise ValueError(WORD)
    except ValueError:
        log.exception("Error handling request %s %s", "GET", f"/{WORD}")
    log.error_log.removeHandler(handler)
    assert "ValueError" in kept.getvalue()
    assert WORD not in kept.getvalue()
