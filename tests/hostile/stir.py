"""Work that waits among colleagues, so that every form of theirs has something to ask about."""

from tests.factories import rosters
from tests.factories.center import Center
from tests.factories.look import sql
from tests.factories.rounds import open_round
from tests.hostile.house import Cases
from tracker.domain.access import Record, object_of
from tracker.services import handing_over, rotation, rounds
from tracker.store import rekeys
from tracker.store.rekeys import RekeyRow
from tracker.vault.keyring import INTAKE


def stir(center: Center, cases: Cases) -> None:
    """A case is offered, records wait for new keys, a group has a new seed, a newcomer has a case.
    A list of account holders is in use, and the next one waits. One round is over.

    The newcomer stands for somebody who forgot the password: the cases are still theirs.
    """
    assert cases.newcomer is not None
    with center.as_("hyewon") as work:
        eunjeong = center.staff["eunjeong"].account_id
        handing_over.offer(work, [cases.ids["colleague"]], eunjeong)
        asked = object_of(Record.CLINICAL, cases.ids["active"])
        row = RekeyRow(object=asked, key_version=1, cause="left")
        row.asked_by, row.asked_at = center.staff["hyewon"].account_id, work.now
        rekeys.ask(work.db, row)
    over = open_round(center)
    with center.as_("seoyeon") as work:
        rounds.end(work, over, over=True)
    rosters.in_use(center, rosters.HANEUL)
    rosters.drafted(center, rosters.HANEUL, rosters.BADA)
    with center.as_("seoyeon") as work:
        rotation.rotate(work, INTAKE)
    sql(
        center,
        "UPDATE cases SET counselor_id = :who WHERE id = :which",
        who=cases.newcomer.account_id.hex,
        which=cases.ids["elsewhere"].hex,
    )
