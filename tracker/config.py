"""Settings: read once from a TOML file and the environment; a wrong one stops the start."""

import hashlib
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any, Final
from unicodedata import category
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

ENVIRONMENT: Final = "TRACKER_"
# What else may stand in the environment: the answers of scripts to what commands ask for.
OTHERS: Final = frozenset(
    ENVIRONMENT + name
    for name in (
        "SITE", "USERNAME", "PASSWORD", "CODE", "FIRST_SHEET", "SECOND_SHEET",
        "COORDINATOR_PASSWORD", "ADMIN_PASSWORD", "SUPERVISOR_PASSWORD", "TEST_POSTGRES",
    )
)  # fmt: skip
MANY: Final = 100_000  # as good as no limit
_NUMBER: Final = re.compile(r"[0-9]{1,18}")
_PLACE: Final = re.compile(r"([\w.-]+|\[[0-9a-f:.]+\])(:[0-9]+)?")
_HOST: Final = re.compile(r"[\w.-]+|\[?[0-9a-f:.]+(%\w+)?\]?", re.IGNORECASE)
_CONTROLS: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})


class WrongSetting(Exception):
    """A setting is wrong or missing; the text names the key and says what is expected."""


@dataclass(frozen=True)
class Settings:
    """Every setting of a site; config.example.toml says what each is for."""

    site_dir: Path
    pepper: str = field(repr=False)
    public_url: str = "http://127.0.0.1:8000"
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    database_url: str = ""
    sessions_url: str = ""
    organization: str = "지역자활센터"
    contact_phone: str = "02-0000-0000"
    officer_name: str = ""
    officer_contact: str = ""
    applications_open: bool = True
    guardian_contact: str = "off"
    idle_minutes: int = 30
    absolute_hours: int = 10
    trusted_proxies: int = 0
    tries_per_account: int = 5
    tries_per_address: int = 20
    applications_per_hour: int = 60
    retention_years: int = 5
    roster_days: int = 90
    log_level: str = "INFO"
    demo: bool = False

    @property
    def database(self) -> str:
        """The address of the database; a file in the site folder unless given."""
        return self._placed(self.database_url or "sqlite:///tracker.db")

    @property
    def sessions(self) -> str:
        """The address of the web sessions: beside the database, never inside its backup."""
        if self.sessions_url:
            return self._placed(self.sessions_url)
        if self.database_url and not self.database_url.startswith("sqlite"):
            return self.database_url
        return self._placed("sqlite:///sessions.db")

    def _placed(self, url: str) -> str:
        """A file that is named without its folder is in the site folder, wherever one stands."""
        kind, _, file = url.partition(":///")
        if kind != "sqlite" or file.startswith((":memory:", "file:")):
            return url
        return f"sqlite:///{self.site_dir / file}"

    @property
    def pins_path(self) -> Path:
        """Where the public keys of the groups are pinned."""
        return self.site_dir / "pins.json"

    @property
    def pepper_bytes(self) -> bytes:
        """The pepper of all password locks, 32 bytes."""
        return bytes.fromhex(self.pepper)

    @property
    def csrf_key(self) -> bytes:
        """Signs CSRF tokens alike in every worker; derived, so that no other secret is needed."""
        return hashlib.sha256(b"csrf" + self.pepper_bytes).digest()

    @property
    def secure(self) -> bool:
        """Whether browsers reach the site over HTTPS; if not, it is on this machine only."""
        return self.public_url.startswith("https://")


def load_settings(
    site_dir: Path, environ: Mapping[str, str] | None = None, **override: Any
) -> Settings:
    """Read config.toml in a site folder, then the environment, then `override`.

    Raises WrongSetting with one sentence that names the key.
    """
    given = _from_file(site_dir / "config.toml")
    given |= _from_environment(os.environ if environ is None else environ)
    given |= override
    known = {f.name: f for f in fields(Settings)}
    for key in given:
        if key not in known or key == "site_dir":
            raise WrongSetting(f"{key!r} in config.toml is not a setting.")
    values = {key: _typed(key, value, known[key].type) for key, value in given.items()}
    for name, spec in known.items():
        if spec.default is MISSING and name not in values and name != "site_dir":
            raise WrongSetting(f"'{name}' is missing: set it in {site_dir / 'config.toml'}.")
    settings = Settings(site_dir=site_dir.resolve(), **values)
    _check(settings)
    return settings


def _from_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise WrongSetting(
            f"{path} does not exist: 'tracker init' makes a site, or name one with --site."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise WrongSetting(f"{path} cannot be read as TOML: {problem}.") from None
    except ValueError:  # longer than Python reads
        raise WrongSetting(f"{path} cannot be read as TOML: a number is too long.") from None
    except OSError as problem:
        raise WrongSetting(f"{path} cannot be read: {problem.strerror}.") from None


def _from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    names = {f.name for f in fields(Settings)} - {"site_dir"}
    wanted = {ENVIRONMENT + name.upper(): name for name in names}
    for key in environ:
        if key.startswith(ENVIRONMENT) and key not in wanted and key not in OTHERS:
            raise WrongSetting(f"{key!r} in the environment is not a setting.")
    return {wanted[key]: value for key, value in environ.items() if key in wanted}


def _typed(key: str, value: Any, kind: Any) -> Any:
    """Accept the right type, or its text from the environment."""
    if kind is bool and isinstance(value, str):
        if value.lower() in {"true", "1", "yes", "false", "0", "no"}:
            return value.lower() in {"true", "1", "yes"}
    elif kind is int and isinstance(value, str) and _NUMBER.fullmatch(value):
        return int(value)
    elif type(value) is kind:
        return value
    expected = {bool: "true or false", int: "a whole number", str: "text"}[kind]
    raise WrongSetting(f"'{key}' must be {expected}.")


def _check(settings: Settings) -> None:
    _check_pepper(settings.pepper)
    _check_words(settings)
    check_url(settings.public_url)
    for key, low, high in (
        ("port", 1, 65535),
        ("workers", 1, 16),
        ("idle_minutes", 5, 120),
        ("absolute_hours", 1, 24),
        ("trusted_proxies", 0, 5),
        ("tries_per_account", 3, MANY),
        ("tries_per_address", 3, MANY),
        ("applications_per_hour", 1, MANY),
        ("retention_years", 1, 30),
        ("roster_days", 1, 366),
    ):
        if not low <= getattr(settings, key) <= high:
            raise WrongSetting(f"'{key}' must be between {low} and {high}.")
    if settings.guardian_contact not in {"off", "optional", "required"}:
        raise WrongSetting("'guardian_contact' must be off, optional or required.")
    if settings.log_level not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise WrongSetting("'log_level' must be DEBUG, INFO, WARNING or ERROR.")
    for key in ("database_url", "sessions_url"):
        _check_database(key, getattr(settings, key))


def _check_words(settings: Settings) -> None:
    for one in fields(settings):
        value = getattr(settings, one.name)
        if isinstance(value, str) and not _CONTROLS.isdisjoint(map(category, value)):
            raise WrongSetting(f"'{one.name}' must be one line without control characters.")
    for key in ("organization", "contact_phone"):
        if not getattr(settings, key).strip():
            raise WrongSetting(f"'{key}' must not be empty.")
    if not _HOST.fullmatch(settings.host):
        raise WrongSetting("'host' must be an address of this machine, such as 127.0.0.1.")


def _check_database(key: str, url: str) -> None:
    """Whether a database can be there; its password is never repeated."""
    if not url:
        return
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise WrongSetting(f"'{key}' must begin with sqlite:/// or postgresql+psycopg://.")
    try:
        parts = make_url(url)
        right = bool(parts.database) and 1 <= (parts.port or 1) <= 65535
    except (ArgumentError, ValueError):
        right = False
    if not right:
        raise WrongSetting(
            f"'{key}' must be like sqlite:////folder/file or"
            " postgresql+psycopg://user:password@host:5432/name."
        )


def _check_pepper(pepper: str) -> None:
    try:
        right = len(bytes.fromhex(pepper)) == 32
    except ValueError:
        right = False
    if not right:
        raise WrongSetting("'pepper' must be 64 hexadecimal digits: 'tracker init' makes one.")


def check_url(url: str) -> None:
    """Raise WrongSetting for an address under which browsers must not reach a site."""
    try:
        parts = urlsplit(url)
        scheme, host, _port = parts.scheme, parts.hostname, parts.port
    except ValueError:
        scheme, host = "", None
    if not ((scheme == "https" and host) or (scheme == "http" and host in LOOPBACK)):
        raise WrongSetting(
            "'public_url' must begin with https://, or with http://127.0.0.1 on this machine only."
        )
    _scheme, _, place = url.lower().partition("://")
    if not _PLACE.fullmatch(place.removesuffix("/")):
        raise WrongSetting("'public_url' must end after the host or its port.")
