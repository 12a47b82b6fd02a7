"""All forms that somebody can fill in, found by opening every page and reading it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.factories.center import answers
from tests.hostile.house import House
from tests.hostile.pages import SeenForm, forms_on
from tests.hostile.routes import ROUTES
from tests.hostile.walk import path_of, rules
from tests.web.conftest import Browser

# Forms on every page, and those that end the session in which the others are sent.
_FRAME = {"/language", "/sign-out", "/stay", "/idle", "/status/sign-out", "/apply/leave"}
_STEPS = (
    ("/apply/consent", ("consent_general", "consent_sensitive", "consent_verify",
                        "notice_counseling")),
    ("/apply/about", ("name", "birth_date", "phone", "email", "district", "office",
                      "account_opened", "account_status")),
    ("/apply/choices", ("choice", "meeting", "days", "counselor_gender", "reason")),
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """A form, the page it is on, and where it goes."""

    page: str
    action: str
    form: SeenForm


def forms_of(house: House, who: str, browser: Browser) -> list[Found]:
    """One of each kind of form that somebody meets, with the token of this browser in it."""
    if who == "anonymous":
        begin_to_apply(browser)
    if who.startswith("applicant"):
        begin_to_correct(browser)
    met: dict[tuple[str, ...], Found] = {}
    for path in _pages(house, who):
        answer = browser.get(path)
        for form in forms_on(answer.text) if answer.status_code == 200 else ():
            action = form.action or path
            if form.method == "post" and action not in _FRAME:
                kind = (_endpoint(house, action), *sorted(form.fields))
                met.setdefault(kind, Found(path, action, form))
    return list(met.values())


def begin_to_apply(browser: Browser) -> None:
    """Fill in the steps of an application, so that each of them can be opened."""
    form = answers()
    for path, names in _STEPS:
        assert browser.send(path, {name: form[name] for name in names}).status_code == 303


def begin_to_correct(browser: Browser) -> None:
    """Write something anew, unless it is over: there is something to look at before saving."""
    form, (path, names) = answers(office="다른 센터"), _STEPS[1]
    path = path.replace("/apply", "/status/correct")
    if browser.get(path).status_code == 200:
        browser.send(path, {name: form[name] for name in names})


def _pages(house: House, who: str) -> Iterator[str]:
    for rule in rules(house, "GET"):
        if who.split(":")[0] in ROUTES[rule.endpoint].allowed and rule.endpoint != "static":
            for tag in house.cases.ids if "case_id" in rule.arguments else ["active"]:
                yield path_of(house, rule, tag)
            if "consent" in rule.arguments:  # one that was given; the other was not
                yield path_of(house, rule, consent="b")
    if who == "seoyeon":
        yield "/applications/?tab=accepted"  # each tab has an act of its own for what is ticked


def _endpoint(house: House, path: str) -> str:
    return str(house.app.url_map.bind("localhost").match(path, "POST")[0])


def fresh_token(browser: Browser, found: Found) -> dict[str, Any]:
    """The hidden fields of the page as it is now."""
    for form in forms_on(browser.get(found.page).text):
        if (form.action or found.page) == found.action and form.method == "post":
            return {one.name: one.values for one in form.fields.values() if one.kind == "hidden"}
    return {}
