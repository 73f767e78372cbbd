"""The page of the desk: a text, its claims as far as the person sees them, and where to go on."""

import json
import re

import pytest

from annotations import going_on, readings
from annotations.models import Claim, Note
from tests.factories import (
    Role,
    State,
    make_claim,
    make_content,
    make_member,
    make_project,
    make_source,
    make_speaker,
    make_text,
    make_theme,
)


@pytest.fixture
def project(db):
    return make_project("study")


@pytest.fixture
def text(project):
    return make_text(make_source(project))


@pytest.fixture
def coder(project, client):
    coder = make_member(project, username="coder")
    client.force_login(coder)
    return coder


def data_of(answer):
    found = re.search(
        r'<script id="desk-data" type="application/json">(.*?)</script>', answer.text, re.DOTALL
    )
    return json.loads(found[1])


def test_a_text_opens_with_its_claims(client, text, coder):
    claim = make_claim(text=text, coder=coder)

    answer = client.get(f"/p/study/desk/{text.pk}/")

    assert [shown["key"] for shown in data_of(answer)["claims"]] == [claim.key]


def test_a_browser_that_colours_words_itself_is_spared_the_marks(client, text, coder):
    make_claim(text=text, coder=coder)
    before = client.get(f"/p/study/desk/{text.pk}/")

    client.cookies["desk-paints"] = "1"
    after = client.get(f"/p/study/desk/{text.pk}/")

    assert ["<mark" in answer.text for answer in (before, after)] == [True, False]
    assert data_of(after)["claims"] == data_of(before)["claims"]


def test_a_claim_is_told_whole(client, text, coder):
    speaker, theme = make_speaker(text.project), make_theme(text.project)
    content = make_content(text, speakers=[speaker], themes=[theme], said="2023", paraphrase="In short.")
    claim = make_claim(content=content, coder=coder)

    answer = client.get(f"/p/study/desk/{text.pk}/claims/")

    assert answer.json()["claims"] == [
        {
            "key": claim.key,
            "record": claim.key,
            "id": claim.pk,
            "version": 1,
            "state": "draft",
            "mine": True,
            "editable": True,
            "here": "coded",
            "start": content.place.start,
            "end": content.place.end,
            "reporting": "indirect",
            "said": "2023",
            "paraphrase": "In short.",
            "elsewhere": [],
            "seconds": 0,
            "address": f"/p/study/admin/annotations/claim/{claim.pk}/change/",
            "voices": [{"speaker": speaker.pk, "named_as": speaker.name, "organisation": None, "via": None}],
            "codes": [{"theme": theme.pk, "stance": content.codes[0].stance.pk, "certainty": "", "note": ""}],
            "supersedes": [],
            "notes": 0,
        }
    ]


# Who sees what


def keys(client, text):
    return {claim["key"] for claim in client.get(f"/p/study/desk/{text.pk}/claims/").json()["claims"]}


@pytest.mark.parametrize("blind", [False, True])
@pytest.mark.parametrize("role", [Role.VIEWER, Role.CODER, Role.REVIEWER, Role.MANAGER])
def test_the_claims_told_are_those_that_the_person_may_see(client, project, text, role, blind):
    project.blind = blind
    project.save()
    others = {
        state: make_claim(text=text, state=state) for state in ("draft", "submitted", "accepted", "discarded")
    }
    person = make_member(project, role)
    own = make_claim(text=text, coder=person) if role != Role.VIEWER else None
    client.force_login(person)

    seen = {
        Role.VIEWER: {"accepted"},
        Role.CODER: {"accepted"} if blind else {"accepted", "submitted"},
        Role.REVIEWER: {"accepted", "submitted"},
        Role.MANAGER: {"accepted", "submitted", "draft"},
    }[role]
    assert keys(client, text) == {others[state].key for state in seen} | ({own.key} if own else set())


def test_notes_are_counted_as_far_as_they_are_seen(client, project, text, coder):
    claim = make_claim(text=text, state=State.ACCEPTED)
    project.blind = True
    project.save()
    for writer in (coder, claim.coder):
        Note.objects.create(project=project, record=claim.record, body="?", by=writer)

    assert client.get(f"/p/study/desk/{text.pk}/claims/").json()["claims"][0]["notes"] == 1


def test_a_claim_of_another_wording_stands_where_it_was_confirmed(client, text, coder):
    other = make_text(text.source, body="Um modelo geral.", language="pt")
    claim = make_claim(text=text, coder=coder)
    address = f"/p/study/desk/{text.pk}/acts/"
    act = {"act": "one", "kind": "parallel", "claim": claim.key, "seen": 1}
    client.post(
        address, act | {"content": {"text": other.pk, "start": 0, "end": 9}}, content_type="application/json"
    )

    told = client.get(f"/p/study/desk/{other.pk}/claims/").json()["claims"][0]

    assert (told["here"], told["start"], told["end"], told["editable"]) == ("parallel", 0, 9, False)
    assert [(place["text"], place["kind"]) for place in told["elsewhere"]] == [(text.pk, "coded")]


# Where to go on


def test_going_on_opens_the_next_text(client, text, coder):
    assert client.get("/p/study/desk/")["Location"] == f"/p/study/desk/{text.pk}/"


def test_where_all_is_read_the_sources_are_listed_with_a_sentence(client, text, coder):
    readings.submit_reading(readings.open_reading(text, coder=coder), by=coder, nothing_here=True)

    answer = client.get("/p/study/desk/", follow=True)

    assert answer.redirect_chain[-1][0] == "/p/study/admin/annotations/source/"
    assert "No text waits to be read" in answer.text
    assert going_on.next_text(coder, text.project) is None


def test_a_claim_is_opened_in_its_text_by_its_key_or_its_record(client, text, coder):
    claim = make_claim(text=text, coder=coder)
    Claim.objects.filter(pk=claim.pk).update(record="published-as")

    for named in (claim.key, "published-as"):
        answer = client.get(f"/p/study/desk/claim/{named}/")
        assert answer["Location"] == f"/p/study/desk/{text.pk}/#claim-{claim.key}"


def test_submitting_a_reading_leads_on_to_the_next_text(client, project, text, coder):
    following = make_text(make_source(project))
    claim = make_claim(text=text, coder=coder)
    told = {"claims": [{"key": claim.key, "seen": 1}]}

    answer = client.post(f"/p/study/desk/{text.pk}/reading/", told, content_type="application/json").json()

    assert answer == {"sentence": "The reading is submitted.", "next": f"/p/study/desk/{following.pk}/"}
    assert Claim.objects.get().state == State.SUBMITTED


def test_a_draft_that_is_not_ready_is_named(client, text, coder):
    claim = make_claim(content=make_content(text, themes=[]), coder=coder)
    told = {"claims": [{"key": claim.key, "seen": 1}]}

    answer = client.post(f"/p/study/desk/{text.pk}/reading/", told, content_type="application/json")

    assert (answer.status_code, answer.json()) == (
        400,
        {"sentence": "Choose a theme first.", "claim": claim.key},
    )
