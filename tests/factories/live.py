"""A real server in a process of its own, on this machine only."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from tests.factories.center import HURRIED, NOW, PEPPER, Center
from tracker.services.site import utc_now

ROOT = Path(__file__).resolve().parents[2]
_INPUT = re.compile(r"<input[^>]*type=\"hidden\"[^>]*>")
_NAME, _VALUE = re.compile(r'name="([^"]*)"'), re.compile(r'value="([^"]*)"')


@dataclass
class LiveSite:
    """A site folder that gunicorn serves with two workers."""

    folder: Path
    database_url: str = ""
    port: int = 0
    workers: int = 2
    # The server's day is the one all tests live in; it never becomes another day by waiting.
    shift: timedelta = field(default_factory=lambda: NOW + timedelta(minutes=5) - utc_now())
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

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
        environ = {
            **os.environ,
            "TRACKER_SITE": str(self.folder),
            "LIVE_SHIFT": str(self.shift.total_seconds()),
        }
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command(),
                cwd=ROOT,
                env=environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait()

    def command(self) -> list[str]:
        """What starts the server."""
        command = [sys.executable, "-m", "gunicorn", "tests.factories.live_app:create()"]
        return [*command, "-w", str(self.workers), "-b", f"127.0.0.1:{self.port}", "--preload"]

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
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        """Stop politely."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=15)
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
