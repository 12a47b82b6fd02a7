"""The texts people agree to: read from locale/consents/, each with the digest of its words."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from tracker.domain.program import MANDATORY, ConsentKind
from tracker.store import consents
from tracker.store.consents import StoredText

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


def kept_texts(db: Session, digests: Collection[str]) -> dict[str, ConsentText]:
    """The texts of these digests, word for word, also after the files have changed."""
    known = {text.digest: text for language in LANGUAGES for text in _texts(language).values()}
    found = {digest: known[digest] for digest in digests if digest in known}
    missing = set(digests) - found.keys()
    older = consents.of_digests(db, missing) if missing else {}
    return found | {digest: _as_kept(text) for digest, text in older.items()}


def keep_texts(db: Session) -> None:
    """Keep the texts in force, so that they can be shown when others are in force."""
    consents.keep(db, _in_force())


def are_kept(db: Session) -> bool:
    """Whether the texts in force are kept."""
    digests = {text.digest for text in _in_force()}
    return digests == consents.of_digests(db, digests).keys()


def _in_force() -> list[StoredText]:
    return [
        StoredText(
            text.digest,
            text.kind.value,
            language,
            text.version,
            canonical(text.title, text.rows).encode(),
        )
        for language in LANGUAGES
        for text in _texts(language).values()
    ]


def _as_kept(text: StoredText) -> ConsentText:
    """What stood out is not part of the words, so an old text is shown without it."""
    title, *lines = text.body.decode().split("\n")
    rows = tuple(
        (label, words, False) for label, words in zip(lines[::2], lines[1::2], strict=True)
    )
    return ConsentText(ConsentKind(text.kind), title, rows, text.version, text.digest)


@cache
def _texts(language: str) -> dict[ConsentKind, ConsentText]:
    file = _FOLDER / f"{VERSION}.{language}.toml"
    read = tomllib.loads(file.read_text("utf-8"))
    return {kind: _text(kind, read[kind.value]) for kind in ConsentKind}


def _text(kind: ConsentKind, read: dict[str, Any]) -> ConsentText:
    rows = tuple((row["label"], row["text"], row["important"]) for row in read["rows"])
    digest = sha256(canonical(read["title"], rows).encode()).hexdigest()
    return ConsentText(kind, read["title"], rows, VERSION, digest)
