"""Finding people by part of a name, its initial consonants (초성), or some digits."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final, NamedTuple

from tracker.domain.errors import FieldError
from tracker.domain.fields.characters import composed, refuse_oversize

QUERY_LIMIT: Final = 60
MOST: Final = 50  # hits on one page
SHEET: Final = "sheet"  # the kind of document
_FEWEST_DIGITS: Final = 2
_FEWEST_OF_A_NUMBER: Final = 4  # fewer digits stand in nearly every receipt number

# Composed syllables stand in blocks of one initial each; a phone writes two consonants as one key.
_FIRST, _LAST, _BLOCK = 0xAC00, 0xD7A3, 588
_INITIALS: Final = tuple(map(chr, range(0x1100, 0x1113)))
_PAIRS: Final = str.maketrans(
    {
        "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ",
        "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ",
    }
)  # fmt: skip
_COUNTRY: Final = re.compile(r"(?:00)?82(?=0?10\d{8}$)0?")


class QueryKind(StrEnum):
    """What somebody looked for: all that the trail keeps of it."""

    NAME = "name"
    DIGITS = "digits"
    BOTH = "name_and_digits"


class Numbers(NamedTuple):
    """The digits by which a case can be found."""

    phone: str
    receipt: str
    number: str


def folded(name: str) -> str:
    """A name as it is searched: letters only, composed, in one case, without any space.

    Whoever changes this gives sheets another name, SHEET: those there were folded as before.
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return unicodedata.normalize("NFC", "".join(filter(_is_letter, plain)))


def digits_of(text: str) -> str:
    """The digits in a text, in whatever script they were written."""
    found = (unicodedata.digit(c, None) for c in unicodedata.normalize("NFKC", text))
    return "".join(str(digit) for digit in found if digit is not None)


def initial_of(syllable: str) -> str:
    """The initial consonant of a syllable; whatever is no syllable stands for itself."""
    place = ord(syllable) - _FIRST
    return _INITIALS[place // _BLOCK] if _FIRST <= ord(syllable) <= _LAST else syllable


@dataclass(frozen=True, repr=False)
class Query:
    """What somebody looks for: letters of a name, digits, or both at once."""

    name: str
    digits: str

    @property
    def kind(self) -> QueryKind:
        """All that may be said about it."""
        if self.name and self.digits:
            return QueryKind.BOTH
        return QueryKind.NAME if self.name else QueryKind.DIGITS

    @property
    def asks_numbers(self) -> bool:
        """Whether it could be part of a receipt number or a case number."""
        return len(self.digits) >= _FEWEST_OF_A_NUMBER

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What finds the letters in folded names: a consonant stands for all its syllables."""
        return re.compile("".join(map(_one_letter, self.name)))

    def rank(self, name: str, numbers: Numbers) -> int | None:
        """How well a person fits: 0 exactly, 1 at an end, 2 somewhere, None not at all."""
        by_name, by_digits = self._by_name(name), self._by_digits(numbers)
        return None if by_name is None or by_digits is None else max(by_name, by_digits)

    def _by_name(self, name: str) -> int | None:
        found = self.pattern.search(name)
        if not self.name or found is None:
            return None if self.name else 0
        return 0 if found.span() == (0, len(name)) else min(found.start(), 1) + 1

    def _by_digits(self, numbers: Numbers) -> int | None:
        asked = numbers if self.asks_numbers else numbers[:1]
        return self.rank_in(asked) if self.digits else 0

    def rank_in(self, numbers: Iterable[str]) -> int | None:
        """How well the digits fit the best of some numbers."""
        found = [one for one in numbers if self.digits in one]
        ranks = (0 if one == self.digits else 2 - one.endswith(self.digits) for one in found)
        return min(ranks, default=None)


def clean_query(raw: str) -> Query:
    """Return what somebody looks for, or raise FieldError('words', …)."""
    refuse_oversize("words", raw, QUERY_LIMIT)
    text = " ".join(composed("words", raw, allowed="\t\n\r").split())
    if len(text) > QUERY_LIMIT:
        raise FieldError("words", "too_long", limit=QUERY_LIMIT, count=len(text))
    query = Query(folded(text.translate(_PAIRS)), _COUNTRY.sub("0", digits_of(text)))
    if not query.name and not query.digits:
        raise FieldError("words", "nothing_asked")
    if query.digits and len(query.digits) < _FEWEST_DIGITS:
        raise FieldError("words", "one_digit")
    return query


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LM"


def _one_letter(character: str) -> str:
    if character not in _INITIALS:
        return re.escape(character)
    first = _FIRST + _INITIALS.index(character) * _BLOCK
    return f"[{chr(first)}-{chr(first + _BLOCK - 1)}{character}]"


class Entry(NamedTuple):
    """One person as a search sheet keeps them: a folded name and what else is compared."""

    name: str
    phone: str
    birth_date: str
    case_id: str
    received: int


@dataclass(frozen=True)
class SheetPaper:
    """Some hundred people in columns, one line each: most searches read one text and are done."""

    names: str
    phones: str
    birth_dates: str
    case_ids: str
    received: str

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "SheetPaper":
        """Write people down; nothing in an entry may hold a line end, and folding sees to it."""
        columns = zip(*entries, strict=True)
        return cls(*("\n".join(map(str, column)) for column in columns))

    def lines(self) -> list[list[str]]:
        """The columns, line by line: line n of each is about the same person."""
        columns = (self.names, self.phones, self.birth_dates, self.case_ids, self.received)
        return [column.split("\n") for column in columns]

    def hits(self, query: Query) -> Iterator[tuple[int, Entry]]:
        """Whoever fits, with the rank, as far as name and phone tell."""
        find = query.pattern.search
        if not find(self.names) or query.digits not in self.phones:
            return
        columns = self.lines()
        for place, (name, phone) in enumerate(zip(columns[0], columns[1], strict=True)):
            if find(name) and query.digits in phone:
                rank = query.rank(name, Numbers(phone, "", ""))
                if rank is not None:
                    yield rank, entry_at(columns, place)


def entry_at(columns: list[list[str]], place: int) -> Entry:
    """The person who stands at one place of the columns."""
    name, phone, born, case_id, received = (column[place] for column in columns)
    return Entry(name, phone, born, case_id, int(received))
