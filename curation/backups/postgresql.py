"""A PostgreSQL database as one file, by PostgreSQL's own tools: pg_dump's custom format, and pg_restore."""

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DatabaseError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.client import DatabaseClient

from annotations.refusal import Refused

MARK = "before_"  # how the schemas begin that a restore keeps aside
AS_ANYBODY = ("--no-owner", "--no-privileges")  # whoever restores it owns it


def ours() -> str:
    return str(connection.settings_dict["NAME"])


def run_on(name: str, tool: str, *words: str) -> None:
    """Run one of PostgreSQL's tools on a database of our server; raises ``Refused`` if it fails."""
    settings = {**connection.settings_dict, "OPTIONS": {}, "NAME": name}
    (_, *where, base), environment = DatabaseClient.settings_to_cmd_args_env(settings, [])
    run(tool, "--no-password", *where, f"--dbname={base}", *words, environment=environment)


def run(tool: str, *words: str, environment: dict[str, str] | None = None) -> None:
    """Run one of PostgreSQL's tools; raises ``Refused`` if it is not there or fails."""
    if not shutil.which(tool):
        raise Refused(f"{tool} is not installed: on Debian, apt install postgresql-client.")
    done = subprocess.run(
        [tool, *words],
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        errors="replace",
    )
    if done.returncode:
        raise Refused(f"{tool} says: {(done.stderr.strip().splitlines() or ['nothing'])[0]}")


def dump(using: str, to: Path) -> None:
    """Write the moment that the connection's open transaction sees."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        moment = cursor.fetchone()[0]
    # What an earlier restore kept aside is no part of it.
    which = ("--format=custom", f"--exclude-schema={MARK}*", f"--snapshot={moment}")
    run_on(ours(), "pg_dump", *which, *AS_ANYBODY, f"--file={to}")


@contextmanager
def restored(dumped: Path) -> Iterator[BaseDatabaseWrapper]:
    """Yield a connection to a database made for the purpose, which is dropped afterwards."""
    name = f"standpoint_check_{secrets.token_hex(6)}"
    try:
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    except DatabaseError as error:
        raise Refused(
            "The backup cannot be tried out: the database user may not create a database. "
            f"Let it (ALTER ROLE … CREATEDB), and try again. PostgreSQL says: {str(error).splitlines()[0]}"
        ) from error
    wrapper = connection.copy("restored")
    wrapper.settings_dict["NAME"] = name
    try:
        run_on(name, "pg_restore", "--exit-on-error", *AS_ANYBODY, str(dumped))
        yield wrapper
    finally:
        wrapper.close()
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


def faults(wrapper: BaseDatabaseWrapper) -> list[str]:
    """PostgreSQL has checked every constraint while restoring, and would have stopped."""
    return []


def address(wrapper: BaseDatabaseWrapper) -> str:
    """Return what DATABASE_URL says to open it."""
    given = os.environ.get("DATABASE_URL", "").partition("?")
    return given[0].rpartition("/")[0] + f"/{wrapper.settings_dict['NAME']}"


def is_in_use() -> bool:
    """Whether another process is connected to it."""
    connections.close_all()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0] > 0


def prepare(dumped: Path, mark: str) -> list[tuple[str, str]]:
    """Put the tables in place in one transaction, those that were there into a schema of their own; no renames."""
    script = dumped.with_suffix(".sql")
    run("pg_restore", *AS_ANYBODY, f"--file={script}", str(dumped))
    connections.close_all()
    aside = f'ALTER SCHEMA public RENAME TO "{mark}"; CREATE SCHEMA public'
    strictly = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
    run_on(ours(), "psql", *strictly, f"--command={aside}", f"--file={script}")
    return []
