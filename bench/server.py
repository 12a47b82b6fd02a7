"""What a served site costs: the first answer after a start, and the memory of two workers."""

import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx

FIRST_ANSWER: float = 1.5  # seconds
MEMORY: float = 140.0  # MiB for two workers together
_REQUESTS = 60


@dataclass(frozen=True)
class Served:
    """One start of `tracker serve`."""

    first_answer: float
    workers_mib: float
    with_main_mib: float


def serve(site: Path) -> Served:
    """Start a site in a folder, ask it some pages, and stop it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [str(Path(sys.executable).with_name("tracker")), "--site", str(site), "serve"]
    environ = {**os.environ, "TRACKER_PUBLIC_URL": f"http://127.0.0.1:{port}"}
    began = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--port", str(port)],
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        seconds = _first_answer(port, began)
        for _ in range(_REQUESTS):
            httpx.get(f"http://127.0.0.1:{port}/apply/consent", timeout=20)
        pss = {pid: _pss(pid) for pid in [process.pid, *_children(process.pid)]}
    finally:
        process.terminate()
        process.wait(timeout=20)
    workers = sum(size for pid, size in pss.items() if pid != process.pid)
    return Served(seconds, workers, sum(pss.values()))


def _first_answer(port: int, began: float) -> float:
    while time.perf_counter() - began < 60:
        try:
            httpx.get(f"http://127.0.0.1:{port}/", timeout=20)
        except httpx.TransportError:
            time.sleep(0.01)
        else:
            return time.perf_counter() - began
    raise SystemExit("the server did not answer within a minute")


def _children(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(one) for one in path.read_text().split()]


def _pss(pid: int) -> float:
    """The proportional set size of a process, in MiB (Linux only)."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0
