"""A refused form shows a record too: that somebody saw it stays on record, and nothing else."""

from tests.factories import care
from tests.factories.look import actions, events_of, length
from tests.web.conftest import Browser, token_in
from tracker.domain.audit import Audit


def test_a_refused_decline_is_recorded_as_an_opening(browser: Browser):
    case_id = browser.center.apply().case_id
    browser.sign_in("seoyeon")
    token = token_in(browser.get(f"/applications/{case_id}/decline").text)
    before = length(browser.center)
    answer = browser.post(f"/applications/{case_id}/decline", data={"csrf_token": token})
    assert answer.status_code == 422
    assert "김하늘" in answer.text
    assert actions(browser.center) == [Audit.APPLICATION_OPENED]
    assert length(browser.center) == before + 1
    assert events_of(browser.center, case_id) == ["submit"]


def test_what_a_desk_refused_is_not_kept(browser: Browser):
    case_id = care.active(browser.center)
    browser.sign_in("eunjeong")
    fields = {
        "held_on": "2026-11-21",
        "way": "phone",
        "attendance": "attended",
        "note": "두 번째부터 적어 봄",
        "risk": "none",
    }
    answer = browser.send(f"/cases/{case_id}/sessions/2", fields)
    assert answer.status_code == 422
    assert "두 번째부터 적어 봄" in answer.text
    assert actions(browser.center) == [Audit.CASE_OPENED]
    assert "두 번째부터 적어 봄" not in browser.get(f"/cases/{case_id}").text
