"""A reading is handed in with its drafts, all of it or nothing."""

import pytest

from annotations import handing_in
from annotations.models import Claim, Reading
from annotations.refusal import Refused
from tests.factories import State, make_claim, make_content

pytestmark = pytest.mark.django_db


def states():
    return sorted(Claim.objects.values_list("state", flat=True))


def test_drafts_are_submitted_with_the_reading(text, coder):
    claims = [make_claim(text, coder=coder), make_claim(text, coder=coder)]

    reading = handing_in.hand_in(text, by=coder, drafts={claim.key: 1 for claim in claims})

    assert states() == [State.SUBMITTED, State.SUBMITTED]
    assert reading.submitted


def test_nothing_here_is_a_reading_too(text, coder):
    reading = handing_in.hand_in(text, by=coder, drafts={}, nothing_here=True, seconds=70)

    kept = Reading.objects.get(pk=reading.pk)
    assert (kept.nothing_here, kept.active_seconds, kept.coder) == (True, 70, coder)


def test_a_draft_that_is_not_ready_keeps_all_of_it_open(text, coder):
    ready = make_claim(text, coder=coder)
    uncoded = make_claim(content=make_content(text, themes=[]), coder=coder)

    with pytest.raises(handing_in.NotReady, match="Choose a theme first") as refusal:
        handing_in.hand_in(text, by=coder, drafts={ready.key: 1, uncoded.key: 1})

    assert refusal.value.key == uncoded.key
    assert states() == [State.DRAFT, State.DRAFT]
    assert not Reading.objects.filter(submitted__isnull=False).exists()


def test_a_draft_that_was_changed_elsewhere_keeps_it_open(text, coder):
    claim = make_claim(text, coder=coder)

    with pytest.raises(handing_in.NotReady, match="changed by somebody else"):
        handing_in.hand_in(text, by=coder, drafts={claim.key: 7})


def test_a_claim_of_somebody_else_is_not_handed_in(text, coder):
    theirs = make_claim(text)

    with pytest.raises(handing_in.NotReady, match="not a draft of yours"):
        handing_in.hand_in(text, by=coder, drafts={theirs.key: 1})


def test_drafts_that_the_page_did_not_know_keep_it_open(text, coder):
    make_claim(text, coder=coder)

    with pytest.raises(Refused, match="drafts in this reading"):
        handing_in.hand_in(text, by=coder, drafts={})


def test_a_project_that_records_no_time_keeps_none(text, coder):
    text.project.coding_time = False

    reading = handing_in.hand_in(text, by=coder, drafts={}, nothing_here=True, seconds=70)

    assert Reading.objects.get(pk=reading.pk).active_seconds == 0
