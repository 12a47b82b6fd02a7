"""What the pages behind a receipt share."""

from uuid import UUID

from flask import Blueprint, session
from flask_login import current_user

from tracker.services.receipts import PickedUp

bp = Blueprint("status", "tracker.web.status", url_prefix="/status")


def own_case() -> UUID:
    """The case of the receipt that is open here."""
    case_id: UUID = current_user.who.own_case_id
    return case_id


_NEW = "new_code"


def keep_new_code(new: PickedUp) -> None:
    """Keep a new code in this session until it is written down."""
    session[_NEW] = {"number": new.number, "code": new.code}


def new_code() -> dict[str, str] | None:
    """The new code that waits to be written down."""
    return session.get(_NEW)


def forget_new_code() -> None:
    """It is written down."""
    session.pop(_NEW, None)
