"""The archive: a compressed tar of the database as one file, the uploads, and last a manifest with all their sums.

What comes out of it is believed only where the manifest has it, with its size and its SHA-256.
"""

import hashlib
import io
import json
import os
import re
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TypedDict

from annotations.refusal import Refused

FORMAT, VERSION = "standpoint-backup", 1
MANIFEST = "manifest.json"
DATABASE = "database"
MEDIA = "media/"
LARGEST_MANIFEST = 256 * 2**20
BLOCK = 2**20


class Entry(TypedDict):
    """One file of the archive: its length in bytes and the SHA-256 of them, as 64 hexadecimal digits."""

    size: int
    sha256: str


class Manifest(TypedDict):
    """What the archive says of itself: the moment in UTC, the database's kind, its rows by table, and its files."""

    format: str
    version: int
    made: str
    vendor: str
    rows: dict[str, int]
    migrations: list[str]
    missing: list[str]
    files: dict[str, Entry]


class Summing:
    """A file read once, whose length and SHA-256 are known when it has been."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.digest = hashlib.sha256()
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        block = self.file.read(size)
        self.digest.update(block)
        self.size += len(block)
        return block

    def entry(self) -> Entry:
        return {"size": self.size, "sha256": self.digest.hexdigest()}


def pack(to: IO[bytes], manifest: Manifest, *, database: Path, media: Path) -> None:
    """Write database, uploads and manifest to ``to``; fills the manifest's ``files`` with what was written."""
    with tarfile.open(fileobj=to, mode="w:gz", compresslevel=6) as tar:
        _add(tar, DATABASE, database, manifest)
        for path in _uploads(media):
            _add(tar, MEDIA + path.relative_to(media).as_posix(), path, manifest)
        words = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        facts = tarfile.TarInfo(MANIFEST)
        facts.size = len(words)
        tar.addfile(facts, io.BytesIO(words))


def _uploads(media: Path) -> Iterator[Path]:
    return (path for path in sorted(media.rglob("*")) if path.is_file() and not path.is_symlink())


def _add(tar: tarfile.TarFile, name: str, path: Path, manifest: Manifest) -> None:
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return  # taken down since the folder was listed; what should be there is compared with what is
    with file:
        facts = tarfile.TarInfo(name)
        now = os.fstat(file.fileno())  # the name may be gone by now
        facts.size = now.st_size
        facts.mode = 0o600
        facts.mtime = now.st_mtime
        summing = Summing(file)
        tar.addfile(facts, summing)
        manifest["files"][name] = summing.entry()


def unpack(archive: Path, folder: Path) -> Manifest:
    """Unpack an archive into an empty folder and return its manifest.

    Raises ``Refused`` if it is damaged, no archive of ours, or holds anything that its manifest does not name.
    """
    try:
        with tarfile.open(archive, "r:gz") as tar:
            found = {member.name: _take(tar, member, folder) for member in tar}
    except (tarfile.TarError, EOFError, zlib.error, UnicodeError) as error:
        raise Refused(
            f"{archive.name} is damaged, or no backup of this site: {error}. Take another one."
        ) from error
    except OSError as error:
        raise Refused(f"{archive.name} cannot be unpacked: {error.strerror or error}.") from error
    manifest = _manifest(archive, folder)
    if found.pop(MANIFEST, None) is None or found != manifest["files"]:
        raise Refused(f"{archive.name} is damaged: what it holds is not what it says. Take another one.")
    return manifest


def _take(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> Entry:
    """Write one member where its name says, which never leads out of the folder."""
    if not member.isreg() or not _is_ours(member.name):
        raise tarfile.TarError(f"“{member.name}” has no place in it")
    if member.size > shutil.disk_usage(folder).free:
        raise tarfile.TarError(f"there is no room for “{member.name}”")
    path = folder / member.name
    path.parent.mkdir(parents=True, exist_ok=True)
    taken = tar.extractfile(member)
    assert taken is not None
    with taken, path.open("xb") as file:
        summing = Summing(taken)
        shutil.copyfileobj(summing, file, BLOCK)
    return summing.entry()


def _is_ours(name: str) -> bool:
    if name in (DATABASE, MANIFEST):
        return True
    parts = name.removeprefix(MEDIA).split("/")
    return name.startswith(MEDIA) and not {"", ".", ".."} & set(parts) and "\0" not in name


def _manifest(archive: Path, folder: Path) -> Manifest:
    """Read the manifest, and look no further if it is not ours."""
    path = folder / MANIFEST
    try:
        if path.stat().st_size > LARGEST_MANIFEST:
            raise ValueError
        said = json.loads(path.read_bytes())
        if said["format"] != FORMAT or not re.fullmatch(r"[0-9TZ:.+-]+", said["made"]):
            raise ValueError
        newer = said["version"] > VERSION
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise Refused(f"{archive.name} is damaged, or no backup of this site.") from None
    if newer:
        raise Refused(f"{archive.name} was made by a newer Standpoint: install that first.")
    if set(said) != Manifest.__required_keys__:
        raise Refused(f"{archive.name} is damaged: its manifest is not whole. Take another one.")
    return said


def sha256_of_file(path: Path) -> str:
    """Return the SHA-256 of a file, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
