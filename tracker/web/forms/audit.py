"""The forms with which the officer searches, checks and exports the trail."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from tracker.domain.acts import WITHOUT_ACCOUNT, Asked, check_asked, groups
from tracker.domain.audit import Audit
from tracker.domain.errors import FieldError
from tracker.services.trail import Person
from tracker.services.upkeep import Anchor
from tracker.web.forms.base import Form
from tracker.web.forms.choices import offered
from tracker.web.labels import AUDIT, role_label
from tracker.web.labels.documents import ACT_GROUPS, EXPORT_FORMATS, EXPORT_REASONS

# As the page and `tracker audit verify` print it; a number this long fits any database.
_ANCHOR: Final = re.compile(r"([0-9]{1,15}):([0-9a-f]{64})")
_DAY: Final = {"inputmode": "numeric", "autocomplete": "off", "placeholder": "2026-11-22"}
ASKED: Final = ("person", "act", "object", "since", "until")


class VerifyForm(Form):
    """An anchor that was kept elsewhere, or nothing."""

    anchor = StringField(
        _l("보관해 둔 확인값"), render_kw={"autocomplete": "off", "spellcheck": "false"}
    )

    def kept(self) -> Anchor | None:
        """What was typed, or None for nothing. Raises FieldError('anchor', 'unreadable')."""
        written = "".join((self.anchor.data or "")[:200].lower().split())
        if not written:
            return None
        found = _ANCHOR.fullmatch(written)
        if found is None:
            raise FieldError("anchor", "unreadable")
        return Anchor(int(found[1]), found[2])


class SearchForm(Form):
    """What the officer asks of the trail; it stands in the address: ids, codes and days."""

    person = SelectField(_l("누가"), choices=[], validate_choice=False)
    act = SelectField(_l("한 일"), choices=[], validate_choice=False)
    object = StringField(
        _l("누구의 기록"), render_kw={"autocomplete": "off", "spellcheck": "false"}
    )
    since = StringField(_l("이 날부터"), render_kw=_DAY)
    until = StringField(_l("이 날까지"), render_kw=_DAY)

    def __init__(self, people: Sequence[Person], given: Mapping[str, str] | None = None) -> None:
        fields = request.args if given is None else MultiDict(given)
        super().__init__(formdata=fields, meta={"csrf": False})
        _offer(self.person, _people(people))
        _offer(self.act, _acts())


class ExportForm(Form):
    """Why rows leave and as which file; the question comes along."""

    person = HiddenField()
    act = HiddenField()
    object = HiddenField()
    since = HiddenField()
    until = HiddenField()
    reason = RadioField(
        _l("내보내는 까닭"), choices=offered(EXPORT_REASONS.items()), validate_choice=False
    )
    format = RadioField(
        _l("파일 형식"), choices=offered(EXPORT_FORMATS.items()), validate_choice=False
    )


def asked(form: SearchForm | ExportForm, people: Iterable[UUID]) -> Asked:
    """What a form asks for. Raises FormErrors."""
    given = written(form)
    days = (given.get("since", ""), given.get("until", ""))
    object_ = given.get("object", "")
    return check_asked(
        given.get("person", ""), given.get("act", ""), object_, days, frozenset(people)
    )


def written(form: SearchForm | ExportForm) -> dict[str, str]:
    """What was filled in of the question, as it stands in an address."""
    fields: Mapping[str, Any] = {name: form[name].data for name in ASKED}
    return {name: value.strip() for name, value in fields.items() if value and value.strip()}


def _offer(field: Any, choices: list[Any]) -> None:
    field.choices = choices


def _people(people: Sequence[Person]) -> list[Any]:
    named = [SelectChoice(one.id.hex, f"{one.name} ({role_label(one.roles)})") for one in people]
    others = [SelectChoice(role, role_label(role)) for role in WITHOUT_ACCOUNT]
    return [SelectChoice("", _("모두")), *named, *others]


def _acts() -> list[Any]:
    found = [SelectChoice("", _("모두"))]
    for code, acts in groups().items():
        group = str(ACT_GROUPS[code])
        everything = SelectChoice(code, _("%(group)s 모두", group=group), optgroup=group)
        found += [everything, *(_act(one, group) for one in acts)]
    return found


def _act(act: Audit, group: str) -> Any:
    return SelectChoice(act.value, str(AUDIT[act]), optgroup=group)
