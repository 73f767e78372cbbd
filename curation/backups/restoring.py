"""Restoring a backup: checked first, then put in place at the end, and what was there is kept aside.

The last step is a few renames. They are written down first, in DATA_DIR/restoring.json, so that after a power cut the
next start finishes them: the place holds what was there or what was restored, and never half of both. (PostgreSQL's tables
change in one transaction of their own, right before.)
"""

import json
import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, connections

from annotations.models import Project, User
from annotations.refusal import Refused
from curation.backups import lock, making

Renames = list[tuple[str, str]]


@dataclass(frozen=True)
class Restored:
    """What was put in place: the moment it is of (UTC, ISO 8601), and how what was there before is called now."""

    made: str
    rows: int
    files: int
    aside: list[str]


def restore(path: Path, *, replace: bool = False) -> Restored:
    """Put a backup in place; ``replace`` allows it over work that is there, which is kept aside.

    Raises ``Refused``, with nothing changed, if the backup is damaged or foreign, if somebody is at work here, or if
    there is work here and ``replace`` was not said.
    """
    if not path.is_file():
        raise Refused(f"There is no file {path}.")
    with lock.alone():
        finish()
        if making.BY_VENDOR[connection.vendor].is_in_use():
            raise Refused("Somebody is at work in this database: stop the site and its commands first.")
        if not replace and not is_empty():
            raise Refused(
                f"There is work in {settings.DATA_DIR}, and it would be replaced. If that is what you want, say so "
                "(REPLACE=1, or --replace); it will be kept aside."
            )
        try:
            with making.work_folder(settings.DATA_DIR) as folder:
                return _put(path, Path(folder) / "tried")
        except OSError as error:
            raise Refused(f"{path.name} cannot be restored: {error.strerror or error}.") from error


def is_empty() -> bool:
    """Whether there is nothing here that a restore could replace: no person, no project, no upload."""
    if any(Path(settings.MEDIA_ROOT).rglob("*")):
        return False
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return True
    try:
        return not (User.objects.exists() or Project.objects.exists())
    except DatabaseError:
        return not connection.introspection.table_names()
    finally:
        connections.close_all()


def _put(path: Path, folder: Path) -> Restored:
    manifest = making.try_out(path, folder)
    mark = f"before_{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    uploads = _uploads_prepared(folder / "media", mark)
    renames = making.BY_VENDOR[connection.vendor].prepare(folder / "database", mark) + uploads
    _write_down(renames)
    finish()
    aside = [new for _, new in renames if f".{mark}" in new]
    if connection.vendor == "postgresql":
        aside.append(f"the schema {mark} of the database")
    return Restored(manifest["made"], sum(manifest["rows"].values()), len(manifest["files"]) - 1, aside)


def _uploads_prepared(unpacked: Path, mark: str) -> Renames:
    """Put the unpacked uploads beside their place, and return the renames that put them in it."""
    place = Path(settings.MEDIA_ROOT)
    beside = place.with_name(f"{place.name}.restoring")
    shutil.rmtree(beside, ignore_errors=True)
    unpacked.mkdir(exist_ok=True)
    shutil.move(unpacked, beside)
    aside = [(str(place), f"{place}.{mark}")] if place.exists() else []
    return [*aside, (str(beside), str(place))]


def _plan() -> Path:
    return settings.DATA_DIR / "restoring.json"


def _write_down(renames: Renames) -> None:
    draft = _plan().with_suffix(".draft")
    with draft.open("w") as file:
        json.dump(renames, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(_plan())


def is_unfinished() -> bool:
    """Whether a restore ended in the middle of its renames."""
    return _plan().exists()


def finish() -> None:
    """Do what is left of the renames that were written down; nothing where none are. Call it alone with the data."""
    if not is_unfinished():
        return
    connections.close_all()
    for old, new in json.loads(_plan().read_text()):
        if Path(old).exists() and not Path(new).exists():
            os.rename(old, new)
    os.sync()
    _plan().unlink()
