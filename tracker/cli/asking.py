"""Questions at the terminal: beside what is printed, and not to nobody."""

import os
import stat
import sys
from collections.abc import Callable
from typing import Any

import click


class Asked(click.Option):
    """An option that is asked for when it was not given."""

    def prompt_for_value(self, ctx: click.Context) -> Any:
        """Ask until the answer is right. Raises UsageError when nobody answers."""
        return ask(
            self.opts[0],
            self.prompt or "",
            lambda answer: self.process_value(ctx, answer),
            hide_input=self.hide_input,
        )


def ask(option: str, question: str, read: Callable[[str], Any], **how: Any) -> Any:
    """Ask on standard error, so that standard output stays what a script reads.

    Raises UsageError, which names the option, when nobody is there who could answer.
    """
    if _is_nobody():
        raise _missing(option)
    try:
        return click.prompt(question, err=True, value_proc=read, **how)
    except click.Abort as ended:
        if isinstance(ended.__context__, EOFError):
            raise _missing(option) from None
        raise


def _is_nobody() -> bool:
    """Whether standard input is closed, or a device that is no terminal: /dev/null."""
    if sys.stdin is None:
        return True
    try:
        mode = os.fstat(sys.stdin.fileno()).st_mode
    except (OSError, ValueError):  # no file at all
        return False
    return stat.S_ISCHR(mode) and not sys.stdin.isatty()


def _missing(option: str) -> click.UsageError:
    return click.UsageError(f"Missing option '{option}': nobody is there to be asked.")
