"""What can be chosen, in the shape WTForms asks for from 3.3 on."""

from collections.abc import Iterable
from typing import Any

# Not in types-WTForms yet.
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]


def offered(pairs: Iterable[tuple[str, Any]]) -> list[Any]:
    """Codes and their words as the choices of a field."""
    return [SelectChoice(str(code), words) for code, words in pairs]
