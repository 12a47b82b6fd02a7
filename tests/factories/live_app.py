"""The application a live server runs: the real one, on a clock that tests can foresee."""

import os
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask

from tracker.app import create_app
from tracker.config import load_settings
from tracker.services.site import Site, utc_now


def create() -> Flask:
    """Serve the site that TRACKER_SITE names, LIVE_SHIFT seconds away from the machine's time."""
    shift = timedelta(seconds=float(os.environ["LIVE_SHIFT"]))

    def clock() -> datetime:
        return utc_now() + shift

    return create_app(Site(load_settings(Path(os.environ["TRACKER_SITE"])), clock))
