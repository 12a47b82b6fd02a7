"""What all forms share: rules live in the domain, a form only asks and shows."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask import Response, g, make_response, request
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from wtforms import HiddenField

from tracker.domain.errors import Conflict, FieldError, RuleBroken, TooOften
from tracker.web.kept import take_typed
from tracker.web.labels import sentence


class Form(FlaskForm):
    """A form that gives back what was typed before a session ended."""

    class Meta(FlaskForm.Meta):
        """Words only: a file or JSON under the name of a field would be no text."""

        def wrap_formdata(self, _form: Any, formdata: Any) -> Any:
            """Take what a browser's form sends, unless other values are given."""
            if formdata is _Auto:
                return request.form if request.method == "POST" else None
            return formdata

    restored: bool = False
    conflict: bool = False
    wait: int = 0  # seconds until the door opens again

    def __init__(self, **values: Any) -> None:
        kept = take_typed()
        if kept is None:
            super().__init__(**values)
        else:
            super().__init__(formdata=kept, **values)
            self.restored = True

    @property
    def sent(self) -> bool:
        """Whether this request sends the form."""
        return request.method == "POST"

    def refuse(self, errors: Mapping[str, FieldError] | Iterator[FieldError]) -> None:
        """Put the sentence of each refused field beside that field."""
        found = errors.values() if isinstance(errors, Mapping) else errors
        for error in found:
            self.refuse_one(error)

    def refuse_one(self, error: RuleBroken) -> None:
        """Put one refusal beside its field, or above the form."""
        name = error.field if isinstance(error, FieldError) else ""
        field = self._fields.get(name)
        if field is None:
            self.form_errors.append(sentence(error))
        else:
            field.errors = [*field.errors, sentence(error)]

    @property
    def failed(self) -> bool:
        """Whether anything was refused."""
        return bool(self.errors) or self.conflict


class VersionedForm(Form):
    """A form that edits a document: it knows which version it was made from."""

    version = HiddenField()

    @property
    def base(self) -> int:
        """The version the person saw; 0 for a new document."""
        raw = self.version.data or "0"
        return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 9 else 0


@contextmanager
def telling(form: Form) -> Iterator[None]:
    """Turn the refusals of a desk into sentences of the form, and undo what was begun."""
    try:
        yield
    except TooOften as error:
        form.wait = error.seconds
        form.refuse_one(error)
        _undo()
    except RuleBroken as error:
        form.refuse_one(error)
        _undo()
    except Conflict as error:
        form.conflict = error.code == "version"
        if not form.conflict:
            form.form_errors.append(sentence(error))
        _undo()


def shown(form: Form, body: str) -> Response:
    """The page of a form: 422 with its mistakes, 429 while its door is shut."""
    if not form.wait:
        return make_response(body, 422 if form.failed else 200)
    answer = make_response(body, 429)
    answer.headers["Retry-After"] = str(form.wait)
    return answer


def _undo() -> None:
    work = g.pop("work", None)
    if work is not None:
        work.db.close()
