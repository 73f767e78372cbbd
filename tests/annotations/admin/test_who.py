"""Who coded what is for reviewers to know; who noted it, for coders where coding is not blind."""

import pytest

from annotations import codebook
from annotations.models import Claim, Note
from tests.annotations.admin.editing import at, filled, send, sign_in
from tests.factories import Role, State, make_claim, make_member, make_project, make_text, make_theme

pytestmark = pytest.mark.django_db


def claim_of(username="somebody-else", **fields):
    text = make_text()
    reviewer = make_member(text.project, Role.REVIEWER, "the-reviewer")
    coder = make_member(text.project, Role.CODER, username)
    return make_claim(text, coder=coder, reviewer=reviewer, state=State.ACCEPTED, **fields)


def shown(client, project, *pages, name="somebody-else"):
    """On which of these pages a name stands."""
    return [name in client.get(at(project, page)).text for page in pages]


def pages_of_decision(claim):
    decision = claim.decisions.get(before="draft")
    return "decision/", f"decision/{decision.pk}/change/", f"claim/{claim.pk}/change/"


@pytest.mark.parametrize(("role", "told"), [(Role.CODER, False), (Role.REVIEWER, True)])
def test_who_submitted_a_claim_is_for_reviewers_to_know(client, role, told):
    claim = claim_of()
    sign_in(client, claim.project, role)

    assert shown(client, claim.project, *pages_of_decision(claim)) == [told, told, told]


def test_who_accepted_a_claim_is_for_coders_to_know(client):
    claim = claim_of()
    sign_in(client, claim.project, Role.CODER)

    pages = ["decision/", f"claim/{claim.pk}/change/"]

    assert shown(client, claim.project, *pages, name="the-reviewer") == [True, True]


def test_coders_are_told_of_their_own_acts(client):
    claim = claim_of()
    client.force_login(claim.coder)
    decision = claim.decisions.get(before="draft")

    page = client.get(at(claim.project, f"decision/{decision.pk}/change/"))
    events = client.get(at(claim.project, f"claim/{claim.pk}/change/")).context["events"]
    told = {event.what: event.who for event in events}

    who = '<div class="readonly">somebody-else</div>'
    assert [told["Submitted for review"], who in page.text] == [claim.coder, True]


@pytest.mark.parametrize(("role", "told"), [(Role.CODER, False), (Role.REVIEWER, True)])
def test_who_changed_a_claim_is_for_reviewers_to_know(client, role, told):
    claim = claim_of()
    record = claim.history.last()
    sign_in(client, claim.project, role)

    pages = [f"claim/{claim.pk}/history/", f"claim/{claim.pk}/history/{record.pk}/"]

    assert shown(client, claim.project, *pages) == [told, told]


@pytest.mark.parametrize(("role", "told"), [(Role.CODER, False), (Role.REVIEWER, True)])
def test_the_history_names_the_coder_to_reviewers_alone(client, role, told):
    claim = claim_of()
    earlier = make_member(claim.project, username="an-earlier-coder")
    Claim.history.filter(pk=claim.history.last().pk).update(coder=earlier)
    sign_in(client, claim.project, role)

    changes = [
        label
        for entry in client.get(at(claim.project, f"claim/{claim.pk}/history/")).context["page"]
        for label, *_values in entry.changes
    ]

    assert ["coder" in changes, "state" in changes] == [told, True]


def test_coders_find_themselves_in_the_history(client):
    claim = claim_of()
    client.force_login(claim.coder)

    answer = client.get(at(claim.project, f"claim/{claim.pk}/history/"))

    assert {entry.who for entry in answer.context["page"]} == {None, claim.coder}


def note_of(project, username="somebody-else", **fields):
    by = make_member(project, Role.REVIEWER, username)
    return Note.objects.create(project=project, by=by, body="A doubt", kind="translation-suspect", **fields)


@pytest.mark.parametrize(("role", "told"), [(Role.VIEWER, False), (Role.CODER, True)])
def test_who_wrote_a_note_is_not_for_viewers_to_know(client, role, told):
    project = make_project()
    note = note_of(project, theme=make_theme(project))
    sign_in(client, project, role)

    assert shown(client, project, "note/", f"note/{note.pk}/change/") == [told, told]


@pytest.mark.parametrize(("role", "told"), [(Role.CODER, False), (Role.REVIEWER, True)])
def test_where_coding_is_blind_who_wrote_a_note_is_for_reviewers_to_know(client, role, told):
    claim = claim_of("the-coder")
    note = note_of(claim.project, record=claim.record)
    note.body, note._history_user = "A graver doubt", note.by
    note.save()
    type(claim.project).objects.update(blind=True)
    client.force_login(claim.coder if role == Role.CODER else make_member(claim.project, role))
    pages = ["note/", *(f"note/{note.pk}/{page}/" for page in ("change", "history"))]

    assert shown(client, claim.project, *pages, f"claim/{claim.pk}/change/") == [told] * 4


@pytest.mark.parametrize(("blind", "told"), [(True, False), (False, True)])
def test_who_saved_a_note_first_is_told_only_where_authors_are(client, blind, told):
    project = make_project(blind=blind)
    coder = sign_in(client, project, Role.CODER)
    note = Note.objects.create(project=project, by=coder, body="As it was", theme=make_theme(project))
    page = at(project, f"note/{note.pk}/change/")
    typed = filled(client.get(page))
    client.force_login(make_member(project, Role.REVIEWER, "somebody-else"))
    send(client, page, resolved="on")
    client.force_login(coder)

    answer = client.post(page, typed | {"body": "Mine"})

    assert [answer.status_code, "somebody-else" in answer.text] == [409, told]


@pytest.mark.parametrize(("role", "told"), [(Role.VIEWER, False), (Role.CODER, False), (Role.REVIEWER, True)])
def test_under_whose_coding_the_codebook_was_frozen_is_for_reviewers_to_know(client, role, told):
    project = make_project()
    version = codebook.current(project, by=make_member(project, username="somebody-else"))
    sign_in(client, project, role)

    pages = ["codebookversion/", f"codebookversion/{version.pk}/change/"]

    assert shown(client, project, *pages) == [told, told]
