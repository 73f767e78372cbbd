"""A codebook as a table: planned row by row, stored whole or not at all, and the same when it comes back."""

import pytest

from annotations import codebook
from annotations.access import NotAllowed
from annotations.imports import codebook_table, table
from annotations.models import Theme
from annotations.refusal import Refused
from tests.factories import Role, make_claim, make_member, make_project, make_theme

pytestmark = pytest.mark.django_db


def read(*lines):
    return table.read("\n".join(lines).encode())


def manager_of(project):
    return make_member(project, Role.MANAGER)


def apply(project, found, **options):
    return codebook_table.apply(project, found, by=options.pop("by", manager_of(project)), **options)


def make_codebook():
    project = make_project()
    parent = make_theme(project, "models", proposition="", labels={"en": "Models", "zh": "模型"})
    make_theme(
        project,
        "general",
        parent=parent,
        order=3,
        proposition="=One for all",
        definition="Two\nlines ",
        use_when="'quoted'",
        examples=["- a dash", "two\nlines"],
    )
    return project


@pytest.mark.parametrize("form", [table.as_csv, table.as_xlsx])
def test_a_codebook_comes_back_as_it_went(form):
    project, other = make_codebook(), make_project()

    apply(other, table.read(form(*codebook_table.table_of(project))))

    assert codebook.as_it_stands(other) == codebook.as_it_stands(project)


def test_the_same_table_changes_nothing():
    project = make_codebook()
    found = table.read(table.as_csv(*codebook_table.table_of(project)))

    planned = codebook_table.plan(project, found)

    assert [planned.new, planned.changed, planned.unchanged] == [[], [], 2]


def test_a_plan_says_what_is_new_changed_and_as_it_was():
    project = make_project()
    make_theme(project, "a", labels={"en": "A"}, proposition="Before")
    make_theme(project, "b", labels={"en": "B"}, proposition="Same")

    planned = codebook_table.plan(
        project, read("code,label:en,proposition", "a,A,After", "b,B,Same", "c,C,New")
    )

    assert [change.key for change in planned.new] == ["c"]
    assert [change.differences for change in planned.changed] == [[("proposition", "Before", "After")]]
    assert planned.unchanged == 1


def test_parts_may_stand_before_what_they_are_part_of():
    project = make_project()

    apply(project, read("code,parent,label:en", "part,whole,Part", "whole,,Whole"))

    assert Theme.objects.get(code="part").parent.code == "whole"


def test_a_change_moves_the_version_writes_history_and_marks_the_codebook():
    project = make_project()
    theme = make_theme(project, "a", labels={"en": "A"})
    manager = manager_of(project)
    codebook.freeze(project, by=manager, reason="a start")

    apply(project, read("code,definition", "a,Now defined"), by=manager)

    theme.refresh_from_db()
    project.refresh_from_db()
    assert [theme.version, theme.definition, theme.labels] == [2, "Now defined", {"en": "A"}]
    assert [theme.history.first().history_user, project.codebook_changed] == [manager, True]


def test_an_empty_cell_empties_and_a_missing_column_keeps():
    project = make_project()
    make_theme(project, "a", labels={"en": "A", "zh": "甲"}, definition="Gone", use_when="Kept")

    apply(project, read("code,label:zh,definition", "a,,"))

    theme = Theme.objects.get()
    assert [theme.labels, theme.definition, theme.use_when] == [{"en": "A"}, "", "Kept"]


WRONG = [
    (("label:en", "A"), (1, "code"), "There is no column “code”"),
    (("code,colour", "a,red"), (1, "colour"), "There is no such column."),
    (("code,label:english language", "a,A"), (1, "label:english language"), "Write a language tag"),
    (("code,label:en", "a b,A"), (2, "code"), "Use 1 to 64 of the letters"),
    (("code,label:en", ",A"), (2, "code"), "Use 1 to 64 of the letters"),
    (("code,label:en", "a,A", "a,B"), (3, "code"), "“a” stands there twice."),
    (("code,label:en", "a,"), (2, "label:en"), "A theme needs a label"),
    (("code,label:en,parent", "a,A,b"), (2, "parent"), "There is no theme “b”"),
    (("code,label:en,parent", "a,A,b", "b,B,a"), (2, "parent"), "cannot be part of itself"),
    (("code,label:en,parent", "a,A,a"), (2, "parent"), "cannot be part of itself"),
    (("code,label:en,scale", "a,A,urgency"), (2, "scale"), "There is no scale “urgency”. There are: stance."),
    (("code,label:en,order", "a,A,first"), (2, "order"), "Write a whole number"),
    (("code,label:en,order", "a,A,32768"), (2, "order"), "Write a whole number"),
]


@pytest.mark.parametrize(("lines", "place", "reason"), WRONG)
def test_what_cannot_come_in_is_named_by_row_and_column_and_nothing_comes_in(lines, place, reason):
    project = make_project()
    found = read(*lines)

    first = codebook_table.plan(project, found).problems[0]
    with pytest.raises(Refused):
        apply(project, found)

    assert [(first.row, first.column), reason in first.reason, Theme.objects.count()] == [place, True, 0]


def test_every_refusal_is_named_at_once():
    planned = codebook_table.plan(make_project(), read("code,label:en,order", "a,,x", "a b,B,1"))

    assert [(problem.row, problem.column) for problem in planned.problems] == [
        (2, "order"),
        (2, "label:en"),
        (3, "code"),
    ]


def test_a_theme_whose_stances_are_taken_keeps_its_scale():
    theme = make_claim().codings.get().theme
    theme.project.scales.create(code="urgency", label="Urgency")

    planned = codebook_table.plan(theme.project, read("code,scale", f"{theme.code},urgency"))

    assert "its scale stays" in planned.problems[0].reason


def test_what_was_changed_after_it_was_shown_does_not_come_in():
    project = make_project()
    theme = make_theme(project, "a", labels={"en": "A"})
    found = read("code,definition", "a,Shown")
    mark = codebook_table.plan(project, found).mark
    Theme.objects.filter(pk=theme.pk).update(version=2, definition="Written meanwhile")

    with pytest.raises(codebook_table.Changed):
        apply(project, found, mark=mark)

    theme.refresh_from_db()
    assert theme.definition == "Written meanwhile"


def test_below_manager_nobody_brings_a_codebook_in():
    project = make_project()

    with pytest.raises(NotAllowed):
        apply(project, read("code,label:en", "a,A"), by=make_member(project, Role.REVIEWER))


def test_a_plan_takes_as_many_statements_for_three_rows_as_for_one(django_assert_num_queries):
    project = make_codebook()
    for lines in (["a,A"], ["a,A", "general,G", "models,M"]):
        with django_assert_num_queries(3):
            codebook_table.plan(project, read("code,label:en", *lines))


def test_a_file_comes_in_at_once():
    project = make_project()

    codebook_table.load(project, b"code;label:en\na;A\n", by=manager_of(project))

    assert Theme.objects.get().code == "a"
