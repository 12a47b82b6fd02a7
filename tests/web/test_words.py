"""The English catalog says everything the Korean sources say, and nothing else."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

from tests.factories.catalogs import LOCALE, ROOT, catalog

SOURCE = LOCALE / "en" / "LC_MESSAGES" / "messages.po"
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None}
HANGUL = re.compile("[가-힣ㄱ-ㆎ]")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|#")
NAME = "마음저축"  # the program's own name stays Korean
TELLING = re.compile("counsel|psych", re.IGNORECASE)
TITLE = re.compile(r"\{% block (?:title|heading) %\}(.*?)\{% endblock", re.DOTALL)
WORDS = re.compile(r"_\('([^']+)'")

Ids = str | tuple[str, ...]


@pytest.fixture(scope="module")
def english() -> Catalog:
    return catalog(SOURCE)


@pytest.fixture(scope="module")
def messages(english: Catalog) -> list[Message]:
    return [message for message in english if message.id]


def in_sources() -> Iterator[Ids]:
    """Every message of the program and the templates, extracted as `make words` does it."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    for found in extract_from_dir(ROOT, methods, options, KEYWORDS):
        ids = found[2] or ()
        yield ids if isinstance(ids, str) else tuple(str(one) for one in ids if one)


def both_sides(messages: list[Message]) -> Iterator[tuple[str, str]]:
    """Each Korean text with its English one; of a plural, every form."""
    for message in messages:
        if message.pluralizable:
            yield from ((message.id[-1], text) for text in message.string or ())
        else:
            yield str(message.id), str(message.string)


def test_the_catalog_holds_exactly_the_words_of_the_sources(messages: list[Message]):
    spoken = set(in_sources())
    translated = {tuple(message.id) if message.pluralizable else message.id for message in messages}
    assert len(spoken) > 900
    assert spoken - translated == set(), "new words: run `make words` and translate them"
    assert translated - spoken == set(), "words nobody says any more: run `make words`"


def test_no_translation_is_a_guess(english: Catalog, messages: list[Message]):
    assert not english.fuzzy
    assert [message.id for message in messages if message.fuzzy] == []
    assert list(english.obsolete) == []


def test_no_translation_is_empty_and_every_plural_has_its_forms(
    english: Catalog, messages: list[Message]
):
    assert [korean for korean, text in both_sides(messages) if not text.strip()] == []
    counted = [message for message in messages if message.pluralizable]
    assert counted, "the sources count something"
    for message in counted:
        forms = [text for text in message.string or () if text]
        assert len(forms) == english.num_plurals == 2
        assert forms[0] != forms[1]


def test_both_languages_name_the_same_placeholders(english: Catalog, messages: list[Message]):
    for korean, text in both_sides(messages):
        assert sorted(PLACEHOLDER.findall(korean)) == sorted(PLACEHOLDER.findall(text)), korean
    assert [(message.id, errors) for message, errors in english.check()] == []


def test_english_is_english(messages: list[Message]):
    spoken = [text.replace(NAME, "") for _, text in both_sides(messages)]
    assert [text for text in spoken if HANGUL.search(text)] == []


def test_no_english_title_tells_what_the_page_is_about(messages: list[Message]):
    english = dict(both_sides(messages))
    pages = list(Path(ROOT / "templates").rglob("*.html"))
    titles = {
        korean
        for page in pages
        for title in TITLE.findall(page.read_text("utf-8"))
        for korean in WORDS.findall(title)
    }
    assert len(titles) > 30
    assert [english[title] for title in titles if TELLING.search(english[title])] == []


def test_the_compiled_catalog_is_as_new_as_its_source():
    """A program would speak the words of yesterday without a sign of it."""
    compiled = SOURCE.with_suffix(".mo")
    assert compiled.stat().st_mtime >= SOURCE.stat().st_mtime
