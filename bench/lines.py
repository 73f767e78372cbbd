"""A project's claims as JSON lines and as Parquet, written as a release writes them, and what each took.

Run it inside the site, in a process of its own: `manage.py shell -c "from bench import lines; lines.main('FOLDER')"`.
"""

import sys
import time
from pathlib import Path

import orjson

from annotations.models import Project
from annotations.rights import FULL
from annotations.snapshot import snapshot
from bench.child import megabytes
from curation.export import jsonl, parquet, rows
from curation.export.dataset import ACCEPTED
from curation.export.files import write_one
from curation.export.records import About, Records, spool

FORMATS = {"compressed": jsonl, "parquet": parquet}


def main(folder: str) -> None:
    """Print as JSON: the seconds of each step, and the most MB over idle when it was done."""
    idle = megabytes()
    found = {}
    start = time.perf_counter()
    records = spooled(Path(folder))
    found["lines"] = (time.perf_counter() - start, megabytes() - idle)
    for name, form in FORMATS.items():
        start = time.perf_counter()
        write_one(form, records, Path(folder))
        found[name] = (time.perf_counter() - start, megabytes() - idle)
    sys.stdout.write(orjson.dumps(found).decode())


def spooled(folder: Path) -> Records:
    """Read all accepted claims, and what belongs to them, into a folder: a line of JSON for each record."""
    with snapshot() as database:
        choice = rows.choose(
            Project.objects.get(), database=database, states=ACCEPTED, rights=FULL, coders=False
        )
        return spool(choice, About(slug="bench", title="Bench"), folder)
