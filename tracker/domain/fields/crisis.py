"""Words of someone in danger: they put the help lines on the very next page, and nothing else.

The answer is never stored, never counted, never shown to staff: a person reads the text and asks.
A word too many costs three lines on a page, so the list leans to the wide side.
"""

import re
import unicodedata
from typing import Final

_LOOKED_AT: Final = 20_000  # characters; more than any field of the form may hold

# A space in a phrase may also be missing. (혼자 살다, 피해자, 사유서 are everyday words.)
_KOREAN: Final = (
    "죽고 싶", "죽고만 싶", "죽고 십", "죽구 싶", "디지고 싶", "뒤지고 싶", "죽어 버리", "죽어야",
    "죽을래", "죽을까", "죽을 생각", "죽으려", "죽는 게 나", "죽는게 나", "죽는 생각",
    "(?<!혼)자살", "(?<![혼피가입])자해", "목숨을? 끊", "목을? 매", "극단적인? (선택|생각)",
    "스스로를? 해[치하]", "나를 해치", "생을 마감", "(삶|인생|생)을 끝",
    "(다|모두|모든 걸) 끝내고 싶",
    "살기 싫", "살고 싶지", "살고 싶은 마음이 없", "살아 있기 싫", "살 이유가 없", "살 가치가 없",
    "사라지고 싶", "없어지고 싶", "뛰어 내리", "투신", "번개탄", "손목을? (긋|그[었어으])",
    "(?<!사)유서",
)  # fmt: skip
_ENGLISH: Final = (
    "suicid", "kill(ing)? my ?self", "end(ing)? (it all|my (own )?life)", "(want to|wanna) die",
    "(wish i (was|were)|better off) dead", "(do not|don'?t) want to (live|be alive|exist)",
    "no reason to live", "self[ -]?harm", "(hurt|hurting|cut|cutting) my ?self",
)  # fmt: skip
_WORDS: Final = re.compile("|".join([*(p.replace(" ", " ?") for p in _KOREAN), *_ENGLISH]))
_UNSEEN: Final = re.compile("[\u200b-\u200d\u2060\ufeff]")


def find_crisis_words(text: str) -> bool:
    """Say whether a text holds words of someone who may want to die or to hurt themselves."""
    seen = _UNSEEN.sub("", _composed(text[:_LOOKED_AT])).replace("’", "'").casefold()
    return bool(_WORDS.search(" ".join(seen.split())))


def _composed(text: str) -> str:
    """Return NFC. Only jamo matter here; a text without marks is never slow to compose."""
    return unicodedata.normalize("NFC", "".join(c for c in text if not unicodedata.combining(c)))
