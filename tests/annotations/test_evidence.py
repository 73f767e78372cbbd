"""The audit names each fault. Every one is planted where no verb and no model would let it in."""

import hashlib

import pytest
from django.db import connection
from django.db.models import F

from annotations import drafting, evidence, takedown
from annotations.models import (
    Act,
    Affiliation,
    Anchor,
    Attribution,
    Claim,
    Coding,
    Decision,
    Reading,
    Source,
    Text,
)
from tests.annotations.auditing import audit, plant
from tests.factories import (
    BODY,
    Role,
    make_claim,
    make_member,
    make_organisation,
    make_project,
    make_source,
    make_speaker,
    make_text,
)

pytestmark = pytest.mark.django_db

State = Claim.State


@pytest.fixture
def project():
    return make_project(slug="study")


@pytest.fixture
def text(project):
    return make_text(project=project, key="text-1")


@pytest.fixture
def claim(text):
    return make_claim(text, state=State.SUBMITTED)


@pytest.fixture
def elsewhere():
    return make_project(slug="elsewhere")


# Nothing to find


def test_what_the_verbs_make_has_no_fault(project, text):
    for state in State.values:
        if state != State.SUPERSEDED:
            make_claim(text, state=state)

    assert audit(project) == []


def test_corrections_have_no_fault(project, claim):
    drafting.supersede(claim, by=claim.coder, seen={claim.pk: claim.version})

    assert audit(project) == []


def test_a_fault_says_where_it_is(project, claim):
    plant(claim.anchors.all(), prefix="x")

    assert [str(fault) for fault in evidence.faults(project)] == [
        f"study: claim {claim.key}: what it says stands before 21 does not"
    ]


def test_all_projects_are_read_unless_one_is_named(project, claim, elsewhere):
    plant(claim.anchors.all(), prefix="x")

    assert [fault.project for fault in evidence.faults()] == ["study"]
    assert list(evidence.faults(elsewhere)) == []


# Words and their texts


def test_a_quote_that_is_not_there(project, claim):
    plant(claim.anchors.all(), start=F("start") + 1, end=F("end") + 1)

    assert ("claim", claim.key, "its quote is not what stands from 22 to 64") in audit(project)


@pytest.mark.parametrize(("side", "what"), [("prefix", "before 21"), ("suffix", "after 63")])
def test_a_context_that_is_not_there(project, claim, side, what):
    plant(claim.anchors.all(), **{side: "something else"})

    assert audit(project) == [("claim", claim.key, f"what it says stands {what} does not")]


def test_words_that_are_not_those_of_the_sum(project, text):
    plant(Text.objects.filter(pk=text.pk), body=BODY.replace("one", "two"))

    assert audit(project) == [("text", "text-1", "its words are not those whose SHA-256 it has")]


def test_texts_and_anchors_are_read_side_by_side(project):
    texts = [make_text(project=project) for _ in range(5)]
    claims = [make_claim(texts[place]) for place in (3, 1, 3)]
    plant(Anchor.objects.filter(claim__in=[claims[0], claims[1]]), suffix="x")

    assert sorted(key for _, key, _ in audit(project)) == sorted([claims[0].key, claims[1].key])


def test_an_excerpt_is_quoted_whole(project):
    excerpt = make_text(project=project, kind=Text.Kind.EXCERPT)
    whole = make_claim(excerpt, start=0, end=len(BODY))
    part = make_claim(make_text(excerpt.source, body=BODY), start=0, end=10)
    plant(part.anchors.all(), text=excerpt)
    plant(Claim.objects.filter(pk=part.pk), reading=whole.reading, coder=whole.coder)

    assert audit(project) == [("claim", part.key, "it is only a part of the excerpt that it stands in")]
    assert whole.key != part.key


def test_a_file_that_is_another_one(project, text, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "kept").write_bytes(b"other bytes")
    plant(Text.objects.filter(pk=text.pk), upload="kept", upload_sha256=hashlib.sha256(b"bytes").hexdigest())

    assert audit(project) == [("text", "text-1", "its file kept is not the one that was uploaded")]


def test_a_file_that_is_gone(project, text):
    plant(Text.objects.filter(pk=text.pk), upload="gone", upload_sha256="0" * 64)

    assert audit(project) == [("text", "text-1", "its file gone is not there")]


def test_a_file_that_is_the_one_uploaded_is_no_fault(project, text, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "kept").write_bytes(b"bytes")
    plant(Text.objects.filter(pk=text.pk), upload="kept", upload_sha256=hashlib.sha256(b"bytes").hexdigest())

    assert audit(project) == []


# Claims


def test_a_claim_that_is_coded_nowhere(project, claim):
    claim.anchors.all()._raw_delete(using="default")

    assert audit(project) == [("claim", claim.key, "it is coded in 0 places instead of one")]


def test_a_claim_that_is_coded_twice(project, text, claim):
    drop("a_claim_is_coded_in_one_place")
    anchor = claim.coded_anchor
    anchor.pk, anchor.text = None, make_text(text.source)
    anchor._state.adding = True
    anchor.save()

    assert ("claim", claim.key, "it is coded in 2 places instead of one") in audit(project)


def test_a_claim_in_the_reading_of_another_coder(project, text, claim):
    plant(Claim.objects.filter(pk=claim.pk), reading=make_claim(text).reading)

    assert audit(project) == [("claim", claim.key, "its reading is another coder's")]


def test_a_claim_in_a_reading_and_of_nobody(project, claim):
    plant(Claim.objects.filter(pk=claim.pk), coder=None)

    assert audit(project) == [("claim", claim.key, "its reading is another coder's")]


def test_a_claim_in_the_reading_of_another_text(project, text, claim):
    plant(Reading.objects.filter(pk=claim.reading_id), text=make_text(text.source))

    assert audit(project) == [("claim", claim.key, "its reading is of another text than it was coded in")]


@pytest.mark.parametrize(
    ("model", "what"),
    [
        (Attribution, "it was submitted, but nobody speaks"),
        (Coding, "it was submitted, but has no theme"),
    ],
)
def test_a_frozen_claim_that_is_incomplete(project, text, claim, model, what):
    draft = make_claim(text)
    model.objects.all()._raw_delete(using="default")

    assert audit(project) == [("claim", claim.key, what)]
    assert draft.state == State.DRAFT


def test_a_record_that_is_neither_inherited_nor_its_own(project, claim):
    plant(Claim.objects.filter(pk=claim.pk), record="another")

    assert audit(project) == [
        ("claim", claim.key, "it supersedes nothing, and yet its record is not its own key")
    ]


def test_a_record_that_is_not_that_of_what_it_supersedes(project, claim):
    newer = drafting.supersede(claim, by=claim.coder, seen={claim.pk: claim.version})
    plant(Claim.objects.filter(pk=newer.pk), record=newer.key)

    assert audit(project) == [("claim", newer.key, "its record is not that of a claim it supersedes")]


def test_an_imported_record_stands_as_published(project, claim):
    batch = project.batches.create(file_name="a.json", sha256="0" * 64)
    plant(Claim.objects.filter(pk=claim.pk), record="another", batch=batch)

    assert audit(project) == []


def test_a_claim_that_supersedes_one_of_another_project(project, claim, elsewhere):
    other = make_claim(make_text(project=elsewhere))
    plant(Claim.objects.filter(pk=claim.pk), record=other.record)
    claim.supersedes.add(other)

    assert audit(project) == [("claim", claim.key, "it supersedes a claim of another project")]


def test_two_accepted_claims_of_one_record(project, text):
    drop("a_record_has_one_accepted_claim")
    first = make_claim(text, state=State.ACCEPTED)
    newer = drafting.supersede(first, by=first.coder, seen={first.pk: first.version})
    plant(Claim.objects.filter(pk=newer.pk), state=State.ACCEPTED)

    assert audit(project) == [("record", first.record, "it has more than one accepted claim")]


def test_decisions_that_do_not_end_in_the_state(project, claim):
    plant(Claim.objects.filter(pk=claim.pk), state=State.REJECTED)

    assert audit(project) == [("claim", claim.key, "it is rejected, but its last decision made it submitted")]


def test_decisions_that_do_not_follow_each_other(project, text):
    claim = make_claim(text, state=State.WITHDRAWN)
    Decision.objects.filter(claim=claim, after=State.ACCEPTED).delete()

    assert audit(project) == [("claim", claim.key, "its decisions do not follow each other")]


def test_a_decision_that_no_claim_can_take(project, claim):
    Decision.objects.filter(claim=claim).update(before=State.REJECTED)

    assert audit(project) == [("claim", claim.key, "its decisions do not follow each other")]


def test_words_that_search_does_not_know(project, claim):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM claim_words")

    assert audit(project) == [("claim", claim.key, "search does not know its words: run reindex")]


# Dates


def test_days_that_are_not_those_written(project):
    source = make_source(project, key="source-1", published="2023")
    plant(Source.objects.filter(pk=source.pk), published="2024")

    what = "the days beside “published” are not those of the date written"
    assert audit(project) == [("source", "source-1", what)]


def test_a_date_that_is_none(project, claim):
    plant(
        Claim.objects.filter(pk=claim.pk), said="last year", said_first="2023-01-01", said_last="2023-12-31"
    )

    assert audit(project) == [
        ("claim", claim.key, "the days beside “said” are not those of the date written")
    ]


@pytest.mark.parametrize("field", ["since", "until"])
def test_days_of_an_affiliation(project, field):
    row = Affiliation.objects.create(
        speaker=make_speaker(project, key="who"), organisation=make_organisation(project), **{field: "2023"}
    )
    plant(Affiliation.objects.filter(pk=row.pk), **{f"{field}_last": "2024-12-31"})

    assert audit(project) == [
        ("speaker", "who", f"the days beside “{field}” are not those of the date written")
    ]


def drop(index):
    """Take a unique index away for the rest of the test, as a database restored by hand may lack one."""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP INDEX "{index}"')


def test_nothing_here_where_a_claim_stands(project, claim):
    plant(Reading.objects.filter(pk=claim.reading_id), submitted="2024-01-01T00:00Z", nothing_here=True)

    assert audit(project) == [("text", "text-1", "a reading of it says “nothing here” and holds a claim")]


def test_what_was_done_in_a_text_that_was_taken_down(project, text, claim):
    Act.objects.create(project=project, text=text, by=claim.coder, key="one", kind="mark", after={})
    source, manager = Source.objects.get(pk=text.source_id), make_member(project, Role.MANAGER)
    takedown.take_down(source, by=manager, seen=source.version, reason="A court", title=source.title)
    before = audit(project)

    plant(Act.objects.all(), after={"paraphrase": "kept"})

    found = [("text", "text-1", "it was taken down, and an act in it still tells what was coded")]
    assert (before, audit(project)) == ([], found)


def test_an_act_in_a_text_of_another_project(project, text, claim, elsewhere):
    Act.objects.create(project=project, text=text, by=claim.coder, key="one", kind="mark", claim=claim)
    plant(Act.objects.all(), project=elsewhere)

    assert {(kind, what) for kind, _key, what in audit(project)} == {
        ("text", "an act in it is in another project"),
        ("claim", "an act on it is in another project"),
    }
