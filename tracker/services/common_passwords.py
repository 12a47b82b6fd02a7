"""A password for one's work: long enough, and none that others would try first."""

from collections.abc import Iterable, Iterator
from threading import Lock
from typing import Final

from tracker.domain.errors import FieldError

PASSWORD_LENGTH: Final = 12
MAX_PASSWORD: Final = 200
EASY: Final = 1e9  # fewer guesses than this: six years on one core, at 0.2 seconds each
HEAD: Final = 24  # a longer start can keep zxcvbn busy for seconds; hard this far is hard enough

PROGRAM: Final = ("마음저축", "마음센터", "청년", "상담", "지역자활센터", "maeum", "tracker")
COMMON: Final = (
    "비밀번호", "안녕하세요", "사랑해", "사랑해요", "대한민국", "관리자", "우리집", "서울",
    "가나다라마바사", "아자차카타파하", "가나다라", "마바사아", "동해물과", "감사합니다",
)  # fmt: skip

_LEADS: Final = ("r", "R", "s", "e", "E", "f", "a", "q", "Q", "t", "T", "d", "w", "W", "c", "z",
                 "x", "v", "g")  # fmt: skip
_VOWELS: Final = ("k", "o", "i", "O", "j", "p", "u", "P", "h", "hk", "ho", "hl", "y", "n", "nj",
                  "np", "nl", "b", "m", "ml", "l")  # fmt: skip
_TAILS: Final = ("", "r", "R", "rt", "s", "sw", "sg", "e", "f", "fr", "fa", "fq", "ft", "fx", "fv",
                 "fg", "a", "q", "qt", "t", "T", "d", "w", "c", "z", "x", "v", "g")  # fmt: skip
_GA, _HIH, _ONE_LEAD, _ONE_VOWEL = 0xAC00, 0xD7A3, 588, 28
_one_at_a_time = Lock()  # zxcvbn keeps the words about a person in a place of the whole process


def check_password(password: str, about: Iterable[str] = ()) -> None:
    """Refuse a password that is too short, too long or easily guessed; nothing else is asked of it.

    `about` are words that others connect with the person. Raises FieldError for "password".
    """
    if len(password) < PASSWORD_LENGTH:
        raise FieldError("password", "password_short", count=PASSWORD_LENGTH)
    if len(password) > MAX_PASSWORD:
        raise FieldError("password", "too_long", limit=MAX_PASSWORD, count=len(password))
    if is_common(password, about):
        raise FieldError("password", "password_common")


def check_new_password(password: str, again: str, about: Iterable[str] = ()) -> None:
    """The same for a password typed twice. Raises FieldError for "password_again" too."""
    check_password(password, about)
    if password != again:
        raise FieldError("password_again", "differs")


def is_common(password: str, about: Iterable[str] = ()) -> bool:
    """Whether a password is among those that somebody who guesses would try early."""
    from zxcvbn import zxcvbn  # its lists take 40 ms to load, and few processes need them

    words = list(dict.fromkeys(_words((*about, *PROGRAM, *COMMON))))
    with _one_at_a_time:
        return bool(zxcvbn(password[:HEAD], user_inputs=words)["guesses"] < EASY)


def _words(about: Iterable[str]) -> Iterator[str]:
    """Each name whole, without spaces and in parts, in Hangul and as its keys type it in Latin."""
    for name in about:
        for word in (name, "".join(name.split()), *name.split()):
            if len(word) > 1:
                yield from (word, latin_keys(word))


def latin_keys(text: str) -> str:
    """What comes out when Hangul is typed with the keyboard set to Latin: 마음 is akdma."""
    return "".join(map(_keys, text))


def _keys(letter: str) -> str:
    if not _GA <= ord(letter) <= _HIH:
        return letter
    lead, rest = divmod(ord(letter) - _GA, _ONE_LEAD)
    vowel, tail = divmod(rest, _ONE_VOWEL)
    return _LEADS[lead] + _VOWELS[vowel] + _TAILS[tail]
