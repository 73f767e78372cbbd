"""Records for tests of release files, made from a document without a database."""

import io
from dataclasses import replace

from curation.export.records import About, Author, gather
from tests.datasets import make_dataset

ABOUT = About(
    slug="networks",
    title="Networks — 网络",
    abstract="What was said about networks.\nIt was made up.",
    authors=(Author("Ana “A.” Lima", "0000-0002-1825-0097", "Institute: of Networks"), Author("林木")),
    licence="CC-BY-4.0",
    languages=("en", "zh"),
    version="1.2.0",
    date="2026-11-22",
    citation="Lima, A. and 林木 (2026). Networks — 网络. Version 1.2.0.",
    address="https://example.org/p/networks/data/networks/1.2.0/",
    publisher="Institute",
)


def make_records(folder, document=None, **about):
    """Return the accepted claims of a document, that of ``make_dataset`` unless another is given."""
    document = document or make_dataset()
    accepted = [claim for claim in document["claims"] if claim["state"] == "accepted"]
    folder.mkdir(exist_ok=True, parents=True)
    return gather({**document, "claims": accepted}, replace(ABOUT, **about), folder)


def written(form, records):
    """Return a file's bytes and what it lost."""
    out = io.BytesIO()
    loss = form.write(records, out)
    return out.getvalue(), {sentence: rows for sentence, rows in loss.items() if rows}
