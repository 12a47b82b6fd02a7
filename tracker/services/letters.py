"""Letters: keys that arrived while their addressee was away, checked and re-wrapped."""

from tracker.domain.audit import Audit
from tracker.services import sealing
from tracker.services.work import Work
from tracker.store import grants
from tracker.vault.crypto import DecryptionError
from tracker.vault.keyring import Grant


def settle_letters(work: Work) -> int:
    """Check and re-wrap the letters that wait for the principals in the ring; returns how many.

    A letter that does not carry a colleague's stamp stays as it is and is reported.
    """
    waiting = grants.letters(work.db, work.keyring.principals)
    settled = [_settled(work, grant) for grant in waiting]
    return sum(settled)


def _settled(work: Work, grant: Grant) -> bool:
    membership = grant.object.startswith("group:")
    unproven = membership and grant.object not in work.keyring.holders
    if unproven or not work.keyring.holds(grant):
        return False
    try:
        if membership:
            wrapped = work.keyring.settle_membership(grant)
        else:
            unstamped = sealing.may_be_unstamped(grant)
            wrapped = work.keyring.settle(grant, unstamped=unstamped)
    except DecryptionError:
        work.record(Audit.LETTER_REFUSED, grant.object)
        return False
    grants.replace(work.db, wrapped)
    return True
