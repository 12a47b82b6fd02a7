"""A real server in a process of its own, on this machine only."""

import multiprocessing
import os
import re
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import httpx

from tests.factories import live_app
from tests.factories.center import HURRIED, NOW, PEPPER, Center
from tracker.services.site import utc_now

# One process has loaded the program; every server is forked from it and starts at once.
_NURSERY = multiprocessing.get_context("forkserver")
_NURSERY.set_forkserver_preload([live_app.__name__])
_INPUT = re.compile(r"<input[^>]*type=\"hidden\"[^>]*>")
_NAME, _VALUE = re.compile(r'name="([^"]*)"'), re.compile(r'value="([^"]*)"')


@dataclass
class LiveSite:
    """A site folder that gunicorn serves with two workers."""

    folder: Path
    database_url: str = ""
    port: int = 0
    workers: int = 2
    target: Callable[..., None] = live_app.serve
    # The server's day is the one all tests live in; it never becomes another day by waiting.
    shift: timedelta = field(default_factory=lambda: NOW + timedelta(minutes=5) - utc_now())
    _process: ForkServerProcess | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def now(self) -> datetime:
        """The server's time."""
        return utc_now() + self.shift

    @property
    def log(self) -> Path:
        return self.folder.parent / "server.log"

    def start(self) -> None:
        """Start and wait for the first answer."""
        if not self.port:
            self.port = _free_port()
        (self.folder / "config.toml").write_text(
            f'pepper = "{PEPPER}"\npublic_url = "{self.url}"\n'
            f'database_url = "{self.database_url}"\n'
            + "".join(f"{key} = {value}\n" for key, value in HURRIED.items())
        )
        told = (self.folder, self.port, self.workers, self.log, self.shift)
        self._process = _NURSERY.Process(target=self.target, args=told, daemon=True)
        self._process.start()
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                httpx.get(self.url + "/sign-in", timeout=5)
            except httpx.TransportError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError(self.log.read_text())

    def kill(self) -> None:
        """kill -9 the server and all its workers at once."""
        if self._process is not None:
            assert self._process.pid
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.join()
            self._process = None

    def stop(self) -> None:
        """Stop politely."""
        if self._process is not None:
            self._process.terminate()
            self._process.join(timeout=15)
            assert self._process.exitcode == 0
            self._process = None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def live_site(center: Center) -> LiveSite:
    """Serve the site of a center; the center itself stays usable beside the server."""
    return LiveSite(center.site.settings.site_dir, center.site.settings.database_url)


class Visit(httpx.Client):
    """A visitor without JavaScript who fills in real forms over HTTP."""

    def __init__(self, site: LiveSite) -> None:
        super().__init__(base_url=site.url, timeout=60, follow_redirects=False)

    def fill(self, path: str, fields: dict[str, Any], page: str = "") -> httpx.Response:
        """Open a page and send its form with these fields."""
        hidden = hidden_fields(self.get(page or path).text)
        return self.post(path, data={**hidden, **fields})


def hidden_fields(html: str) -> dict[str, str]:
    """The hidden fields of a page."""
    found = {}
    for tag in _INPUT.findall(html):
        name, value = _NAME.search(tag), _VALUE.search(tag)
        if name is not None:
            found[name.group(1)] = value.group(1) if value else ""
    return found
