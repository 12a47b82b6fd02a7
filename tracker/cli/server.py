"""gunicorn, set up for one small machine: made once, then parted into workers."""

import gc
import os
import signal
import sys
import traceback
from collections.abc import Callable
from threading import Thread
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from tracker.config import Settings


class QuietLog(Logger):  # type: ignore[misc]
    """gunicorn's own log, without the bytes and the address of whoever sent them."""

    def warning(self, msg: str, *args: Any, **more: Any) -> None:
        """Say that something was refused that is no request, but not what."""
        if msg.startswith("Invalid request"):
            msg, args = "Something that is not HTTP was refused.", ()
        super().warning(msg, *args, **more)

    def exception(self, msg: str, *args: Any, **more: Any) -> None:  # noqa: ARG002
        """Say what kind of failure it was, and where; its words may repeat a request."""
        problem = sys.exception()
        place = traceback.extract_tb(None if problem is None else problem.__traceback__)[-1:]
        where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in place]
        super().error("A failure: %s %s", type(problem).__name__, *where or [""])


class Server(BaseApplication):  # type: ignore[misc]
    """A finished application under gunicorn."""

    def __init__(self, app: Any, settings: Settings, say: Callable[[str], None]) -> None:
        self._app = app
        self._settings = settings
        self._say = say
        # The main process alone holds the writing end, so workers feel it when it is gone.
        self._lifeline, self._held = os.pipe()
        super().__init__()

    def load_config(self) -> None:
        """Give gunicorn its settings."""
        for name, value in self._chosen().items():
            self.cfg.set(name, value)

    def _chosen(self) -> dict[str, Any]:
        host = self._settings.host.strip("[]")
        return {
            "bind": f"{f'[{host}]' if ':' in host else host}:{self._settings.port}",
            "workers": self._settings.workers,
            # Threads, because browsers open connections ahead and leave them idle: two of those
            # would stop two sync workers until the timeout.
            "worker_class": "gthread",
            "threads": 4,
            "preload_app": True,
            "proc_name": "maeum-tracker",
            "timeout": 30,
            "graceful_timeout": 3,  # idle connections, which browsers open ahead, would last it out
            "loglevel": "warning",
            "logger_class": QuietLog,
            "umask": 0o077,
            "control_socket_disable": True,
            "forwarded_allow_ips": "",  # the application itself counts trusted proxies
            "when_ready": self._ready,
            "post_fork": self._parted,
        }

    def load(self) -> Any:
        """The application, made before."""
        return self._app

    def _ready(self, _arbiter: Any) -> None:
        self._say(f"Serving {self._address()}, Ctrl-C ends.")
        gc.freeze()  # what is there now is shared by all workers, as long as nobody touches it

    def _address(self) -> str:
        """Where browsers go, and where a proxy finds us if that is somewhere else."""
        settings = self._settings
        here = f"http://{self.cfg.bind[0]}"
        return f"{settings.public_url} from {here}" if settings.secure else here

    def _parted(self, _arbiter: Any, _worker: Any) -> None:
        os.close(self._held)
        Thread(target=_leave_with, args=(self._lifeline,), daemon=True).start()


def _leave_with(lifeline: int) -> None:
    """End this worker when the main process was killed, so that a new one finds the port free."""
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGTERM)
