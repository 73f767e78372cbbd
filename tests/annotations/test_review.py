"""The life of a claim, move by move. Each guard is tried by breaking it."""

import itertools

import pytest

from annotations import drafting, review, versions
from annotations.access import NotAllowed
from annotations.models import Claim, Decision, Membership
from annotations.refusal import Refused
from tests.annotations.refusing import refusal
from tests.factories import make_claim, make_content, make_member, make_project, make_text, make_theme

pytestmark = pytest.mark.django_db

State = Claim.State
Role = Membership.Role

ALLOWED = {
    (State.DRAFT, State.DISCARDED),
    (State.DISCARDED, State.DRAFT),
    (State.DRAFT, State.SUBMITTED),
    (State.SUBMITTED, State.ACCEPTED),
    (State.SUBMITTED, State.RETURNED),
    (State.SUBMITTED, State.REJECTED),
    (State.ACCEPTED, State.WITHDRAWN),
}
VERBS = {
    State.DISCARDED: (review.discard, {}),
    State.DRAFT: (review.restore, {}),
    State.SUBMITTED: (review.submit, {}),
    State.ACCEPTED: (review.accept, {}),
    State.RETURNED: (review.return_claim, {"note": "Look again"}),
    State.REJECTED: (review.reject, {"note": "No claim"}),
    State.WITHDRAWN: (review.withdraw, {"note": "Misread"}),
}
BY_CODER = {State.DISCARDED, State.DRAFT, State.SUBMITTED}


@pytest.fixture
def make(text, coder, reviewer):
    """Make a claim of the coder in any state, also a superseded one."""

    def make(state=State.DRAFT, **fields):
        if state != State.SUPERSEDED:
            return make_claim(text, coder=coder, reviewer=reviewer, state=state, **fields)
        claim = make_claim(text, coder=coder, state=State.SUBMITTED, **fields)
        newer = correct(claim, by=coder)
        review.submit(newer, by=coder, seen=newer.version)
        claim.refresh_from_db()
        return claim

    return make


def correct(*claims, by):
    return drafting.supersede(*claims, by=by, seen={claim.pk: claim.version for claim in claims})


def move(claim, to, by, **options):
    verb, given = VERBS[to]
    return verb(claim, by=by, seen=claim.version, **given | options)


def states(*claims):
    rows = dict(Claim.objects.values_list("pk", "state"))
    return [rows[claim.pk] for claim in claims]


# Every move, and every one that is none


@pytest.mark.parametrize(("before", "after"), sorted(ALLOWED))
def test_a_move_is_one_update_and_its_decision(make, coder, reviewer, before, after):
    claim = make(before)
    by = coder if after in BY_CODER else reviewer
    version = claim.version

    decision = move(claim, after, by)

    assert states(claim) == [after]
    assert (claim.state, claim.version) == (after, version + 1)
    assert (decision.claim, decision.before, decision.after, decision.by) == (claim, before, after, by)
    assert decision.note == VERBS[after][1].get("note", "")
    now = claim.history.first()
    assert (now.state, now.version, now.history_user) == (after, version + 1, by)


@pytest.mark.parametrize(
    ("before", "after"),
    sorted(
        (before, after) for before, after in itertools.product(State, VERBS) if (before, after) not in ALLOWED
    ),
)
def test_any_other_move_is_refused_and_changes_nothing(make, coder, reviewer, before, after):
    claim = make(before)
    decisions = Decision.objects.count()

    sentence = refusal(move, claim, after, coder if after in BY_CODER else reviewer)

    assert (
        sentence
        == f"This claim cannot be made “{State(after).label}”: it is “{State(before).label}” now. Look at it again."
    )
    assert states(claim) == [before]
    assert Decision.objects.count() == decisions


@pytest.mark.parametrize("after", list(VERBS))
def test_a_stale_version_is_a_conflict(make, coder, reviewer, after):
    claim = make(next(before for before, to in sorted(ALLOWED) if to == after))
    verb, given = VERBS[after]

    with pytest.raises(versions.Conflict):
        verb(claim, by=coder if after in BY_CODER else reviewer, seen=claim.version - 1, **given)


def test_the_second_of_two_reviewers_is_told(make, reviewer, text):
    claim = make(State.SUBMITTED)
    first, second = Claim.objects.get(pk=claim.pk), Claim.objects.get(pk=claim.pk)
    move(first, State.ACCEPTED, reviewer)

    with pytest.raises(versions.Conflict):
        move(second, State.REJECTED, make_member(text.project, Role.REVIEWER))

    assert states(claim) == [State.ACCEPTED]


# Who may


@pytest.mark.parametrize("after", sorted(BY_CODER))
def test_a_draft_is_moved_by_its_coder_only(make, text, after):
    claim = make(next(before for before, to in sorted(ALLOWED) if to == after))
    manager = make_member(text.project, Role.MANAGER)

    assert (
        refusal(move, claim, after, manager) == "This draft is somebody else's: only who made it can do this."
    )


@pytest.mark.parametrize("after", sorted(BY_CODER))
def test_who_codes_no_more_moves_no_draft(make, coder, after):
    claim = make(next(before for before, to in sorted(ALLOWED) if to == after))
    Membership.objects.filter(user=coder).update(role=Role.VIEWER)

    with pytest.raises(NotAllowed):
        move(claim, after, coder)


@pytest.mark.parametrize("after", sorted(set(VERBS) - BY_CODER))
def test_below_reviewer_nobody_decides(make, text, after):
    claim = make(next(before for before, to in sorted(ALLOWED) if to == after))

    with pytest.raises(NotAllowed):
        move(claim, after, make_member(text.project))


@pytest.mark.parametrize("after", [State.ACCEPTED, State.RETURNED, State.REJECTED])
def test_nobody_decides_on_their_own_claim(text, after):
    reviewer = make_member(text.project, Role.REVIEWER)
    claim = make_claim(text, coder=reviewer, state=State.SUBMITTED)

    assert (
        refusal(move, claim, after, reviewer)
        == "You coded this claim yourself: somebody else has to decide on it."
    )


def test_in_a_project_of_one_person_they_do():
    text = make_text(project=make_project(own_review=True))
    manager = make_member(text.project, Role.MANAGER)
    claim = make_claim(text, coder=manager, state=State.SUBMITTED)

    move(claim, State.ACCEPTED, manager)

    assert states(claim) == [State.ACCEPTED]


def test_a_reviewer_of_another_project_is_nobody_here(make):
    with pytest.raises(NotAllowed):
        move(make(State.SUBMITTED), State.ACCEPTED, make_member(make_project(), Role.MANAGER))


# What is needed


@pytest.mark.parametrize(
    ("after", "sentence"),
    [
        (State.RETURNED, "Say what should be changed: the coder sees this note."),
        (State.REJECTED, "Give the reason: it stays with the claim."),
        (State.WITHDRAWN, "Give the reason: it stays with the claim."),
    ],
)
def test_bad_news_needs_a_note(make, reviewer, after, sentence):
    claim = make(next(before for before, to in sorted(ALLOWED) if to == after))

    assert refusal(move, claim, after, reviewer, note=" \n") == sentence


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"speakers": []}, "Say who speaks first."),
        ({"themes": []}, "Choose a theme first."),
    ],
)
def test_an_incomplete_claim_is_not_submitted(make, coder, missing, sentence):
    assert refusal(move, make(**missing), State.SUBMITTED, coder) == sentence


def test_a_claim_without_a_place_is_not_submitted(make, coder):
    claim = make()
    claim.anchors.all().delete()

    assert refusal(move, Claim.objects.get(pk=claim.pk), State.SUBMITTED, coder) == "Mark the passage first."


def test_a_stance_is_chosen_where_there_is_a_proposition(text, coder):
    theme = make_theme(text.project, proposition="Centres should join")
    content = make_content(text, themes=[])
    codes = [drafting.Code(theme=theme)]
    claim = drafting.mark(
        drafting.Content(place=content.place, voices=content.voices, codes=codes), coder=coder
    )

    assert refusal(move, claim, State.SUBMITTED, coder) == (
        "Choose a stance on “Centres should join” first; “unclear” is one, too."
    )


def test_a_theme_without_a_proposition_needs_no_stance(text, coder):
    theme = make_theme(text.project, proposition="")
    content = make_content(text, themes=[])
    codes = [drafting.Code(theme=theme)]
    claim = drafting.mark(
        drafting.Content(place=content.place, voices=content.voices, codes=codes), coder=coder
    )

    move(claim, State.SUBMITTED, coder)

    assert states(claim) == [State.SUBMITTED]


# Giving way to a correction


@pytest.mark.parametrize("before", [State.SUBMITTED, State.RETURNED])
def test_what_was_not_accepted_gives_way_when_its_correction_is_submitted(make, coder, before):
    older = make(before)
    newer = correct(older, by=coder)
    assert states(older) == [before]

    move(newer, State.SUBMITTED, coder)

    assert states(older, newer) == [State.SUPERSEDED, State.SUBMITTED]
    decision = older.decisions.first()
    assert (decision.before, decision.after, decision.by) == (before, State.SUPERSEDED, coder)
    assert decision.note == f"superseded by {newer.key}"


def test_what_was_accepted_stays_until_its_correction_is_accepted(make, coder, reviewer):
    older = make(State.ACCEPTED)
    newer = correct(older, by=coder)
    move(newer, State.SUBMITTED, coder)
    assert states(older) == [State.ACCEPTED]

    move(newer, State.ACCEPTED, reviewer)

    assert states(older, newer) == [State.SUPERSEDED, State.ACCEPTED]
    assert newer.record == older.record


def test_a_rejected_correction_leaves_the_accepted_claim(make, coder, reviewer):
    older = make(State.ACCEPTED)
    newer = correct(older, by=coder)
    move(newer, State.SUBMITTED, coder)

    move(newer, State.REJECTED, reviewer)

    assert states(older, newer) == [State.ACCEPTED, State.REJECTED]


def test_of_two_corrections_of_one_record_the_second_is_refused(make, coder, reviewer):
    older = make(State.RETURNED)
    one, other = correct(older, by=coder), correct(older, by=coder)
    for claim in (one, other):
        move(claim, State.SUBMITTED, coder)
    move(one, State.ACCEPTED, reviewer)

    assert refusal(move, other, State.ACCEPTED, reviewer) == (
        "Another version of this claim was accepted meanwhile. Correct that one, or reject this."
    )
    assert states(one, other) == [State.ACCEPTED, State.SUBMITTED]


def test_one_claim_may_take_the_place_of_several(make, coder, reviewer):
    older = [make(State.ACCEPTED), make(State.ACCEPTED), make(State.RETURNED)]
    newer = correct(*older, by=coder)
    move(newer, State.SUBMITTED, coder)
    move(newer, State.ACCEPTED, reviewer)

    assert states(*older) == [State.SUPERSEDED] * 3
    assert newer.record == older[0].record


def test_a_refused_acceptance_moves_nothing(make, coder, reviewer, text):
    """What would have given way stays as well."""
    older = make(State.ACCEPTED)
    rival = make(State.RETURNED)
    newer = correct(rival, older, by=coder)
    second = correct(rival, by=coder)
    for claim in (newer, second):
        move(claim, State.SUBMITTED, coder)
    move(second, State.ACCEPTED, reviewer)

    refusal(move, newer, State.ACCEPTED, reviewer)

    assert states(older, newer) == [State.ACCEPTED, State.SUBMITTED]


def test_who_submits_a_draft_of_nobody_is_its_coder_and_does_not_decide_on_it(make):
    claim = make()
    Claim.objects.filter(pk=claim.pk).update(coder=None, reading=None)
    claim = Claim.objects.get(pk=claim.pk)
    manager = make_member(claim.project, Role.MANAGER)

    review.submit(claim, by=manager, seen=claim.version)

    with pytest.raises(Refused, match="You coded this claim yourself"):
        review.accept(claim, by=manager, seen=claim.version)
    assert Claim.objects.get(pk=claim.pk).coder == manager
