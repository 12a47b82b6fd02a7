"""How the tests use the command line."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tracker.cli import main

INIT = (
    "--organization", "관악 마음센터",
    "--coordinator-name", "박서연", "--coordinator-username", "Seoyeon",
    "--coordinator-password", "푸른 강가의 조용한 아침",
    "--admin-name", "한태경", "--admin-username", "taekyung",
    "--admin-password", "깊은 숲속의 늦은 오후에",
)  # fmt: skip
Run = Callable[..., Result]
Serve = Callable[..., "Server"]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Run a command in this process; nothing of the machine's environment reaches it."""
    for key in [key for key in os.environ if key.startswith(("TRACKER_", "FLASK_"))]:
        if key != "TRACKER_TEST_POSTGRES":
            monkeypatch.delenv(key)
    before = os.umask(0o022)

    def invoke(*words: str | Path, **options: object) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words], **options)  # type: ignore[arg-type]

    yield invoke
    os.umask(before)


class Server:
    """`tracker serve` in a process of its own."""

    def __init__(self, *words: str | Path, port: int | None = None, **environ: str) -> None:
        self.port = port or free_port()
        self.began = time.monotonic()
        command = [sys.executable, "-c", "from tracker.cli import main; main()"]
        self.process = subprocess.Popen(
            [*command, *map(str, words), "--port", str(self.port)],
            env={**os.environ, **environ},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def kill(self) -> None:
        """Kill it and its workers at one blow, as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()

    def get(self, path: str = "/") -> int:
        """The status of a page; waits until somebody answers."""
        until = time.monotonic() + 30
        while True:
            try:
                with urllib.request.urlopen(
                    f"http://127.0.0.1:{self.port}{path}", timeout=5
                ) as page:
                    return int(page.status)
            except urllib.error.HTTPError as answer:
                return answer.code
            except OSError:
                if self.process.poll() is not None or time.monotonic() > until:
                    raise
                time.sleep(0.02)

    def end(self) -> str:
        """Stop it as Ctrl-C would and return what it said."""
        self.process.terminate()
        said, _ = self.process.communicate(timeout=30)
        return said


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start servers that do not outlive the test."""
    started: list[Server] = []

    def start(*words: str | Path, port: int | None = None, **environ: str) -> Server:
        server = Server(*words, port=port, **environ)
        started.append(server)
        return server

    yield start
    for server in started:
        server.process.kill()
        server.process.communicate(timeout=30)


@pytest.fixture(scope="session")
def site_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site as `tracker init` makes it, once per worker; copied by whoever changes it."""
    folder = tmp_path_factory.mktemp("init") / "site"
    made = CliRunner().invoke(main, ["--site", str(folder), "init", "--json", *INIT])
    assert made.exit_code == 0, made.output
    (folder / "told.json").write_text(made.stdout, "utf-8")
    return folder
