"""Pages as a browser reads them: the forms on them, with what stands in each field."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any


@dataclass
class Field:
    """One named field of a form; `values` are what it would send now."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)


@dataclass
class SeenForm:
    """One form of a page."""

    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)

    def sends(self) -> dict[str, Any]:
        """What the form would send as it stands."""
        return {one.name: one.values for one in self.fields.values() if one.values}

    def filled(self, text: str) -> dict[str, Any]:
        """The form with the same text in every field that takes words, and every box ticked."""
        return {one.name: _filling(one, text) for one in self.fields.values()}


WORDS = frozenset({"text", "textarea", "password", "search", "email", "tel"})


def _filling(one: Field, text: str) -> str | list[str]:
    if one.kind in WORDS:
        return text
    if one.kind == "checkbox":
        return one.options
    return one.values or one.options[:1]


def forms_on(html: str) -> list[SeenForm]:
    """The forms of a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.forms


def text_of(html: str) -> str:
    """Everything that stands in a page: words, and the values of fields."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "\n".join(reader.words)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[SeenForm] = []
        self.words: list[str] = []
        self._form: SeenForm | None = None
        self._area: Field | None = None
        self._select: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        self.words += has.values()
        if tag == "form":
            self._form = SeenForm(has.get("action", ""), has.get("method", "get").lower())
            self.forms.append(self._form)
        elif tag == "option" and self._select is not None:
            self._select.options.append(has.get("value", ""))
            if "selected" in has:
                self._select.values.append(has.get("value", ""))
        elif tag in {"input", "textarea", "select", "button"} and "name" in has:
            self._control(tag, has)

    def _control(self, tag: str, has: dict[str, str]) -> None:
        if self._form is None:
            return
        kind = has.get("type", "text") if tag == "input" else tag
        one = self._form.fields.setdefault(has["name"], Field(has["name"], kind))
        if kind in {"radio", "checkbox", "button"}:
            one.options.append(has.get("value", "on"))
            if "checked" in has:
                one.values.append(has.get("value", "on"))
        elif kind == "textarea":
            self._area = one
        elif kind == "select":
            self._select = one
        else:
            one.values.append(has.get("value", ""))

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._area is not None:
            # Browsers drop the line break right after <textarea>.
            self._area.values.append(data.removeprefix("\r\n").removeprefix("\n"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None
