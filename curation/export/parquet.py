"""The claims as Parquet, typed and nested as they are in dataset.json, for programs that read column by column.

DuckDB reads the spooled lines with the columns named below, so that the same claims are the same bytes.
"""

import importlib
import shutil
import tempfile
from pathlib import Path
from typing import BinaryIO

from curation.export.jsonl import OTHERS
from curation.export.records import Loss, Records

FILE = "claims.parquet"
PLACES = (
    'STRUCT("text" VARCHAR, kind VARCHAR, "start" INTEGER, "end" INTEGER, quote VARCHAR, prefix VARCHAR,'
    " suffix VARCHAR)[]"
)
SPEAKERS = "STRUCT(speaker VARCHAR, named_as VARCHAR, organisation VARCHAR, via VARCHAR)[]"
CODINGS = "STRUCT(theme VARCHAR, stance VARCHAR, certainty VARCHAR, note VARCHAR, codebook INTEGER)[]"
COLUMNS = {
    **dict.fromkeys(("id", "record", "state"), "VARCHAR"),
    "supersedes": "VARCHAR[]",
    **dict.fromkeys(("coder", "reporting", "said", "paraphrase"), "VARCHAR"),
    "anchors": PLACES,
    "speakers": SPEAKERS,
    "codings": CODINGS,
}
SETTINGS: dict[str, str | int | float | list[str]] = {
    "threads": 1,
    "preserve_insertion_order": True,
    "memory_limit": "512MB",
}
SETTINGS |= {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
# Few enough that what is being written stays small and near; and packed a little less, which takes a tenth less time.
GROUPED = "ROW_GROUP_SIZE 10240, COMPRESSION zstd, COMPRESSION_LEVEL 2"


def write(dataset: Records, out: BinaryIO) -> Loss:
    """Write the claims; of the rest nothing is in this file."""
    with tempfile.TemporaryDirectory(dir=dataset.folder) as folder:
        made = Path(folder) / FILE
        _copy(dataset.path("claims"), made, Path(folder))
        with made.open("rb") as file:
            shutil.copyfileobj(file, out)
    counts = dataset.counts
    return {OTHERS: counts["speakers"] + counts["sources"] + counts["notes"]}


def _copy(lines: Path, made: Path, folder: Path) -> None:
    columns = ", ".join(f"{_quoted(name)}: {_quoted(kind)}" for name, kind in COLUMNS.items())
    read = f"read_json({_quoted(str(lines))}, format = 'newline_delimited', columns = {{{columns}}})"
    # Loaded by whoever makes a release, not by every process of the site: it is large, and on Ctrl-C it complains.
    duckdb = importlib.import_module("duckdb")
    with duckdb.connect(config={**SETTINGS, "temp_directory": str(folder)}) as database:
        database.execute(f"COPY (SELECT * FROM {read}) TO {_quoted(str(made))} (FORMAT parquet, {GROUPED})")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
