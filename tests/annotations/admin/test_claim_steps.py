"""The steps of a claim on its page: through the verbs, for whom they are, in the version that was seen."""

import pytest

from annotations import review
from annotations.models import Claim, Note
from tests.annotations.admin.claims import at, now, said, sign_in
from tests.factories import (
    Role,
    State,
    make_claim,
    make_project,
    make_text,
)

pytestmark = pytest.mark.django_db

WITHOUT_NOTE = {
    "submit": State.DRAFT,
    "discard": State.DRAFT,
    "restore": State.DISCARDED,
    "accept": State.SUBMITTED,
}
WITH_NOTE = {"return": State.SUBMITTED, "reject": State.SUBMITTED, "withdraw": State.ACCEPTED}
BEFORE = WITHOUT_NOTE | WITH_NOTE
AFTER = {
    "submit": State.SUBMITTED,
    "discard": State.DISCARDED,
    "restore": State.DRAFT,
    "accept": State.ACCEPTED,
    "return": State.RETURNED,
    "reject": State.REJECTED,
    "withdraw": State.WITHDRAWN,
}


def ready_for(step, project, coder, **fields):
    return make_claim(make_text(project=project), coder=coder, state=BEFORE[step], **fields)


def press(client, claim, step, **typed):
    return client.post(at(claim.project, f"{claim.pk}/step/{step}/"), {"version": now(claim).version} | typed)


def shown_steps(client, claim):
    return [step.name for step in client.get(at(claim.project, f"{claim.pk}/change/")).context["steps"]]


@pytest.mark.parametrize("step", BEFORE)
def test_a_step_moves_the_claim_and_says_so(client, project, coder, reviewer, step):
    claim = ready_for(step, project, coder)
    sign_in(client, project, member=reviewer if step in ("accept", *WITH_NOTE) else coder)

    answer = press(client, claim, step, note="because")

    decision = claim.decisions.first()
    assert [answer.status_code, now(claim).state, decision.after] == [302, AFTER[step], AFTER[step]]
    assert decision.note == ("because" if step in WITH_NOTE else "")


@pytest.mark.parametrize("step", BEFORE)
def test_a_stale_step_is_a_conflict_and_moves_nothing(client, project, coder, reviewer, step):
    claim = ready_for(step, project, coder)
    sign_in(client, project, member=reviewer if step in ("accept", *WITH_NOTE) else coder)
    before = said(now(claim))

    answer = press(client, claim, step, version=before["version"] - 1, note="typed for long")

    assert [answer.status_code, said(now(claim))] == [409, before]
    assert "Nothing was overwritten" in answer.text
    assert step not in WITH_NOTE or "typed for long</textarea>" in answer.text


@pytest.mark.parametrize("step", BEFORE)
@pytest.mark.parametrize("version", ["", "x", "9" * 30])
def test_a_step_that_saw_no_version_moves_nothing(client, project, coder, reviewer, step, version):
    claim = ready_for(step, project, coder)
    sign_in(client, project, member=reviewer if step in ("accept", *WITH_NOTE) else coder)

    answer = press(client, claim, step, version=version, note="because")

    assert [answer.status_code, now(claim).state] == [200, BEFORE[step]]
    assert "does not say which version" in answer.text


@pytest.mark.parametrize("step", WITH_NOTE)
@pytest.mark.parametrize("note", ["", " \n"])
def test_a_step_that_needs_words_is_refused_without_them(client, project, coder, reviewer, step, note):
    claim = ready_for(step, project, coder)
    sign_in(client, project, member=reviewer)

    answer = press(client, claim, step, note=note)

    assert [answer.status_code, now(claim).state] == [200, BEFORE[step]]
    assert answer.context["form"].non_field_errors()


@pytest.mark.parametrize("step", BEFORE)
def test_looking_at_a_step_moves_nothing(client, project, coder, reviewer, step):
    claim = ready_for(step, project, coder)
    sign_in(client, project, member=reviewer if step in ("accept", *WITH_NOTE) else coder)

    answer = client.get(at(project, f"{claim.pk}/step/{step}/"))

    assert [answer.status_code, now(claim).state] == [200, BEFORE[step]]


@pytest.mark.parametrize("step", ["accept", "return", "reject", "withdraw"])
def test_a_coder_decides_nothing(client, project, coder, step):
    claim = ready_for(step, project, coder)
    sign_in(client, project)

    answer = press(client, claim, step, note="because")

    assert [now(claim).state, "Only a reviewer" in answer.text] == [BEFORE[step], True]


@pytest.mark.parametrize("step", BEFORE)
def test_a_viewer_moves_nothing(client, project, coder, step):
    claim = ready_for(step, project, coder)
    sign_in(client, project, Role.VIEWER)

    answer = press(client, claim, step, note="because")

    assert [answer.status_code, now(claim).state] == [404 if step != "withdraw" else 200, BEFORE[step]]


def test_nobody_decides_on_their_own_claim(client, project):
    reviewer = sign_in(client, project, Role.REVIEWER)
    claim = ready_for("accept", project, reviewer)

    answer = press(client, claim, "accept")

    assert [now(claim).state, "You coded this claim yourself" in answer.text] == [State.SUBMITTED, True]


def test_an_unknown_step_is_not_there(client, project, coder):
    claim = ready_for("submit", project, coder)
    sign_in(client, project, member=coder)

    assert press(client, claim, "delete").status_code == 404


@pytest.mark.parametrize(
    ("state", "coders", "reviewers"),
    [
        (State.DRAFT, ["submit", "discard"], None),
        (State.DISCARDED, ["restore"], None),
        (State.SUBMITTED, ["correct"], ["accept", "return", "reject", "correct"]),
        (State.RETURNED, ["correct"], ["correct"]),
        (State.ACCEPTED, ["correct"], ["withdraw", "correct"]),
        (State.REJECTED, [], []),
        (State.WITHDRAWN, [], []),
    ],
)
def test_the_page_shows_what_each_may_do_next(client, project, coder, reviewer, state, coders, reviewers):
    claim = make_claim(make_text(project=project), coder=coder, state=state)

    sign_in(client, project, member=coder)
    assert shown_steps(client, claim) == coders
    sign_in(client, project, member=reviewer)
    assert reviewers is None or shown_steps(client, claim) == reviewers


# Correcting


def test_correcting_opens_a_draft_with_the_same_record(client, project, coder):
    claim = make_claim(make_text(project=project), coder=coder, state=State.RETURNED)
    sign_in(client, project, member=coder)

    answer = press(client, claim, "correct")

    draft = Claim.objects.get(state=State.DRAFT)
    assert [answer.url, draft.record, list(draft.supersedes.all())] == [
        at(project, f"{draft.pk}/change/"),
        claim.record,
        [claim],
    ]


def test_a_coder_does_not_correct_somebody_else(client, project, coder):
    claim = make_claim(make_text(project=project), coder=coder, state=State.ACCEPTED)
    sign_in(client, project)

    press(client, claim, "correct")

    assert Claim.objects.count() == 1


def test_a_stale_correction_is_a_conflict(client, project, coder):
    claim = make_claim(make_text(project=project), coder=coder, state=State.ACCEPTED)
    sign_in(client, project, member=coder)

    answer = press(client, claim, "correct", version=1)

    assert [answer.status_code, Claim.objects.count()] == [409, 1]


# What the page tells


def test_decisions_and_notes_stand_on_the_page(client, project, coder, reviewer):
    claim = make_claim(make_text(project=project), coder=coder, state=State.SUBMITTED)
    review.return_claim(claim, by=reviewer, seen=claim.version, note="Mark the whole sentence.")
    Note.objects.create(project=project, record=claim.record, body="Who is this?", by=coder)
    sign_in(client, project, member=coder)

    page = client.get(at(project, f"{claim.pk}/change/")).text

    assert ["Mark the whole sentence." in page, "Who is this?" in page] == [True, True]


def test_a_viewer_sees_no_decisions_and_no_coder(client, project, coder):
    claim = make_claim(make_text(project=project), coder=coder, state=State.ACCEPTED)
    sign_in(client, project, Role.VIEWER)

    page = client.get(at(project, f"{claim.pk}/change/")).text

    assert [coder.username in page, "What was decided" in page] == [False, False]


def test_a_note_that_is_not_for_me_is_not_on_the_page(client):
    project = make_project(blind=True)
    claim = make_claim(make_text(project=project), state=State.ACCEPTED)
    Note.objects.create(project=project, record=claim.record, body="A canary sang.", by=claim.coder)
    sign_in(client, project)

    answer = client.get(at(project, f"{claim.pk}/change/"))

    assert [answer.status_code, "canary" in answer.text] == [200, False]
