"""Two wordings of a source side by side at the desk."""

import pytest

from annotations import drafting
from tests.annotations.desk.test_page import data_of
from tests.factories import Role, State, make_claim, make_member, make_project, make_source, make_text

ORIGINAL = "第一段说，网络应当共享。\n\n第二段说，不要一条路。"
TRANSLATION = "The first says that the network should be shared.\n\nThe second says: not one road."


@pytest.fixture
def original(db):
    return make_text(make_source(make_project("study"), language="zh"), body=ORIGINAL, language="zh")


@pytest.fixture
def translation(original):
    return make_text(original.source, body=TRANSLATION, kind="machine-translation", of=original)


@pytest.fixture
def viewer(original, client):
    viewer = make_member(original.project, Role.VIEWER)
    client.force_login(viewer)
    return viewer


def open_beside(client, text, other):
    return client.get(f"/p/study/desk/{text.pk}/", {"beside": other.pk})


def test_both_wordings_stand_on_the_page(client, original, translation, viewer):
    answer = open_beside(client, translation, original)

    assert "网络应当共享" in answer.text
    assert "the network should be shared" in answer.text


def test_paragraphs_that_go_together_are_told_by_where_they_begin(client, original, translation, viewer):
    told = data_of(open_beside(client, translation, original))["beside"]

    assert told["pairs"] == [[0, 0], [TRANSLATION.index("The second"), ORIGINAL.index("第二")]]


def test_a_claim_that_stands_in_both_is_told_in_both(client, original, translation, viewer):
    claim = make_claim(translation, state=State.ACCEPTED)
    place = drafting.Place(text=original, start=0, end=12)
    drafting.confirm_anchor(claim, place, kind="parallel", by=claim.coder, seen=claim.version)

    data = data_of(open_beside(client, translation, original))

    here, there = data["claims"][0], data["beside"]["claims"][0]
    assert here["key"] == there["key"] == claim.key
    assert [there["start"], there["end"]] == [0, 12]
    assert [(one["text"], one["start"], one["end"]) for one in here["elsewhere"]] == [(original.pk, 0, 12)]


def test_a_claim_of_the_other_wording_alone_is_told_with_its_speakers(client, original, translation, viewer):
    claim = make_claim(original, state=State.ACCEPTED)

    data = data_of(open_beside(client, translation, original))

    assert [one["key"] for one in data["beside"]["claims"]] == [claim.key]
    assert data["claims"] == []
    assert [one["name"] for one in data["speakers"].values()] == ["Qian Depei"]


@pytest.mark.parametrize("beside", ["", "x", "0", "9" * 30])
def test_what_is_no_other_wording_leaves_the_text_alone(client, original, viewer, beside):
    answer = client.get(f"/p/study/desk/{original.pk}/", {"beside": beside})

    assert "beside" not in data_of(answer)


def test_a_text_of_another_source_is_no_wording_of_this_one(client, original, viewer):
    other = make_text(make_source(original.project))

    assert "beside" not in data_of(open_beside(client, original, other))


def place_in(client, text, other, start, end):
    address = f"/p/study/desk/{text.pk}/beside/{other.pk}/"
    return client.get(address, {"start": start, "end": end})


def test_a_passage_is_proposed_in_the_other_wording(client, original, translation, viewer):
    start = TRANSLATION.index("not one road")

    told = place_in(client, translation, original, start, start + len("not one road")).json()

    assert ORIGINAL[told["start"] : told["end"]] == "不要一条路"


@pytest.mark.parametrize(("start", "end"), [(4, 4), (0, 9999), (5, 2), ("", "")])
def test_what_is_no_passage_stands_nowhere(client, original, translation, viewer, start, end):
    assert place_in(client, translation, original, start, end).status_code == 404
