"""The consent texts: frozen words, both languages, everything the law wants shown."""

from hashlib import sha256

import pytest

from tracker.domain.program import MANDATORY, ConsentKind
from tracker.services.consents import EDITION, LANGUAGES, ConsentText, canonical, consent_texts

# People agreed to exactly these words. If this fails, do not change the digests: put the old
# files back and write a new version.
DIGESTS = {
    ("ko", "consent_general"): ("91f6f35a1d5785ad6f579b6827cd83e57a63c35bc9dc64b544827a4d1d7b7ae3"),
    ("ko", "consent_sensitive"): (
        "20e761d8c5b2ba527f079c37a9f0b17d0cbf0214e981f8d87bb2cffbb2227ad2"
    ),
    ("ko", "consent_verify"): ("933abb8b5106a2ea33d34c9da652fbd8403d8c4e5ae0ca622120eae9ed30e288"),
    ("ko", "consent_promo"): ("6a3a5a85aef4f252fbf60d75b4f8a00cd3342d6cdacca547d60acf7a390ddc47"),
    ("ko", "notice_counseling"): (
        "ba06718546645e699a6e02b3cf1777f0fe2bd0c7e485eb35cc9e07568bc5512d"
    ),
    ("en", "consent_general"): ("f21610d94b1dea9b40d477d195f66020a8db2f1b40bcaec1a5edde945318dc09"),
    ("en", "consent_sensitive"): (
        "adebf07a0b970a6aa205ccc4915113bc796049ebf8cf485c488ea9a019c661b2"
    ),
    ("en", "consent_verify"): ("ffc0e076d93f9dd2213c4cafaebd468230a3bec865a0bdc9c9cd47a5b3e36de3"),
    ("en", "consent_promo"): ("43f8618a63a6fcd198e22df746f93d807d2235ead9659e5a9b65814433a3ef89"),
    ("en", "notice_counseling"): (
        "580378c69ee3b2d08f812edadd34e685d315fae4197fe1c1732f6f555f2e6c21"
    ),
}

KOREAN_ROWS = {
    ConsentKind.GENERAL: (
        "왜 필요한가요",
        "무엇을 받나요",
        "얼마나 보관하나요",
        "동의하지 않으면요",
    ),
    ConsentKind.SENSITIVE: (
        "왜 필요한가요",
        "무엇을 받나요",
        "얼마나 보관하나요",
        "동의하지 않으면요",
    ),
    ConsentKind.VERIFY: (
        "누구에게 드리나요",
        "왜 드리나요",
        "무엇을 드리나요",
        "얼마나 보관하나요",
        "동의하지 않으면요",
    ),
    ConsentKind.PROMO: (
        "왜 연락드리나요",
        "어디로 연락드리나요",
        "얼마나 보관하나요",
        "동의하지 않으면요",
    ),
    ConsentKind.COUNSELING: (
        "무엇을 하나요",
        "비밀을 지켜요",
        "비밀을 지키지 못하는 때도 있어요",
        "급할 때는요",
        "멈추고 싶을 때는요",
    ),
}

ALL = [(language, kind) for language in LANGUAGES for kind in ConsentKind]


def words(text: ConsentText) -> str:
    return canonical(text.title, text.rows)


@pytest.mark.parametrize(("language", "kind"), ALL)
def test_known_answer(language, kind):
    text = consent_texts(language)[kind]
    assert text.digest == DIGESTS[language, kind.value]
    assert text.digest == sha256(words(text).encode("utf-8")).hexdigest()
    assert (text.kind, text.version) == (kind, EDITION) == (kind, "2026-11")


@pytest.mark.parametrize(("language", "kind"), ALL)
def test_words_are_whole(language, kind):
    text = consent_texts(language)[kind]
    pieces = [text.title, *(piece for label, row, _ in text.rows for piece in (label, row))]
    for piece in pieces:
        assert piece == piece.strip() != ""
        assert "\n" not in piece  # the digest tells where one piece ends by the line end
        assert not set("{}%<>") & set(piece)


@pytest.mark.parametrize("kind", ConsentKind)
def test_rows_that_must_be_shown(kind):
    labels = tuple(label for label, _, _ in consent_texts("ko")[kind].rows)
    assert labels == KOREAN_ROWS[kind]


@pytest.mark.parametrize("kind", ConsentKind)
def test_languages_say_the_same_rows(kind):
    korean, english = (consent_texts(language)[kind].rows for language in LANGUAGES)
    assert [row[2] for row in korean] == [row[2] for row in english]
    assert any(important for _, _, important in korean)


def test_what_must_stand_out_stands_out():
    """Purpose and recipient, sensitive items, period, promotional contact (domain.md section 4)."""
    texts = consent_texts("ko")
    for kind, count in ((ConsentKind.SENSITIVE, 3), (ConsentKind.VERIFY, 2)):
        assert all(important for _, _, important in texts[kind].rows[:count])
    for text in texts.values():
        assert all(important for label, _, important in text.rows if label == "얼마나 보관하나요")
    assert texts[ConsentKind.PROMO].rows[0][2]


def test_mandatory_comes_from_the_program():
    for text in consent_texts("ko").values():
        assert text.mandatory is MANDATORY[text.kind]


def test_refusing_promotion_blocks_nothing():
    assert "아무 영향이 없어요" in words(consent_texts("ko")[ConsentKind.PROMO])
    assert "changes nothing" in words(consent_texts("en")[ConsentKind.PROMO])


@pytest.mark.parametrize("language", LANGUAGES)
def test_notice_names_the_limits_and_the_lines(language):
    text = words(consent_texts(language)[ConsentKind.COUNSELING])
    for number in ("109", "1577-0199", "119", "112"):
        assert number in text


@pytest.mark.parametrize("language", ["", "fr", "../../etc/passwd", "KO"])
def test_unknown_language_is_korean(language):
    assert consent_texts(language) is consent_texts("ko")


def test_order_is_that_of_the_form():
    assert list(consent_texts("en")) == list(ConsentKind)


def test_no_word_that_hurts():
    for text in consent_texts("ko").values():
        assert not [bad for bad in ("내담자", "부적격", "노쇼", "중도탈락") if bad in words(text)]
