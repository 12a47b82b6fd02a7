"""The pictures of the README and the guides, taken from a demo as it is today: `make pictures`."""

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

from tests.cli.conftest import Server, free_port
from tests.screens import APPLICANT, CASES, VISITOR, enter
from tracker.cli.demo.kept import Kept
from tracker.cli.demo.making import make

FOLDER: Final = Path("docs/images")
PHONE, DESK = (360, 740), (1280, 860)
# Who, which page, the link on it that leads on ('' is none), the name, and on what.
PICTURES: Final = (
    (VISITOR, "/", "", "landing", (PHONE, DESK)),
    (VISITOR, "/apply/consent", "", "consent", (PHONE,)),
    (APPLICANT, "/status/mine", "", "progress", (PHONE,)),
    ("coordinator", "/applications/", "", "applications", (PHONE, DESK)),
    ("coordinator", "/applications/", "main [data-row]", "application", (DESK,)),
    ("counselor", "/cases/", "main [data-row]", "case", (PHONE, DESK)),
    ("supervisor", "/team/", "", "team", (DESK,)),
)


def main() -> None:
    """Make a demo, serve it, and take each picture."""
    with TemporaryDirectory() as made, sync_playwright() as playwright:
        port, folder = free_port(), Path(made) / "demo"
        kept = make(folder, CASES, port, lambda _done, _of: None)
        server = Server("demo", "--dir", folder, port=port)
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        try:
            server.get()
            for role in dict.fromkeys(one[0] for one in PICTURES):
                _take_all(_page(browser, kept, port, role), role)
        finally:
            browser.close()
            server.end()


def _page(browser: Browser, kept: Kept, port: int, role: str) -> Page:
    context = browser.new_context(base_url=f"http://127.0.0.1:{port}", locale="ko-KR")
    page = context.new_page()
    page.goto(enter(page, kept, role))
    return page


def _take_all(page: Page, role: str) -> None:
    for _role, path, link, name, sizes in (one for one in PICTURES if one[0] == role):
        page.goto(path)
        if link:
            page.locator(link).first.click()
            page.wait_for_load_state()
        for width, height in sizes:
            page.set_viewport_size({"width": width, "height": height})
            ending = f"-{width}" if (width, height) == PHONE and len(sizes) > 1 else ""
            page.screenshot(path=FOLDER / f"{name}{ending}.png")


if __name__ == "__main__":
    main()
