"""Two hundred acts over HTTP, taken back and done again: what the project exports returns byte by byte."""

import random

import pytest

from annotations.models import Claim
from tests.annotations.acting import as_sent
from tests.annotations.stations import ACTS, exported, go
from tests.factories import (
    make_content,
    make_member,
    make_project,
    make_source,
    make_speaker,
    make_text,
    make_theme,
)
from tests.rounds import rounds, seed


class AtTheDesk:
    """Somebody's browser: it sends acts, and knows of each claim what the last answer said."""

    def __init__(self, client, text, chance):
        self.client, self.text, self.chance = client, text, chance
        self.people = [make_speaker(text.project, name) for name in ("Ana", "李明")]
        self.themes = [make_theme(text.project) for _ in range(3)]
        self.claims, self.sent = {}, 0

    def send(self, what, **told):
        self.sent += 1
        address = f"/p/study/desk/{self.text.pk}/{what}/"
        answer = self.client.post(
            address, told | {"act": f"act-{self.sent}"}, content_type="application/json"
        )
        assert answer.status_code == 200, answer.text
        self.learn(answer.json())

    def learn(self, answer):
        for claim in answer.get("claims") or [answer["claim"]]:
            self.claims[claim["key"]] = claim

    def act(self):
        drafts = [claim for claim in self.claims.values() if claim["state"] == "draft"]
        kind = self.chance.choice(["mark", "mark", "rewrite", "rewrite", "discard"])
        if kind == "mark" or not drafts:
            self.send("acts", kind="mark", claim=f"claim-{self.sent}", content=self.content())
            return
        claim = self.chance.choice(drafts)
        self.send("acts", kind=kind, claim=claim["key"], seen=claim["version"], content=self.content())

    def content(self):
        start, end = sorted(self.chance.sample(range(len(self.text.body) + 1), 2))
        people = self.chance.sample(self.people, self.chance.randrange(3))
        themes = self.chance.sample(self.themes, self.chance.randrange(4))
        content = make_content(self.text, start=start, end=end, speakers=people, themes=themes)
        return as_sent(content, paraphrase=self.chance.choice(["", "In short.", "👩🏽‍🔬"]))


@pytest.mark.soak
@pytest.mark.django_db
def test_two_hundred_acts_at_the_desk_are_undone_and_redone_byte_by_byte(client):
    text = make_text(make_source(make_project("study")))
    client.force_login(make_member(text.project))
    desk = AtTheDesk(client, text, random.Random(seed()))
    apart = 1 if rounds(ACTS) == ACTS else 50

    stations = [exported(text.project), *go(desk.act, text.project, apart=apart)]
    back = go(lambda: desk.send("undo"), text.project, apart=apart)
    forth = go(lambda: desk.send("redo"), text.project, apart=apart)

    assert len(set(stations)) > len(stations) / 2  # a claim marked and discarded leads back to one before
    assert (back, forth) == (stations[-2::-1], stations[1:])
    assert {key: claim["version"] for key, claim in desk.claims.items()} == dict(
        Claim.objects.values_list("key", "version")
    )
