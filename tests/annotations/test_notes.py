"""Notes on a claim: kept under its record, resolved and reopened in the version that was read."""

import pytest

from annotations import access, notes, versions
from annotations.models import Note
from annotations.refusal import Refused
from tests.factories import Role, State, make_claim, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim():
    return make_claim(state=State.SUBMITTED)


@pytest.fixture
def note(claim):
    return notes.write(claim, kind="question", body="Who is meant?", by=claim.coder)


def test_a_note_is_kept_under_the_record_of_its_claim(claim, note):
    kept = Note.objects.get()

    assert [kept.record, kept.kind, kept.body, kept.by] == [
        claim.record,
        "question",
        "Who is meant?",
        claim.coder,
    ]


def test_writing_a_note_changes_no_claim(claim, note):
    assert type(claim).objects.get(pk=claim.pk).version == claim.version


@pytest.mark.parametrize("body", ["", "  \n"])
def test_an_empty_note_is_refused(claim, body):
    with pytest.raises(Refused, match="The note is empty"):
        notes.write(claim, kind="comment", body=body, by=claim.coder)


def test_what_no_file_keeps_is_refused_in_a_sentence(claim):
    with pytest.raises(Refused, match="Character 2 is U\\+0000"):
        notes.write(claim, kind="comment", body="a\0", by=claim.coder)


def test_a_viewer_writes_no_note(claim):
    with pytest.raises(access.NotAllowed):
        notes.write(claim, kind="comment", body="x", by=make_member(claim.project, Role.VIEWER))


def test_a_note_is_resolved_and_reopened(claim, note):
    reviewer = make_member(claim.project, Role.REVIEWER)

    notes.resolve(note, by=reviewer, seen=1)
    resolved = Note.objects.get().resolved
    notes.reopen(note, by=reviewer, seen=2)

    assert [resolved, Note.objects.get().resolved] == [True, False]
    assert [page.history_user for page in note.history.all()] == [reviewer, reviewer, claim.coder]


def test_of_two_who_resolve_the_second_is_told(claim, note):
    notes.resolve(note, by=claim.coder, seen=1)

    with pytest.raises(versions.Conflict):
        notes.reopen(note, by=claim.coder, seen=1)


def test_a_viewer_resolves_nothing(claim, note):
    with pytest.raises(access.NotAllowed):
        notes.resolve(note, by=make_member(claim.project, Role.VIEWER), seen=1)
