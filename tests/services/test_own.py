"""김하늘 and the own record: consents, corrections, a copy, and the end of it."""

from collections.abc import Callable
from dataclasses import fields
from typing import TypeVar
from uuid import UUID

import pytest

from tests.factories import care
from tests.factories.center import Center, application
from tests.factories.look import actions, case_of, everything, findings, length, stage_of
from tracker.domain.access import Permission
from tracker.domain.applications import About, Choices
from tracker.domain.cases import Stage
from tracker.domain.errors import Conflict, NotAllowed, NotFound, RuleBroken
from tracker.domain.papers import APPLICATION, CARD
from tracker.domain.program import ConsentKind, DeclineReason
from tracker.services import (
    applications,
    consents,
    corrections,
    erasure,
    intake,
    own_consents,
    shredding,
    standing,
    trail,
)
from tracker.services.own_consents import Consent
from tracker.store import consents as shelf

PROMO, SENSITIVE = ConsentKind.PROMO, ConsentKind.SENSITIVE


def consent_of(center: Center, case_id: UUID, kind: ConsentKind) -> Consent:
    with center.as_applicant(case_id) as work:
        found = applications.status(work, case_id).consents
    return next(one for one in found if one.kind is kind)


def give(center: Center, case_id: UUID, language: str = "ko") -> None:
    with center.as_applicant(case_id) as work:
        own_consents.give(work, case_id, PROMO, language)


def take_back(center: Center, case_id: UUID, kind: ConsentKind = PROMO) -> None:
    with center.as_applicant(case_id) as work:
        own_consents.withdraw(work, case_id, kind)


# --- consents ---------------------------------------------------------------------------------


def test_an_optional_consent_is_given_withdrawn_and_given_again(center: Center):
    case_id = center.apply().case_id
    assert not consent_of(center, case_id, PROMO).given
    for act, given in ((give, True), (take_back, False), (give, True)):
        center.clock.forward(days=1)
        for _ in range(2):
            act(center, case_id)
        found = consent_of(center, case_id, PROMO)
        assert (found.given, found.since) == (given, center.clock())
    assert stage_of(center, case_id) is Stage.SUBMITTED
    told = [one for one in actions(center, 20) if one.startswith("consent")]
    assert told == ["consent_given", "consent_withdrawn", "consent_given"]
    with center.as_("seoyeon") as work:
        seen = {one.kind: one.given for one in intake.show(work, case_id).consents}
    assert seen[PROMO]
    assert findings(center) == ()


def test_given_again_it_is_the_text_in_force_in_the_language_of_the_page(center: Center):
    case_id = center.apply().case_id
    give(center, case_id, "en")
    found = consent_of(center, case_id, PROMO)
    assert found.digest == consents.consent_texts("en")[PROMO].digest


def test_without_a_mandatory_consent_it_ends(center: Center):
    case_id = center.assigned()
    for _ in range(2):
        take_back(center, case_id, SENSITIVE)
    case = case_of(center, case_id)
    assert case.stage is Stage.WITHDRAWN
    assert case.erasure_asked_at == center.clock()
    assert not consent_of(center, case_id, SENSITIVE).given
    with pytest.raises(RuleBroken, match="consent_ended"), center.as_applicant(case_id) as work:
        own_consents.give(work, case_id, SENSITIVE, "ko")
    assert actions(center, 2)[0] == "consent_withdrawn"
    assert findings(center) == ()


def test_the_words_agreed_to_stay_when_the_files_change(center: Center):
    """A text that is in no file any more is read from the database, word for word."""
    with center.site.reading() as db:
        assert consents.are_kept(db)
    body = "옛 제목\n왜 필요한가요\n옛 까닭"
    old = shelf.StoredText("ab" * 32, PROMO.value, "ko", "2025-01", body.encode())
    with center.site.database.write() as db, db.begin():
        for _ in range(2):
            shelf.keep(db, [old])
    with center.site.reading() as db:
        found = consents.kept_texts(db, [old.digest, "cd" * 32])
    assert found.keys() == {old.digest}
    assert found[old.digest].title == "옛 제목"
    assert found[old.digest].rows == (("왜 필요한가요", "옛 까닭", False),)


def test_every_text_in_force_can_be_read_back(center: Center):
    for language in consents.LANGUAGES:
        for text in consents.consent_texts(language).values():
            with center.site.reading() as db:
                kept = shelf.of_digests(db, [text.digest])[text.digest]
            again = consents._as_kept(kept)
            assert [row[:2] for row in again.rows] == [row[:2] for row in text.rows]
            assert again.title == text.title


def test_a_site_of_before_learns_the_texts_when_it_starts(center: Center):
    with center.site.database.write() as db, db.begin():
        db.execute(shelf.ConsentTextRow.__table__.delete())  # type: ignore[attr-defined]
    center.site.check()
    with center.site.reading() as db:
        assert consents.are_kept(db)


# --- corrections ------------------------------------------------------------------------------


T = TypeVar("T", About, Choices)


def about(**changes: str) -> About:
    return corrected_part(About, **changes)


def corrected_part(kind: type[T], **changes: str) -> T:
    form = application(**changes)
    return kind(**{one.name: getattr(form, one.name) for one in fields(kind)})


def correct(center: Center, case_id: UUID, part: About | Choices, base: int) -> None:
    with center.as_applicant(case_id) as work:
        corrections.correct(work, case_id, part, base)


def test_a_new_phone_is_seen_by_the_desk(center: Center):
    case_id = center.apply().case_id
    for _ in range(2):
        correct(center, case_id, about(phone="010-2222-3333"), 1)
    with center.as_("seoyeon") as work:
        found = intake.show(work, case_id).application
        assert found.version == 2
        assert found.paper is not None
        assert found.paper.form.phone == "010-2222-3333"
        assert found.paper.consents
        card = work.read(case_id, CARD)
        assert card is not None
        assert card.paper is not None
        assert (card.version, card.paper.phone) == (2, "010-2222-3333")
        intake.accept(work, case_id)
    assert actions(center, 3)[0] == "application_corrected"
    assert findings(center) == ()


def test_the_card_changes_only_with_name_and_phone(center: Center):
    case_id = center.apply().case_id
    correct(center, case_id, about(office="관악지역자활센터"), 1)
    with center.as_applicant(case_id) as work:
        work.case(case_id, Permission.OWN_READ)
        form, card = work.read(case_id, APPLICATION), work.read(case_id, CARD)
    versions = [None if one is None else one.version for one in (form, card)]
    assert versions == [2, 1]


def test_nothing_changed_is_no_act(center: Center):
    case_id = center.apply().case_id
    rows = length(center)
    correct(center, case_id, about(), 1)
    assert length(center) == rows


def test_two_windows_do_not_overwrite_each_other(center: Center):
    case_id = center.apply().case_id
    correct(center, case_id, about(phone="010-2222-3333"), 1)
    with pytest.raises(Conflict):
        correct(center, case_id, about(email="other@example.org"), 1)


def test_wishes_until_a_counselor_is_there_and_contact_until_the_end(center: Center):
    case_id = center.assigned()
    wishes = corrected_part(Choices, meeting="phone")
    with pytest.raises(RuleBroken, match="not_correctable"):
        correct(center, case_id, wishes, 1)
    correct(center, case_id, about(phone="010-2222-3333"), 1)
    with center.as_applicant(case_id) as work:
        applications.withdraw(work, case_id)
    with pytest.raises(RuleBroken, match="not_correctable"):
        correct(center, case_id, about(phone="010-4444-5555"), 2)


# --- a copy, and who was there ----------------------------------------------------------------


def test_who_was_there_and_a_copy_of_it(center: Center):
    case_id = care.active(center)
    with center.as_applicant(case_id) as work:
        found, seen = standing.copy(work, case_id, "json")
        _case, page = trail.page_of_case(work, case_id, Permission.OWN_READ)
    assert found.application.intact
    done = {one.action for one in seen.visits}
    assert {"application_submitted", "case_accepted", "case_assigned", "intake_saved"} <= done
    assert page.visits[0].action == "status_copied"
    assert actions(center, 2) == ["status_copied", "audit_read"]


# --- the end ----------------------------------------------------------------------------------


def erase(center: Center, case_id: UUID) -> None:
    with center.as_applicant(case_id) as work:
        erasure.erase_own(work, case_id)
        work.after_commit(lambda: shredding.wipe(center.site))


def declined(center: Center) -> UUID:
    case_id = center.apply().case_id
    with center.as_("seoyeon") as work:
        intake.decline(work, case_id, DeclineReason.DUPLICATE, "")
    return case_id


@pytest.mark.parametrize("make", [lambda c: c.apply().case_id, lambda c: c.accepted(), declined])
def test_h69_before_care_everything_goes_at_once(center: Center, make: Callable[[Center], UUID]):
    case_id, other = make(center), center.apply().case_id
    number = case_of(center, case_id).receipt_number
    erase(center, case_id)
    left = everything(center)
    left.pop("audit")
    assert case_id.hex not in str(left)
    assert number not in str(left)
    assert actions(center) == ["case_shredded"]
    with pytest.raises(NotFound), center.as_applicant(case_id) as work:
        applications.status(work, case_id)
    with pytest.raises(NotFound), center.as_("seoyeon") as work:
        intake.show(work, case_id)
    with center.as_applicant(other) as work:
        assert applications.status(work, other).application.intact
    assert findings(center) == ()


def test_the_number_of_a_destroyed_case_is_never_given_again(center: Center):
    """It still stands in the trail, and on what colleagues wrote down."""
    case_id = center.accepted()
    assert case_of(center, case_id).number == "26-00001"
    erase(center, case_id)
    assert case_of(center, center.accepted()).number == "26-00002"
    assert findings(center) == ()


def test_in_care_it_stops_and_is_asked_for(center: Center):
    case_id = care.active(center)
    with pytest.raises(RuleBroken, match="not_at_once"):
        erase(center, case_id)
    for _ in range(2):
        with center.as_applicant(case_id) as work:
            erasure.ask(work, case_id)
    assert stage_of(center, case_id) is Stage.WITHDRAWN
    with center.as_("yujin") as work:
        assert [one.id for one in erasure.asked(work)] == [case_id]
        shredding.shred(work, case_id)
    with center.as_("yujin") as work:
        assert erasure.asked(work) == []
    assert [one for one in actions(center, 5) if "erasure" in one] == ["erasure_asked"]
    assert findings(center) == ()


def test_only_the_officer_sees_what_was_asked(center: Center):
    case_id = center.apply().case_id
    with pytest.raises(NotFound), center.as_("yujin") as work:
        erasure.asked_one(work, case_id)
    for who in ("seoyeon", "eunjeong", "taekyung"):
        with pytest.raises(NotAllowed), center.as_(who) as work:
            erasure.asked(work)
        with pytest.raises(NotFound), center.as_(who) as work:
            erasure.erase_own(work, case_id)
