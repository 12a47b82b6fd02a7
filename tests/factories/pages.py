"""A page as somebody sees it: what its fields hold, what stands beside them, what it says."""

import re
from collections import defaultdict
from html.parser import HTMLParser

# As it stands on a page; a random id may hold the same digits between others.
CASE_NUMBER = re.compile(r"(?<![0-9a-f])\d\d-0\d{4}(?![0-9a-f])")
_VOID = {"input", "meta", "link", "br", "hr", "img"}


class SeenPage(HTMLParser):
    """The fields, the ids and the words of one page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.words = ""
        self._fields: dict[str, list[str]] = defaultdict(list)
        self._offered: dict[str, list[str]] = defaultdict(list)
        self._ids: dict[str, str] = {}
        self._by_id: dict[str, str] = defaultdict(str)
        self._open: list[tuple[str, str]] = []
        self._control = ""
        self._area = ""
        self.feed(html)
        self.close()

    def held(self, name: str) -> list[str]:
        """What the fields of that name hold now: typed, ticked or picked."""
        return self._fields[name]

    def offered(self, name: str) -> list[str]:
        """What can be ticked or picked."""
        return self._offered[name]

    def beside(self, name: str) -> str:
        """The sentence that refuses a field; '' if it is not refused."""
        return self.at(f"{self.id_of(name)}-error")

    def id_of(self, name: str) -> str:
        """The id of a field, or of the group that it is one of."""
        return self._ids.get(name, name)

    def at(self, element_id: str) -> str:
        """The words inside an element."""
        return " ".join(self._by_id[element_id].split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag not in _VOID:
            self._open.append((tag, has.get("id", "")))
        if tag == "input":
            self._input(has)
        elif tag in {"select", "textarea"}:
            self._control = has.get("name", "")
            self._area = ""
        elif tag == "option":
            self._offered[self._control].append(has.get("value", ""))
            if "selected" in has:
                self._fields[self._control].append(has.get("value", ""))

    def _input(self, has: dict[str, str]) -> None:
        name, kind = has.get("name", ""), has.get("type", "text")
        if "id" in has:
            self._ids[name] = re.sub(r"-\d+$", "", has["id"])  # one of several: the group's
        if kind in {"checkbox", "radio"}:
            self._offered[name].append(has.get("value", ""))
        if kind not in {"checkbox", "radio"} or "checked" in has:
            self._fields[name].append(has.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":  # a browser leaves out the line break that follows the tag
            self._fields[self._control].append(self._area.removeprefix("\r\n"))
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] == "textarea":
            self._area += data
        self.words += data.replace("\N{NO-BREAK SPACE}", " ")  # to the eye it is a space
        for _tag, element_id in self._open:
            if element_id:
                self._by_id[element_id] += data
