"""How long the site takes from the command to its first answer: the first start, which makes the demo, and a later one."""

import statistics
import time
from pathlib import Path

from bench.table import verdict
from tests.server import Server

STARTS = 5
SLOWEST_LATER = 3.0


def measure(data_dir: Path) -> dict[str, float]:
    """Start and stop the site on an empty folder, then on what is there; returns seconds by kind of start."""
    data_dir.mkdir()
    first, *later = [start(data_dir) for _ in range(1 + STARTS)]
    return {"first start": first, "later start": statistics.median(later)}


def start(data_dir: Path) -> float:
    before = time.perf_counter()
    with Server(data_dir) as server:
        took = time.perf_counter() - before
        server.stop()
    return took


def show(starts: dict[str, float]) -> None:
    print("\nStarting the site (later starts: the median)")
    for kind, took in starts.items():
        later = kind == "later start"
        goal = f"at most {SLOWEST_LATER:.0f} s: {verdict(took <= SLOWEST_LATER)}" if later else ""
        print(f"  {kind:34} {took:7.1f} s   {goal}")
