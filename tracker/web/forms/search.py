"""The box in which a coordinator looks for an application; what is typed never stands in a URL."""

from flask_babel import lazy_gettext as _l
from wtforms import SearchField

from tracker.web.forms.base import Form


class FindForm(Form):
    """One box for names, phones and numbers."""

    words = SearchField(
        _l("이름, 휴대전화, 접수번호, 사례번호"),
        render_kw={"autocomplete": "off", "spellcheck": "false", "enterkeyhint": "search"},
    )
