"""Lists with questions above them: what is shown, what is found, and the views that are saved of it."""

from urllib.parse import urljoin

import pytest
from lxml import html

from annotations import speakers
from annotations.models import Affiliation, Note, SavedView
from tests.annotations.admin.editing import at, sign_in
from tests.factories import (
    Role,
    State,
    make_claim,
    make_content,
    make_member,
    make_name,
    make_organisation,
    make_source,
    make_speaker,
    make_text,
    make_theme,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client, project):
    return sign_in(client, project, Role.MANAGER)


def found(client, project, name, **asked):
    return list(client.get(at(project, f"{name}/"), asked).context["cl"].result_list)


def column(client, project, name, label):
    """What stands in one column of a list."""
    page = html.fromstring(client.get(at(project, f"{name}/")).text)
    return [" ".join(cell.text_content().split()) for cell in page.xpath(f"//*[@class='field-{label}']")]


# Sources and texts


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"q": "算力"}, True),
        ({"q": "zebra"}, False),
        ({"language": "zh"}, True),
        ({"publisher": "daily"}, True),
        ({"published_from": "2023", "published_until": "2023-12"}, True),
        ({"published_from": "2024"}, False),
        ({"kind": "original"}, True),
        ({"kind": "machine-translation"}, False),
        ({"read": "nobody"}, False),
        ({"read": "begun"}, True),
        ({"read": "mine"}, False),
        ({"claims": "yes"}, True),
        ({"claims": "no"}, False),
        ({"rights": "full"}, True),
        ({"rights": "none"}, False),
    ],
)
def test_sources_are_found_by_what_an_editor_asks(client, project, manager, asked, expected):
    source = make_source(
        project,
        title="谈算力网络",
        language="zh",
        publisher="The Daily",
        published="2023-08",
    )
    make_claim(make_text(source))

    assert found(client, project, "source", **asked) == ([source] if expected else [])


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"language": "pt"}, True),
        ({"kind": "original"}, True),
        ({"corrected": "no"}, True),
        ({"corrected": "yes"}, False),
        ({"read": "nobody"}, True),
        ({"waits": "unread"}, True),
        ({"q": "report"}, True),
    ],
)
def test_texts_are_found_by_what_an_editor_asks(client, project, manager, asked, expected):
    text = make_text(project=project, language="pt")

    assert found(client, project, "text", **asked) == ([text] if expected else [])


def test_numbers_beside_a_source_open_what_they_count(client, project, manager):
    claim = make_claim(make_text(project=project), state=State.SUBMITTED)
    make_claim(make_text(project=project))
    source = claim.coded_anchor.text.source

    page = html.fromstring(client.get(at(project, "source/"), {"q": "report"}).text)
    links = page.xpath(f"//tr[.//a[contains(@href, '/source/{source.pk}/')]]//td/a/@href")

    opened = [
        list(client.get(urljoin(at(project, "source/"), link)).context["cl"].result_list) for link in links
    ]
    assert opened == [[claim.coded_anchor.text], [claim]]


# Speakers


def test_speakers_are_found_by_where_they_belong_and_what_they_speak_about(client, project, manager):
    theme, academy = make_theme(project, "energy"), make_organisation(project)
    ana = make_speaker(project, "Ana")
    Affiliation.objects.create(speaker=ana, organisation=academy)
    make_claim(content=make_content(make_text(project=project), speakers=[ana], themes=[theme]))

    asked = [
        {"affiliation": academy.key},
        {"theme": "energy"},
        {"claims": "yes"},
        {"kind": "person"},
        {"q": "an"},
    ]
    assert [found(client, project, "speaker", **one) for one in asked] == [[ana]] * 5
    assert found(client, project, "speaker", claims="no") == [academy]


def test_who_is_merged_is_told_apart(client, project, manager):
    one, other = make_speaker(project, "One"), make_speaker(project, "Other")
    speakers.merge(one, into=other, by=manager, seen={one.pk: 1, other.pk: 1})

    assert [found(client, project, "speaker", merged=answer) for answer in ("yes", "no")] == [[one], [other]]
    assert column(client, project, "speaker", "same_as") == ["Other", "—"]


def test_claims_of_who_is_merged_count_for_both(client, project, manager):
    one, other = make_speaker(project, "One"), make_speaker(project, "Other")
    make_claim(content=make_content(make_text(project=project), speakers=[one]))
    speakers.merge(one, into=other, by=manager, seen={one.pk: 1, other.pk: 1})

    assert column(client, project, "speaker", "claims_spoken") == ["1", "1"]


def test_a_speaker_shows_all_names(client, project, manager):
    make_name(make_speaker(project, "Qian Depei"), "钱德沛")

    assert column(client, project, "speaker", "other_names") == ["钱德沛"]


# Notes, readings, decisions


def test_notes_are_found_by_what_they_are_on_and_by_whom(client, project, manager):
    theme = make_theme(project)
    author = make_member(project, username="ada")
    note = Note.objects.create(project=project, theme=theme, kind="question", body="Which one?", by=author)

    asked = [
        {"q": "which"},
        {"kind": "question"},
        {"resolved": "no"},
        {"about": "theme"},
        {"by": "ada"},
        {"waits": "questions"},
    ]
    assert [found(client, project, "note", **one) for one in asked] == [[note]] * 6
    assert [
        found(client, project, "note", **one)
        for one in ({"q": "zebra"}, {"resolved": "yes"}, {"about": "claim"}, {"by": manager.username})
    ] == [[]] * 4


def test_readings_and_decisions_are_found_by_who_and_when(client, project, manager):
    claim = make_claim(make_text(project=project), state=State.SUBMITTED)
    coder = claim.coder.username

    readings = [{"coder": coder}, {"submitted": "no"}, {"nothing_here": "no"}, {"round": "1"}]
    assert [found(client, project, "reading", **one) for one in readings] == [[claim.reading]] * 4
    decisions = [{"after": "submitted"}, {"by": coder}, {"at_from": "2020"}, {"at_until": "2020"}]
    assert [len(found(client, project, "decision", **one)) for one in decisions] == [1, 1, 1, 0]


@pytest.mark.parametrize(("name", "question"), [("note", "by"), ("decision", "by"), ("reading", "coder")])
def test_who_did_what_is_for_reviewers_to_ask(client, project, name, question):
    sign_in(client, project, Role.CODER)

    answer = client.get(at(project, f"{name}/"), {question: "ada"}, follow=True)

    assert "no such filter" in answer.text


# What stands above a list


def test_few_questions_stand_open_and_many_behind_a_button(client, project, manager):
    pages = [client.get(at(project, f"{name}/")).text for name in ("note", "source")]

    assert ["More questions" in page for page in pages] == [False, True]
    assert ['name="resolved"' in pages[0], 'name="rights"' in pages[1]] == [True, False]


def test_a_view_is_saved_opened_and_removed(client, project, manager):
    make_source(project, title="A", language="pt")
    asked = {"list": "source", "query": "language=pt&p=1", "title": "Portuguese"}

    saved = client.post(at(project, "").replace("annotations/", "views/save/"), asked, follow=True)

    view = SavedView.objects.get()
    assert [view.query, "Portuguese" in saved.text, 'aria-current="page">Portuguese' in saved.text] == [
        "language=pt",
        True,
        True,
    ]
    gone = client.post(f"/p/{project.slug}/admin/views/{view.pk}/forget/", follow=True)
    assert [SavedView.objects.count(), gone.status_code] == [0, 200]


def test_what_is_saved_already_is_not_offered_to_be_saved(client, project, manager):
    SavedView.objects.create(
        project=project, owner=manager, list="source", title="Portuguese", query="language=pt"
    )
    make_source(project, language="pt")

    pages = [client.get(at(project, f"source/?{query}")).text for query in ("language=pt", "rights=full", "")]

    assert ["Save this view" in page for page in pages] == [False, True, False]


@pytest.mark.parametrize("name", ["user", "nothing", "batch", ""])
def test_only_a_list_that_one_sees_and_may_ask_is_saved(client, project, name):
    sign_in(client, project, Role.CODER)
    asked = {"list": name, "query": "kind=question", "title": "Mine"}

    assert client.post(f"/p/{project.slug}/admin/views/save/", asked).status_code == 400


def test_a_view_without_a_title_is_refused_with_a_sentence(client, project, manager):
    asked = {"list": "source", "query": "language=pt", "title": " "}

    answer = client.post(f"/p/{project.slug}/admin/views/save/", asked, follow=True)

    assert [SavedView.objects.count(), "Give the view a title." in answer.text] == [0, True]


def test_nobody_removes_the_view_of_another(client, project):
    owner = make_member(project)
    sign_in(client, project, Role.REVIEWER)
    view = SavedView.objects.create(
        project=project, owner=owner, list="claim", title="Theirs", query="state=draft", shared=True
    )

    answer = client.post(f"/p/{project.slug}/admin/views/{view.pk}/forget/")

    assert [answer.status_code, SavedView.objects.count()] == [403, 1]


@pytest.mark.parametrize("address", ["speaker/", "claim/?more=1"])
def test_no_script_comes_twice(client, project, address):
    sign_in(client, project)

    document = html.document_fromstring(client.get(at(project, address)).text)

    scripts = document.xpath("//script/@src")
    assert [len(scripts) > 5, len(scripts)] == [True, len(set(scripts))]
