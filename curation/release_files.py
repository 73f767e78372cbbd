"""The files of a release: built in a folder from one moment of the database, described, summed and packed.

``build`` does it all; the database is read once, at its beginning. The same dataset, version, notes and day of the same
content give the same bytes, of each file and of the archive.
"""

import dataclasses
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from django.conf import settings

from annotations.models import Text
from annotations.snapshot import snapshot
from curation import changelog, datasets, difference
from curation.backups.archive import sha256_of_file
from curation.export import FORMATS
from curation.export.archive import Member
from curation.export.choice import Choice, sources_of
from curation.export.files import Format, write_all
from curation.export.records import About, Author, Loss, Records, Written, spool
from curation.models import Dataset, Release

DATASET = "dataset.json"
CHANGES = "changes.json"
CHANGELOG = "CHANGELOG.md"
MANIFEST = "release.json"
SUMS = "SHA256SUMS"
BLOCK = 1 << 20

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Plan:
    """What is to be built: the dataset as it was read, under which version, on which day (ISO 8601)."""

    dataset: Dataset
    version: str
    notes: str
    day: str
    before: list[Release]
    """All releases of the dataset so far, the newest first."""


@dataclass(frozen=True)
class Built:
    """What was built, as the release will say of itself."""

    about: dict[str, Any]
    counts: dict[str, int]
    codebook: dict[str, Any]
    files: list[dict[str, Any]]
    losses: dict[str, Loss]
    changes: dict[str, Any]


def folder_of(release: Release) -> Path:
    """Return where the files of a release are."""
    return releases_folder() / release.key


def releases_folder() -> Path:
    """Return where the files of all releases are, each in a folder of its own."""
    return Path(settings.MEDIA_ROOT) / "releases"


def build(plan: Plan, folder: Path, *, progress: Progress) -> Built:
    """Build all files of a release in an empty folder: what is read goes into ``records``, the files into ``files``."""
    spooled, files = folder / "records", folder / "files"
    spooled.mkdir()
    files.mkdir()
    progress("reading", 0, 0)
    with snapshot() as database:
        choice = datasets.chosen(plan.dataset, using=database)
        about = _about(plan, choice)
        kept = datasets.kept_back(choice), datasets.without_quote(choice)
        records = spool(choice, about, spooled, progress=_counting(progress))
    formats = _formats(plan, files)
    write_all(formats, records, files, progress=_numbering(progress, len(formats)))
    progress("packing", len(formats), len(formats))
    changes = _changes(plan, files)
    rights_kept = dict(zip((KEPT_BACK, WITHOUT_QUOTE), kept, strict=True))
    losses = {name: loss for name, loss in _losses(records.written, rights_kept).items() if loss}
    said = _said_of(plan, about)
    _write_manifest(files, plan, said, records, losses, changes)
    listed = _listed(files)
    archive = _pack(files, f"{plan.dataset.slug}-{plan.version}.zip", [name for name, _, _ in listed])
    keep_for_good(files)
    return Built(
        about=said,
        counts=records.counts,
        codebook={"number": records.codebook, "scales": records.scales, "themes": records.themes},
        files=[{"name": name, "bytes": size, "sha256": sha256} for name, size, sha256 in [archive, *listed]],
        losses=losses,
        changes=changes,
    )


def _counting(progress: Progress) -> Callable[[int], None]:
    """Count the records that are read, and say so."""
    read = 0

    def told(number: int) -> None:
        nonlocal read
        read += number
        progress("reading", read, 0)

    return told


def _numbering(progress: Progress, total: int) -> Callable[[str], None]:
    """Say which file is being written, and how many are done."""
    begun = -1

    def told(name: str) -> None:
        nonlocal begun
        begun += 1
        progress(name, begun, total)

    return told


# What it says of itself


def _about(plan: Plan, choice: Choice) -> About:
    dataset = plan.dataset
    address = f"{settings.SITE_URL}{dataset.address}{plan.version}/" if settings.SITE_URL else ""
    return About(
        slug=dataset.slug,
        title=dataset.title,
        abstract=dataset.abstract,
        authors=tuple(Author(**author) for author in dataset.authors),
        licence=dataset.licence,
        rights=dataset.rights,
        languages=tuple(_languages(dataset, choice)),
        version=plan.version,
        date=plan.day,
        citation=datasets.citation(dataset, version=plan.version, year=plan.day[:4], address=address),
        address=address,
        publisher=choice.project.title,
    )


def _languages(dataset: Dataset, choice: Choice) -> list[str]:
    """Those that were named, or else those of the texts, in code-point order."""
    named = [tag.strip() for tag in dataset.languages.split(",") if tag.strip()]
    texts = choice.rows(Text, source__in=sources_of(choice)).order_by()
    return named or sorted(set(texts.values_list("language", flat=True)) - {""})


def _said_of(plan: Plan, about: About) -> dict[str, Any]:
    """All that the release says of itself, as plain data."""
    dataset = plan.dataset
    return dataclasses.asdict(about) | {
        "notes": plan.notes,
        "longest_quote": dataset.longest_quote,
        "coders": dataset.coders,
        "choice": dataset.query,
    }


# The difference to the release before, as two files of their own


def previous(before: list[Release]) -> Release | None:
    """Return the newest release whose files are there to be compared with."""
    return next((release for release in before if (folder_of(release) / DATASET).is_file()), None)


@dataclass(frozen=True)
class _ChangesFile:
    """changes.json: each change, as data."""

    plan: Plan
    folder: Path
    FILE: str = CHANGES

    def write(self, dataset: Records, out: BinaryIO) -> Loss:
        last = previous(self.plan.before)
        found = difference.between(folder_of(last) / DATASET, self.folder / DATASET) if last else {}
        head = {"from": last and last.version, "to": self.plan.version}
        out.write(orjson.dumps(head | found, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
        return {}


@dataclass(frozen=True)
class _ChangelogFile:
    """CHANGELOG.md: what each version changed, in words, and of this one each change."""

    plan: Plan
    folder: Path
    FILE: str = CHANGELOG

    def write(self, dataset: Records, out: BinaryIO) -> Loss:
        changes = _changes(self.plan, self.folder)
        counts = changes["counts"] if changes["from"] else None
        out.write(f"# {self.plan.dataset.title}\n\n".encode())
        out.write(changelog.chapter(self.plan.version, self.plan.day, self.plan.notes, counts).encode())
        if counts:
            found = orjson.loads((self.folder / CHANGES).read_bytes())
            out.write("".join(f"{line}\n" for line in ["", *changelog.details(found)]).encode())
        for release in self.plan.before:
            out.write(b"\n" + _chapter_of(release).encode())
        return {}


def _chapter_of(release: Release) -> str:
    counts = release.changes["counts"] if release.changes["from"] else None
    return changelog.chapter(release.version, release.about["date"], release.notes, counts)


def _changes(plan: Plan, folder: Path) -> dict[str, Any]:
    """What the release keeps of its difference: to which version, and how many changes of each kind."""
    found = orjson.loads((folder / CHANGES).read_bytes())
    counts = difference.summary(found) if found["from"] else {}
    return {"from": found["from"], "counts": counts}


def _formats(plan: Plan, folder: Path) -> tuple[Format, ...]:
    """All that is written: the difference right after what it is taken from, so that what describes files has it."""
    return (FORMATS[0], _ChangesFile(plan, folder), _ChangelogFile(plan, folder), *FORMATS[1:])


# What was lost, and the manifest

KEPT_BACK = "Claims left out, because their sources let nothing leave."
WITHOUT_QUOTE = "Claims without their quote, because of the rights."
RIGHTS = "rights"


def _losses(written: list[Written], kept: Loss) -> dict[str, Loss]:
    """By file, and first what the rights kept back from all of them."""
    of_rights = {sentence: rows for sentence, rows in kept.items() if rows}
    return {RIGHTS: of_rights} | {file.name: file.loss for file in written}


def _write_manifest(files, plan: Plan, said: dict, records: Records, losses: dict, changes: dict) -> None:
    manifest = {
        "format": "standpoint-release",
        "version": 1,
        "project": plan.dataset.project.slug,
        "about": said,
        "counts": records.counts,
        "codebook": records.codebook,
        "losses": losses,
        "changes": changes,
        "files": [
            {"name": file.name, "bytes": file.bytes, "sha256": file.sha256} for file in records.written
        ],
    }
    (files / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


# Sums and the archive


def _listed(folder: Path) -> list[tuple[str, int, str]]:
    """Name, length and SHA-256 of each file, by name; the sums are written last and come last."""
    listed = [_summed(path) for path in sorted(folder.iterdir())]
    lines = "".join(f"{sha256}  {name}\n" for name, _, sha256 in listed)
    (folder / SUMS).write_text(lines, encoding="utf-8")
    return [*listed, _summed(folder / SUMS)]


def _summed(path: Path) -> tuple[str, int, str]:
    return path.name, path.stat().st_size, sha256_of_file(path)


def _pack(folder: Path, name: str, names: list[str]) -> tuple[str, int, str]:
    """Pack the files into one ZIP: in this order, of no day, so that the same files are the same archive."""
    path = folder / name
    with zipfile.ZipFile(path, "w") as archive:
        for packed in names:
            _add(archive, folder / packed)
    return _summed(path)


def _add(archive: zipfile.ZipFile, path: Path) -> None:
    entry = Member(path.name)
    entry.file_size = path.stat().st_size
    with path.open("rb") as file, archive.open(entry, "w") as packed:
        for block in _blocks(file):
            packed.write(block)


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    while block := file.read(BLOCK):
        yield block


def keep_for_good(folder: Path) -> None:
    """Let the disk have all files of a folder, and the folder, before anything says that they are there."""
    for path in [*folder.iterdir(), folder]:
        sync_folder(path)


def sync_folder(path: Path) -> None:
    """Let the disk have a folder's list of names, or a file's bytes."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
