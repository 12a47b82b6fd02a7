"""tracker serve: check that the site can be served, then serve it."""

import errno
import importlib
import os
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

from tracker.cli.options import Stop, in_a_sentence, kind_of, site_option
from tracker.config import LOOPBACK, Settings, load_settings
from tracker.services.site import Site
from tracker.services.upkeep import DatabaseError

_OFF: Final = frozenset({"", "0", "false", "no", "off"})
_ABOUT_PORTS: Final = frozenset({errno.EADDRINUSE, errno.EACCES, errno.EPERM})
_WAIT_SECONDS: Final = 3.0  # for a server that was just stopped to let go of its port


@click.command()
@site_option
@click.option("--host", help="Where to listen; 'host' in config.toml unless given.")
@click.option("--port", type=click.IntRange(1, 65535), help="'port' in config.toml unless given.")
@click.option("--workers", type=click.IntRange(1, 16), help="'workers' unless given.")
@click.option(
    "--allow-network",
    is_flag=True,
    help="Listen on other than this machine's own address: without TLS, so only behind a proxy.",
)
def serve(
    site_dir: Path, host: str | None, port: int | None, workers: int | None, allow_network: bool
) -> None:
    """Serve the site with gunicorn."""
    given: dict[str, Any] = {"host": host, "port": port, "workers": workers}
    with in_a_sentence():
        override = {key: value for key, value in given.items() if value is not None}
        settings = load_settings(site_dir, **override)
    run(settings, allow_network=allow_network)


def run(
    settings: Settings, *, allow_network: bool = False, say: Callable[[str], None] = click.echo
) -> None:
    """Serve until stopped. What makes a start unsafe stops it here, in one sentence."""
    check_network(settings.host, allow_network=allow_network)
    _check_no_debugger()
    with in_a_sentence():
        app = _application(settings, allow_network=allow_network)
    check_port(settings.host, settings.port)
    server: Any = importlib.import_module("tracker.cli.server")
    server.Server(app, settings, say).run()


def check_network(host: str, *, allow_network: bool) -> None:
    """Refuse to be reached from other machines unless that was said."""
    if host not in LOOPBACK and not allow_network:
        raise Stop(
            f"'{host}' can be reached from other machines and speaks no TLS: add --allow-network"
            " if a proxy stands before it, or listen on 127.0.0.1."
        )


def _check_no_debugger() -> None:
    """A debugger on a page would show records and run code for whoever opens it."""
    if os.environ.get("FLASK_DEBUG", "").lower() not in _OFF:
        raise Stop("FLASK_DEBUG is set: unset it, a debugger must never stand on real records.")


def _application(settings: Settings, *, allow_network: bool) -> Any:
    """The application, made once before the workers part, with no connection left open."""
    site = Site(settings)
    app_room: Any = importlib.import_module("tracker.app")
    app = app_room.create_app(site)
    if app.debug:
        raise Stop("The debugger is on: turn it off, it must never stand on real records.")
    if settings.demo and allow_network:
        app.config["TRUSTED_HOSTS"] = None  # invented people may be shown under any name
    _tidy_sessions(site)
    site.close()
    return app


def _tidy_sessions(site: Site) -> None:
    """The database has just answered: what is wrong now is where the sessions are."""
    try:
        site.book.purge(site.clock())
    except DatabaseError as problem:
        raise Stop(
            f"The web sessions cannot be kept ({kind_of(problem)}): check 'sessions_url'; empty, it"
            " is sessions.db in the site's folder."
        ) from None


def check_port(host: str, port: int) -> None:
    """Wait a moment for a server that is just stopping; else say that the port is taken."""
    until = time.monotonic() + _WAIT_SECONDS
    while (problem := _cannot_listen(host, port)) is not None:
        if problem.errno not in _ABOUT_PORTS:
            raise Stop(f"'host' must be an address of this machine: {host!r} is none.")
        if time.monotonic() > until:
            raise Stop(
                f"Nothing can listen on {host}:{port}: {problem.strerror}. Choose another --port."
            )
        time.sleep(0.1)


def _cannot_listen(host: str, port: int) -> OSError | None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as problem:
        return problem
    except UnicodeError:  # a name that no network knows, such as one with two dots
        return OSError()
    return None
