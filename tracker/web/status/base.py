"""What the pages behind a receipt share."""

from uuid import UUID

from flask import Blueprint
from flask_login import current_user

bp = Blueprint("status", "tracker.web.status", url_prefix="/status")


def own_case() -> UUID:
    """The case of the receipt that is open here."""
    case_id: UUID = current_user.who.own_case_id
    return case_id
