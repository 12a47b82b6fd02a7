"""What is due because time has passed: done by whoever comes by, and by `tracker jobs`."""

from tracker.services import places
from tracker.services.acting import PROGRAM
from tracker.services.site import Site
from tracker.store import rounds


def sweep(site: Site) -> int:
    """Let offers lapse that nobody answered, and the lists move up; how many rounds were due."""
    with site.reading() as db:
        found = rounds.with_lapsed(db, site.clock())
    for round_id in sorted(found):
        with site.working(PROGRAM) as work:
            where = rounds.get(work.db, round_id, lock=True)
            if where is not None:
                places.advance(work, where)
    return len(found)
