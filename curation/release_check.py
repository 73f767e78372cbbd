"""A release's archive held against all that it says of itself, without the database that it came from.

``verify`` recomputes the sums, reads each record in its published shape, follows each reference, and holds each offset
against its text where the text is there; where rights withhold words, it sees that none are left.
"""

import hashlib
import json
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotations import rights
from annotations.imports.checks import check_shape
from annotations.imports.file import Fault, Found, NotImported, Pieces, read
from annotations.refusal import Refused
from curation.release_files import DATASET, MANIFEST, SUMS

BLOCK = 1 << 20
LARGEST_LIST = 64 << 20  # bytes of the manifest or the sums


@dataclass(frozen=True)
class Checked:
    """What was found whole: how many files, records, and offsets, and how many of those could be held against a text."""

    title: str
    version: str
    files: int
    records: int
    anchors: int
    held: int


def verify(path: Path) -> Checked:
    """Check an archive; raises ``Refused`` with the first thing that is off."""
    with _opened(path) as archive:
        manifest = _manifest(archive)
        sums = _check_sums(archive)
        _check_manifest(manifest, sums)
        with dataset_in(path) as document:
            seen = _check_records(document, manifest["about"]["rights"], manifest["about"]["longest_quote"])
    for name, count in seen.counts.items():
        if manifest["counts"].get(name, count) != count:
            raise Refused(f"{MANIFEST} counts {manifest['counts'][name]} {name}, {DATASET} holds {count}.")
    about = manifest["about"]
    records = sum(seen.counts.values())
    return Checked(about["title"], about["version"], len(sums) + 1, records, seen.anchors, seen.held)


@contextmanager
def dataset_in(path: Path) -> Iterator[Path]:
    """Yield the dataset.json of an archive as a file of its own, for as long as it is needed."""
    with _opened(path) as archive, tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / DATASET
        with archive.open(DATASET) as member, out.open("wb") as file:
            while block := member.read(BLOCK):
                file.write(block)
        yield out


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except KeyError as error:
        raise Refused(f"{path.name} is no release: {str(error.args[0])}") from None
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise Refused(f"{path.name} is damaged, or no archive: {error}.") from None
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from None


# The files and their sums


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    try:
        said = json.loads(_small(archive, MANIFEST))
        known = said["format"] == "standpoint-release" and said["version"] == 1
        parts = {"about": dict, "counts": dict, "files": list, "losses": dict}
        whole = all(isinstance(said[name], kind) for name, kind in parts.items())
        named = all(name in said["about"] for name in ("title", "version", "rights", "longest_quote"))
    except (ValueError, KeyError, TypeError, RecursionError):
        known = whole = named = False
    if not (known and whole and named):
        raise Refused(f"{MANIFEST} is not that of a release, version 1.")
    return said


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > LARGEST_LIST:
        raise Refused(f"{name} is longer than any release has it.")
    return archive.read(name)


def _check_sums(archive: zipfile.ZipFile) -> dict[str, str]:
    """Recompute the SHA-256 of each file; return them by name."""
    names = [entry.filename for entry in archive.infolist()]
    sums = _read_sums(_small(archive, SUMS).decode(errors="replace"))
    if sorted(names) != sorted([*sums, SUMS]):
        odd = sorted(set(names) ^ {*sums, SUMS})
        raise Refused(
            f"{SUMS} and the archive do not hold the same files: {', '.join(odd) or 'one comes twice'}."
        )
    for name, expected in sums.items():
        found = _sum(archive, name)
        if found != expected:
            raise Refused(f"{name} is not what it was: its SHA-256 is {found}, and {SUMS} says {expected}.")
    return sums


def _read_sums(text: str) -> dict[str, str]:
    lines = [line.split("  ", 1) for line in text.splitlines()]
    if any(len(line) != 2 for line in lines):
        raise Refused(f"{SUMS} cannot be read: each line is a SHA-256, two spaces and a name.")
    return {name: digest for digest, name in lines}


def _sum(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as member:
        while block := member.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _check_manifest(manifest: dict[str, Any], sums: dict[str, str]) -> None:
    for file in manifest["files"]:
        if sums.get(file["name"]) != file["sha256"]:
            raise Refused(f"{MANIFEST} says of {file['name']} what {SUMS} does not say.")


# The records


@dataclass
class _Seen:
    """What was read so far: who and what is there, what is in each text, and how much of it."""

    most: str
    longest: int | None
    counts: dict[str, int] = field(default_factory=dict)
    texts: dict[str, tuple[str, str]] = field(default_factory=dict)
    speakers: set[str] = field(default_factory=set)
    stances: dict[str, set[str]] = field(default_factory=dict)
    themes: dict[str, str] = field(default_factory=dict)
    sources: set[str] = field(default_factory=set)
    records: set[str] = field(default_factory=set)
    ids: set[tuple[str, str]] = field(default_factory=set)
    anchors: int = 0
    held: int = 0


def _check_records(path: Path, most: str, longest: int | None) -> _Seen:
    seen = _Seen(most, longest)
    try:
        with path.open("rb") as file:
            for found in read(Pieces(file)):
                _check_record(found, seen)
    except NotImported as fault:
        raise Refused(f"{DATASET}: {fault}") from None
    return seen


def _check_record(found: Found, seen: _Seen) -> None:
    try:
        check_shape(found)
        if not found.alone:
            seen.counts[found.key] = seen.counts.get(found.key, 0) + 1
            _once(found, seen)
        if found.key in CHECKS:
            CHECKS[found.key](found.value, seen)
    except Fault as fault:
        raise NotImported(fault.reason, path=[*found.path, *fault.path], line=found.line) from None


def _once(found: Found, seen: _Seen) -> None:
    key = (found.key, found.value.get("id") or found.value["code"])
    if key in seen.ids:
        raise Fault(["id"], "This stands here for the second time.")
    seen.ids.add(key)


def _scale(scale: dict, seen: _Seen) -> None:
    seen.stances[scale["code"]] = {stance["code"] for stance in scale["stances"]}


def _theme(theme: dict, seen: _Seen) -> None:
    _there(theme["scale"], seen.stances, ["scale"])
    seen.themes[theme["code"]] = theme["scale"]


def _speaker(speaker: dict, seen: _Seen) -> None:
    seen.speakers.add(speaker["id"])


def _source(source: dict, seen: _Seen) -> None:
    if rights.narrower(source["rights"], seen.most) != source["rights"]:
        raise Fault(["rights"], f"This is more than the release gives of any source: {seen.most}.")
    seen.sources.add(source["id"])
    for index, text in enumerate(source["texts"]):
        body = text["body"]
        here: list[str | int] = ["texts", index]
        if source["rights"] != rights.FULL and body:
            raise Fault([*here, "body"], "The rights of this source do not let its text leave.")
        if body and hashlib.sha256(body.encode()).hexdigest() != text["sha256"]:
            raise Fault([*here, "sha256"], "This is not the SHA-256 of the body.")
        seen.texts[text["id"]] = (source["rights"], body)


def _claim(claim: dict, seen: _Seen) -> None:
    seen.records.add(claim["record"])
    for index, anchor in enumerate(claim["anchors"]):
        _anchor(anchor, seen, ["anchors", index])
    withheld = any(not rights.quotes_leave(seen.texts[anchor["text"]][0]) for anchor in claim["anchors"])
    for index, voice in enumerate(claim["speakers"]):
        if withheld and voice["named_as"]:
            raise Fault(["speakers", index, "named_as"], "The rights of this source let no words leave.")
        for name in ("speaker", "organisation", "via"):
            if voice[name] is not None:
                _there(voice[name], seen.speakers, ["speakers", index, name])
    for index, coding in enumerate(claim["codings"]):
        _there(coding["theme"], seen.themes, ["codings", index, "theme"])
        if coding["stance"] is not None:
            stances = seen.stances[seen.themes[coding["theme"]]]
            _there(coding["stance"], stances, ["codings", index, "stance"])


def _anchor(anchor: dict, seen: _Seen, here: list) -> None:
    _there(anchor["text"], seen.texts, [*here, "text"])
    leaving, body = seen.texts[anchor["text"]]
    seen.anchors += 1
    if leaving != rights.FULL and (anchor["prefix"] or anchor["suffix"]):
        raise Fault(here, "The rights of this source let nothing leave of what stands around a quote.")
    if not rights.quotes_leave(leaving) and anchor["quote"]:
        raise Fault([*here, "quote"], "The rights of this source let no quote leave.")
    if seen.longest and len(anchor["quote"]) > seen.longest:
        raise Fault(
            [*here, "quote"], f"This is longer than the {seen.longest} characters that the release gives."
        )
    if anchor["quote"] and anchor["end"] - anchor["start"] != len(anchor["quote"]):
        raise Fault([*here, "end"], "The offsets are not as far apart as the quote is long.")
    if body:
        _held_against(body, anchor, here)
        seen.held += 1


def _held_against(body: str, anchor: dict, here: list) -> None:
    start, end = anchor["start"], anchor["end"]
    if not start < end <= len(body) or anchor["quote"] and body[start:end] != anchor["quote"]:
        raise Fault([*here, "quote"], "This is not what stands in the text from start to end.")
    if not body[:start].endswith(anchor["prefix"]) or not body[end:].startswith(anchor["suffix"]):
        raise Fault(here, "This is not what stands before and after the quote.")


def _there(key: str, among: Any, path: list) -> None:
    if key not in among:
        raise Fault(path, f"There is no “{key}” in this file.")


CHECKS = {"scales": _scale, "themes": _theme, "speakers": _speaker, "sources": _source, "claims": _claim}
