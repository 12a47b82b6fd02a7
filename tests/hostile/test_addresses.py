"""Whoever looks over a shoulder, or keeps the router's log, reads addresses: none of them tells."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from tests.hostile.forms import begin_to_apply, begin_to_correct
from tests.hostile.house import SMALL, House
from tests.hostile.pages import forms_on
from tests.hostile.routes import ANONYMOUS, APPLICANT, ROUTES
from tests.hostile.walk import path_of, rules
from tests.web.conftest import Browser

TELLS = re.compile(
    r"counsel|psych|therap|assess|test|risk|intake|outcome|mental|crisis|depress|suicid"
    r"|심리|상담|검사|위험|우울|자살",
    re.IGNORECASE,
)
_LEADS = re.compile(r'\b(?:href|src|action|formaction)="([^"]*)"')
_LINK = re.compile(r'<a\b[^>]*\bhref="([^"]*)"')
_ASKED_AGAIN = ("/apply/consent", "/apply/about", "/apply/choices",
                "/status/correct/about", "/status/correct/choices")  # fmt: skip


def telling(addresses: Iterable[str]) -> list[str]:
    """Addresses in which a word stands that others should not read."""
    return sorted({one for one in map(unquote, addresses) if TELLS.search(one)})


def on_page(html: str) -> Iterator[str]:
    """Every address that a page leads to, and what its forms would write into one."""
    yield from map(unescape, _LEADS.findall(html))
    for form in forms_on(html):
        if form.method == "get":
            for one in form.fields.values():
                yield from (one.name, *one.values, *one.options)


def pages_from(browser: Browser, start: str) -> Iterator[tuple[str, str]]:
    """Every page that can be reached by following links, with what stands on it."""
    left, met = [start], {start}
    while left:
        path = left.pop()
        answer = browser.get(path)
        html = answer.text if "html" in answer.headers["Content-Type"] else ""
        found = [answer.location] if answer.location else map(unescape, _LINK.findall(html))
        yield path, html
        for one in found:
            parts = urlsplit(urljoin(f"http://localhost{path}", one))
            onward = f"{parts.path}?{parts.query}".rstrip("?")
            if parts.hostname == "localhost" and onward not in met:
                met.add(onward)
                left.append(onward)


def walked(browser: Browser, start: str) -> set[str]:
    """The paths of all pages from there, none of which leads to an address that tells."""
    paths = set()
    for path, html in pages_from(browser, start):
        assert telling([path, *on_page(html)]) == [], path
        paths.add(path)
    return paths


@SMALL
def test_no_route_of_visitors_and_applicants_tells(house: House):
    ours = {ANONYMOUS, APPLICANT}
    found = [rule for rule in rules(house) if ROUTES[rule.endpoint].allowed & ours]
    assert len(found) > 30
    assert telling(rule.rule for rule in found) == []
    assert telling(path_of(house, rule) for rule in found) == []
    assert telling(rule.rule for rule in rules(house))  # those of staff do


@SMALL
def test_a_visitor_meets_no_address_that_tells(house: House):
    visitor = house.browser()
    begin_to_apply(visitor)
    assert walked(visitor, "/") >= {"/", "/privacy", "/apply/consent", "/apply/check", "/status"}


@SMALL
@pytest.mark.parametrize("tag", ["submitted", "asked", "waitlisted", "active", "completed"])
def test_an_applicant_meets_no_address_that_tells(house: House, tag: str):
    haneul = house.browser(f"applicant:{tag}")
    begin_to_correct(haneul)
    paths = walked(haneul, "/status/mine")
    assert paths >= {f"/status/consents/{letter}" for letter in "abcde"} | {"/status/copy"}


@SMALL
@pytest.mark.parametrize("path", _ASKED_AGAIN)
def test_what_is_refused_leads_to_fields_that_do_not_tell(house: House, path: str):
    """A sentence about a field is a link, and its fragment stands in the address."""
    browser = house.browser("applicant:submitted" if "correct" in path else "anonymous")
    if path != "/apply/consent" and "correct" not in path:
        begin_to_apply(browser)
    page = browser.send(path, {}).text
    assert re.search(r'href="#(?!main)', page)
    assert telling(on_page(page)) == []
