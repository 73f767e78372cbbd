"""Releases for judges: one that has everything, once for each kind of rights, the demo, and real coded data."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from django.core.management import call_command

from annotations import demo
from annotations.snapshot import snapshot
from curation.export import FORMATS, files
from curation.export.choice import choose
from curation.export.records import About, Records, gather, spool
from tests.datasets import make_dataset
from tests.judges import debate
from tests.release_records import ABOUT

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def write_all(folder: Path) -> None:
    """Write each release into a folder of its own name."""
    for name, records in each(folder / "spool"):
        out = folder / name
        out.mkdir(parents=True)
        files.write_all(FORMATS, records, out)


def each(spooled: Path) -> Iterator[tuple[str, Records]]:
    call_command("migrate", verbosity=0)
    everything = accepted(make_dataset())
    yield "everything", gather(everything, ABOUT, made(spooled / "everything"))
    bare = About(slug="bare", title="Bare: no “address”, no authors, no abstract", licence="LicenseRef-own")
    yield "bare", gather(everything, bare, made(spooled / "bare"))
    project = demo.load()
    for rights in ("full", "quotes", "positions"):
        with snapshot() as database:
            choice = choose(project, database=database, states=["accepted"], rights=rights, coders=True)
            about = replace(ABOUT, slug="demo", rights=rights)
            yield f"demo-{rights}", spool(choice, about, made(spooled / f"demo-{rights}"))
    if DATA.is_dir():
        yield "debate", gather(debate.document(DATA), ABOUT, made(spooled / "debate"))


def accepted(document: dict) -> dict:
    """What a release of a document holds: the accepted claims, and no other is named in them."""
    claims = [{**claim, "supersedes": []} for claim in document["claims"] if claim["state"] == "accepted"]
    records = {claim["record"] for claim in claims}
    notes = [note for note in document["notes"] if note["on"].get("claim", "") in {"", *records}]
    return {**document, "claims": claims, "notes": notes}


def made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder
