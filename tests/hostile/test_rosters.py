"""C0 for lists: names that somebody brings in a file lie nowhere in clear afterwards."""

import io
from io import StringIO

import pytest

from tests.factories.bad_files import package, rows_of
from tests.factories.rosters import HANEUL, HEADINGS, changed, text, xlsx
from tests.hostile import canary
from tests.hostile.house import SMALL, House
from tests.hostile.test_canary import _all_tables
from tests.hostile.walk import post
from tracker.services import audit

pytestmark = SMALL
_LISTED = changed(
    HANEUL, name="kanarielist", phone=canary.PHONE, birth_date=canary.BIRTH_DATE,
    office="kanarieplace",
)  # fmt: skip
WORDS = ("kanarielist", "kanarieplace", *canary.FACTS)


def files() -> dict[str, bytes]:
    """Lists that are taken, lists with mistakes, and files that are refused, all with the names."""
    good = xlsx(HEADINGS, _LISTED).getvalue()
    return {
        "taken": good,
        "with mistakes": text(HEADINGS, changed(_LISTED, phone="kanarielist")).encode("cp949"),
        "without headings": text(_LISTED, _LISTED).encode(),
        "broken": good[: len(good) // 2],
        "broken inside": package(rows_of(("A1", "kanarielist")) + "<"),
    }


@pytest.mark.parametrize("name", files())
def test_c0_no_name_of_a_list_is_found_anywhere(fresh_house: House, log: StringIO, name: str):
    browser, site = fresh_house.browser("seoyeon"), fresh_house.center.site
    post(browser, "/roster", {"file": (io.BytesIO(files()[name]), "kanarielist.xlsx")})
    browser.post("/roster", data={"file": (io.BytesIO(files()[name]), "kanarielist.xlsx")})
    shown = browser.get("/roster/draft").text + browser.get("/roster").text
    assert "kanarie" not in shown
    assert canary.found_in(log.getvalue().encode(), WORDS) == []
    assert canary.found_under(site.settings.site_dir, WORDS) == []
    assert canary.found_in(_all_tables(fresh_house), WORDS) == []
    with site.reading() as db:
        assert audit.verify(db).findings == ()
