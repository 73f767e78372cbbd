"""The page of the desk: a text, its claims as far as the person sees them, and where to go on."""

import json
import re

import pytest

from tests.factories import (
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
