"""What holds for every file of a release: the same bytes twice, no word too much, nobody named who is not."""

import io
import json
import re
import zipfile

import pytest

from annotations.snapshot import snapshot
from curation.export import DESCRIBING, FORMATS, files
from curation.export.choice import choose
from curation.export.records import spool
from tests.curation.export.test_dataset import LEAK, make_leaky_project
from tests.release_records import ABOUT, make_records, written

EACH = pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.FILE)


def unpacked(name, held):
    """A file's bytes, and those of what is packed in it."""
    if name.endswith((".zip", ".xlsx")):
        with zipfile.ZipFile(io.BytesIO(held)) as packed:
            return b"".join(packed.read(member) for member in packed.namelist())
    return held


def released(project, folder, rights):
    (folder / "spool").mkdir()
    with snapshot() as database:
        choice = choose(project, database=database, states=["accepted"], rights=rights, coders=False)
        records = spool(choice, ABOUT, folder / "spool")
    (folder / "out").mkdir()
    return files.write_all(FORMATS, records, folder / "out")


@EACH
def test_the_same_records_are_the_same_bytes(form, tmp_path):
    one, two = make_records(tmp_path / "one"), make_records(tmp_path / "two")

    assert written(form, one) == written(form, two)


@EACH
def test_a_release_of_nothing_can_be_written(form, tmp_path):
    empty = dict.fromkeys(("scales", "themes", "speakers", "sources", "claims", "notes"), [])
    project = {"slug": "empty", "title": "Empty", "language": "en"}

    held, loss = written(form, make_records(tmp_path, {"project": project, "codebook": 1, **empty}))

    assert isinstance(held, bytes) and loss == {}


def test_names_of_files_are_used_once_and_descriptions_come_last():
    names = [form.FILE for form in FORMATS]

    assert len(set(names)) == len(names)
    assert FORMATS[-len(DESCRIBING) :] == DESCRIBING


def test_each_format_says_what_it_is_in_one_line():
    assert [form.FILE for form in FORMATS if not re.fullmatch(r"[^\n]+[.:)]", files.in_short(form))] == []


def test_written_files_come_with_their_size_checksum_and_loss(tmp_path):
    records = make_records(tmp_path / "spool")
    (tmp_path / "out").mkdir()
    told = []

    found = files.write_all(FORMATS, records, tmp_path / "out", progress=told.append)

    assert told == [form.FILE for form in FORMATS] == [file.name for file in found]
    assert [file.bytes for file in found] == [(tmp_path / "out" / name).stat().st_size for name in told]
    assert all(rows > 0 for file in found for rows in file.loss.values())


@pytest.mark.django_db
@pytest.mark.parametrize(("rights", "words"), [("positions", set()), ("quotes", {"quote", "named"})])
def test_no_file_holds_a_word_that_may_not_leave(tmp_path, rights, words):
    for file in released(make_leaky_project(), tmp_path, rights):
        held = unpacked(file.name, (tmp_path / "out" / file.name).read_bytes()).decode(errors="replace")
        assert {word for word in re.findall(rf"{LEAK}-(before|quote|after|named|body)", held)} <= words, (
            file.name
        )


@pytest.mark.django_db
def test_a_source_that_stays_out_is_in_no_file(tmp_path):
    project = make_leaky_project(rights="none", title=f"{LEAK}-title")

    for file in released(project, tmp_path, "full"):
        held = unpacked(file.name, (tmp_path / "out" / file.name).read_bytes()).decode(errors="replace")
        assert LEAK not in held, file.name


def test_the_card_and_the_package_say_what_was_lost_and_what_the_sums_are(tmp_path):
    records = make_records(tmp_path / "spool")
    (tmp_path / "out").mkdir()

    found = files.write_all(FORMATS, records, tmp_path / "out")

    card = (tmp_path / "out" / "README.md").read_text()
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text())
    sums = {resource["path"]: resource["hash"] for resource in package["resources"]}
    for file in found:
        for sentence, rows in file.loss.items():
            assert f"| `{file.name}` | {rows} | {sentence} |" in card
    before = [file for file in found if file.name in sums]
    assert sums == {file.name: f"sha256:{file.sha256}" for file in before}
    assert {form.FILE for form in FORMATS} - sums.keys() <= {form.FILE for form in DESCRIBING}
