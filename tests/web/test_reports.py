"""임지현 sees how the program goes and learns nothing about anybody."""

import re
from datetime import date
from uuid import UUID

import pytest

from tests.factories.center import Center
from tests.web.conftest import Browser, app_of, browser_of
from tracker.domain.anonymity import NEEDS, publish
from tracker.services import applications, intake
from tracker.services.reports import Report
from tracker.web.pages.reports import report_page


def applied(center: Center, people: int) -> list[UUID]:
    return [center.apply().case_id for _ in range(people)]


def frozen(center: Center, days: int = 12) -> None:
    """The month ends, and somebody who holds the statistics signs in."""
    center.clock.forward(days=days)
    browser_of(center).sign_in("seoyeon")


def report(center: Center, month: str = "") -> str:
    page = browser_of(center).sign_in("jihyun").get(f"/report/?month={month}")
    assert page.status_code == 200
    return page.text.split("<main")[1].split("</main>")[0]


def table(page: str) -> str:
    return page.split("<tbody>")[1].split("</tbody>")[0]


def numbers(text: str) -> list[int]:
    """Every number that a reader sees, dates and the note included."""
    return [int(one) for one in re.findall(r"\d+", re.sub(r"<[^>]*>", " ", text))]


def test_before_anything_is_frozen_there_is_one_sentence(center: Center):
    applied(center, 40)
    page = report(center)
    assert "<table" not in page
    assert "40" not in page
    assert "다음 집계는 2026년 12월 1일 (화)에 해요." in page
    assert "숫자를 읽는 법" not in page


def test_twenty_five_people_are_one_sentence(center: Center):
    for case_id in applied(center, 25)[:12]:
        with center.as_("seoyeon") as work:
            intake.accept(work, case_id)
    frozen(center)
    page = report(center)
    assert "<table" not in page
    assert "30명이 될 때까지" in page
    assert not {25, 12, 13} & set(numbers(page))


def test_figures_are_fives_and_nothing_exact(center: Center):
    cases = applied(center, 47)
    with center.as_("seoyeon") as work:
        for case_id in cases[20:24]:
            intake.waitlist(work, case_id)
        for case_id in cases[:23]:
            intake.accept(work, case_id)
    with center.as_("seoyeon") as work:
        for case_id in cases[:3]:
            intake.assign(work, case_id, center.staff["eunjeong"].account_id)
    for case_id in cases[40:]:
        with center.as_applicant(case_id) as work:
            applications.withdraw(work, case_id)
    frozen(center)
    page = report(center)
    shown = re.findall(r"약 (\d+)명", table(page))
    assert shown
    assert all(int(one) % 5 == 0 and int(one) >= 10 for one in shown)
    assert abs(int(shown[0]) - 47) <= 5
    assert abs(int(shown[1]) - 23) <= 5
    # everything else in the table is "fewer than ten", drawn hatched, and no other number
    assert table(page).count("10명 미만") == len(NEEDS) - len(shown)
    assert table(page).count("bar-hidden") == len(NEEDS) - len(shown)
    assert set(numbers(table(page))) <= {10, *map(int, shown)}
    assert not {47, 23, 3, 4, 7, 24, 44, 20 * 47} & set(numbers(page))


def test_who_had_to_wait_is_counted_with_the_same_care(center: Center):
    """Four on the waiting list look like nobody; twenty more are about so many people."""
    cases = applied(center, 40)

    def waiting(those: list[UUID]) -> str:
        with center.as_("seoyeon") as work:
            for case_id in those:
                intake.waitlist(work, case_id)
        frozen(center, days=31)
        row = table(report(center)).split('<th scope="row">대기</th>')[1].split("</tr>")[0]
        return row.split('<td class="right">')[1].split("</td>")[0]

    assert waiting(cases[:4]) == "10명 미만"
    assert waiting(cases[4:24]) in {"약 20명", "약 25명"}


def test_bars_tell_no_more_than_the_words(center: Center):
    cases = applied(center, 43)
    with center.as_("seoyeon") as work:
        for case_id in cases[:31]:
            intake.accept(work, case_id)
    frozen(center)
    page = table(report(center))
    shown = [int(one) for one in re.findall(r"약 (\d+)명", page)]
    widths = [int(one) for one in re.findall(r'rect width="(\d+)"', page)]
    assert widths == [round(100 * one / max(shown)) for one in shown]
    assert "title=" not in page
    assert "data-" not in page.replace("data-label", "")


def test_a_cell_of_nobody_and_of_nine_look_alike(center: Center):
    """What the store counts as no shadow and as one shadow is the same words and the same bar."""
    with app_of(center).test_request_context():
        shown = [
            report_page(Report("2026-10", ("2026-10",), publish(counts), date(2026, 12, 1)))
            for counts in ({"submitted": 7}, {"submitted": 7, "accepted": 1})
        ]
    assert shown[0].figures == shown[1].figures
    assert shown[0].figures[1].shown == "10명 미만"
    assert shown[0].figures[1].percent is None


def test_months_can_be_chosen_and_the_past_stays(center: Center):
    applied(center, 40)
    frozen(center)
    november = table(report(center))
    applied(center, 30)
    frozen(center, days=31)
    newest = report(center)
    assert '<option value="2026-12" selected>2026년 12월</option>' in newest
    assert "2026년 12월 31일 (목)까지의 기록" in newest
    past = report(center, "2026-11")
    assert table(past) == november
    assert "2026년 11월 30일 (월)까지의 기록" in past
    for nonsense in ("2031-01", "x", "%00", "2026-11'"):
        assert table(report(center, nonsense)) == table(newest)


@pytest.mark.parametrize("who", ["seoyeon", "eunjeong", "hyewon", "taekyung", "yujin"])
def test_nobody_else_comes_in(center: Center, who: str):
    assert browser_of(center).sign_in(who).get("/report/").status_code == 403


def test_a_manager_comes_nowhere_else(center: Center):
    case_id = center.assigned()
    jihyun: Browser = browser_of(center).sign_in("jihyun")
    for path in ("/applications/", "/cases/", "/team/", "/people/", "/people/waiting", "/audit/"):
        assert jihyun.get(path).status_code == 403
    for path in (f"/applications/{case_id}", f"/cases/{case_id}", f"/team/{case_id}"):
        answer = jihyun.get(path)
        assert answer.status_code == 404
        assert "김하늘" not in answer.text
