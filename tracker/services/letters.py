"""Letters: keys that arrived while their addressee was away, checked and re-wrapped."""

from tracker.domain.audit import Audit
from tracker.services import sealing
from tracker.services.work import Work
from tracker.store import grants
from tracker.vault.crypto import DecryptionError
from tracker.vault.keyring import Grant


def settle_letters(work: Work) -> int:
    """Check and re-wrap the letters that wait for the principals in the ring; returns how many.

    A letter that does not carry a colleague's stamp stays as it is and is reported. Who settles
    letters has the audit chain first: others hold grants while they wait for it.
    """
    if not grants.any_letter(work.db, work.keyring.principals):
        return 0
    work.alone()
    refused = []
    settled = 0
    for grant in grants.letters(work.db, work.keyring.principals):
        if not _is_ours(work, grant):
            continue
        try:
            grants.replace(work.db, _wrapped(work, grant))
            settled += 1
        except DecryptionError:
            refused.append(grant.object)
    for obj in refused:
        work.record(Audit.LETTER_REFUSED, obj)
    return settled


def _is_ours(work: Work, grant: Grant) -> bool:
    unproven = grant.object.startswith("group:") and grant.object not in work.keyring.holders
    return not unproven and work.keyring.holds(grant)


def _wrapped(work: Work, grant: Grant) -> Grant:
    if grant.object.startswith("group:"):
        return work.keyring.settle_membership(grant)
    return work.keyring.settle(grant, unstamped=sealing.may_be_unstamped(grant))
