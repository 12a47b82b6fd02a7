"""What 'tracker init' asks for, and what it takes for an answer."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any, Final, TextIO, TypeVar

import click
from click.core import ParameterSource

from tracker.cli.asking import Asked, ask
from tracker.config import WrongSetting, check_url
from tracker.services.common_passwords import MAX_PASSWORD, PASSWORD_LENGTH, is_common

Command = TypeVar("Command", bound=Callable[..., Any])
_HERE: Final = "http://127.0.0.1:8000"
_USERNAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


def person_options(role: str) -> Callable[[Command], Command]:
    """Options, and questions, for one of the first two people."""

    def add(command: Command) -> Command:
        for option in (_password(role), _username(role), _name(role)):
            command = option(command)
        return command

    return add


def _name(role: str) -> Callable[[Command], Command]:
    return click.option(
        f"--{role}-name",
        cls=Asked,
        prompt=f"Name of the {role}",
        callback=asked_text,
        help=f"The {role}'s name, as colleagues see it.",
    )


def _username(role: str) -> Callable[[Command], Command]:
    return click.option(
        f"--{role}-username",
        cls=Asked,
        prompt=f"Username of the {role}",
        callback=_asked_own_username,
        help=f"What the {role} signs in with.",
    )


def _password(role: str) -> Callable[[Command], Command]:
    return click.option(
        f"--{role}-password",
        envvar=f"TRACKER_{role.upper()}_PASSWORD",
        callback=partial(asked_password, role),
        help=f"The {role}'s password; others on this machine may see it in the process list.",
    )


def asked_text(_context: click.Context, _param: click.Parameter, text: str) -> str:
    """A line of words that can be shown."""
    line = text.strip()
    if not line or len(line) > 80 or not line.isprintable():
        raise click.BadParameter("write 1 to 80 characters on one line")
    return line


def asked_username(text: str) -> str:
    """A username as the sign-in page will read it: small letters, no spaces."""
    name = text.strip().lower()
    if not _USERNAME.fullmatch(name):
        raise click.BadParameter("use 2 to 40 of a-z, 0-9, dot, hyphen and underscore")
    return name


def _asked_own_username(context: click.Context, param: click.Parameter, text: str) -> str:
    """A username that none of the people asked for before has."""
    name = asked_username(text)
    others = [key for key in context.params if key.endswith("_username") and key != param.name]
    if name in {context.params[key] for key in others}:
        raise click.BadParameter("two people have two usernames: choose another")
    return name


def asked_password(
    role: str, context: click.Context, _param: click.Parameter, text: str | None
) -> str:
    """A password: given, read from a file, or asked for twice without showing it."""
    found = text or context.meta.get(f"{role}_password")
    if found is not None:
        return _good_password(found)
    question = f"Password of the {role} ({PASSWORD_LENGTH} characters or more)"
    return str(
        ask(
            f"--{role}-password", question, _good_password,
            hide_input=True, confirmation_prompt=True,
        )
    )  # fmt: skip


def _good_password(text: str) -> str:
    """A length that the sign-in page takes, and nothing that others try first."""
    if not PASSWORD_LENGTH <= len(text) <= MAX_PASSWORD:
        raise click.BadParameter(f"choose {PASSWORD_LENGTH} to {MAX_PASSWORD} characters")
    if is_common(text):
        raise click.BadParameter("others would guess it soon: choose a sentence of your own")
    return text


def check_personal(role: str, password: str, about: tuple[str, ...]) -> None:
    """Refuse a password made of the person's own name or the center's."""
    if is_common(password, about):
        raise click.BadParameter(
            f"the {role}'s is too close to a name: choose a sentence of your own",
            param_hint=f"--{role}-password",
        )


def asked_url(context: click.Context, _param: click.Parameter, text: str | None) -> str:
    """An address that browsers may be given; asked for only where other things are asked for."""
    if text is not None:
        return _url(text)
    if context.get_parameter_source("organization") is not ParameterSource.PROMPT:
        return _HERE
    return str(ask("--public-url", "Address in browsers", _url, default=_HERE))


def _url(text: str) -> str:
    try:
        check_url(text)
    except WrongSetting as problem:
        raise click.BadParameter(str(problem)) from None
    return text


def read_passwords(context: click.Context, _param: click.Parameter, file: TextIO | None) -> None:
    """Take both passwords from a file: its first line and its second."""
    if file is None:
        return
    try:
        lines = file.read().removeprefix("\ufeff").splitlines()  # the mark some editors put there
    except UnicodeDecodeError:
        file.close()
        raise click.BadParameter("the file is not UTF-8: save it as UTF-8") from None
    if len(lines) < 2:
        raise click.BadParameter("line 1 is the coordinator's password, line 2 the admin's")
    context.meta["coordinator_password"], context.meta["admin_password"] = lines[:2]
