"""The claims, one line of JSON each, compressed with Zstandard: for programs that read row by row."""

from typing import BinaryIO

import zstandard
from django.utils.translation import gettext_noop

from curation.export.records import Loss, Records

FILE = "claims.jsonl.zst"
LEVEL = 3
OTHERS = gettext_noop("Only claims are in this file; speakers, sources and notes stand in dataset.json.")


def write(dataset: Records, out: BinaryIO) -> Loss:
    """Write the claims as they stand in dataset.json."""
    with dataset.path("claims").open("rb") as lines:
        zstandard.ZstdCompressor(level=LEVEL).copy_stream(lines, out)
    counts = dataset.counts
    return {OTHERS: counts["speakers"] + counts["sources"] + counts["notes"]}
