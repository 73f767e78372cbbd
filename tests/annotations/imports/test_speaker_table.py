"""Speakers as a table: found by key or by name, planned row by row, stored whole or not at all."""

import pytest

from annotations import search
from annotations.access import NotAllowed
from annotations.imports import codebook_table, speaker_table, table
from annotations.models import Name, Speaker
from annotations.refusal import Refused
from tests.factories import (
    Role,
    make_claim,
    make_member,
    make_name,
    make_project,
    make_source,
    make_speaker,
)

pytestmark = pytest.mark.django_db


def read(*lines):
    return table.read("\n".join(lines).encode())


def apply(project, found, **options):
    return speaker_table.apply(project, found, by=options.pop("by", make_member(project)), **options)


def said_of(project):
    """Everything that a table says of the speakers of a project."""
    names = Name.objects.filter(speaker__project=project, source=None)
    return [
        list(
            Speaker.objects.filter(project=project).order_by("key").values_list("key", "kind", "identifiers")
        ),
        sorted(names.values_list("speaker__key", "text", "kind")),
    ]


@pytest.mark.parametrize("form", [table.as_csv, table.as_xlsx])
def test_speakers_come_back_as_they_went(form):
    project, other = make_project(), make_project()
    speaker = make_speaker(project, "-Qian Depei", identifiers={"wikidata": "Q1"})
    make_name(speaker, "钱德沛", language="zh", script="Hans")
    make_name(speaker, "钱德沛先生", language="zh", script="Hans")
    make_name(speaker, "Qian Yupei", kind="mistranslation", language="en")
    make_speaker(project, "Academy", kind="organisation")

    apply(other, table.read(form(*speaker_table.table_of(project))))

    assert said_of(other) == said_of(project)


def test_names_of_one_source_are_no_part_of_a_table_and_stay():
    speaker = make_speaker(make_project(), "Qian")
    source = make_source(speaker.project)
    make_name(speaker, "the academician", kind="role", source=source)

    columns, rows = speaker_table.table_of(speaker.project)
    apply(speaker.project, read("name,role", "Qian,"))

    assert ["the academician" in str(rows), Name.objects.filter(source=source).exists()] == [False, True]


def test_a_row_without_key_is_about_the_one_of_that_name():
    speaker = make_speaker(make_project(), "Qian")

    planned = speaker_table.plan(speaker.project, read("name,alias:zh:Hans", "Qian,钱", "Zhang,张"))

    assert [change.key for change in planned.new] == ["Zhang"]
    assert [change.differences for change in planned.changed] == [[("alias:zh:Hans", "", "钱")]]


def test_a_change_moves_the_version_writes_history_and_is_found_by_its_new_name():
    claim = make_claim()
    speaker = claim.attributions.get().speaker
    coder = make_member(claim.project)

    apply(claim.project, read("key,name,alias", f'{speaker.key},Renamed,"Qian Yupei\nand another"'), by=coder)

    speaker = Speaker.objects.get(pk=speaker.pk)
    assert [speaker.version, speaker.name] == [2, "Renamed"]
    assert speaker.names.get(kind="main").history.first().history_user == coder
    assert list(search.claims_with("renamed", project=claim.project)) == [claim]


def test_an_empty_cell_takes_names_away_and_a_missing_column_keeps_them():
    speaker = make_speaker(make_project(), "Qian", identifiers={"wikidata": "Q1", "viaf": "2"})
    make_name(speaker, "Depei")
    make_name(speaker, "Yupei", kind="mistranslation")

    apply(speaker.project, read("name,alias,id:viaf", "Qian,,"))

    speaker.refresh_from_db()
    assert sorted(speaker.names.values_list("text", flat=True)) == ["Qian", "Yupei"]
    assert speaker.identifiers == {"wikidata": "Q1"}


WRONG = [
    (("kind", "person"), (1, "name"), "There is no column “name”"),
    (("name,colour", "A,red"), (1, "colour"), "There is no such column."),
    (("name,alias:x", "A,B"), (1, "alias:x"), "Write a language tag"),
    (("name", '" "'), (2, "name"), "A speaker needs a name."),
    (("name,kind", "A,robot"), (2, "kind"), "Write person, organisation, collective."),
    (("name,key", "A,a b"), (2, "key"), "Use 1 to 64 of the letters"),
    (("name,key", "A,k", "B,k"), (3, "name"), "An earlier row is about the same speaker."),
    (("name,kind", "Qian,organisation"), (2, "kind"), "do that on their page"),
    (("name,alias", "Two,x"), (2, "key"), "Several speakers have this name"),
    (("name,alias", f"A,{'x' * 501}"), (2, "alias"), "at most 500 characters"),
]


@pytest.mark.parametrize(("lines", "place", "reason"), WRONG)
def test_what_cannot_come_in_is_named_by_row_and_column_and_nothing_comes_in(lines, place, reason):
    project = make_project()
    for name in ("Qian", "Two", "Two"):
        make_speaker(project, name)
    found = read(*lines)

    planned = speaker_table.plan(project, found)
    with pytest.raises(Refused):
        apply(project, found)

    problem = next(problem for problem in planned.problems if (problem.row, problem.column) == place)
    assert [reason in problem.reason, Speaker.objects.count()] == [True, 3]


def test_what_was_changed_after_it_was_shown_does_not_come_in():
    speaker = make_speaker(make_project(), "Qian")
    found = read("name,alias", "Qian,Depei")
    mark = speaker_table.plan(speaker.project, found).mark
    Speaker.objects.update(version=2)

    with pytest.raises(codebook_table.Changed):
        apply(speaker.project, found, mark=mark)

    assert speaker.names.count() == 1


def test_viewers_bring_nobody_in():
    project = make_project()

    with pytest.raises(NotAllowed):
        apply(project, read("name", "A"), by=make_member(project, Role.VIEWER))
