"""A slow phone: the whole way of a young person weighs little, and is carried once."""

import gzip
import re

from werkzeug.test import TestResponse

from tests.factories.applying import STEPS
from tests.factories.center import Center
from tests.web import applying
from tests.web.conftest import Browser, browser_of
from tests.web.test_status import come_in

LIMIT = 120_000  # bytes, from the landing to the own page; pages are never compressed
_ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')


class Scales(Browser):
    """A browser that keeps what it may keep, and weighs all that comes."""

    weight: int = 0
    kept: frozenset[str] = frozenset()

    def open(self, *args: object, **kwargs: object) -> TestResponse:
        answer = super().open(*args, **kwargs)
        self.weight += len(answer.get_data()) + len(str(answer.headers))
        return answer

    def get(self, *args: object, **kwargs: object) -> TestResponse:
        """A page, and what it is made with, unless that is here already."""
        answer = super().get(*args, **kwargs)
        for path in sorted(set(_ASSET.findall(answer.text)) - self.kept):
            self.kept |= {path}
            asset = self.open(path, headers={"Accept-Encoding": "gzip"}, buffered=True)
            assert "max-age=31536000" in asset.headers["Cache-Control"], "a browser keeps it"
        return answer


def test_style_and_script_are_packed_and_pages_are_not(center: Center):
    browser = browser_of(center)
    page = browser.get("/", headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in page.headers
    for path in sorted(_ASSET.findall(page.text)):
        plain = browser.get(path, buffered=True)
        asset = browser.get(path, headers={"Accept-Encoding": "gzip, br"}, buffered=True)
        if path.endswith("svg") or ".svg?" in path:
            assert "Content-Encoding" not in asset.headers
            continue
        assert asset.headers["Content-Encoding"] == "gzip"
        assert asset.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
        assert gzip.decompress(asset.get_data()) == plain.get_data()
        assert len(asset.get_data()) < len(plain.get_data()) / 2


def test_the_whole_way_weighs_less_than_120_kilobytes(center: Center):
    app = browser_of(center).application
    app.test_client_class = Scales
    browser = app.test_client()
    assert isinstance(browser, Scales)
    browser.center = center
    browser.get("/")
    applying.fill(browser, *STEPS)
    assert browser.send("/apply/check").location == "/apply/done"
    number, code = applying.receipt_on(browser.get("/apply/done").text)
    browser.send("/apply/leave", page="/apply/done")
    assert come_in(browser, number, code).location == "/status/mine"
    browser.get("/status/mine")
    assert len(browser.kept) >= 3
    assert browser.weight < LIMIT
