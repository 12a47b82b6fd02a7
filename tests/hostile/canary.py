"""Words that nobody would write by chance, and how to look for them wherever they must not be."""

import base64
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

WORD = "kanarie"
# What cannot hold a word gets a value that nothing else in a test has.
PHONE = "010-7391-8264"
BIRTH_DATE = "1991-03-17"
FACTS = (PHONE, PHONE.replace("-", ""), "7391-8264", BIRTH_DATE, BIRTH_DATE.replace("-", ""))


def identity(tag: str) -> str:
    """A word for what the applicant and the coordinator write about a case."""
    return f"{WORD}identity{tag}"


def clinical(tag: str) -> str:
    """A word for what the counselor writes about a case."""
    return f"{WORD}clinical{tag}"


def needles(*words: str) -> list[bytes]:
    """A word as it could lie on a disk: in letters, in hexadecimal, in base 64."""
    return sorted({form for word in words for form in _forms(word)})


def _forms(word: str) -> Iterator[bytes]:
    raw = word.encode()
    yield raw
    yield word.encode("utf-16-le")
    yield raw.hex().encode()
    yield word.encode("unicode_escape")
    if len(raw) < 9:
        return
    for skip in range(3):  # base 64 looks different at each of three places
        whole = (len(raw) - skip) // 3 * 3
        yield base64.b64encode(raw[skip : skip + whole])


def found_in(text: bytes, words: Iterable[str]) -> list[bytes]:
    """Which of the words a text holds, in whatever form; large and small letters are one."""
    pattern = re.compile(b"|".join(re.escape(one) for one in needles(*words)), re.IGNORECASE)
    return sorted(set(pattern.findall(text)))


def found_under(folder: Path, words: Iterable[str]) -> list[tuple[str, bytes]]:
    """Which files under a folder hold which words."""
    wanted = list(words)
    return [
        (name, hit)
        for where, _folders, names in os.walk(folder)
        for name in names
        for hit in found_in(_bytes_of(Path(where, name)), wanted)
    ]


def _bytes_of(file: Path) -> bytes:
    """What stands in a file; nothing once it is gone: others drop their databases meanwhile."""
    try:
        return file.read_bytes() if file.is_file() else b""
    except FileNotFoundError:
        return b""
