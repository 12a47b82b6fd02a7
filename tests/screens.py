"""Pictures of every page that a person of each role meets in the demo: `make screens`.

make screens                              in Korean, into build/screens
make screens ARGS="--language en --folder /tmp/pictures --role counselor"
"""

import argparse
import base64
import os
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from playwright.sync_api import Page, sync_playwright

from tests.cli.conftest import Server, free_port
from tracker.cli.demo.kept import Kept
from tracker.cli.demo.making import make
from tracker.services.site import utc_now
from tracker.vault.codes import totp_code

WIDTHS: Final = (360, 1280)
CASES: Final = 40
OF_A_KIND: Final = 2  # pages that differ only in the case they show
VISITOR, APPLICANT = "visitor", "applicant"
_ID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")


def main() -> None:
    """Make a demo, serve it, walk through it as everybody, and take pictures on the way."""
    asked = _asked()
    shutil.rmtree(asked.folder, ignore_errors=True)
    asked.folder.mkdir(parents=True)
    with TemporaryDirectory() as made:
        port, folder = free_port(), Path(made) / "demo"
        kept = make(folder, CASES, port, lambda _done, _of: None)
        server = Server("demo", "--dir", folder, port=port)
        try:
            server.get()
            seen: set[str] = set()
            roles = _roles(kept, asked.role)
            count = sum(_walk(kept, server.port, asked, role, seen) for role in roles)
        finally:
            server.end()
    print(f"{count} pages, {len(WIDTHS) * count} pictures in {asked.folder}")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make screens", description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("build/screens"))
    parser.add_argument("--language", choices=("ko", "en"), default="ko")
    parser.add_argument("--role", default="", help="only this one")
    return parser.parse_args()


def _roles(kept: Kept, only: str) -> list[str]:
    every = dict.fromkeys((VISITOR, APPLICANT, *(one.role for one in kept.staff)))
    return [role for role in every if only in {"", role}]


def _walk(kept: Kept, port: int, asked: argparse.Namespace, role: str, seen: set[str]) -> int:
    """Everything new that links lead to as one role; returns how many pages that are."""
    url = f"http://127.0.0.1:{port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        context = browser.new_context(base_url=url, locale="ko-KR")
        context.add_cookies([{"name": "lang", "value": asked.language, "url": url}])
        page = context.new_page()
        start = enter(page, kept, role)
        count = 0
        for path in _paths(page, url, start, seen):
            count += 1
            _take(page, asked.folder / f"{role}-{count:02}-{_kind(path).strip('/') or 'start'}")
        browser.close()
    return count


def enter(page: Page, kept: Kept, role: str) -> str:
    """Sign in as a role; returns the path to begin with."""
    if role == VISITOR:
        return "/"
    if role == APPLICANT:
        receipt = kept.receipts[0]
        fields = {"number": receipt.number, "code": receipt.code}
    else:
        who = [one for one in kept.staff if one.role == role][-1]
        secret = base64.b32decode(who.totp_secret + "=" * (-len(who.totp_secret) % 8))
        code = totp_code(secret, utc_now())
        fields = {"username": who.username, "password": who.password, "code": code}
    page.goto("/status" if role == APPLICANT else "/sign-in")
    for name, value in fields.items():
        page.fill(f"main [name={name}]", value)
    page.press("main [name=code]", "Enter")
    page.wait_for_load_state()
    return page.evaluate("location.pathname") or "/"


def _paths(page: Page, url: str, start: str, seen: set[str]) -> Iterator[str]:
    """Open the pages that can be reached by links, each once and few of a kind."""
    waiting, kinds = [start], Counter[str]()
    seen.add(start)
    while waiting:
        path = waiting.pop(0)
        if kinds[_kind(path)] >= OF_A_KIND:
            continue
        answer = page.goto(path)
        if answer is None or "html" not in answer.headers.get("content-type", ""):
            continue
        kinds[_kind(path)] += 1
        if not answer.ok:
            print(f"{path} answers {answer.status}")
        yield path
        links: list[str] = page.eval_on_selector_all(
            "a[href]:not([download])", "all => all.map(one => one.href.split('#')[0])"
        )
        found = [one.removeprefix(url) for one in links if one.startswith(f"{url}/")]
        fresh = dict.fromkeys(one for one in found if one not in seen and "language" not in one)
        seen |= fresh.keys()
        waiting += fresh


def _kind(path: str) -> str:
    """A path without the case it is about."""
    kind = re.sub(r"[^\w/.-]+", "-", _ID.sub("one", path)).strip("-")
    return kind.replace("/", "-") or "start"


def _take(page: Page, file: Path) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.screenshot(path=f"{file}-{width}.png", full_page=True)
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if over > 0:
            print(f"{file.name} is {over} px too wide at {width}")


if __name__ == "__main__":
    main()
