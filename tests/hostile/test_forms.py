"""Bad input in every field of every form: never an error of ours, and nothing typed is lost."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.center import leave
from tests.factories.look import sql
from tests.hostile.conftest import Furnished, furnished_copy
from tests.hostile.forms import Found, forms_of, fresh_token
from tests.hostile.house import SMALL, House
from tests.hostile.pages import WORDS, forms_on
from tests.hostile.stir import stir
from tests.hostile.walk import rules, token_for
from tests.web.conftest import Browser
from tracker.vault import passwords

WHO = (
    "anonymous", "applicant", "applicant:asked", "seoyeon", "eunjeong", "hyewon", "taekyung",
    "yujin",
)  # fmt: skip
NASTY = (
    "", " ", "\x00", "a\x00b", "\x1b[31m", "\u202eevil", "\ufeff", "\u0000" * 70, "🌱" * 30,
    "e\u0301" * 2000, "x" * 70_000, "\r\n" * 3000, "-1", "0", "9" * 400, "1e999", "NaN", "１２３",
    "' OR 1=1 --", "{{7*7}}", "%s%n{0}", "../../etc/passwd", "<script>", "2026-02-30",
    "00000000-0000-0000-0000-000000000000", "\ud7ff\ue000\uffff", "ﷺ" * 100,
)  # fmt: skip
# What a database may choke on, and not only a form.
FOR_A_DATABASE = (
    "\x00", "a\x00b", "x" * 70_000, "-1", "9" * 400, "1e999", "NaN", "' OR 1=1 --",
    "\ud7ff\ue000\uffff", "ﷺ" * 100,
)  # fmt: skip
BYTES = (b"%FF%FE", b"%ED%A0%80", b"%00", b"%C0%80", b"%", b"%zz", b"+" * 50)
# A script asks for the one, the other needs a passkey: tests/web/test_passkeys.py.
_WITH_A_DEVICE = {"passkeys.ask", "passkeys.remove"}
# Stands only where somebody just came with a pickup code: tests/web/test_lost_code.py.
_AFTER_A_LOST_CODE = {"status.code_noted"}
# Stands only beside something that is shown once: tests/web/test_once.py.
_AFTER_MAKING = {"once.noted"}
_ON_EVERY_PAGE = {
    "auth.idle", "auth.sign_out", "auth.stay", "public.keep", "public.language", "public.leave",
    "status.sign_out",
}  # fmt: skip
PROSE = "가나다 <b>&amp; \"큰\" '작은' 🌱 {{7*7}} </textarea><p>"


@pytest.fixture(scope="module")
def used_house(furnished: Furnished, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house in which anything may be sent; its passwords cost nothing, and open nothing."""
    made = furnished_copy(furnished, Path(tmp_path_factory.mktemp("used")) / "site")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_stretch", lambda *given: bytes(32))
        stir(made.center, made.cases)
        yield made
    leave(made.center)


def _meet(house: House, who: str) -> tuple[Browser, list[Found]]:
    if who == "anonymous":
        _open_the_first_round(house)
    browser = house.browser(who)
    house.browser(who)  # signed in elsewhere too: that can be ended
    found = forms_of(house, who, browser)
    assert found, who
    return browser, found


def _open_the_first_round(house: House) -> None:
    """Somebody at the desk may have sent the button that ends it."""
    first = "id = (SELECT id FROM rounds ORDER BY created_at LIMIT 1)"
    sql(house.center, f"UPDATE rounds SET ended_at = created_at WHERE NOT {first}")
    sql(house.center, f"UPDATE rounds SET ended_at = NULL, capacity = 900 WHERE {first}")


@SMALL
def test_h58_every_form_is_met(fresh_house: House):
    stir(fresh_house.center, fresh_house.cases)
    everybody = (*WHO, "applicant:waitlisted")
    met = {one.action for who in everybody for one in _meet(fresh_house, who)[1]}
    # Whoever waits was offered the place of somebody who dropped out; without it, one can offer.
    sql(fresh_house.center, "UPDATE offers SET state = 'lapsed', answered_at = offered_at")
    met |= {one.action for one in _meet(fresh_house, "seoyeon")[1]}
    adapter = fresh_house.app.url_map.bind("localhost")
    found = {adapter.match(action, "POST")[0] for action in met}
    unmet = {rule.endpoint for rule in rules(fresh_house, "POST")} - found
    assert unmet == _ON_EVERY_PAGE | _WITH_A_DEVICE | _AFTER_A_LOST_CODE | _AFTER_MAKING


@pytest.mark.parametrize(
    ("center_template", "who"),
    [("sqlite", who) for who in WHO] + [("postgresql", "seoyeon")],
    indirect=["center_template"],
    scope="session",
)
def test_h58_h59_nothing_nasty_in_any_field_is_an_error_of_ours(used_house: House, who: str):
    browser, found = _meet(used_house, who)
    on_sqlite, wrong = used_house.center.site.database.is_sqlite, []
    for one in found:
        token = {"csrf_token": token_for(browser)}
        for nasty in NASTY if on_sqlite else FOR_A_DATABASE:
            for fields in (dict.fromkeys(one.form.fields, nasty), one.form.filled(nasty)):
                answer = browser.post(one.action, data={**fields, **token})
                if answer.status_code not in {200, 303, 400, 404, 409, 410, 413, 422}:
                    wrong.append((one.action, nasty[:20], answer.status_code))
    assert wrong == []


@SMALL
@pytest.mark.parametrize("who", WHO)
def test_h58_no_way_of_sending_a_form_is_an_error_of_ours(used_house: House, who: str):
    browser, found = _meet(used_house, who)
    wrong = []
    for one in found:
        token = token_for(browser)
        for name, more in _odd_bodies(one, token):
            answer = browser.post(one.action, **more)
            if answer.status_code >= 500:
                wrong.append((one.action, name, answer.status_code))
    assert wrong == []


def _odd_bodies(one: Found, token: str) -> Iterator[tuple[str, dict[str, Any]]]:
    names = list(one.form.fields)
    header = {"X-CSRFToken": token}
    for value in (5, None, ["x"], {"x": 1}, True, 1.5, "x"):
        yield f"json {value}", {"json": dict.fromkeys(names, value), "headers": header}
    for body in ("[]", "[1]", '"x"', "5", "null", "{", "[[1, 2]]", '[["name"]]'):
        more = {"data": body, "content_type": "application/json", "headers": header}
        yield f"json {body}", more
    for raw in BYTES:
        pairs = b"&".join(name.encode() + b"=" + raw for name in names if name != "csrf_token")
        data = b"csrf_token=" + quote(token).encode() + b"&" + pairs
        yield str(raw), {"data": data, "content_type": "application/x-www-form-urlencoded"}
    for name in names:
        upload = {**one.form.filled("x"), "csrf_token": token, name: (BytesIO(b"x"), "x.png")}
        if name != "csrf_token":
            yield f"a file as {name}", {"data": upload, "content_type": "multipart/form-data"}
    yield "no body", {"headers": header}
    many = {**dict.fromkeys(names, ["x"] * 50), "csrf_token": [token, token]}
    yield "everything many times", {"data": many}


@SMALL
@settings(
    max_examples=100, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(data=st.data())
@pytest.mark.parametrize("who", ["anonymous", "seoyeon", "eunjeong"])
def test_h58_whatever_is_typed_is_never_an_error_of_ours(
    used_house: House, who: str, data: st.DataObject
):
    browser, found, token = _met_before(used_house, who)
    one = data.draw(st.sampled_from(found))
    text = st.text(st.characters(codec="utf-8"), max_size=80)
    fields: dict[str, Any] = {name: data.draw(text) for name in one.form.fields}
    answer = browser.post(one.action, data={**fields, "csrf_token": token})
    assert answer.status_code < 500


_MET: dict[tuple[int, str], tuple[Browser, list[Found], str]] = {}


def _met_before(house: House, who: str) -> tuple[Browser, list[Found], str]:
    if (id(house), who) not in _MET:
        browser, found = _meet(house, who)
        _MET[id(house), who] = browser, found, token_for(browser)
    return _MET[id(house), who]


@SMALL
@pytest.mark.parametrize("who", WHO)
def test_h56_what_is_refused_is_given_back_to_the_letter(used_house: House, who: str):
    browser, found = _meet(used_house, who)
    refused = 0
    for one in found:
        sent = {name: _typed(field.kind) for name, field in one.form.fields.items()}
        ticked = one.form.filled("") | {k: v for k, v in sent.items() if v}
        answer = browser.post(one.action, data={**ticked, **fresh_token(browser, one)})
        if answer.status_code != 422 or not any(sent.values()):  # a button alone says why instead
            continue
        refused += 1
        shown = _same_form(one, answer.text)
        for name, text in sent.items():
            if text and one.form.fields[name].kind != "password":
                assert shown[name] == text, (one.action, name)
    assert refused or who == "applicant:asked"  # whose own button has destroyed it by now


def _typed(kind: str) -> str:
    if kind not in WORDS:
        return ""
    return f"{PROSE}\r\n\r\n둘째 줄" if kind == "textarea" else PROSE


def _same_form(one: Found, html: str) -> dict[str, str]:
    for form in forms_on(html):
        if set(one.form.fields) - {"version"} <= set(form.fields):
            return {name: "".join(field.values) for name, field in form.fields.items()}
    raise AssertionError(f"{one.action}: the form is gone")
