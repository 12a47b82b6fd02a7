"""The texts people agree to: read from locale/consents/, each with the digest of its words."""

import tomllib
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from tracker.domain.program import MANDATORY, ConsentKind

VERSION: Final = "2026-11"
LANGUAGES: Final = ("ko", "en")  # the first one stands in for a language without texts
_FOLDER: Final = Path(__file__).parent.parent / "locale" / "consents"

Row = tuple[str, str, bool]


@dataclass(frozen=True)
class ConsentText:
    """One text as it is shown: rows of label, text and whether the law wants it to stand out."""

    kind: ConsentKind
    title: str
    rows: tuple[Row, ...]
    version: str
    digest: str

    @property
    def mandatory(self) -> bool:
        """Whether an application is not received without it."""
        return MANDATORY[self.kind]


def consent_texts(language: str) -> dict[ConsentKind, ConsentText]:
    """Return the texts in force, in the order of the form; Korean for an unknown language."""
    return _texts(language if language in LANGUAGES else LANGUAGES[0])


def canonical(title: str, rows: tuple[Row, ...]) -> str:
    """Return the words as one text, a line each: what the digest is the SHA-256 of, in UTF-8."""
    lines = [title]
    for label, text, _important in rows:
        lines += [label, text]
    return "\n".join(lines)


@cache
def _texts(language: str) -> dict[ConsentKind, ConsentText]:
    file = _FOLDER / f"{VERSION}.{language}.toml"
    read = tomllib.loads(file.read_text("utf-8"))
    return {kind: _text(kind, read[kind.value]) for kind in ConsentKind}


def _text(kind: ConsentKind, read: dict[str, Any]) -> ConsentText:
    rows = tuple((row["label"], row["text"], row["important"]) for row in read["rows"])
    digest = sha256(canonical(read["title"], rows).encode()).hexdigest()
    return ConsentText(kind, read["title"], rows, VERSION, digest)
