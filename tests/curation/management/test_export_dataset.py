import json
import os
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from annotations.imports import dataset
from curation.management.commands import export_dataset
from tests.datasets import make_dataset, write_dataset

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported(tmp_path):
    return dataset.load(write_dataset(tmp_path, make_dataset()), slug="networks").project


def export(capsysbinary, *arguments):
    call_command("export_dataset", "--project", "networks", *arguments)
    return json.loads(capsysbinary.readouterr().out)


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        ([], 2),
        (["--state", "draft"], 1),
        (["--state", "draft", "--state", "accepted"], 3),
        (["--state", "all"], 9),
        (["--state", "all", "--state", "draft"], 9),
    ],
)
def test_states_are_chosen_by_name(imported, capsysbinary, arguments, count):
    assert len(export(capsysbinary, *arguments)["claims"]) == count


def test_rights_narrow_what_is_written(imported, capsysbinary):
    held = export(capsysbinary, "--rights", "positions")

    assert {source["rights"] for source in held["sources"]} == {"positions"}


@pytest.mark.parametrize(("arguments", "coder"), [([], None), (["--coders"], "coder-2")])
def test_coders_are_named_where_asked_for(imported, capsysbinary, arguments, coder):
    assert export(capsysbinary, *arguments)["claims"][0]["coder"] == coder


def test_an_unknown_project_is_refused():
    with pytest.raises(CommandError, match="There is no project “nowhere”."):
        call_command("export_dataset", "--project", "nowhere")


@pytest.mark.parametrize("arguments", [["--state", "done"], ["--rights", "none"]])
def test_unknown_choices_are_refused(imported, arguments):
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("export_dataset", "--project", "networks", *arguments)


def test_a_reader_who_goes_away_is_one_sentence(imported, monkeypatch):
    def write(*given, **options):
        raise BrokenPipeError(32, "Broken pipe")

    forgotten = []
    monkeypatch.setattr(export_dataset.dataset, "export", write)
    monkeypatch.setattr(export_dataset, "forget_the_rest", lambda: forgotten.append(True))

    with pytest.raises(CommandError, match="not written to its end: Broken pipe."):
        call_command("export_dataset", "--project", "networks")
    assert forgotten == [True]


def test_a_closed_pipe_ends_in_peace(tmp_path):
    """The whole program, with a reader that takes nothing: no traceback, not even at the end."""
    reading, writing = os.pipe()
    os.close(reading)
    code = (
        "import sys, django; django.setup()\n"
        "from curation.management.commands.export_dataset import forget_the_rest\n"
        "try:\n    sys.stdout.buffer.write(b'x' * 100); sys.stdout.buffer.flush()\n"
        "except OSError:\n    forget_the_rest()\n"
    )
    environment = {
        **os.environ,
        "DATA_DIR": str(tmp_path),
        "PYTHONPATH": os.getcwd(),
        "DJANGO_SETTINGS_MODULE": "curation.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", code], stdout=writing, stderr=subprocess.PIPE, env=environment, check=False
    )
    os.close(writing)

    assert (done.returncode, done.stderr) == (0, b"")
