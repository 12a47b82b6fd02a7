"""What axe says about a page. The script is put into a page once; only what is wrong comes back."""

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

_RUN = """() => axe.run({resultTypes: ['violations']})
  .then((found) => ({violations: found.violations}))"""


def faults(page: Page) -> str:
    """A report of all violations on the page as it stands; '' if there is none."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = AxeResults(page.evaluate(_RUN))
    return str(found.generate_report()) if found.violations_count else ""
