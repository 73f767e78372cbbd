"""Notes beside a claim: written and resolved where one reads it, by those who may."""

import pytest

from annotations import notes
from annotations.models import Note
from tests.annotations.admin.claims import at, sign_in
from tests.factories import Role, State, make_claim, make_project, make_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim():
    return make_claim(make_text(project=make_project()), state=State.ACCEPTED)


@pytest.fixture
def note(claim):
    return notes.write(claim, kind="question", body="Who is meant?", by=claim.coder)


def write(client, claim, **typed):
    return client.post(at(claim.project, f"{claim.pk}/note/"), {"kind": "question", "body": "Who?"} | typed)


def settle(client, note, act, **typed):
    return client.post(
        f"/p/{note.project.slug}/admin/annotations/note/{note.pk}/{act}/", {"version": note.version} | typed
    )


def test_a_note_is_written_beside_the_claim(client, claim):
    coder = sign_in(client, claim.project)

    answer = write(client, claim, body="Who is meant?")

    note = Note.objects.get()
    assert [answer.status_code, note.record, note.by, note.body] == [
        302,
        claim.record,
        coder,
        "Who is meant?",
    ]


@pytest.mark.parametrize(
    "back", ["", "https://elsewhere.example/", "//elsewhere.example/", "/p/other/admin/", "javascript:x()"]
)
def test_one_is_led_nowhere_else(client, claim, back):
    sign_in(client, claim.project)

    assert write(client, claim, back=back).url == at(claim.project, f"{claim.pk}/change/")


def test_one_is_led_back_to_where_one_was_reading(client, claim):
    sign_in(client, claim.project)
    here = f"/p/{claim.project.slug}/admin/review/?done=2"

    assert write(client, claim, back=here).url == f"{here}#notes"


def test_an_empty_note_comes_back(client, claim):
    sign_in(client, claim.project)

    answer = write(client, claim, body="  ")

    assert [answer.status_code, Note.objects.count()] == [200, 0]
    assert "The note is empty" in answer.text


@pytest.mark.parametrize(("act", "before", "after"), [("resolve", False, True), ("reopen", True, False)])
def test_a_note_is_settled_in_the_version_that_was_read(client, claim, note, act, before, after):
    Note.objects.update(resolved=before)
    sign_in(client, claim.project)

    settle(client, note, act)

    assert [Note.objects.get().resolved, Note.objects.get().version] == [after, 2]


def test_a_stale_note_is_a_conflict_and_can_be_settled_from_there(client, claim, note):
    Note.objects.update(version=5)
    sign_in(client, claim.project)

    answer = settle(client, note, "resolve")

    assert [answer.status_code, Note.objects.get().resolved] == [409, False]
    assert '<input type="hidden" name="version" value="5">' in answer.text


@pytest.mark.parametrize("send", ["write", "settle"])
def test_a_viewer_neither_writes_nor_resolves(client, claim, note, send):
    Note.objects.update(kind="translation-suspect")
    sign_in(client, claim.project, Role.VIEWER)

    answer = write(client, claim) if send == "write" else settle(client, note, "resolve")

    assert [answer.status_code, Note.objects.count(), Note.objects.get().resolved] == [403, 1, False]


def test_notes_stand_in_the_order_of_time_with_what_can_be_done(client, claim, note):
    later = notes.write(claim, kind="comment", body="Ana Reis is.", by=claim.coder)
    notes.resolve(later, by=claim.coder, seen=1)
    sign_in(client, claim.project)

    page = client.get(at(claim.project, f"{claim.pk}/change/"))

    assert list(page.context["notes"]) == [note, later]
    assert [f"{note.pk}/resolve/" in page.text, f"{later.pk}/reopen/" in page.text] == [True, True]
