"""How many statements the desk takes, its page however much stands in it, and its acts: whoever adds one says so here."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.models import Note
from tests.annotations.acting import as_sent
from tests.factories import (
    make_claim,
    make_content,
    make_member,
    make_organisation,
    make_project,
    make_source,
    make_speaker,
    make_text,
    make_theme,
)


@pytest.fixture
def text(db):
    return make_text(make_source(make_project("study")))


@pytest.fixture
def coder(text, client):
    coder = make_member(text.project)
    client.force_login(coder)
    return coder


@pytest.fixture
def send(client, text, coder):
    def send(what="acts", **told):
        address = f"/p/study/desk/{text.pk}/{what}/"
        return client.post(
            address, told, content_type="application/json", headers={"accept": "application/json"}
        ).json()

    return send


def statements(act):
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


def fill(text, coder):
    """Another claim with two speakers, for an organisation, two themes, a note and a correction of it."""
    project = text.project
    people = [make_speaker(project), make_organisation(project)]
    content = make_content(text, speakers=people, themes=[make_theme(project), make_theme(project)])
    claim = make_claim(content=content, coder=coder)
    Note.objects.create(project=project, record=claim.record, body="?", by=coder)


@pytest.mark.parametrize("page", ["", "claims/"])
def test_a_page_takes_the_same_statements_for_one_claim_and_for_three(client, text, coder, page):
    address = f"/p/study/desk/{text.pk}/{page}"
    fill(text, coder)
    client.get(address)

    one = statements(lambda: client.get(address))
    fill(text, coder)
    fill(text, coder)

    assert statements(lambda: client.get(address)) == one


def test_marking_a_claim_takes_twenty_five_statements(send, text, coder):
    fill(text, coder)
    speaker = make_speaker(text.project)
    content = as_sent(make_content(text, speakers=[speaker], themes=[make_theme(text.project)]))
    told = {"kind": "mark", "content": content, "known": [speaker.pk]}
    send(act="one", **told)

    assert statements(lambda: send(act="two", claim="a-key", seconds=9, **told)) == 25


def test_rewriting_a_claim_takes_thirty_nine(send, text, coder):
    content = as_sent(
        make_content(text, speakers=[make_speaker(text.project)], themes=[make_theme(text.project)])
    )
    send(act="one", kind="mark", claim="a-key", content=content)
    changed = content | {"paraphrase": "In short."}

    asked = statements(
        lambda: send(act="two", kind="rewrite", claim="a-key", seen=1, content=changed, seconds=9)
    )

    assert asked == 39
