"""A receipt as a file whose name and words say nothing of what it is about."""

from flask import Response, make_response
from flask_babel import gettext as _


def memo_of(receipt: dict[str, str]) -> Response:
    """Number and code as a text file to keep."""
    number, code = _("접수번호"), _("비밀 코드")
    answer = make_response(f"{number}: {receipt['number']}\r\n{code}: {receipt['code']}\r\n")
    answer.mimetype = "text/plain"
    answer.headers["Content-Disposition"] = 'attachment; filename="memo.txt"'
    return answer
