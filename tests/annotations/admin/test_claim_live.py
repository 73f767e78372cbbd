"""What the form of a claim asks while somebody types, and that it asks about its own project only."""

import pytest

from annotations.models import Affiliation, Name, Speaker
from tests.annotations.admin.claims import at, sign_in
from tests.factories import (
    QUOTE,
    Role,
    make_organisation,
    make_project,
    make_speaker,
    make_text,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def coder(client, project):
    return sign_in(client, project)


def find(client, text, quote, **typed):
    return client.post(at(text.project, "find/"), {"text": text.pk, "quote": quote} | typed)


def introduce(client, project, name="Ana Reis", **typed):
    return client.post(at(project, "speaker/"), {"name": name, "kind": "person"} | typed)


def test_a_quote_that_stands_once_is_shown_in_context(client, project, coder):
    page = find(client, make_text(project=project), QUOTE).text

    assert f"<mark>{QUOTE}</mark>" in page
    assert "It stands there once:" in page
    assert 'type="radio"' not in page


def test_of_several_places_one_is_chosen(client, project, coder):
    text = make_text(project=project, body="No, they said. No, they repeated.")

    page = find(client, text, "No", place="15:17").text

    assert page.count('type="radio"') == 2
    assert '<input type="radio" name="place" value="15:17" checked>' in page


def test_the_nearest_passage_is_offered_with_what_differs(client, project, coder):
    page = find(client, make_text(project=project), QUOTE.replace("cannot", "can not")).text

    assert f"<mark>{QUOTE}</mark>" in page
    assert "The quote does not stand in the text as written." in page


def test_where_nothing_is_like_it_that_is_said(client, project, coder):
    page = find(client, make_text(project=project), "Something else entirely was the matter").text

    assert '<p class="found">' in page
    assert 'type="radio"' not in page


@pytest.mark.parametrize("typed", [{"text": ""}, {"quote": ""}, {"text": "x"}, {"text": 2**70}])
def test_what_asks_nothing_is_refused(client, project, coder, typed):
    asked = {"text": make_text(project=project).pk, "quote": QUOTE} | typed

    assert client.post(at(project, "find/"), asked).status_code == 400


def test_no_text_of_another_project_is_looked_into(client, project, coder):
    elsewhere = make_text()

    answer = client.post(at(project, "find/"), {"text": elsewhere.pk, "quote": QUOTE})

    assert [answer.status_code, QUOTE in answer.text] == [400, False]


def test_somebody_new_is_added_in_the_language_of_the_text(client, project, coder):
    text = make_text(project=project, language="pt")

    answer = introduce(client, project, text=text.pk)

    speaker = Speaker.objects.get()
    assert answer.json() == {"id": speaker.pk, "text": "Ana Reis"}
    assert Name.objects.get().language == "pt"


def test_who_has_the_name_is_offered_and_nobody_added(client, project, coder):
    ana = make_speaker(project, "Ana Reis")

    told = introduce(client, project).json()

    assert told["same"] == [{"id": ana.pk, "text": "Ana Reis", "about": "Person"}]
    assert Speaker.objects.count() == 1


def test_one_may_insist_that_it_is_another(client, project, coder):
    make_speaker(project, "Ana Reis")

    introduce(client, project, another="on")

    assert Speaker.objects.count() == 2


@pytest.mark.parametrize("typed", [{"name": ""}, {"name": " "}, {"kind": "ghost"}, {"name": "a" * 501}])
def test_what_is_no_speaker_is_refused_in_a_sentence(client, project, coder, typed):
    answer = introduce(client, project, **typed)

    assert [answer.status_code, bool(answer.json()["sentence"]), Speaker.objects.count()] == [400, True, 0]


def test_for_whom_a_speaker_speaks_is_proposed(client, project, coder):
    ana, academy = make_speaker(project, "Ana Reis"), make_organisation(project, "Academy")
    Affiliation.objects.create(speaker=ana, organisation=academy)

    answer = client.get(at(project, f"speaks-for/?speaker={ana.pk}&said=2023"))

    assert answer.json() == {"organisation": {"id": academy.pk, "text": "Academy"}}


@pytest.mark.parametrize("asked", ["", "?speaker=x", "?speaker=999"])
def test_of_nobody_nothing_is_proposed(client, project, coder, asked):
    assert client.get(at(project, f"speaks-for/{asked}")).json() == {"organisation": None}


def test_nothing_is_proposed_of_another_project(client, project, coder):
    ana = make_speaker(make_project(), "Ana Reis")
    Affiliation.objects.create(speaker=ana, organisation=make_organisation(ana.project))

    assert client.get(at(project, f"speaks-for/?speaker={ana.pk}")).json() == {"organisation": None}


@pytest.mark.parametrize("act", [find, introduce])
def test_viewers_type_nothing(client, project, act):
    sign_in(client, project, Role.VIEWER)
    about = make_text(project=project) if act is find else project

    assert act(client, about, QUOTE).status_code == 403
