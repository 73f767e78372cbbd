import io

import pytest
from django.core.management import CommandError, ManagementUtility, call_command

from annotations.models import Claim, Membership, Project
from tests.datasets import make_dataset, published, write_dataset
from tests.factories import make_project, make_user

pytestmark = pytest.mark.django_db


def load(path, *arguments):
    out = io.StringIO()
    call_command("import_dataset", str(path), "--project", "networks", *arguments, stdout=out)
    return out.getvalue()


def managers():
    return sorted(Membership.objects.values_list("user__username", flat=True))


def test_a_file_comes_in(tmp_path):
    said = load(write_dataset(tmp_path, make_dataset()))

    assert said.startswith(
        "Stored in “networks”: 2 scales, 3 themes, 5 speakers, 2 sources, 9 claims, 4 notes"
    )
    assert Claim.objects.count() == 9


def test_a_dry_run_stores_nothing(tmp_path):
    said = load(write_dataset(tmp_path, make_dataset()), "--dry-run")

    assert said.startswith("All is well, nothing was stored: ")
    assert not Project.objects.exists()


def test_a_dry_run_refuses_what_would_be_refused(tmp_path):
    with pytest.raises(CommandError, match="claims: This key is missing|ends in the middle"):
        load(write_dataset(tmp_path, published(make_dataset())[:-100]), "--dry-run")


def test_superusers_run_a_new_project(tmp_path):
    make_user("root", is_superuser=True)
    make_user("gone", is_superuser=True, is_active=False)
    make_user("ana")

    load(write_dataset(tmp_path, make_dataset()))

    assert managers() == ["root"]


def test_who_is_named_runs_it_alone(tmp_path):
    make_user("root", is_superuser=True)
    make_user("ana")

    load(write_dataset(tmp_path, make_dataset()), "--manager", "ana")

    assert managers() == ["ana"]


def test_a_project_that_was_there_keeps_its_people(tmp_path):
    make_user("root", is_superuser=True)
    make_project("networks")

    load(write_dataset(tmp_path, make_dataset()))

    assert managers() == []


def test_an_unknown_manager_is_refused(tmp_path):
    with pytest.raises(CommandError, match="no active user “nobody”"):
        load(write_dataset(tmp_path, make_dataset()), "--manager", "nobody")
    assert not Project.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04", "line 1: This is not JSON"),
        (published(make_dataset(codebook="1")), "codebook, line "),
        (b'{"format":"\\ud800"}', "format, line 1: Here stands half a character"),
    ],
)
def test_a_refusal_is_one_sentence_and_exit_status_1(tmp_path, capsys, content, said):
    path = write_dataset(tmp_path, content)

    with pytest.raises(SystemExit) as ended:
        ManagementUtility(["manage.py", "import_dataset", str(path), "--project", "networks"]).execute()

    printed = capsys.readouterr()
    assert ended.value.code == 1
    assert printed.err.startswith(f"CommandError: {said}")
    assert printed.err.count("\n") == 1
    assert printed.out == ""


@pytest.mark.parametrize(("name", "said"), [("missing.json", "No such file"), (".", "Is a directory")])
def test_what_is_no_file_is_refused(tmp_path, name, said):
    with pytest.raises(CommandError, match=said):
        load(tmp_path / name)
