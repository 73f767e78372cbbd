"""A SQLite database as one file: copied page by page from one moment, while others go on writing."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import DatabaseError, OperationalError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

BESIDE = ("", "-wal", "-shm", "-journal")


def dump(using: str, to: Path) -> None:
    """Copy the moment that the connection's open transaction sees."""
    with closing(sqlite3.connect(to)) as copy:
        connections[using].connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")


@contextmanager
def restored(dumped: Path) -> Iterator[BaseDatabaseWrapper]:
    """Yield a connection to the copy as it would be after restoring."""
    wrapper = connection.copy("restored")
    wrapper.settings_dict["NAME"] = str(dumped)
    wrapper.settings_dict["OPTIONS"] = {"timeout": 20}
    try:
        yield wrapper
    finally:
        wrapper.close()


def faults(wrapper: BaseDatabaseWrapper) -> list[str]:
    """Return what SQLite itself finds wrong, at most a few sentences."""
    with wrapper.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(5)")
        found = [words for (words,) in cursor.fetchall() if words != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        return found + [
            f"{table}: a row points to one that is not there" for table, *_ in cursor.fetchmany(5)
        ]


def address(wrapper: BaseDatabaseWrapper) -> str:
    """Return what DATABASE_URL says to open it."""
    return f"sqlite:///{wrapper.settings_dict['NAME']}"


def is_in_use() -> bool:
    """Whether another process has it open. A damaged database is nobody's to protect."""
    connections.close_all()
    if not Path(connection.settings_dict["NAME"]).exists():
        return False
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout=2000")
            cursor.execute("PRAGMA journal_mode=DELETE")  # needs the file to itself
    except OperationalError as error:
        return "locked" in str(error)
    except DatabaseError:
        return False
    finally:
        connections.close_all()
    return False


def prepare(dumped: Path, mark: str) -> list[tuple[str, str]]:
    """Put the copy beside the database and return the renames that put it in place, in their order."""
    place = Path(connection.settings_dict["NAME"])
    beside = place.with_name(f"{place.name}.restoring")
    beside.unlink(missing_ok=True)
    shutil.move(dumped, beside)
    beside.chmod(0o600)
    with beside.open("rb+") as file:
        os.fsync(file.fileno())
    there = [Path(f"{place}{end}") for end in BESIDE if Path(f"{place}{end}").exists()]
    aside = [(str(path), f"{place}.{mark}{str(path).removeprefix(str(place))}") for path in there]
    return [*aside, (str(beside), str(place))]
