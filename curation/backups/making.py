"""Making a backup: one moment of the database, the uploads, one archive, tried out before it counts."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

from django.conf import settings
from django.db import DatabaseError, connection, connections

from annotations.refusal import Refused
from annotations.snapshot import snapshot
from curation.backups import archive, database, lock, postgresql, sqlite

BY_VENDOR: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}
LEFT_BEHIND = 24 * 3600  # seconds after which the unfinished work of a process that died is cleared away


@dataclass(frozen=True)
class Made:
    """A backup that was tried out: where it is, its SHA-256, and how much it holds."""

    path: Path
    sha256: str
    rows: int
    files: int
    missing: list[str]


def make(to: Path | None = None, *, evidence: bool = False) -> Made:
    """Back up to a file (by default one named for the moment in DATA_DIR/backups), and try it out on the spot.

    Everything that was acknowledged before the call is in it. With ``evidence``, every row of what comes out again is
    read by the audit too. Raises ``Refused`` if it cannot be made, or does not come out as it went in.
    """
    to = to or _next_path()
    if to.exists():
        raise Refused(f"{to} is there already: name another file.")
    try:
        with lock.shared(), work_folder(to.parent) as folder:
            made = _packed(Path(folder), to)
            try_out(made.path, Path(folder) / "tried", evidence=evidence)
            _put(made.path, to)
    except OSError as error:
        raise Refused(f"The backup cannot be written to {to.parent}: {error.strerror or error}.") from error
    return Made(to, made.sha256, made.rows, made.files, made.missing)


def _next_path() -> Path:
    name = f"standpoint-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.tar.gz"
    return settings.DATA_DIR / "backups" / name


def work_folder(parent: Path) -> tempfile.TemporaryDirectory[str]:
    """Make a folder for unfinished work beside its goal, and clear away what a process that died left there."""
    parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in parent.glob(".unfinished-*"):
        if time.time() - old.stat().st_mtime > LEFT_BEHIND:
            shutil.rmtree(old, ignore_errors=True)
    return tempfile.TemporaryDirectory(prefix=".unfinished-", dir=parent)


def _packed(folder: Path, to: Path) -> Made:
    dumped = folder / "database"
    with snapshot() as using:
        manifest: archive.Manifest = {
            "format": archive.FORMAT,
            "version": archive.VERSION,
            "made": datetime.now(UTC).isoformat(timespec="seconds"),
            "vendor": connection.vendor,
            "rows": database.rows(connections[using]),
            "migrations": database.migrations(connections[using]),
            "missing": [],
            "files": {},
        }
        named = database.files_named(connections[using])
        BY_VENDOR[connection.vendor].dump(using, dumped)
    manifest["missing"] = sorted(name for name in named if not (Path(settings.MEDIA_ROOT) / name).is_file())
    path = folder / to.name
    with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "wb") as file:
        archive.pack(file, manifest, database=dumped, media=Path(settings.MEDIA_ROOT))
        file.flush()
        os.fsync(file.fileno())
    rows = sum(manifest["rows"].values())
    return Made(path, archive.sha256_of_file(path), rows, len(manifest["files"]) - 1, manifest["missing"])


def _put(path: Path, to: Path) -> None:
    """Give the archive its name, unless somebody took that meanwhile; a power cut leaves all of it or nothing."""
    os.link(path, to)
    folder = os.open(to.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def try_out(path: Path, folder: Path, *, evidence: bool = False) -> archive.Manifest:
    """Unpack an archive into a new folder and restore its database there; raises ``Refused`` with what is wrong.

    The unpacked files stay in the folder: ``database`` and ``media``.
    """
    folder.mkdir()
    manifest = archive.unpack(path, folder)
    if manifest["vendor"] != connection.vendor:
        raise Refused(
            f"{path.name} was made on {manifest['vendor']} and this site runs on {connection.vendor}: "
            "move between them by exporting each project and importing it."
        )
    newer = sorted(set(manifest["migrations"]) - database.known_migrations())
    if newer:
        raise Refused(f"{path.name} was made by a newer Standpoint ({newer[0]}): install that first.")
    try:
        with BY_VENDOR[manifest["vendor"]].restored(folder / archive.DATABASE) as wrapper:
            found = list(_faults(wrapper, manifest, folder, evidence))
    except DatabaseError as error:
        found = [str(error)]
    if found:
        raise Refused(f"{path.name} does not come out as it went in: {'; '.join(found)}.")
    return manifest


def _faults(wrapper, manifest, folder, evidence):
    vendor = BY_VENDOR[manifest["vendor"]]
    yield from vendor.faults(wrapper)
    counted = database.rows(wrapper)
    for table in sorted(counted.keys() | manifest["rows"].keys()):
        if counted.get(table) != manifest["rows"].get(table):
            yield f"{table} has {counted.get(table)} rows instead of {manifest['rows'].get(table)}"
    if database.migrations(wrapper) != manifest["migrations"]:
        yield "its migrations are not those of its manifest"
    named = database.files_named(wrapper) - set(manifest["missing"])
    there = {name.removeprefix(archive.MEDIA) for name in manifest["files"]}
    yield from (f"the file {name} is not in it" for name in sorted(named - there)[:5])
    if evidence:
        yield from _audit(vendor.address(wrapper), folder)


def _audit(address, folder):
    """Let the audit read every row of what came out, in a process of its own."""
    environment = {**os.environ, "DATABASE_URL": address, "DATA_DIR": str(folder)}
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "check_evidence"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, errors="replace")
    if done.returncode:
        yield (done.stdout or done.stderr).strip().splitlines()[0]
