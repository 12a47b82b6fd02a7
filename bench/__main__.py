"""`make bench`: our pages beside the yardstick's, as ratios in one run on both databases.

`python -m bench [--cases N] [--only sqlite|postgresql]`; bench/README.md says how to read it.
"""

import argparse
import random
import sys
import tempfile
from pathlib import Path

from bench import data, jobs, measure, server
from bench.data import Sides
from bench.visitor import Visitor
from tests.factories import databases
from tests.factories.center import PEPPER
from tests.factories.statements import heard
from tracker.store.database import Database

SEED = 20261122
SIZES = (100, 1000)
SEARCHED = 20_000  # cases among which somebody is looked for


def main() -> None:
    """Measure, print, and say with the exit code whether every goal was met."""
    options = _options()
    missed = False
    for kind in [options.only] if options.only else ["sqlite", "postgresql"]:
        print(f"\n{kind}, {options.cases:,} cases", flush=True)
        missed |= _compare(kind, options.cases)
    missed |= _serve()
    sys.exit(1 if missed else 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    return parser.parse_args()


def _compare(kind: str, cases: int) -> bool:
    server_url = databases.postgres_server() if kind == "postgresql" else None
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        template = data.template(Path(folder) / "template", server_url)
        sides = data.make(template, Path(folder) / "sides", server_url)
        try:
            missed |= _queries(sides, cases)
            with jobs.without_argon2id():
                for job in jobs.jobs(sides, jobs.our_app(sides)):
                    missed |= _measured(job)
            sides.grow(max(cases, SEARCHED))
            missed |= _measured(jobs.search(sides, jobs.our_app(sides)))
        finally:
            sides.close()
    return missed


def _measured(job: measure.Job) -> bool:
    found = measure.measure(job, random.Random(SEED))
    print(_line(found), flush=True)
    return found.verdict == "missed"


def _line(found: measure.Result) -> str:
    return (
        f"{found.name:28} ours {found.ours * 1e3:6.2f} ms  plain {found.plain * 1e3:6.2f} ms"
        f"  ratio {found.ratio}  goal {found.goal}  {found.verdict}"
        f"  (same code twice: {found.noise})"
    )


def _queries(sides: Sides, cases: int) -> bool:
    """Count the queries of the two lists while the number of cases grows."""
    seen: dict[str, set[int]] = {"/applications/": set(), "/cases/": set()}
    for total in (*SIZES, cases):
        sides.grow(total)
        app = jobs.our_app(sides)
        for path, username in (("/applications/", "seoyeon"), ("/cases/", "eunjeong")):
            visitor = jobs.our_visitor(sides, app, username)
            visitor.get(path)  # the counts on the tabs are kept for a while
            seen[path].add(_count(sides.ours.center.site.database, visitor, path))
    for path, counts in seen.items():
        grew = len(counts) > 1
        print(f"queries of {path:16} {sorted(counts)} {'GROW' if grew else 'do not grow'}")
    return any(len(counts) > 1 for counts in seen.values())


def _count(database: Database, visitor: Visitor, path: str) -> int:
    statements: list[str] = []
    with heard(statements.append, *databases.engines_of(database)):
        visitor.get(path)
    return len(statements)


def _serve() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        site = data.template(Path(folder) / "site", None).folder
        (site / "config.toml").write_text(f'pepper = "{PEPPER}"\n', "utf-8")
        found = server.serve(site)
    print(
        f"\nfirst answer after start {found.first_answer:.2f} s (goal {server.FIRST_ANSWER})"
        f"\ntwo workers together {found.workers_mib:.0f} MiB (goal {server.MEMORY:.0f}),"
        f" with the main process {found.with_main_mib:.0f} MiB"
    )
    return found.first_answer > server.FIRST_ANSWER or found.workers_mib > server.MEMORY


if __name__ == "__main__":
    main()
