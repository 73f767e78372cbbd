"""The lists of the editors' site: only what its filters ask, few queries, and what one may see."""

import pytest
from lxml import html

from annotations import access
from annotations.models import Source
from tests.annotations.admin.editing import at, make_study, sign_in
from tests.factories import Role, make_organisation, make_project, make_source, make_speaker

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "asked", ["project__slug=other", "project=2", "names__text__startswith=Q", "e=1", "kind__regex=.*"]
)
def test_a_filter_that_a_list_does_not_know_is_left_out_with_a_sentence(client, asked):
    speaker = make_speaker(make_project())
    sign_in(client, speaker.project)

    answer = client.get(at(speaker.project, f"speaker/?{asked}"), follow=True)

    heard = [str(message) for message in answer.context["messages"]]
    assert [answer.status_code, answer.request["QUERY_STRING"]] == [200, ""]
    assert heard == ["This list has no such filter or page, so it was left out."]


def test_a_filter_of_the_list_narrows_it(client):
    organisation = make_organisation(make_project())
    make_speaker(organisation.project)
    sign_in(client, organisation.project)

    answer = client.get(at(organisation.project, "speaker/?kind=organisation"))

    assert list(answer.context["cl"].result_list) == [organisation]


def test_a_list_counts_no_further_than_anybody_pages(client, monkeypatch):
    monkeypatch.setattr("annotations.admin.lists.MOST_COUNTED", 2)
    project = make_project()
    for number in range(4):
        make_source(project, title=f"Source {number}")
    sign_in(client, project)

    answer = client.get(at(project, "source/"))

    assert [answer.context["cl"].result_count, "over 2 sources" in answer.text] == [3, True]


LISTS = [
    "source",
    "text",
    "reading",
    "speaker",
    "speakerdecision",
    "theme",
    "scale",
    "codebookversion",
    "decision",
    "note",
]


@pytest.mark.parametrize("name", [*LISTS, "membership", "batch"])
def test_a_list_takes_as_many_queries_for_three_rows_as_for_one(client, name, django_assert_max_num_queries):
    project = make_project()
    make_study(project)
    sign_in(client, project, Role.MANAGER)
    client.get(at(project, f"{name}/"))
    counts = []
    for _round in range(2):
        with django_assert_max_num_queries(100) as captured:
            client.get(at(project, f"{name}/"))
        counts.append(len(captured))
        make_study_again(project), make_study_again(project)

    assert counts[0] == counts[1]


def make_study_again(project):
    study = make_study(project)
    study["membership"].delete()
    return study


def test_every_page_asks_who_sees_what(client, monkeypatch):
    project = make_project()
    make_study(project)
    sign_in(client, project)
    monkeypatch.setattr(access, "visible_to", lambda user, rows: rows.none())

    lists = {
        name: client.get(at(project, f"{name}/")).context["cl"].result_count
        for name in [*LISTS, "membership", "batch"]
    }

    assert set(lists.values()) == {0}


@pytest.mark.parametrize(
    ("name", "column", "named", "empty"),
    [("source", "Publisher", "publisher", "published_when"), ("claim", "State", "state", "said")],
)
def test_on_a_phone_a_cell_says_of_which_column_it_is(client, name, column, named, empty):
    project = make_project()
    study = make_study(project)
    Source.objects.filter(pk=study["source"].pk).update(publisher="A", published="")
    sign_in(client, project)

    page = html.document_fromstring(client.get(at(project, f"{name}/")).text)

    cell, nothing = (page.find_class(f"field-{field}")[0].attrib for field in (named, empty))
    assert [cell["data-column"], "data-empty" in cell] == [column, False]
    assert ["data-column" in nothing, "data-empty" in nothing] == [False, True]
