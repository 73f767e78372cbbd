"""Notes on a claim: kept under its record, resolved and reopened in the version that was read."""

import json

import pytest

from annotations import access, notes, versions
from annotations.imports import dataset as imports
from annotations.models import Claim, Note
from annotations.models.review import Fault
from annotations.refusal import Refused
from curation.export import dataset
from tests.factories import Role, State, make_claim, make_member, make_text

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


# Doubts about a translation


@pytest.fixture
def passage():
    return notes.Passage(make_text(body="sabiamente disse que não"), 0, 10)


def test_a_doubt_about_a_passage_names_what_is_wrong(passage):
    coder = make_member(passage.text.project)

    note = notes.doubt(passage, fault="name read as a word", words="Wise is Li Zhi", by=coder)

    assert [note.kind, note.text, note.start, note.end, note.body, note.by] == [
        "translation-suspect",
        passage.text,
        0,
        10,
        "[name read as a word] Wise is Li Zhi",
        coder,
    ]
    assert [note.fault, note.words] == [Fault.NAME_AS_WORD, "Wise is Li Zhi"]


def test_a_doubt_about_a_claim_stays_under_its_record(claim):
    note = notes.doubt(claim, fault="name garbled", words="", by=claim.coder)

    assert [note.record, note.text, note.fault, note.words] == [claim.record, None, Fault.NAME_GARBLED, ""]


def test_what_was_written_without_a_fault_has_none(claim):
    note = notes.write(claim, kind="translation-suspect", body="[sic] a slip", by=claim.coder)

    assert [note.fault, note.words] == [None, "[sic] a slip"]


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 2), (0, 25), (-1, 4)])
def test_a_doubt_stands_on_a_passage(passage, start, end):
    place = notes.Passage(passage.text, start, end)

    with pytest.raises(Refused, match="no passage of this text"):
        notes.doubt(place, fault="other", words="x", by=make_member(passage.text.project))


@pytest.mark.parametrize(
    ("fault", "words", "sentence"),
    [("other", " ", "Write what is suspect"), ("bad", "x", "Say what is wrong")],
)
def test_a_doubt_says_what_is_wrong(passage, fault, words, sentence):
    with pytest.raises(Refused, match=sentence):
        notes.doubt(passage, fault=fault, words=words, by=make_member(passage.text.project))


def test_a_viewer_doubts_nothing(passage):
    with pytest.raises(access.NotAllowed):
        notes.doubt(passage, fault="other", words="x", by=make_member(passage.text.project, Role.VIEWER))


def test_a_doubt_sent_twice_is_written_once(passage):
    coder = make_member(passage.text.project)

    for _ in range(2):
        notes.doubt(passage, fault="other", words="x", by=coder, key="one-and-the-same")

    assert Note.objects.count() == 1


def test_the_key_of_somebody_else_s_note_is_refused(passage):
    notes.doubt(passage, fault="other", words="x", by=make_member(passage.text.project), key="theirs")

    with pytest.raises(Refused, match="already"):
        notes.doubt(passage, fault="other", words="y", by=make_member(passage.text.project), key="theirs")


def test_doubts_about_passages_and_claims_go_out_and_come_back_the_same(passage, tmp_path):
    project = passage.text.project
    notes.doubt(passage, fault="term mistranslated", words="«poder»", by=make_member(project))
    marked = make_claim(passage.text, state=State.ACCEPTED)
    notes.doubt(marked, fault="name garbled", words="", by=marked.coder)
    file = tmp_path / "out.json"
    file.write_bytes(exported(project))

    again = imports.load(file, slug="elsewhere").project

    assert json.loads(exported(again))["notes"] == json.loads(exported(project))["notes"]
    assert Note.objects.filter(project=again).count() == 2


def exported(project):
    return b"".join(dataset.stream(project, states=Claim.State.values))
