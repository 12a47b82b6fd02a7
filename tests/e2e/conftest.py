"""A live site and a real browser."""

import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.factories.center import Center
from tests.factories.live import LiveSite, live_site


@pytest.fixture
def live(small_center: Center) -> Iterator[LiveSite]:
    """A center served by gunicorn on this machine."""
    site = live_site(small_center)
    site.start()
    yield site
    site.kill()


@pytest.fixture(scope="session")
def chrome() -> Iterator[Callable[..., Browser]]:
    """Starts Chromium; a missing one fails the test, it never skips it."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    assert path, "Chromium is not installed: `make test` says how to get it"
    args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        yield partial(playwright.chromium.launch, executable_path=path, args=args)


@pytest.fixture(scope="session")
def chromium(chrome: Callable[..., Browser]) -> Iterator[Browser]:
    """The browser of all tests that need no other."""
    browser = chrome()
    yield browser
    browser.close()


@pytest.fixture
def page(chromium: Browser, live: LiveSite) -> Iterator[Page]:
    """A fresh window of a phone, at the door of the live site."""
    context = chromium.new_context(
        base_url=live.url, viewport={"width": 360, "height": 740}, locale="ko-KR"
    )
    yield context.new_page()
    context.close()
