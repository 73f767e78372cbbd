"""What kinds of file a release has: their media types, and which tables stand in which file."""

from curation.export.records import Written
from curation.export.tables import TABLES, Table

MEDIA_TYPES = {
    "json": "application/json",
    "zst": "application/zstd",
    "parquet": "application/vnd.apache.parquet",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonld": "application/ld+json",
    "dna": "application/vnd.sqlite3",
    "graphml": "application/xml",
    "xml": "application/xml",
    "jsonl": "application/jsonl",
    "zip": "application/zip",
    "md": "text/markdown",
    "cff": "application/yaml",
}


def ending(name: str) -> str:
    return name.rpartition(".")[2]


def media_type(name: str) -> str:
    """Return the media type of a file of a release."""
    return MEDIA_TYPES[ending(name)]


def tables(written: list[Written]) -> list[tuple[Table, Written]]:
    """Return the tables among files, each with its file."""
    by_name = {file.name: file for file in written}
    return [(table, by_name[table.FILE]) for table in TABLES if table.FILE in by_name]
