"""31-33: a case that is not mine answers like a case that does not exist, to the last letter."""

import re
from uuid import UUID, uuid4

import pytest
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.hostile.furnish import ASKED_TO_ERASE
from tests.hostile.house import SMALL, House
from tests.hostile.test_who_reads_what import EUNJEONGS, PEOPLE, TEAM_ONE
from tests.hostile.walk import ENTRY, METHODS, changed, everything_in, path_of, rules, token_for

pytestmark = SMALL

_OWN = {
    "eunjeong": ("cases", EUNJEONGS),
    "minsu": ("cases", ("colleague",)),
    "jiho": ("cases", ("elsewhere",)),
    "hyewon": ("team", TEAM_ONE),
    "sehun": ("team", ("elsewhere",)),
}
_TOKEN = re.compile(r'(name="csrf_token"[^>]*value=")[^"]*')
_ID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")
_REFERENCE = re.compile(r"· [0-9a-f]{12}\b")
# The rooms in which every case is the desk's own.
_DESK = {"accepting", "applications", "eligibility", "keys", "messages", "receipts"}


def _is_own(who: str, rule: Rule, tag: str) -> bool:
    room: str = rule.endpoint.split(".")[0]
    if who == "yujin":
        return room == "erasures" and tag in ASKED_TO_ERASE
    if who == "seoyeon":
        return room in _DESK
    mine = who in _OWN and room in {_OWN[who][0], "keys"}
    return bool(mine and tag in _OWN[who][1])


def _as_seen(answer: TestResponse) -> tuple[int, str, list[tuple[str, str]]]:
    """An answer without what differs from request to request: tokens, ids in links, references."""
    page = _REFERENCE.sub("", _ID.sub("ID", _TOKEN.sub(r"\1", answer.text)))
    headers = [(name, _ID.sub("ID", value)) for name, value in answer.headers]
    return answer.status_code, page, sorted(headers)


@pytest.mark.parametrize("who", PEOPLE)
def test_h31_h32_h33_a_foreign_case_is_like_no_case(fresh_house: House, who: str):
    """In a house of its own: in the shared one other tests may ask for what is the officer's."""
    house, browser = fresh_house, fresh_house.browser(who)
    token, before, wrong = token_for(browser), everything_in(house), []
    fields = {"csrf_token": token, "entry": ENTRY, "how": "complete", "act": "sign"}
    for rule in rules(house):
        if "case_id" not in rule.arguments:
            continue
        for method in sorted(set(METHODS) & (rule.methods or set())):
            nothing = path_of(house, rule, case_id=uuid4(), entry_id=uuid4())
            expected = _as_seen(browser.open(nothing, method=method, data=fields))
            for tag in house.cases.ids:
                if _is_own(who, rule, tag):
                    continue
                path = path_of(house, rule, tag)
                if _as_seen(browser.open(path, method=method, data=fields)) != expected:
                    wrong.append((method, path, tag))
            assert expected[0] in ({303} if who == "anonymous" else {404}), (method, nothing)
    assert wrong == []
    assert changed(before, everything_in(house)) == set()


@pytest.mark.parametrize("tag", ["active", "elsewhere"])
def test_h31_a_foreign_session_is_like_no_session_of_an_own_case(house: House, tag: str):
    browser = house.browser("minsu")
    fields, own = {"csrf_token": token_for(browser)}, house.cases.ids["colleague"]
    before = everything_in(house)
    for method in METHODS:
        path = f"/cases/{own}/sessions/entry/"
        foreign = browser.open(f"{path}{house.cases.entries[tag]}", method=method, data=fields)
        nothing = browser.open(f"{path}{uuid4()}", method=method, data=fields)
        assert foreign.status_code == 404
        assert _as_seen(foreign) == _as_seen(nothing)
    assert changed(before, everything_in(house)) == set()


def test_h31_an_applicant_cannot_name_another_case(house: House):
    browser = house.browser("applicant:assigned")
    ids = house.cases.ids
    plain = _as_seen(browser.get("/status/mine"))
    for name in ("case_id", "id", "case", "number", "_user_id", "own_case_id"):
        for value in (ids["active"], ids["active"].hex):
            assert _as_seen(browser.get(f"/status/mine?{name}={value}"))[1] == _lang(plain, name)


def _lang(seen: tuple[int, str, list[tuple[str, str]]], name: str) -> str:
    """The language form takes the address along."""
    return seen[1].replace('value="/status/mine"', f'value="/status/mine?{name}=ID"')


def _foreign_values(house: House) -> dict[str, str]:
    """The ids of another counselor's case under every name a form could give them."""
    case, entry = house.cases.ids["active"], house.cases.entries["active"]
    names = ("case_id", "id", "case", "own_case_id", "object", "_user_id", "subject")
    other = house.center.staff["eunjeong"].account_id
    return {
        **dict.fromkeys(names, case.hex),
        "entry_id": entry.hex,
        "counselor_id": other.hex,
        "author_id": other.hex,
    }


def _rows_about(house: House, case_id: UUID) -> set[str]:
    rows = (row for name, table in everything_in(house).items() if name != "audit" for row in table)
    return {row for row in rows if case_id.hex in row}


def test_h31_h58_ids_in_a_form_or_json_lead_to_no_other_case(fresh_house: House):
    browser = fresh_house.browser("minsu")
    foreign = fresh_house.cases.ids["active"]
    token, values = token_for(browser), _foreign_values(fresh_house)
    before = _rows_about(fresh_house, foreign)
    for rule in rules(fresh_house, "POST"):
        path = path_of(fresh_house, rule, "colleague")
        if rule.endpoint in {"auth.sign_out", "auth.idle", "status.sign_out", "public.leave"}:
            continue
        form = browser.post(path, data={**values, "csrf_token": token, "entry": ENTRY})
        sent = browser.post(path, json={**values, "entry": ENTRY}, headers={"X-CSRFToken": token})
        query = browser.post(path, data={"csrf_token": token}, query_string=values)
        assert max(form.status_code, sent.status_code, query.status_code) < 500, path
    assert _rows_about(fresh_house, foreign) == before
