"""What the machine can do at most: the same rows through sqlite3 and orjson, with nothing in between."""

import sqlite3
import time
from pathlib import Path

import orjson

TABLES = ("speaker", "name", "source", "text", "claim", "anchor", "attribution", "coding")


def export_seconds(database: Path, out: Path) -> float:
    """Read all rows that the dataset holds, and write each as a line of JSON; returns the seconds it took."""
    start = time.perf_counter()
    with sqlite3.connect(database) as connection, out.open("wb") as file:
        for table in TABLES:
            for row in connection.execute(f"SELECT * FROM annotations_{table} ORDER BY id"):
                file.write(orjson.dumps(row) + b"\n")
    return time.perf_counter() - start


def import_seconds(database: Path, copy: Path) -> float:
    """Write the same rows by executemany into tables with the same indexes; returns the seconds it took."""
    with sqlite3.connect(database) as full:
        names = [f"annotations_{table}" for table in TABLES]
        statements = [
            statement
            for name in names
            for (statement,) in full.execute(
                "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql > ''", [name]
            )
        ]
        rows = {name: full.execute(f"SELECT * FROM {name}").fetchall() for name in names}
    with sqlite3.connect(copy) as empty:
        empty.execute("PRAGMA journal_mode = WAL")
        empty.execute("PRAGMA synchronous = FULL")
        for statement in statements:
            empty.execute(statement)
        empty.commit()
        start = time.perf_counter()
        for name, found in rows.items():
            empty.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(found[0]))})", found)
        empty.commit()
        return time.perf_counter() - start


def one_value(database: Path, query: str) -> str:
    """Ask a database for one value, as text."""
    with sqlite3.connect(database) as connection:
        return str(connection.execute(query).fetchone()[0])
