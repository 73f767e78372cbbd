"""What the rights withhold is in no file of a release, whatever its format."""

import io
import zipfile

import duckdb
import pytest
import zstandard

from annotations.models import Name
from curation.release_files import folder_of
from tests.factories import Role, make_member, make_name, make_project, make_speaker, make_theme
from tests.releases import make_accepted, make_dataset, make_release, unpacked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_releases")]
BODY = (
    "Long before the meeting began, Qian Depei said that one general model cannot serve every field. "
    "Others in the hall spoke for many small models, and doubted all of it aloud until the evening."
)
RUN = 20


def make_study(rights="full"):
    """A project in which a body's words stand wherever words of a text can stand."""
    project = make_project()
    theme = make_theme(project, examples=[BODY])
    speaker = make_speaker(project)
    claim = make_accepted(project, body=BODY, rights=rights, speakers=[speaker], themes=[theme])
    words = "Others in the hall spoke for many"
    source = claim.coded_anchor.text.source
    make_name(speaker, words, kind=Name.Kind.ROLE, source=source)
    claim.attributions.update(named_as=words)
    return project


def contents(made):
    """Every file of a release as it can be read: what is compressed is taken apart."""
    for name, content in unpacked(made).items():
        if name.endswith(".zst"):
            content = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(content)).read()
        if name.endswith((".xlsx", ".zip")):
            with zipfile.ZipFile(io.BytesIO(content)) as book:
                content = b"".join(book.read(part) for part in book.namelist())
        if name.endswith(".parquet"):
            content = rows_of(folder_of(made) / name)
        yield name, content.decode("utf-8", errors="replace")


def rows_of(path):
    """The rows of a Parquet file as they are written out."""
    return repr(duckdb.sql(f"SELECT * FROM '{path}'").fetchall()).encode()


def found_in(made, runs):
    return [(name, run) for name, text in contents(made) for run in runs if run in text]


def runs_of(body):
    return [body[start : start + RUN] for start in range(len(body) - RUN)]


def test_with_full_rights_the_words_are_there():
    made = make_release(make_dataset(make_study()))

    assert ("dataset.json", BODY[:RUN]) in found_in(made, [BODY[:RUN]])


def test_with_positions_no_file_holds_a_run_of_a_body():
    made = make_release(make_dataset(make_study(), rights="positions"))

    assert found_in(made, runs_of(BODY)) == []


def test_a_source_that_gives_positions_gives_no_more_to_a_wider_release():
    project = make_study("positions")
    project.themes.update(examples=[])

    assert found_in(make_release(make_dataset(project)), runs_of(BODY)) == []


def test_with_quotes_nothing_is_left_of_what_stands_around_them():
    project = make_study()
    project.themes.update(examples=[])
    made = make_release(make_dataset(project, rights="quotes"))

    around = ["Long before the meeting began", "and doubted all of it aloud"]
    assert found_in(made, around) == []
    assert found_in(made, ["one general model cannot serve every field"]) != []


def test_a_source_without_rights_is_in_no_file():
    project = make_study("none")
    project.themes.update(examples=[])
    make_accepted(project)
    project.sources.filter(rights="none").update(title="The secret report")

    made = make_release(make_dataset(project))

    assert found_in(made, ["The secret report", *runs_of(BODY)[:5]]) == []
    assert made.losses["rights"] == {"Claims left out, because their sources let nothing leave.": 1}


def test_a_release_that_gives_less_gives_nothing_back_in_its_difference():
    dataset = make_dataset(make_study())
    make_release(dataset)
    dataset.rights = "positions"
    dataset.save()

    assert found_in(make_release(dataset, "2.0.0"), runs_of(BODY)) == []


def test_coders_are_named_only_where_it_was_asked_for():
    project = make_project()
    coder = make_member(project, Role.CODER, "a-coder-by-name")
    claim = make_accepted(project)
    type(claim).objects.filter(pk=claim.pk).update(coder=coder)
    pseudonym = coder.memberships.get().pseudonym

    silent = make_release(make_dataset(project))
    open_one = make_release(make_dataset(project, coders=True))

    assert found_in(silent, [pseudonym, "a-coder-by-name"]) == []
    assert [name for name, _ in found_in(open_one, [pseudonym])] != []
    assert found_in(open_one, ["a-coder-by-name"]) == []
