"""Somebody who uses a page with the keyboard alone: Tab, arrows, Space, Enter, letters."""

from typing import Any

from playwright.sync_api import Page

_WHERE = """() => {
  const el = document.activeElement;
  return {tag: el.tagName, name: el.name || '', type: el.type || '', value: el.value || '',
          text: (el.innerText || '').trim(), checked: Boolean(el.checked)};
}"""
_TABS = 120


class Keyboard:
    """Finds each control by Tab, as a person without a mouse does."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def _here(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate(_WHERE)
        return found

    def _tab_to(self, **wanted: Any) -> dict[str, Any]:
        for _ in range(_TABS):
            here = self._here()
            if all(here[key] == value for key, value in wanted.items()):
                return here
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reached {wanted} on {self.page.url}")

    def press(self, text: str) -> None:
        """Go to the button or link with this text and press Enter."""
        for _ in range(_TABS):
            here = self._here()
            if here["tag"] in {"A", "BUTTON"} and here["text"] == text:
                with self.page.expect_navigation():
                    self.page.keyboard.press("Enter")
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reached the button {text!r} on {self.page.url}")

    def write(self, name: str, text: str) -> None:
        """Write into a text field, in the place of what stood there."""
        self._tab_to(name=name)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def tick(self, name: str, value: str) -> None:
        """Tick one checkbox."""
        if not self._tab_to(name=name, value=value)["checked"]:
            self.page.keyboard.press("Space")
        assert self._here()["checked"]

    def untick(self, name: str, value: str) -> None:
        """Take the tick of one checkbox away."""
        if self._tab_to(name=name, value=value)["checked"]:
            self.page.keyboard.press("Space")
        assert not self._here()["checked"]

    def pick(self, name: str, value: str) -> None:
        """Pick one of a radio group or of a list, with the arrow keys."""
        here = self._tab_to(name=name)
        if here["type"] == "radio" and here["value"] == value:
            self.page.keyboard.press("Space")
        for _ in range(60):
            if self._here()["value"] == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows never reached {value!r} of {name}")
