"""What helps the eye at the desk: known names, and what a speaker said elsewhere."""

import pytest

from annotations import speakers
from tests.factories import (
    Role,
    State,
    make_claim,
    make_member,
    make_project,
    make_source,
    make_speaker,
    make_text,
    make_theme,
)


@pytest.fixture
def text(db):
    return make_text(make_source(make_project("study")), body="Qian Depei and Li spoke of energy use.")


@pytest.fixture
def viewer(text, client):
    viewer = make_member(text.project, Role.VIEWER)
    client.force_login(viewer)
    return viewer


def ask(client, text, what, **asked):
    return client.get(f"/p/study/desk/{text.pk}/{what}/", asked).json()


def test_names_and_keywords_are_told_with_who_they_are(client, text, viewer):
    speaker, theme = make_speaker(text.project), make_theme(text.project, labels={"en": "Energy use"})

    assert ask(client, text, "mentions") == {
        "names": [[0, 10, speaker.pk]],
        "keywords": [[27, 37, theme.pk]],
        "speakers": {str(speaker.pk): {"name": "Qian Depei", "kind": "person"}},
        "same": {},
    }


def test_merged_speakers_are_told_with_who_stands_for_them(client, text, viewer):
    one, other = make_speaker(text.project), make_speaker(text.project, "Li")
    reviewer = make_member(text.project, Role.REVIEWER)
    speakers.merge(other, into=one, by=reviewer, seen={one.pk: 1, other.pk: 1})

    told = ask(client, text, "mentions")

    assert told["names"] == [[0, 10, one.pk], [15, 17, one.pk]]
    assert told["same"] == {str(other.pk): one.pk}


def test_neighbours_lead_to_their_place_at_the_desk(client, text, viewer):
    speaker, theme = make_speaker(text.project), make_theme(text.project)
    claim = make_claim(text, speakers=[speaker], themes=[theme], state=State.ACCEPTED)

    told = ask(client, text, "neighbours", speaker=speaker.pk, theme=theme.pk)

    assert f'href="/p/study/desk/{text.pk}/#claim-{claim.key}"' in told["html"]
    assert told["said"] == "1 claim elsewhere"


def test_a_claim_is_no_neighbour_of_itself(client, text, viewer):
    speaker, theme = make_speaker(text.project), make_theme(text.project)
    claim = make_claim(text, speakers=[speaker], themes=[theme], state=State.ACCEPTED)

    told = ask(client, text, "neighbours", speaker=speaker.pk, record=claim.record)

    assert told["said"] == "0 claims elsewhere"
    assert "Nothing else is marked" in told["html"]


@pytest.mark.parametrize("speaker", ["", "x", "-1", "9" * 30, "\0"])
def test_nobody_has_no_neighbours(client, text, viewer, speaker):
    assert ask(client, text, "neighbours", speaker=speaker)["said"] == "0 claims elsewhere"


def test_a_speaker_of_another_project_has_no_neighbours_here(client, text, viewer):
    elsewhere = make_project()
    speaker = make_speaker(elsewhere)
    make_claim(make_text(make_source(elsewhere)), speakers=[speaker], state=State.ACCEPTED)

    assert ask(client, text, "neighbours", speaker=speaker.pk)["said"] == "0 claims elsewhere"
