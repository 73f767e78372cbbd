"""What is done with many claims at once: each through its verb, in the version that the list showed."""

import pytest
from django.contrib.messages import get_messages

from annotations import projects
from annotations.models import Claim, Decision
from tests.annotations.admin.claims import at, now, said, sign_in
from tests.factories import (
    Role,
    State,
    make_claim,
    make_project,
    make_text,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(client, project):
    return sign_in(client, project, Role.REVIEWER)


def claim_of(project, coder=None, state=State.SUBMITTED, **fields):
    return make_claim(make_text(project=project), coder=coder, state=state, **fields)


# Many at once


def act(client, project, action, claims, *, seen=None, **typed):
    data = {
        "action": action,
        "_selected_action": [claim.pk for claim in claims],
        "version": [f"{claim.pk}:{(seen or {}).get(claim.pk, now(claim).version)}" for claim in claims],
    }
    return client.post(at(project), data | typed)


def told(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def states(*claims):
    return [now(claim).state for claim in claims]


@pytest.mark.parametrize(
    ("action", "after"), [("submit_them", State.SUBMITTED), ("discard_them", State.DISCARDED)]
)
def test_a_coder_moves_drafts_at_once(client, project, action, after):
    coder = sign_in(client, project)
    drafts = [claim_of(project, coder=coder, state=State.DRAFT) for _ in range(2)]

    answer = act(client, project, action, drafts)

    assert [states(*drafts), told(answer)[0].startswith("2 claims were")] == [[after, after], True]


def test_accepting_at_once_says_per_row_what_was_refused(client, project, reviewer):
    good, own = claim_of(project), claim_of(project, coder=reviewer)

    answer = act(client, project, "accept_them", [good, own])

    assert states(good, own) == [State.ACCEPTED, State.SUBMITTED]
    assert sorted(told(answer)) == [
        "1 claim was accepted.",
        f"“{own}”: You coded this claim yourself: somebody else has to decide on it.",
    ]


@pytest.mark.parametrize("action", ["accept_them", "return_them", "reject_them"])
def test_a_stale_row_is_a_conflict_and_the_others_go(client, project, reviewer, action):
    stale, fresh = claim_of(project), claim_of(project)
    before = said(now(stale))

    answer = act(client, project, action, [stale, fresh], seen={stale.pk: 1}, note="because")

    assert [said(now(stale)), now(fresh).state != State.SUBMITTED] == [before, True]
    assert any("Nothing was overwritten" in sentence for sentence in told(answer))


def test_a_row_without_a_version_is_not_moved(client, project, reviewer):
    claim = claim_of(project)

    client.post(at(project), {"action": "accept_them", "_selected_action": [claim.pk]})

    assert states(claim) == [State.SUBMITTED]


@pytest.mark.parametrize(
    ("action", "after"), [("return_them", State.RETURNED), ("reject_them", State.REJECTED)]
)
def test_a_note_is_asked_for_and_the_selection_kept(client, project, reviewer, action, after):
    claims = [claim_of(project), claim_of(project)]

    asked = act(client, project, action, claims)
    assert states(*claims) == [State.SUBMITTED] * 2
    assert all(f'name="version" value="{claim.pk}:{claim.version}"' in asked.text for claim in claims)
    assert all(f'name="_selected_action" value="{claim.pk}"' in asked.text for claim in claims)
    act(client, project, action, claims, note="  one note for both ")

    assert states(*claims) == [after] * 2
    assert {decision.note for decision in Decision.objects.filter(after=after)} == {"  one note for both "}


def test_the_version_that_the_list_showed_is_the_one_the_note_page_keeps(client, project, reviewer):
    claim = claim_of(project)

    asked = act(client, project, "return_them", [claim], seen={claim.pk: 1})

    assert f'name="version" value="{claim.pk}:1"' in asked.text


def test_an_empty_note_is_asked_for_again(client, project, reviewer):
    claim = claim_of(project)

    answer = act(client, project, "return_them", [claim], note=" \n")

    assert [states(claim), "Write a note first" in answer.text] == [[State.SUBMITTED], True]


@pytest.mark.parametrize("action", ["accept_them", "return_them", "reject_them"])
def test_a_coder_has_no_such_action(client, project, action):
    sign_in(client, project)
    claim = claim_of(project)

    act(client, project, action, [claim], note="because")

    assert states(claim) == [State.SUBMITTED]


def test_a_claim_of_another_project_is_not_moved(client, project, reviewer):
    other = make_project()
    projects.join(other, reviewer, role=Role.REVIEWER)
    claim = claim_of(other)

    act(client, project, "accept_them", [claim])

    assert states(claim) == [State.SUBMITTED]
    assert Claim.objects.get().version == claim.version
