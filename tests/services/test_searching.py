"""박서연 looks for people: among new cards and on search sheets, and finds nobody who is gone."""

from uuid import UUID

import pytest

from tests.factories import staffing
from tests.factories.center import NOW, Center, answers
from tests.factories.look import actions, everything, findings, sql
from tests.factories.together import at_once, failures
from tracker.domain.access import Role
from tracker.domain.applications import check_about
from tracker.domain.audit import Audit
from tracker.domain.errors import NotAllowed
from tracker.domain.papers import CARD, CardPaper
from tracker.domain.searching import MOST, clean_query
from tracker.services import (
    corrections,
    erasure,
    identity,
    intake,
    rotation,
    search_sheets,
    searching,
    shredding,
    sign_in,
)
from tracker.store import cases
from tracker.vault.keyring import INTAKE, Keyring

PEOPLE = (
    ("김하늘", "010-7777-1234"),
    ("이바다", "010-2222-3333"),
    ("김 하늘", "010-5555-6666"),
    ("박서준", "010-8888-1234"),
)


@pytest.fixture(params=["cards", "sheets"])
def kept(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Every story is told twice: while nobody stands on a sheet, and when everybody does."""
    if request.param == "sheets":
        monkeypatch.setattr(search_sheets, "FEW", 0)
        monkeypatch.setattr(search_sheets, "FULL", 3)
    return str(request.param)


def people(center: Center) -> list[UUID]:
    """Four applications, a minute apart."""
    ids = []
    for name, phone in PEOPLE:
        ids.append(center.apply(name=name, phone=phone).case_id)
        center.clock.forward(minutes=1)
    return ids


def found(center: Center, asked: str, by: str = "seoyeon") -> list[UUID]:
    with center.as_(by) as work:
        return [one.facts.id for one in searching.search(work, clean_query(asked)).faces]


def sheets(center: Center) -> list[str]:
    rows = sql(center, "SELECT DISTINCT object FROM search_members ORDER BY object")
    return [row[0] for row in rows]


def corrected(center: Center, case_id: UUID, name: str, phone: str) -> None:
    """The center writes a name down anew, as after a call."""
    with center.as_("seoyeon") as work:
        case = cases.get(work.db, case_id)
        assert case is not None
        identity.renew_identity(work, case)
        work.write_on(case_id, CARD, CardPaper(name, phone, "1998-11-02"))
        work.record(Audit.APPLICATION_OPENED, f"identity:{case_id.hex}")


def test_by_name_consonants_and_digits(center: Center, kept: str):
    haneul, bada, spaced, seojun = people(center)
    for _ in range(2):  # the second time from sheets that stand there
        assert found(center, "김하늘") == [spaced, haneul]
        assert found(center, "하늘") == [spaced, haneul]
        assert found(center, "ㄱㅎㄴ") == [spaced, haneul]
        assert found(center, "ㅂㄷ") == [bada]
        assert found(center, "1234") == [seojun, haneul]
        assert found(center, "+82 10-2222-3333") == [bada]
        assert found(center, "ㄱ 1234") == [haneul]
        assert found(center, "최하람") == []
    assert bool(sheets(center)) is (kept == "sheets")
    assert findings(center) == ()


def test_by_receipt_and_case_number(center: Center, kept: str):
    other, paper = center.apply().case_id, center.apply(name="이바다")
    case_id = center.accepted(name="박서준")
    for asked in (paper.number, paper.number.replace("-", ""), f"이바다 {paper.number}"):
        assert found(center, asked) == [paper.case_id]
    for asked in ("26-00001", "2600001", " 26-00001 "):
        assert found(center, asked) == [case_id]
    assert other not in found(center, "26-00001")


def test_who_comes_after_the_sheets_were_made_is_found_too(center: Center, kept: str):
    before = people(center)
    assert len(found(center, "하늘")) == 2
    new = center.apply(name="하늘빛", phone="010-1111-1234").case_id
    assert found(center, "하늘") == [new, before[2], before[0]]
    assert new in found(center, "1234")


def test_whole_names_come_first_then_beginnings_then_the_newest(center: Center, kept: str):
    whole = center.apply(name="하늘").case_id
    first = center.apply(name="하늘빛").case_id
    center.clock.forward(minutes=1)
    inside = center.apply(name="김하늘").case_id
    newest = center.apply(name="박하늘솔").case_id
    center.clock.forward(minutes=1)
    assert found(center, "하늘")[:2] == [whole, first]
    assert set(found(center, "하늘")[2:]) == {inside, newest}


def test_a_corrected_card_is_found_by_its_new_words_only(center: Center, kept: str):
    haneul = people(center)[0]
    assert haneul in found(center, "김하늘")
    corrected(center, haneul, "고나리", "010-4444-5555")
    for _ in range(2):
        assert haneul not in found(center, "김하늘")
        assert haneul not in found(center, "7777")
        assert found(center, "ㄱㄴㄹ") == [haneul]
        assert found(center, "4444-5555") == [haneul]


def test_a_destroyed_case_is_found_no_more_and_its_sheets_go_with_it(center: Center, kept: str):
    haneul, _bada, spaced, _seojun = people(center)
    found(center, "하늘")
    corrected(center, haneul, "고나리", "010-4444-5555")
    found(center, "하늘")  # writes the corrected card on a further sheet
    held = {row[0] for row in sql(center, "SELECT object, case_id FROM search_members")
            if UUID(str(row[1])) == haneul}  # fmt: skip
    assert len(held) == (2 if kept == "sheets" else 0)
    with center.as_("yujin") as work:
        shredding.shred(work, haneul)
    left = everything(center)
    for table in ("search_members", "documents", "grants"):
        assert not [one for one in (*held, haneul.hex) if one in str(left[table])], table
    assert found(center, "하늘") == [spaced]
    assert found(center, "고나리") == []
    assert findings(center) == ()


def test_the_bytes_of_a_sheet_leave_the_file(small_center: Center, monkeypatch):
    monkeypatch.setattr(search_sheets, "FEW", 0)
    haneul = people(small_center)[0]
    found(small_center, "하늘")
    (body,) = (row[0] for row in sql(small_center, "SELECT body FROM documents WHERE kind='sheet'"))
    file = small_center.site.settings.site_dir / "tracker.db"
    with small_center.as_("yujin") as work:
        shredding.shred(work, haneul)
    assert shredding.wipe(small_center.site)
    assert body[:200] not in file.read_bytes()
    assert body[-200:] not in file.read_bytes()


def test_a_case_without_a_key_for_the_desk_does_not_exist(center: Center, kept: str):
    haneul = people(center)[0]
    assert haneul in found(center, "김하늘")
    sql(
        center,
        "DELETE FROM grants WHERE object = :o AND principal = 'group:intake'",
        o=f"identity:{haneul.hex}",
    )
    assert haneul not in found(center, "김하늘")
    assert haneul not in found(center, "7777-1234")


@pytest.mark.parametrize("username", ["eunjeong", "hyewon", "jihyun", "taekyung", "yujin"])
def test_nobody_else_searches(center: Center, username: str):
    people(center)
    with pytest.raises(NotAllowed):
        found(center, "하늘", username)


def test_whoever_waits_for_a_colleague_finds_nobody(center: Center, kept: str):
    people(center)
    who = center.staff["seoyeon"]
    own = [one for one in who.holders if one.principal.startswith("user:")]
    with center.site.working(who.actor, Keyring(own)) as work:
        assert searching.search(work, clean_query("하늘")).faces == []


def test_the_desk_gets_a_new_seed(center: Center, monkeypatch, kept: str):
    haneul = people(center)[0]
    assert haneul in found(center, "김하늘")
    with center.as_("seoyeon") as work:
        rotation.rotate(work, INTAKE)
    monkeypatch.setattr(sign_in, "renew_keys", lambda work, group: None)
    staffing.signed_in(center, "seoyeon")  # nothing is under the new seed yet
    assert haneul in found(center, "김하늘")
    with center.as_("seoyeon") as work:
        assert rotation.renew_keys(work, INTAKE).left == 0
    monkeypatch.undo()
    staffing.signed_in(center, "seoyeon")  # the seed before is gone
    assert haneul in found(center, "김하늘")
    assert findings(center) == ()


def test_two_coordinators_make_sheets_at_once(center: Center, monkeypatch):
    monkeypatch.setattr(search_sheets, "FEW", 0)
    staffing.join(center, "nari", Role.COORDINATOR)
    ids = people(center)
    ended = at_once(*(lambda who=who: found(center, "하늘", who) for who in ("seoyeon", "nari")))
    assert failures(ended) == []
    assert [set(one) for one in ended] == [{ids[0], ids[2]}] * 2
    assert len(sheets(center)) == 1
    assert findings(center) == ()


def test_somebody_is_destroyed_while_sheets_are_made(center: Center, monkeypatch):
    monkeypatch.setattr(search_sheets, "FEW", 0)
    ids = people(center)

    def destroy() -> None:
        with center.as_("yujin") as work:
            shredding.shred(work, ids[0])

    ended = at_once(lambda: found(center, "하늘"), destroy)
    assert failures(ended) == []
    members = sql(center, "SELECT case_id FROM search_members")
    assert ids[0] not in {UUID(str(row[0])) for row in members}
    assert found(center, "하늘") == [ids[2]]
    assert findings(center) == ()


def test_somebody_is_accepted_while_sheets_are_made(center: Center, monkeypatch):
    """Neither waits for what the other has: PostgreSQL would stop one of them."""
    monkeypatch.setattr(search_sheets, "FEW", 0)
    ids = people(center)

    def accept(case_id: UUID) -> None:
        with center.as_("seoyeon") as work:
            intake.accept(work, case_id)

    acts = [lambda one=one: accept(one) for one in ids]
    assert failures(at_once(*acts, lambda: found(center, "하늘"))) == []
    assert len(found(center, "하늘")) == 2
    assert findings(center) == ()


def test_a_person_corrects_what_they_wrote_and_destroys_it(center: Center, kept: str):
    haneul = people(center)[0]
    assert found(center, "김하늘")[-1] == haneul
    about = check_about(answers(name="고나리", phone="010-4444-5555"), NOW.date())
    with center.as_applicant(haneul) as work:
        corrections.correct(work, haneul, about, 1)
    assert haneul not in found(center, "김하늘")
    assert found(center, "ㄱㄴㄹ") == found(center, "4444") == [haneul]
    with center.as_applicant(haneul) as work:
        erasure.erase_own(work, haneul)
    assert found(center, "고나리") == found(center, "김하늘")[1:] == []
    assert findings(center) == ()


def test_many_fit(center: Center, monkeypatch):
    monkeypatch.setattr(searching, "MOST", 3)
    monkeypatch.setattr(searching, "_OPENED", 4)
    monkeypatch.setattr(search_sheets, "FEW", 2)
    ids = [center.apply(name="김하늘").case_id for _ in range(6)]
    with center.as_("seoyeon") as work:
        seen = searching.search(work, clean_query("김하늘"))
    assert (len(seen.faces), seen.more) == (3, True)
    assert {one.facts.id for one in seen.faces} < set(ids)
    assert MOST == 50


def test_the_trail_keeps_that_and_how_but_not_what(center: Center):
    people(center)
    found(center, "김하늘 1234")
    (row,) = sql(center, "SELECT action, object, detail FROM audit ORDER BY sequence DESC LIMIT 1")
    assert row[0] == "cases_searched"
    assert row[1] is None
    assert "name_and_digits" in str(row[2])
    assert "1234" not in str(row[2])
    assert "하늘" not in str(row[2])


def test_making_sheets_is_one_act_of_its_own(center: Center, monkeypatch):
    people(center)
    found(center, "하늘")
    monkeypatch.setattr(search_sheets, "FEW", 3)
    found(center, "하늘")
    assert actions(center, 3) == ["cases_searched", "search_prepared", "cases_searched"]
    found(center, "하늘")
    assert actions(center, 2) == ["cases_searched", "cases_searched"]
    assert len(sheets(center)) == 1


def own(center: Center, asked: str, by: str) -> list[UUID]:
    with center.as_(by) as work:
        return [one.facts.id for one in searching.search_own(work, clean_query(asked)).faces]


def test_a_counselor_finds_own_cases_by_everything(center: Center, kept: str):
    mine = center.assigned(name="김새봄", phone="010-4321-8765")
    theirs = center.assigned("minsu", name="김새봄")
    found(center, "김")  # whatever stands on the desk's sheets is not for counselors
    for asked in ("새봄", "ㄱㅅㅂ", "8765", "26-00001"):
        assert own(center, asked, "eunjeong") == [mine]
    assert own(center, "김새봄", "minsu") == [theirs]
    assert own(center, "김새봄", "jiho") == []
    for username in ("seoyeon", "hyewon", "jihyun", "taekyung", "yujin"):
        with pytest.raises(NotAllowed):
            own(center, "김", username)
