"""A live server in a process that has loaded the program already."""

import os
from datetime import timedelta
from pathlib import Path

from tracker.app import create_app
from tracker.cli import main, server
from tracker.config import load_settings
from tracker.services.site import Site, utc_now


def serve(folder: Path, port: int, workers: int, log: Path, shift: timedelta) -> None:
    """Serve the site of a folder, so much later than the machine's time, until told to end."""
    _stand_alone(log)
    settings = load_settings(folder, {}, port=port, workers=workers)
    app = create_app(Site(settings, lambda: utc_now() + shift))
    server.Server(app, settings, print).run()


def command(folder: Path, port: int, workers: int, log: Path, _shift: timedelta) -> None:
    """The command that people really use, at the machine's time."""
    _stand_alone(log)
    main(["--site", str(folder), "serve", "--port", str(port), "--workers", str(workers)])


def _stand_alone(log: Path) -> None:
    """A group of its own, so that it can be killed with its workers; what it says is written."""
    os.setsid()
    with log.open("ab") as out:
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
