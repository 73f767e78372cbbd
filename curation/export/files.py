"""All files of a release, written one after the other into a folder."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Protocol

from curation.export.records import Loss, Records, Written


class Format(Protocol):
    """A module that writes one file: its name in the release, and how it is written."""

    @property
    def FILE(self) -> str: ...

    @property
    def write(self) -> Callable[[Records, BinaryIO], Loss]: ...


def write_all(
    formats: tuple[Format, ...], dataset: Records, folder: Path, *, progress: Callable[[str], object] = str
) -> list[Written]:
    """Write each format into a folder, in this order; ``progress`` is told the name of each file before it is begun.

    The list is ``dataset.written``, too: the last formats describe the files before them.
    """
    for form in formats:
        progress(form.FILE)
        dataset.written.append(write_one(form, dataset, folder))
    return dataset.written


def write_one(form: Format, dataset: Records, folder: Path) -> Written:
    """Write one format into a folder and return what it has become."""
    path = folder / form.FILE
    with path.open("wb") as out:
        loss = {sentence: rows for sentence, rows in form.write(dataset, out).items() if rows}
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Written(form.FILE, path.stat().st_size, digest, loss, in_short(form))


def in_short(form: Format) -> str:
    """Return what a format is: the first paragraph of what it says of itself, on one line."""
    says = getattr(form, "says", None) or form.__doc__ or ""
    return " ".join(says.split("\n\n")[0].split()).replace("``", "")
