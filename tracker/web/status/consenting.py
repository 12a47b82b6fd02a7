"""My consents: the words I agreed to, and taking an answer back."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.access import Permission
from tracker.domain.program import MANDATORY, ConsentKind
from tracker.services import applications, own_consents
from tracker.web.context import here
from tracker.web.forms.base import Form
from tracker.web.guards import needs
from tracker.web.i18n import language
from tracker.web.pages.own_consents import LETTERS, consent_page
from tracker.web.pages.status import mine_page
from tracker.web.status.base import bp, own_case

_ONE = "/consents/<consent>"


@bp.get(_ONE)
@needs(Permission.OWN_READ, records=True)
def consent(consent: str) -> ResponseReturnValue:
    """One consent, word for word; withdrawing it says first what it means."""
    kind = _kind(consent)
    found = applications.status(here(), own_case())
    one = next((one for one in found.consents if one.kind is kind), None) or abort(404)
    return render_template(
        "status/consent.html",
        one=consent_page(one, found.terms),
        page=mine_page(found, here().now),
        form=Form(),
    )


@bp.post(_ONE + "/withdraw")
@needs(Permission.OWN_WRITE)
def withdraw_consent(consent: str) -> ResponseReturnValue:
    """Withdraw a consent; twice is once."""
    kind = _kind(consent)
    own_consents.withdraw(here(), own_case(), kind)
    if MANDATORY[kind]:
        flash(_("동의를 거두셨고, 신청을 마쳤어요. 적어 주신 것은 열흘 안에 지워요."), "success")
    else:
        flash(_("동의를 거두셨어요. 신청은 그대로 이어져요."), "success")
    return redirect(url_for(".mine", _anchor="consents"), 303)


@bp.post(_ONE + "/give")
@needs(Permission.OWN_WRITE)
def give_consent(consent: str) -> ResponseReturnValue:
    """Give an optional consent, also a second time; twice is once."""
    own_consents.give(here(), own_case(), _kind(consent), language())
    flash(_("동의하신 것으로 적어 두었어요. 언제든 거두실 수 있어요."), "success")
    return redirect(url_for(".mine", _anchor="consents"), 303)


def _kind(letter: str) -> ConsentKind:
    return next((kind for kind, one in LETTERS.items() if one == letter), None) or abort(404)
