"""서유진 asks the trail: who, which act, whose record, which days; and takes rows along."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from tests.factories import care
from tests.factories.center import Center
from tests.factories.look import actions, sql
from tracker.domain.access import Permission
from tracker.domain.acts import Asked, ExportFormat, ExportReason, check_asked, groups
from tracker.domain.applications import FormErrors
from tracker.domain.audit import Audit
from tracker.domain.errors import FieldError, NotAllowed, NotFound, RuleBroken
from tracker.services import counseling, intake, trail
from tracker.store.audit import AuditRow, newest, readable

NOBODY = ("", "")


def asks(center: Center, asked: Asked) -> list[AuditRow]:
    """What 서유진 finds."""
    with center.as_("yujin") as work:
        return readable(trail.search(work, asked).rows)


def reads(text: str) -> Asked:
    """A question about whatever is written in the field for a record."""
    return check_asked("", "", text, NOBODY, ())


def test_by_person(center: Center):
    case_id = center.assigned()
    who = center.staff["seoyeon"].account_id
    found = asks(center, Asked(person=who))
    assert {row.actor_id for row in found} == {who}
    assert found[0].action == "case_assigned"
    assert found[0].object == f"identity:{case_id.hex}"


def test_by_those_who_have_no_account(center: Center):
    made = center.apply()
    with center.as_applicant(made.case_id) as work:
        work.record(Audit.STATUS_OPENED, f"identity:{made.case_id.hex}")
    visitors = asks(center, Asked(person="visitor"))
    applicants = asks(center, Asked(person="applicant"))
    assert visitors[0].action == "application_submitted"
    assert {row.role for row in visitors} == {"visitor"}
    assert [row.action for row in applicants] == ["status_opened"]


def test_by_act_and_by_group_of_acts(center: Center):
    care.active(center)
    one = asks(center, check_asked("", "case_assigned", "", NOBODY, ()))
    group = asks(center, check_asked("", "care", "", NOBODY, ()))
    assert [row.action for row in one] == ["case_assigned"]
    assert [row.action for row in group] == ["choice_saved", "intake_saved"]


def test_every_word_has_one_group():
    found = [act for acts in groups().values() for act in acts]
    assert sorted(found) == sorted(Audit)
    assert "case_opened" in groups()["opened"]


def test_by_every_way_to_name_a_case(center: Center):
    case_id = care.active(center)
    center.assigned(to="minsu")  # somebody else's
    receipt = str(sql(center, "SELECT receipt_number FROM cases WHERE number = '26-00001'")[0][0])
    whole = [row.sequence for row in asks(center, reads(case_id.hex))]
    assert len(whole) == 5  # sent, accepted, assigned, two notes
    for written in (str(case_id), "26-00001", " 26-00001 ", receipt, receipt.replace("-", "")):
        assert [row.sequence for row in asks(center, reads(written))] == whole
    clinical = asks(center, reads(f"clinical:{case_id.hex.upper()}"))
    assert [row.action for row in clinical] == ["choice_saved", "intake_saved"]


def test_an_account_is_found_by_its_id(center: Center):
    who = center.staff["minsu"].account_id
    found = {row.action for row in asks(center, reads(who.hex))}
    assert {"account_enrolled", "account_admitted", "signed_in"} <= found


@pytest.mark.parametrize("written", ["26-99999", "99999999", "0000-0000"])
def test_a_number_of_nobody(center: Center, written: str):
    with pytest.raises(FieldError) as refused:
        asks(center, reads(written))
    assert (refused.value.field, refused.value.code) == ("object", "nobody")


def test_an_id_of_nobody_is_no_mistake(center: Center):
    assert asks(center, reads(uuid4().hex)) == []


def test_days_are_days_in_seoul_and_both_count(center: Center):
    """An hour before midnight in Seoul it is 14:00 in Greenwich."""
    center.clock.forward(days=10, hours=11, minutes=59)  # 23:59 on 2 December in Seoul
    late = center.apply().case_id
    center.clock.forward(minutes=1)
    early = center.apply().case_id
    second, third = date(2026, 12, 2), date(2026, 12, 3)

    def found(since: date | None, until: date | None) -> list[str | None]:
        asked = Asked(person="visitor", since=since, until=until)
        return [row.object for row in asks(center, asked)]

    assert found(second, second) == [f"identity:{late.hex}"]
    assert found(third, third) == [f"identity:{early.hex}"]
    assert found(second, third) == [f"identity:{early.hex}", f"identity:{late.hex}"]
    assert found(third + timedelta(days=1), None) == []


def test_everything_has_to_fit(center: Center):
    mine, other = care.active(center), care.active(center, "minsu")
    who = center.staff["eunjeong"].account_id
    words = frozenset({Audit.INTAKE_SAVED})
    found = asks(center, Asked(person=who, acts=words))
    assert [row.object for row in found] == [f"clinical:{mine.hex}"]
    assert asks(center, Asked(person=who, object=other.hex)) == []


@pytest.mark.parametrize(
    ("field", "person", "act", "obj", "days"),
    [
        ("person", "김하늘", "", "", NOBODY),
        ("person", str(UUID(int=5)), "", "", NOBODY),
        ("act", "", "case_eaten", "", NOBODY),
        ("object", "", "", "김하늘", NOBODY),
        ("object", "", "", "x" * 5000, NOBODY),
        ("since", "", "", "", ("어제", "")),
        ("since", "", "", "", ("0001-01-01", "")),
        ("until", "", "", "", ("", "9999-12-31")),
        ("until", "", "", "", ("", "2026-02-30")),
        ("until", "", "", "", ("2026-11-22", "2026-11-21")),
        ("since", "", "", "", ("\ud800", "")),
        ("object", "", "", "\x00", NOBODY),
    ],
)
def test_what_cannot_be_asked(field: str, person: str, act: str, obj: str, days: tuple[str, str]):
    with pytest.raises(FormErrors) as refused:
        check_asked(person, act, obj, days, ())
    assert [one.field for one in refused.value.errors.values()] == [field]


def test_a_search_is_recorded_by_kinds_only(center: Center):
    case_id = center.accepted()
    who = center.staff["seoyeon"].account_id
    asks(center, Asked(person=who, object=case_id.hex, since=date(2026, 11, 1)))
    with center.site.reading() as db:
        row = newest(db, 1)[0]
    assert row.action == "audit_read"
    assert row.detail == {"count": 1, "filters": ["person", "object", "time"]}
    assert row.object is None


def test_an_export_is_one_row_with_reason_and_count(center: Center):
    center.assigned()
    who = center.staff["seoyeon"].account_id
    with center.as_("yujin") as work:
        asked = Asked(person=who)
        made = trail.export(work, asked, ExportReason.REQUEST, ExportFormat.CSV)
    center.apply()
    with center.as_("seoyeon") as work:  # what comes later is not in the file
        work.record(Audit.SIGNED_OUT)
    with center.site.reading() as db:
        found = [(one, number) for one, number in trail.exported(db, made)]
    rows = [(row.action, number) for row, number in found if isinstance(row, AuditRow)]
    assert len(rows) == made.count
    assert rows[:2] == [("case_assigned", "26-00001"), ("case_accepted", "26-00001")]
    row = asks(center, Asked(acts=frozenset({Audit.AUDIT_EXPORTED})))[0]
    assert row.detail == {
        "reason": "person_request", "kind": "csv", "count": made.count, "filters": ["person"],
    }  # fmt: skip


def test_an_export_goes_on_over_thousands(center: Center, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(trail, "CHUNK", 3)
    with center.as_("yujin") as work:
        made = trail.export(work, Asked(), ExportReason.CHECK, ExportFormat.CSV)
    with center.site.reading() as db:
        numbers = [row.sequence for row, _number in trail.exported(db, made)]
    assert numbers == list(range(made.count, 0, -1))
    assert made.count > 9


def test_too_many_rows_do_not_leave(center: Center, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(trail, "EXPORT_LIMIT", 3)
    with pytest.raises(RuleBroken, match="too_many_rows"), center.as_("yujin") as work:
        trail.export(work, Asked(), ExportReason.CHECK, ExportFormat.CSV)
    assert actions(center) != ["audit_exported"]


@pytest.mark.parametrize("who", ["seoyeon", "eunjeong", "hyewon", "taekyung", "jihyun"])
def test_only_the_officer(center: Center, who: str):
    with center.as_(who) as work:
        for act in (
            lambda: trail.search(work),
            lambda: trail.people(work),
            lambda: trail.checks(work),
            lambda: trail.export(work, Asked(), ExportReason.CHECK, ExportFormat.CSV),
        ):
            with pytest.raises(NotAllowed):
                act()


def seen(center: Center, who: str, case_id: UUID, permission: Permission) -> list[tuple[str, ...]]:
    """Who did what with a case, as one of those who read it sees it."""
    with center.as_(who) as work:
        _case, found = trail.page_of_case(work, case_id, permission)
    return [(one.name or one.role, one.action) for one in found.visits]


def test_each_sees_the_acts_on_the_records_they_read(center: Center):
    case_id = center.assigned()
    with center.as_("eunjeong") as work:
        counseling.show(work, case_id)
    with center.as_("hyewon") as work:
        counseling.show_for_team(work, case_id)
    with center.as_("seoyeon") as work:
        intake.show(work, case_id)
    desk = [("박서연", "application_opened"), ("박서연", "case_assigned"),
            ("박서연", "case_accepted"), ("visitor", "application_submitted")]  # fmt: skip
    care_acts = [("강혜원", "case_opened"), ("최은정", "case_opened")]
    read = Permission.APPLICATION_READ
    assert seen(center, "seoyeon", case_id, read) == desk
    assert seen(center, "hyewon", case_id, Permission.TEAM_READ) == care_acts
    own = seen(center, "eunjeong", case_id, Permission.CASE_READ)
    assert [one for one in own if one[1] != "audit_read"] == [desk[0], *care_acts, *desk[1:]]
    assert ("박서연", "audit_read") in own  # who looked at the list is in the list


def test_the_list_of_another_case_is_nobodys(center: Center):
    case_id = center.assigned()
    for who, permission in (
        ("minsu", Permission.CASE_READ),
        ("sehun", Permission.TEAM_READ),
        ("yujin", Permission.APPLICATION_READ),
        ("eunjeong", Permission.TEAM_READ),
    ):
        with pytest.raises(NotFound):
            seen(center, who, case_id, permission)
