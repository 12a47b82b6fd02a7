"""A person's consents as they stand, with the very words that were agreed to."""

from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

from tracker.domain.program import ConsentKind
from tracker.domain.rounds import Terms
from tracker.services.consents import Row, consent_texts
from tracker.services.own_consents import Consent
from tracker.web.format import day
from tracker.web.i18n import language

# In an address a consent is a letter: what it is about would tell whoever sees the address.
LETTERS: Final = dict(zip(ConsentKind, "abcde", strict=True))


@dataclass(frozen=True)
class ConsentPage:
    """One consent: what was answered, and the words that were agreed to.

    `offered` holds the words of now, where one can agree to others.
    """

    letter: str
    title: str
    answer: str
    given: bool
    mandatory: bool
    version: str
    digest: str
    rows: tuple[Row, ...]
    lang: str
    offered: tuple[Row, ...]


def consent_page(found: Consent, terms: Terms) -> ConsentPage:
    """The words stand there in the language in which they were agreed to."""
    in_force, kept = consent_texts(language(), terms)[found.kind], found.text
    same = kept is not None and kept.digest == in_force.digest
    return ConsentPage(
        letter=LETTERS[found.kind],
        title=in_force.title,
        answer=consent_answer(found),
        given=found.given,
        mandatory=found.mandatory,
        version=found.version,
        digest=found.digest,
        rows=() if kept is None else kept.rows,
        lang=in_force.language if kept is None else kept.language,
        offered=() if same or found.given or found.mandatory else in_force.rows,
    )


def consent_answer(found: Consent) -> str:
    """What was answered, and since when."""
    if found.given:
        words = _("다시 동의하셨어요") if found.was_changed else _("동의하셨어요")
    else:
        words = _("동의를 거두셨어요") if found.was_changed else _("동의하지 않으셨어요")
    return _("%(answer)s, %(day)s", answer=words, day=day(found.since))
