"""Notes are on one thing; decisions and imports are read only."""

import pytest

from annotations.models import Note
from tests.annotations.admin.editing import at, make_study, send, sign_in
from tests.factories import Role, State, make_claim, make_member, make_project, make_speaker, make_theme

pytestmark = pytest.mark.django_db


def add_page(project):
    return at(project, "note/add/")


def make_note(project, by=None, **fields):
    theme = fields.pop("theme", None) or make_theme(project)
    return Note.objects.create(project=project, theme=theme, body="As it was", by=by, **fields)


def test_a_note_on_a_claim_is_kept_under_its_record(client):
    claim = make_claim(state=State.ACCEPTED)
    coder = sign_in(client, claim.project, Role.CODER)

    answer = send(client, add_page(claim.project), body="Who is meant?", kind="question", claim=claim.pk)

    note = Note.objects.get()
    kept = [note.project, note.record, note.by, note.kind, note.body]
    assert [answer.status_code, *kept] == [
        302,
        claim.project,
        claim.record,
        coder,
        "question",
        "Who is meant?",
    ]


def test_a_note_on_a_claim_shows_its_quote(client):
    claim = make_claim(state=State.ACCEPTED)
    Note.objects.create(project=claim.project, record=claim.record, body="Who is meant?", kind="question")
    sign_in(client, claim.project)

    assert "one general model cannot serve every field" in client.get(at(claim.project, "note/")).text


@pytest.mark.parametrize("name", ["theme", "speaker"])
def test_a_note_is_on_a_theme_or_a_speaker(client, name):
    project = make_project()
    row = {"theme": make_theme, "speaker": make_speaker}[name](project)
    sign_in(client, project, Role.CODER)

    send(client, add_page(project), body="A comment", **{name: row.pk})

    assert getattr(Note.objects.get(), name) == row


@pytest.mark.parametrize("chosen", [[], ["theme", "speaker"], ["theme", "claim"]])
def test_a_note_is_on_exactly_one_thing(client, chosen):
    claim = make_claim(state=State.ACCEPTED)
    rows = {"claim": claim, "theme": claim.codings.get().theme, "speaker": claim.attributions.get().speaker}
    sign_in(client, claim.project, Role.CODER)

    answer = send(
        client, add_page(claim.project), body="Typed with care", **{name: rows[name].pk for name in chosen}
    )

    assert [answer.status_code, Note.objects.count(), "Typed with care" in answer.text] == [200, 0, True]
    assert "Choose the one thing that the note is on: a claim, a theme or a speaker." in answer.text


def test_a_claim_that_is_hidden_from_a_coder_cannot_be_noted(client):
    claim = make_claim()
    sign_in(client, claim.project, Role.CODER)

    answer = send(client, add_page(claim.project), body="A guess", claim=claim.pk)

    assert [answer.status_code, Note.objects.count()] == [200, 0]


def test_whoever_wrote_a_note_changes_its_words(client):
    project = make_project()
    coder = sign_in(client, project, Role.CODER)
    note = make_note(project, by=coder)

    send(client, at(project, f"note/{note.pk}/change/"), body="Other words", resolved="on")

    note.refresh_from_db()
    assert [note.body, note.resolved, note.version] == ["Other words", True, 2]


def test_others_can_only_say_that_it_is_resolved(client):
    project = make_project()
    note = make_note(project, by=make_member(project))
    sign_in(client, project, Role.CODER)

    send(
        client,
        at(project, f"note/{note.pk}/change/"),
        body="Put into their mouth",
        kind="memo",
        resolved="on",
    )

    note.refresh_from_db()
    assert [note.body, note.kind, note.resolved] == ["As it was", "comment", True]


def test_notes_of_others_are_not_there_where_coding_is_blind(client):
    project = make_project(blind=True)
    note = make_note(project, by=make_member(project))
    sign_in(client, project, Role.CODER)

    listed = client.get(at(project, "note/")).context["cl"].result_count
    statuses = [
        client.get(at(project, f"note/{note.pk}/{page}/")).status_code for page in ("change", "history")
    ]

    assert [listed, statuses] == [0, [404, 404]]


@pytest.mark.parametrize("name", ["decision", "batch", "reading", "speakerdecision", "codebookversion"])
def test_what_was_written_once_is_changed_by_no_post(client, name):
    project = make_project()
    row = make_study(project)[name]
    before = type(row).objects.filter(pk=row.pk).values().get()
    sign_in(client, project)
    typed = {
        "note": "x",
        "reason": "x",
        "file_name": "x",
        "outcome": "same",
        "nothing_here": "on",
        "round": 7,
    }

    answer = client.post(at(project, f"{name}/{row.pk}/change/"), typed)

    assert [answer.status_code, type(row).objects.filter(pk=row.pk).values().get()] == [403, before]


def test_decisions_are_said_in_words(client):
    project = make_project()
    make_study(project)
    sign_in(client, project)

    text = client.get(at(project, "decision/")).text

    assert ["Awaits review → Accepted" in text, "Draft → Awaits review" in text] == [True, True]


def test_an_import_says_what_came_in(client):
    project = make_project()
    make_study(project)
    sign_in(client, project)

    assert "1 claim<" in client.get(at(project, "batch/")).text
