"""The records of a release: one moment, some claims with what they need, read again by every format."""

import json

import pytest

from annotations.models import Claim
from annotations.snapshot import snapshot
from curation.export import dataset
from curation.export.choice import choose
from curation.export.records import About, spool
from tests.datasets import make_dataset
from tests.factories import State, make_claim, make_name, make_project, make_source, make_speaker, make_text
from tests.release_records import make_records, written

ABOUT = About(slug="d", title="D")


def spooled(project, folder, claims=None, rights="full"):
    folder.mkdir(exist_ok=True)
    with snapshot() as database:
        choice = choose(
            project, database=database, states=["accepted"], rights=rights, coders=False, claims=claims
        )
        return spool(choice, ABOUT, folder)


def ids(records):
    return [record["id"] for record in records]


@pytest.fixture
def study():
    """Two claims in two sources by two speakers, each for an organisation; who speaks first was merged."""
    project = make_project()
    claims = []
    for letter in "ab":
        speaker = make_speaker(project, f"Speaker {letter}", key=f"speaker-{letter}")
        source = make_source(project, key=f"source-{letter}")
        make_name(speaker, f"Only in {letter}", source=source)
        claims.append(make_claim(make_text(source), speakers=[speaker], state=State.ACCEPTED))
    into = make_speaker(project, "Whole", key="whole")
    claims[0].attributions.get().speaker.__class__.objects.filter(key="speaker-a").update(merged_into=into)
    return project, claims


@pytest.mark.django_db
def test_a_release_of_everything_is_the_export(study, tmp_path):
    project, _ = study

    held, loss = written(dataset, spooled(project, tmp_path))

    assert held == b"".join(dataset.stream(project))
    assert loss == {}


@pytest.mark.django_db
def test_some_claims_come_with_what_they_need_and_nothing_else(study, tmp_path):
    project, (first, _) = study

    records = spooled(project, tmp_path, claims=Claim.objects.filter(pk=first.pk))

    assert ids(records.claims()) == [first.key]
    assert ids(records.sources()) == ["source-a"]
    assert ids(records.speakers()) == ["speaker-a", "whole"]


@pytest.mark.django_db
def test_no_claims_chosen_is_none(study, tmp_path):
    project, _ = study

    records = spooled(project, tmp_path, claims=Claim.objects.none())

    assert [*records.claims(), *records.sources(), *records.speakers()] == []


@pytest.mark.django_db
def test_a_name_of_a_source_that_stays_behind_stays_with_it(study, tmp_path):
    project, (first, second) = study
    speaker = second.attributions.get().speaker
    make_name(first.attributions.get().speaker, "As b says", source=second.coded_anchor.text.source)

    records = spooled(project, tmp_path, claims=Claim.objects.filter(pk=first.pk))

    names = [name["text"] for record in records.speakers() for name in record["names"]]
    assert names == ["Speaker a", "Only in a", "Whole"]
    assert str(speaker) not in names


def test_records_are_read_again(tmp_path):
    records = make_records(tmp_path)

    assert list(records.claims()) == list(records.claims())
    assert ids(records.claims()) == ["c2", "c4"]
    assert records.counts == {
        "speakers": 5,
        "sources": 2,
        "claims": 2,
        "notes": 4,
        "themes": 3,
        "codings": 3,
    }


def test_a_document_is_written_as_it_was_read(tmp_path):
    held, _ = written(dataset, make_records(tmp_path))

    document = make_dataset()
    accepted = [claim for claim in document["claims"] if claim["state"] == "accepted"]
    assert json.loads(held) == {**document, "claims": accepted}


def test_people_are_whom_they_were_merged_into(tmp_path):
    records = make_records(tmp_path)

    assert records.people["lynn"] == records.people["expert"] == ("expert", "Lin Mu", "person")


def test_texts_come_with_the_claims_coded_in_them(tmp_path):
    records = make_records(tmp_path)

    found = [(text["id"], ids(claims)) for _, text, claims in records.texts()]
    expected = {}
    for claim in records.claims():
        for anchor in claim["anchors"]:
            if anchor["kind"] == "coded":
                expected.setdefault(anchor["text"], []).append(claim["id"])
    assert dict(found) == expected
