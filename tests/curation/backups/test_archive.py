"""What comes out of an archive is what went in, or a sentence; nothing is ever written beside the folder."""

import io
import json
import random
import tarfile

import pytest

from annotations.refusal import Refused
from curation.backups import archive
from tests.rounds import rounds, seed


def make_manifest(**said):
    return {
        "format": archive.FORMAT,
        "version": archive.VERSION,
        "made": "2026-11-22T00:00:00+00:00",
        "vendor": "sqlite",
        "rows": {},
        "migrations": [],
        "missing": [],
        "files": {},
        **said,
    }


@pytest.fixture
def packed(tmp_path):
    """An archive of a database and two uploads, one with a name in another script."""
    media = tmp_path / "media"
    (media / "uploads" / "ab").mkdir(parents=True)
    (media / "uploads" / "ab" / "report.txt").write_bytes(b"said\r\n\0")
    (media / "uploads" / "论文 (1).txt").write_bytes(b"")
    (tmp_path / "standpoint").write_bytes(random.Random(1).randbytes(70_000))
    path = tmp_path / "packed.tar.gz"
    with path.open("wb") as file:
        archive.pack(file, make_manifest(), database=tmp_path / "standpoint", media=media)
    return path


def files_in(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != archive.MANIFEST
    }


def unpacked(path, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    return archive.unpack(path, folder), files_in(folder)


def test_what_goes_in_comes_out(packed, tmp_path):
    manifest, files = unpacked(packed, tmp_path)

    assert files == {
        "database": (tmp_path / "standpoint").read_bytes(),
        "media/uploads/ab/report.txt": b"said\r\n\0",
        "media/uploads/论文 (1).txt": b"",
    }
    assert {name: facts["size"] for name, facts in manifest["files"].items()} == {
        name: len(words) for name, words in files.items()
    }


@pytest.mark.soak
def test_an_archive_that_is_cut_short_anywhere_is_refused(packed, tmp_path):
    whole, chance = packed.read_bytes(), random.Random(seed())
    for number in range(rounds(200)):
        cut = tmp_path / f"{number}.tar.gz"
        cut.write_bytes(whole[: chance.randrange(len(whole) - 20)])
        folder = tmp_path / f"out{number}"
        folder.mkdir()
        with pytest.raises(Refused, match="is damaged"):
            archive.unpack(cut, folder)


@pytest.mark.soak
def test_an_archive_with_one_byte_changed_is_refused_or_comes_out_whole(packed, tmp_path):
    """Some bytes of the packing say nothing, such as the time in its head."""
    whole, chance = packed.read_bytes(), random.Random(seed())
    expected = unpacked(packed, tmp_path)[1]
    for number in range(rounds(200)):
        changed = bytearray(whole)
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        path, folder = tmp_path / f"{number}.tar.gz", tmp_path / f"out{number}"
        path.write_bytes(changed)
        folder.mkdir()
        try:
            archive.unpack(path, folder)
        except Refused:
            continue
        assert files_in(folder) == expected


def make_archive(path, members, manifest=None):
    with tarfile.open(path, "w:gz") as tar:
        for facts, words in [*members, *([member(archive.MANIFEST, manifest)] if manifest else [])]:
            tar.addfile(facts, io.BytesIO(words))
    return path


def member(name, words=b"", **facts):
    words = words if isinstance(words, bytes) else json.dumps(words).encode()
    info = tarfile.TarInfo(name)
    info.size = len(words)
    for key, value in facts.items():
        setattr(info, key, value)
    return info, words


OUTSIDE = [
    "../out.txt",
    "/tmp/out.txt",
    "media/../../out.txt",
    "media//etc/x",
    "media/./x",
    "other",
    "media/",
    "a\\b",
]


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path, name):
    path = make_archive(tmp_path / "bad.tar.gz", [member(name, b"x")], make_manifest())

    with pytest.raises(Refused, match="has no place in it"):
        unpacked(path, tmp_path)
    assert sorted(found.name for found in tmp_path.iterdir()) == ["bad.tar.gz", "out"]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_links_and_devices_are_refused(tmp_path, kind):
    link = member("media/x", type=kind, linkname="/etc/passwd")

    with pytest.raises(Refused, match="“media/x” has no place in it"):
        unpacked(make_archive(tmp_path / "bad.tar.gz", [link], make_manifest()), tmp_path)


def test_a_name_that_comes_twice_is_refused(tmp_path):
    twice = [member("database", b"a"), member("database", b"b")]

    with pytest.raises(Refused, match="cannot be unpacked: File exists"):
        unpacked(make_archive(tmp_path / "bad.tar.gz", twice, make_manifest()), tmp_path)


FOREIGN = {
    "no manifest": (None, "or no backup of this site"),
    "another's": ({"format": "other"}, "or no backup of this site"),
    "no object": (["x"], "or no backup of this site"),
    "newer": (make_manifest(version=2), "was made by a newer Standpoint"),
    "incomplete": ({**make_manifest(), "rows": None, "extra": 1}, "its manifest is not whole"),
    "another sum": (
        make_manifest(files={"database": {"size": 1, "sha256": "0"}}),
        "what it holds is not what it says",
    ),
    "one file too many": (make_manifest(), "what it holds is not what it says"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_what_is_not_ours_is_refused(tmp_path, name):
    manifest, sentence = FOREIGN[name]
    path = make_archive(tmp_path / "bad.tar.gz", [member("database", b"x")], manifest)

    with pytest.raises(Refused, match=sentence):
        unpacked(path, tmp_path)


def test_a_file_that_is_no_archive_is_refused(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("nothing")

    with pytest.raises(Refused, match="notes.txt is damaged, or no backup"):
        unpacked(path, tmp_path)


def test_an_upload_taken_down_meanwhile_is_left_out(packed, tmp_path, monkeypatch):
    gone = tmp_path / "media" / "gone"
    monkeypatch.setattr(archive, "_uploads", lambda media: iter([gone]))
    with (tmp_path / "less.tar.gz").open("wb") as file:
        archive.pack(file, make_manifest(), database=tmp_path / "standpoint", media=tmp_path / "media")

    assert list(unpacked(tmp_path / "less.tar.gz", tmp_path)[1]) == ["database"]
