"""An archive is held against all it says of itself; whatever is off is named."""

import hashlib
import json
import zipfile

import pytest
from django.core.management import CommandError, call_command

from annotations.refusal import Refused
from curation import release_check
from tests.factories import make_project
from tests.releases import archive_of, make_accepted, make_dataset, make_release, unpacked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_formats")]


@pytest.fixture
def dataset():
    project = make_project()
    make_accepted(project)
    return make_dataset(project)


@pytest.mark.parametrize("rights", ["full", "quotes", "positions"])
def test_a_release_is_whole(dataset, rights):
    dataset.rights = rights
    dataset.save()

    checked = release_check.verify(archive_of(make_release(dataset)))

    assert [checked.version, checked.anchors, checked.held] == ["1.0.0", 1, int(rights == "full")]


def rewritten(made, tmp_path, change, *, summed=True):
    """The archive with one change to its files; the sums made anew, so that nothing but the change is off."""
    files = unpacked(made)
    change(files)
    if summed:
        manifest = json.loads(files["release.json"])
        for file in manifest["files"]:
            file["sha256"] = hashlib.sha256(files[file["name"]]).hexdigest()
        files["release.json"] = json.dumps(manifest).encode()
        files["SHA256SUMS"] = "".join(
            f"{hashlib.sha256(content).hexdigest()}  {name}\n"
            for name, content in files.items()
            if name != "SHA256SUMS"
        ).encode()
    path = tmp_path / "changed.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def in_dataset(old, new):
    def change(files):
        assert old in files["dataset.json"]
        files["dataset.json"] = files["dataset.json"].replace(old, new, 1)

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (in_dataset(b'"start":21', b'"start":22'), "not as far apart as the quote is long"),
        (in_dataset(b'"start":21,"end":63', b'"start":20,"end":62'), "not what stands in the text"),
        (in_dataset(b'"prefix":"Q', b'"prefix":"q'), "not what stands before and after"),
        (in_dataset(b'"body":"Qian', b'"body":"Wian'), "not the SHA-256 of the body"),
        (in_dataset(b'"stance":"oppose"', b'"stance":"against"'), "There is no “against” in this file"),
        (in_dataset(b'"state":"accepted"', b'"state":"perhaps"'), "claims[0].state"),
        (in_dataset(b'"claims":[', b'"claims":[ '), None),
        (in_dataset(b'"rights":"full"', b'"rights":"quotes"'), "do not let its text leave"),
    ],
)
def test_what_is_off_in_the_records_is_named(dataset, tmp_path, change, said):
    path = rewritten(make_release(dataset), tmp_path, change)

    if said is None:
        release_check.verify(path)
        return
    with pytest.raises(Refused) as refused:
        release_check.verify(path)
    assert said in str(refused.value)


def without_a_file(files):
    del files["CHANGELOG.md"]


def with_another_file(files):
    files["extra.txt"] = b"more"


def with_other_bytes(files):
    files["CHANGELOG.md"] += b"more"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (without_a_file, "do not hold the same files: CHANGELOG.md"),
        (with_another_file, "do not hold the same files: extra.txt"),
        (with_other_bytes, "CHANGELOG.md is not what it was"),
    ],
)
def test_what_is_off_in_the_files_is_named(dataset, tmp_path, change, said):
    path = rewritten(make_release(dataset), tmp_path, change, summed=False)

    with pytest.raises(Refused) as refused:
        release_check.verify(path)
    assert said in str(refused.value)


def test_a_damaged_archive_and_none_at_all_are_named(dataset, tmp_path):
    path = archive_of(make_release(dataset))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 255
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(bytes(content))

    for one in (damaged, tmp_path / "none.zip"):
        with pytest.raises(Refused):
            release_check.verify(one)


def test_the_command_says_the_reason_and_fails(dataset, tmp_path):
    path = rewritten(make_release(dataset), tmp_path, with_other_bytes, summed=False)

    with pytest.raises(CommandError, match="CHANGELOG.md is not what it was"):
        call_command("verify_release", str(path))


def test_the_commands_tell_what_they_found(dataset, capsys):
    first = make_release(dataset)
    make_accepted(dataset.project)
    second = make_release(dataset, "1.1.0")

    call_command("verify_release", str(archive_of(second)))
    call_command("diff_releases", str(archive_of(first)), str(archive_of(second)))

    said = capsys.readouterr().out
    assert ["is whole: What experts say 1.1.0." in said, "1 claim was added." in said] == [True, True]
