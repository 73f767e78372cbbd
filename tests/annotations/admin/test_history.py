"""The history of a row says who changed what, in words, and what its parts were."""

import pytest

from tests.annotations.admin.editing import at, make_study, send, sign_in
from tests.factories import (
    Role,
    make_name,
    make_organisation,
    make_project,
    make_source,
    make_speaker,
    make_theme,
)

pytestmark = pytest.mark.django_db


def page_of(row, page):
    return at(row.project, f"{row._meta.model_name}/{row.pk}/{page}/")


def told(answer):
    """Who did what: the part, the kind of change, and the fields from what to what."""
    return [
        (entry.record.history_user and entry.record.history_user.username, entry.part, *change)
        for entry in answer.context["page"]
        for change in entry.changes
    ]


def test_a_change_says_who_and_from_what_to_what(client):
    source = make_source(title="As it was", rights="full")
    sign_in(client, source.project, Role.CODER)
    editor = source.project.memberships.get().user.username

    send(client, page_of(source, "change"), title="A new title", rights="quotes")

    assert told(client.get(page_of(source, "history"))) == [
        (editor, "", "title", "As it was", "A new title"),
        (editor, "", "rights", "Full: the text may be published", "Quotes: only the quoted passages"),
    ]


def test_lines_are_told_as_lines(client):
    theme = make_theme(make_project(), labels={"en": "Energy"})
    sign_in(client, theme.project)

    send(client, page_of(theme, "change"), labels="en: Energy\nzh: 能源")

    changes = [change[2:] for change in told(client.get(page_of(theme, "history")))]
    assert changes == [("labels", "en: Energy", "en: Energy\nzh: 能源")]


def test_parts_are_told_with_the_row_they_belong_to(client):
    speaker = make_speaker(make_project(), "Qian Depei")
    make_name(speaker, "Qian Yupei")
    organisation = make_organisation(speaker.project, "A centre")
    sign_in(client, speaker.project)
    changes = {"names-0-text": "Qian De-pei", "names-1-DELETE": "on", "affiliations-TOTAL_FORMS": 1}

    send(client, page_of(speaker, "change"), **changes, **{"affiliations-0-organisation": organisation.pk})

    answer = client.get(page_of(speaker, "history"))
    acts = {
        (entry.part, str(entry.record.instance), entry.record.history_type)
        for entry in answer.context["page"]
    }
    assert {("Name", "Qian Yupei", "-"), ("Affiliation", "A centre", "+")} <= acts
    assert [change[1:] for change in told(answer)] == [("Name", "name", "Qian Depei", "Qian De-pei")]


def test_the_row_as_it_stood_is_shown_field_by_field(client):
    source = make_source(title="As it was", published="2023")
    sign_in(client, source.project)
    send(client, page_of(source, "change"), title="A new title")
    first = source.history.last()

    answer = client.get(at(source.project, f"source/{source.pk}/history/{first.pk}/"))

    assert [answer.status_code, ("title", "As it was") in answer.context["fields"]] == [200, True]


def test_nothing_can_be_put_back_from_the_history(client):
    source = make_source(title="As it was")
    sign_in(client, source.project)
    send(client, page_of(source, "change"), title="A new title")
    first = source.history.last()

    client.post(at(source.project, f"source/{source.pk}/history/{first.pk}/"), {"title": "As it was"})

    source.refresh_from_db()
    assert source.title == "A new title"


@pytest.mark.parametrize("record", ["0", "x", "-1", "9" * 30])
def test_a_record_that_is_not_there_is_not_found(client, record):
    source = make_source()
    sign_in(client, source.project)

    assert client.get(at(source.project, f"source/{source.pk}/history/{record}/")).status_code == 404


def test_the_record_of_one_row_is_not_found_under_another(client):
    one = make_source()
    other = make_source(one.project)
    sign_in(client, one.project)

    assert (
        client.get(at(one.project, f"source/{one.pk}/history/{other.history.get().pk}/")).status_code == 404
    )


def test_a_long_history_has_pages(client, monkeypatch):
    monkeypatch.setattr("annotations.admin.history.PER_PAGE", 1)
    source = make_source(title="As it was")
    sign_in(client, source.project)
    send(client, page_of(source, "change"), title="A new title")

    pages = [client.get(page_of(source, "history"), {"p": number}).context["page"] for number in (1, 2)]

    assert [[entry.record.title for entry in page] for page in pages] == [["A new title"], ["As it was"]]


@pytest.mark.parametrize("name", ["text", "reading", "scale", "membership", "project", "note"])
def test_every_kind_of_row_has_a_history(client, name):
    project = make_project()
    row = make_study(project)[name]
    sign_in(client, project)

    assert client.get(at(project, f"{name}/{row.pk}/history/")).status_code == 200
