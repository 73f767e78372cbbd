"""Releases: JSON lines and Parquet, freezing beside people who save, and the difference between two releases.

python -m bench.releases [--claims 100000] [--lines]
"""

import argparse
import random
import re
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import orjson

from bench import raw, table
from bench.clock import Visitor, slowest_but_five, told
from bench.study import PASSWORD, Study, at_the_desk
from curation import difference
from tests.editor import Editor

CLAIMS = 100_000
WARM_UP = 20  # saves: the first of each process and thread are slow
IDLE_SAVES = 200
PAUSE = 0.1  # seconds between two saves: several people at work, nobody in a race
MOST_FREEZING = 90  # seconds for 100,000 claims, in proportion for more
MOST_DIFFERING = 5  # seconds for 100,000 claims
MOST_PARQUET = 4  # seconds more than the lines, for 1,000,000 claims
MOST_SLOWER = 2  # × idle, the 95th percentile of saves
MOST_MEMORY = 50  # MB over idle
LEAST_SHARE = 0.60
ASK = """
from annotations.models import Project, User
from curation import datasets, tasks
dataset = datasets.begin(Project.objects.get(), slug="all", title="All", by=None, licence="CC-BY-4.0", rights="full")
by = User.objects.get(username="bench")
tasks.ask_for_release(dataset, version="1.0.0", notes="", by=by, seen=dataset.version)
"""


class Lines(NamedTuple):
    """Seconds and MB over idle of the lines, of compressing them and of Parquet; and the seconds of the same rows raw."""

    lines: tuple[float, float]
    compressed: tuple[float, float]
    parquet: tuple[float, float]
    raw_seconds: float


class Frozen(NamedTuple):
    """Seconds until a release was there, the worker's MB over idle, and milliseconds of saves before and meanwhile."""

    seconds: float
    memory: float
    steps: dict[str, float]
    idle: list[float]
    meanwhile: list[float]


class Measured(NamedTuple):
    claims: int
    lines: Lines
    frozen: Frozen
    differing: float


def main(claims: int, *, only_lines: bool) -> None:
    with tempfile.TemporaryDirectory(prefix="standpoint-releases-") as folder:
        with told("dataset made up and imported"):
            study = Study(Path(folder) / "study", claims)
            study.move_in()
        if only_lines:
            show_lines(claims, as_lines(study))
        else:
            show(measure(study))


def measure(study: Study) -> Measured:
    """Measure a study that has moved in."""
    with told("JSON lines and Parquet"):
        lines = as_lines(study)
    with told("freezing beside saves"):
        frozen = freeze(study)
    with told("difference of two releases"):
        differing = compare(study)
    return Measured(study.claims, lines, frozen, differing)


def as_lines(study: Study) -> Lines:
    folder = study.folder / "lines"
    folder.mkdir()
    script = f"from bench import lines; lines.main({str(folder)!r})"
    ours, raws = [], []
    for _ in range(3):
        ours.append(orjson.loads(study.server.manage("shell", "-v0", "-c", script).stdout))
        raws.append(raw.export_seconds(study.folder / "standpoint.sqlite3", folder / "raw.jsonl"))
    best = {name: min(tuple(one[name]) for one in ours) for name in ours[0]}
    return Lines(**best, raw_seconds=min(raws))


# Freezing


def freeze(study: Study) -> Frozen:
    """Let the worker make a release of all claims while somebody saves claims at the desk."""
    with study.server:
        visitor = Visitor(study.server.url, Editor(study.server.url, "bench", PASSWORD))
        wanted = {name: study.id_of(name) for name in ("text", "speaker", "theme", "stance")}
        save = at_the_desk(visitor, wanted)
        for _ in range(WARM_UP):
            save()
        idle = [save_now_and_then(save) for _ in range(IDLE_SAVES)]
        worker = worker_of(study.server.process.pid)
        before = memory_of(worker, "VmRSS")
        study.server.manage("shell", "-v0", "-c", ASK)
        visitor.connection.close()  # the site has let go of it meanwhile; the next save opens it again
        start = time.perf_counter()
        meanwhile, began = [], {}
        for step in steps_of(study.folder / "standpoint.sqlite3"):
            began.setdefault(step, time.perf_counter() - start)
            meanwhile.append(save_now_and_then(save))
        seconds = time.perf_counter() - start
        memory = memory_of(worker, "VmHWM") - before
    return Frozen(seconds, memory, lasting(began, seconds), idle, meanwhile)


def save_now_and_then(save: Callable[[], float]) -> float:
    time.sleep(PAUSE)
    return save()


def steps_of(database: Path) -> Iterator[str]:
    """Yield what the worker does at this moment, again and again until it has ended; raises where it failed."""
    query = "SELECT state, step, told FROM curation_work ORDER BY id DESC LIMIT 1"
    with sqlite3.connect(database, timeout=20) as connection:
        while True:
            state, step, said = connection.execute(query).fetchone()
            if state == "done":
                return
            if state not in ("waiting", "working"):
                raise RuntimeError(f"The release was not made: {said}")
            yield step or "waiting"


def lasting(began: dict[str, float], end: float) -> dict[str, float]:
    """How long each step lasted, as far as its heartbeats tell."""
    starts = [*began.values(), end]
    return {step: starts[number + 1] - starts[number] for number, step in enumerate(began)}


def worker_of(server: int) -> int:
    """The process that works beside a server."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    return next(
        int(pid) for pid in children if b"work" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    )


def memory_of(process: int, field: str) -> float:
    """MB that a process holds now (VmRSS), or held at most (VmHWM)."""
    found = re.search(rf"{field}:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


# The difference


def compare(study: Study) -> float:
    """Seconds for the difference between the release and one in which of each hundred claims one is gone and two changed."""
    old = next((study.folder / "media").rglob("dataset.json"))
    new = study.folder / "newer.json"
    change(old, new)
    took = []
    for _ in range(3):
        start = time.perf_counter()
        found = difference.summary(difference.between(old, new))
        took.append(time.perf_counter() - start)
    if not found.get("claims_changed") or not found.get("claims_withdrawn"):
        raise RuntimeError(f"The difference does not tell what was changed: {found}")
    return min(took)


def change(old: Path, new: Path) -> None:
    """Write a dataset again with some of its claims left out and some changed."""
    draw = random.Random(1)
    with old.open("rb") as lines, new.open("wb") as out:
        for line in lines:
            luck = draw.random() if line.startswith(b'{"id":"claim-') else 1.0
            if luck >= 0.01:
                out.write(line.replace(b'"paraphrase":""', b'"paraphrase":"Said."') if luck < 0.03 else line)


# Printed


def show(measured: Measured) -> None:
    claims, lines, frozen, differing = measured
    print(f"\nReleases of {claims:,} claims")
    show_lines(claims, lines)
    show_frozen(claims, frozen)
    most = MOST_DIFFERING * max(1.0, claims / 100_000)
    print(
        f"  difference of two releases   {differing:6.1f} s  at most {most:.0f} s: {table.verdict(differing <= most)}"
    )


def show_lines(claims: int, lines: Lines) -> None:
    seconds, memory = lines.lines
    share = lines.raw_seconds / seconds
    reached = share >= LEAST_SHARE and memory <= MOST_MEMORY
    print(
        f"  all records as JSON lines    {seconds:6.1f} s  {claims / seconds:9,.0f}/s  {share:4.0%} of raw"
        f" ({LEAST_SHARE:.0%} wanted)  {memory:4.0f} MB over idle ({MOST_MEMORY} at most)  {table.verdict(reached)}"
    )
    table.show_times_faster(claims / seconds)
    print(
        f"  compressing the claims       {lines.compressed[0]:6.1f} s  more  {lines.compressed[1]:4.0f} MB over idle"
    )
    took, memory = lines.parquet
    goal = f"at most {MOST_PARQUET} s: {table.verdict(took <= MOST_PARQUET)}"
    print(f"  claims as Parquet            {took:6.1f} s  more  {memory:4.0f} MB over idle  {goal}")


def show_frozen(claims: int, frozen: Frozen) -> None:
    most = MOST_FREEZING * max(1.0, claims / 100_000)
    goal = f"at most {most:.0f} s: {table.verdict(frozen.seconds <= most)}"
    print(
        f"  freezing in all formats      {frozen.seconds:6.1f} s  {frozen.memory:4.0f} MB over idle  {goal}"
    )
    longest = sorted(frozen.steps.items(), key=lambda step: -step[1])[:6]
    print("    longest: " + ", ".join(f"{step} {seconds:.1f} s" for step, seconds in longest))
    idle, meanwhile = slowest_but_five(frozen.idle), slowest_but_five(frozen.meanwhile)
    goal = f"at most {MOST_SLOWER} × idle: {table.verdict(meanwhile <= MOST_SLOWER * idle)}"
    print(
        f"  saves meanwhile ({len(frozen.meanwhile)})    95 of 100 within {meanwhile:.1f} ms, idle {idle:.1f} ms:"
        f" {meanwhile / idle:.1f} ×  {goal}"
    )
    medians = [statistics.median(times) for times in (frozen.meanwhile, frozen.idle)]
    print(f"    median {medians[0]:.1f} ms, idle {medians[1]:.1f} ms")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.releases")
    parser.add_argument("--claims", type=int, default=CLAIMS, help="so many claims (100000)")
    parser.add_argument(
        "--lines", action="store_true", help="JSON lines and Parquet alone: enough for a million"
    )
    asked = parser.parse_args()
    main(asked.claims, only_lines=asked.lines)
