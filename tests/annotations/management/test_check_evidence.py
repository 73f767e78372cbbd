import pytest
from django.core.management import CommandError, call_command

from annotations.models import Anchor
from tests.factories import make_claim, make_project

pytestmark = pytest.mark.django_db


def test_sound_evidence_is_said_to_be_so(capsys):
    make_claim()

    call_command("check_evidence")

    assert capsys.readouterr().out == "No fault found.\n"


def test_each_fault_is_named_and_the_exit_status_is_1(capsys):
    claim = make_claim()
    Anchor.objects.filter(claim=claim).update(suffix="x")

    with pytest.raises(SystemExit) as left:
        call_command("check_evidence")

    said = capsys.readouterr()
    assert left.value.code == 1
    assert said.out == f"{claim.project.slug}: claim {claim.key}: what it says stands after 63 does not\n"
    assert said.err == "1 fault found.\n"


def test_one_project_can_be_looked_at_alone(capsys):
    Anchor.objects.filter(claim=make_claim()).update(suffix="x")

    call_command("check_evidence", project=make_project().slug)

    assert capsys.readouterr().out == "No fault found.\n"


def test_an_unknown_project_is_refused():
    with pytest.raises(CommandError, match="There is no project “nowhere”."):
        call_command("check_evidence", project="nowhere")


@pytest.mark.django_db(transaction=True, databases=["default", "snapshot"])
def test_outside_a_transaction_one_moment_is_read(capsys):
    make_claim()

    call_command("check_evidence")

    assert capsys.readouterr().out == "No fault found.\n"
