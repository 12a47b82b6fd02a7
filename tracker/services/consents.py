"""The texts people agree to: read from locale/consents/, each with the digest of its words."""

import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from tracker.domain.program import MANDATORY, ConsentKind
from tracker.domain.rounds import Terms
from tracker.store import consents
from tracker.store.consents import StoredText

EDITION: Final = "2026-11"  # the newest
USUAL: Final = Terms(EDITION, declined_years=1, care_years=5)
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
    language: str

    @property
    def mandatory(self) -> bool:
        """Whether an application is not received without it."""
        return MANDATORY[self.kind]


def consent_texts(language: str, terms: Terms = USUAL) -> dict[ConsentKind, ConsentText]:
    """Return the texts of a round, in the order of the form; Korean for an unknown language."""
    return _texts(language if language in LANGUAGES else LANGUAGES[0], terms)


def editions() -> frozenset[str]:
    """The editions there are in every language: a round is held under one of them."""
    found = [frozenset(file.name.split(".")[0] for file in _files(one)) for one in LANGUAGES]
    return frozenset.intersection(*found)


def _files(language: str) -> Iterable[Path]:
    return _FOLDER.glob(f"*.{language}.toml")


def canonical(title: str, rows: tuple[Row, ...]) -> str:
    """Return the words as one text, a line each: what the digest is the SHA-256 of, in UTF-8."""
    lines = [title]
    for label, text, _important in rows:
        lines += [label, text]
    return "\n".join(lines)


def kept_texts(db: Session, digests: Collection[str]) -> dict[str, ConsentText]:
    """The texts of these digests, word for word, also after the files have changed."""
    known = {one.digest: one for language in LANGUAGES for one in consent_texts(language).values()}
    found = {digest: known[digest] for digest in digests if digest in known}
    missing = set(digests) - found.keys()
    older = consents.of_digests(db, missing) if missing else {}
    return found | {digest: _as_kept(text) for digest, text in older.items()}


def keep_texts(db: Session, terms: Terms = USUAL) -> None:
    """Keep the texts of a round, so that they can be shown when others are in force."""
    consents.keep(db, _to_keep(terms))


def are_kept(db: Session) -> bool:
    """Whether the usual texts are kept."""
    digests = {text.digest for text in _to_keep(USUAL)}
    return digests == consents.of_digests(db, digests).keys()


def _to_keep(terms: Terms) -> list[StoredText]:
    return [
        StoredText(
            text.digest,
            text.kind.value,
            language,
            text.version,
            canonical(text.title, text.rows).encode(),
        )
        for language in LANGUAGES
        for text in consent_texts(language, terms).values()
    ]


def _as_kept(text: StoredText) -> ConsentText:
    """What stood out is not part of the words, so an old text is shown without it."""
    title, *lines = text.body.decode().split("\n")
    rows = tuple(
        (label, words, False) for label, words in zip(lines[::2], lines[1::2], strict=True)
    )
    kind = ConsentKind(text.kind)
    return ConsentText(kind, title, rows, text.version, text.digest, text.language)


@lru_cache(maxsize=64)
def _texts(language: str, terms: Terms) -> dict[ConsentKind, ConsentText]:
    file = _FOLDER / f"{terms.edition}.{language}.toml"
    read = tomllib.loads(_with_numbers(file.read_text("utf-8"), language, terms))
    edition = terms.edition
    return {kind: _text(kind, read[kind.value], edition, language) for kind in ConsentKind}


# Small numbers in words, as people say them: places in a list count from nothing.
_WORDS: Final = {
    "ko": ("", "한", "두", "세", "네", "다섯", "여섯"),
    "en": ("", "one", "two", "three", "four", "five", "six"),
}


def _with_numbers(text: str, language: str, terms: Terms) -> str:
    """The numbers of a round stand in the words that people agree to."""
    said = {
        "{declined_years}": _years(terms.declined_years, language),
        "{care_years}": _years(terms.care_years, language),
        "{tests}": _WORDS[language][terms.plan.tests],
        "{sessions}": _times(terms.plan.sessions, language),
    }
    for place, words in said.items():
        text = text.replace(place, words)
    return text


def _years(years: int, language: str) -> str:
    if language == "ko":
        return f"{years}년"
    return "1 year" if years == 1 else f"{years} years"


def _times(count: int, language: str) -> str:
    if language == "ko":
        return f"{_WORDS[language][count]} 번"
    return ("", "once", "twice")[count] if count < 3 else f"{_WORDS[language][count]} times"


def _text(kind: ConsentKind, read: dict[str, Any], edition: str, language: str) -> ConsentText:
    rows = tuple((row["label"], row["text"], row["important"]) for row in read["rows"])
    digest = sha256(canonical(read["title"], rows).encode()).hexdigest()
    return ConsentText(kind, read["title"], rows, edition, digest, language)
