"""Superseding claims, and finding them again in other texts. Each guard is tried by breaking it."""

import pytest

from annotations import drafting, review, versions
from annotations.access import NotAllowed
from annotations.drafting import Place
from annotations.models import Anchor, Claim, Membership
from tests.annotations.refusing import refusal
from tests.factories import (
    make_claim,
    make_member,
    make_text,
)

pytestmark = pytest.mark.django_db

State = Claim.State
Role = Membership.Role


def supersede(*claims, by=None):
    return drafting.supersede(
        *claims, by=by or claims[0].coder, seen={claim.pk: claim.version for claim in claims}
    )


def confirm(claim, text, by, kind=Anchor.Kind.PARALLEL, start=0, end=5):
    place = Place(text=text, start=start, end=end)
    return drafting.confirm_anchor(claim, place, kind=kind, by=by, seen=claim.version)


def fresh(claim):
    return Claim.objects.get(pk=claim.pk)


# Superseding


@pytest.mark.parametrize("state", [State.SUBMITTED, State.RETURNED, State.ACCEPTED])
def test_a_correction_begins_with_what_the_claim_says(text, coder, state):
    claim = make_claim(text, coder=coder, state=state, said="2024")

    newer = supersede(claim)

    assert drafting.content_of(fresh(newer)) == drafting.content_of(fresh(claim))
    assert (newer.state, newer.record, newer.coder) == (State.DRAFT, claim.record, coder)
    assert newer.key != claim.key
    assert list(newer.supersedes.all()) == [claim]
    assert fresh(claim).state == state


@pytest.mark.parametrize("state", [State.DRAFT, State.DISCARDED, State.REJECTED, State.WITHDRAWN])
def test_other_claims_cannot_be_superseded(text, coder, state):
    claim = make_claim(text, coder=coder, state=state)

    assert refusal(supersede, claim) == f"A claim that is {State(state).label.lower()} cannot be superseded."


def test_the_record_is_that_of_the_first(text, coder):
    first, second = (make_claim(text, coder=coder, state=State.ACCEPTED) for _ in range(2))

    assert supersede(second, first).record == second.record


def test_a_correction_of_a_correction_keeps_the_record(text, coder):
    claim = make_claim(text, coder=coder, state=State.SUBMITTED)
    newer = supersede(claim)
    review.submit(newer, by=coder, seen=newer.version)

    assert supersede(fresh(newer)).record == claim.record


def test_a_coder_corrects_nobody_else(text, coder, project):
    claim = make_claim(text, coder=coder, state=State.RETURNED)

    with pytest.raises(NotAllowed):
        supersede(claim, by=make_member(project))


def test_a_reviewer_corrects_others_outside_their_reading(text, coder, reviewer):
    newer = supersede(make_claim(text, coder=coder, state=State.ACCEPTED), by=reviewer)

    assert (newer.coder, newer.reading) == (reviewer, None)


def test_a_stale_version_is_not_superseded(text, coder):
    claim = make_claim(text, coder=coder, state=State.ACCEPTED)

    with pytest.raises(versions.Conflict):
        drafting.supersede(claim, by=coder, seen={claim.pk: 1})


def test_claims_of_two_projects_do_not_supersede_each_other(text, coder):
    claim = make_claim(text, coder=coder, state=State.ACCEPTED)

    assert refusal(supersede, claim, make_claim(state=State.ACCEPTED)) == (
        "Claims of different projects cannot supersede each other."
    )


def test_places_in_other_texts_are_carried_on(text, coder):
    claim = make_claim(text, coder=coder, state=State.ACCEPTED)
    translation = make_text(text.source, body="Qian disse")
    confirm(claim, translation, coder)

    newer = supersede(fresh(claim))

    assert [(anchor.text, anchor.kind, anchor.confirmed_by) for anchor in newer.anchors.all()] == [
        (text, Anchor.Kind.CODED, None),
        (translation, Anchor.Kind.PARALLEL, coder),
    ]


# Confirming a place in another text


@pytest.mark.parametrize("kind", [Anchor.Kind.PARALLEL, Anchor.Kind.CARRIED])
@pytest.mark.parametrize("state", [State.DRAFT, State.ACCEPTED])
def test_any_claim_gains_its_place_in_another_text(text, coder, state, kind):
    claim = make_claim(text, coder=coder, state=state)
    version = claim.version

    anchor = confirm(claim, make_text(text.source, body="Qian disse"), coder, kind=kind)

    assert (anchor.quote, anchor.suffix, anchor.kind, anchor.confirmed_by) == ("Qian ", "disse", kind, coder)
    assert fresh(claim).version == version + 1
    assert fresh(claim).coded_anchor.text == text
    assert anchor.history.get().history_user == coder


def test_a_claim_stands_once_in_a_text(text, coder):
    claim = make_claim(text, coder=coder)

    assert refusal(confirm, claim, text, coder) == "This claim has its place in that text already."


def test_a_text_of_another_source_is_refused(project, text, coder):
    assert refusal(confirm, make_claim(text, coder=coder), make_text(project=project), coder) == (
        "A claim can only be found again in another text of the same source."
    )


def test_a_second_coded_place_is_refused(text, coder):
    claim = make_claim(text, coder=coder)

    assert refusal(confirm, claim, make_text(text.source), coder, kind=Anchor.Kind.CODED) == (
        "A claim is marked in one place only; others are parallel or carried over."
    )


def test_a_stale_version_gains_nothing(text, coder):
    claim = make_claim(text, coder=coder)
    confirm(fresh(claim), make_text(text.source), coder)

    with pytest.raises(versions.Conflict):
        confirm(claim, make_text(text.source), coder)

    assert claim.anchors.count() == 2


def test_a_place_outside_the_other_text_is_refused(text, coder):
    claim = make_claim(text, coder=coder)

    assert "are no passage of this text" in refusal(confirm, claim, make_text(text.source), coder, end=5000)
    assert fresh(claim).version == 1


def test_a_viewer_confirms_nothing(project, text, coder):
    with pytest.raises(NotAllowed):
        confirm(make_claim(text, coder=coder), make_text(text.source), make_member(project, Role.VIEWER))
