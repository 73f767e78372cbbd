"""Doubts about a translation, said and settled at the desk."""

import pytest

from annotations import takedown
from annotations.models import Note
from tests.factories import Role, State, make_claim, make_member, make_project, make_source, make_text

KEY = "0192f0c0-0000-7000-8000-000000000001"


@pytest.fixture
def text(db):
    return make_text(make_source(make_project("study")), kind="machine-translation")


@pytest.fixture
def coder(text, client):
    coder = make_member(text.project)
    client.force_login(coder)
    return coder


def send(client, text, where="new", **told):
    return client.post(f"/p/study/desk/{text.pk}/doubts/{where}/", told, content_type="application/json")


def doubts(client, text):
    return client.get(f"/p/study/desk/{text.pk}/doubts/").json()["doubts"]


def test_a_doubt_about_a_passage_is_kept_and_told(client, text, coder):
    answer = send(client, text, start=0, end=4, fault="name garbled", words="Li?", act=KEY)

    assert answer.json()["doubts"] == doubts(client, text)
    assert doubts(client, text) == [
        {
            "id": Note.objects.get().pk,
            "version": 1,
            "record": "",
            "start": 0,
            "end": 4,
            "fault": "A name is garbled",
            "words": "Li?",
            "mine": True,
            "resolved": False,
        }
    ]


def test_a_doubt_about_a_claim_is_told_with_its_record(client, text, coder):
    claim = make_claim(text, coder=coder)

    send(client, text, claim=claim.key, fault="term mistranslated", words="", act=KEY)

    assert [[one["record"], one["start"]] for one in doubts(client, text)] == [[claim.record, None]]


def test_sent_twice_a_doubt_is_kept_once(client, text, coder):
    for _ in range(2):
        send(client, text, start=0, end=4, fault="other", words="x", act=KEY)

    assert Note.objects.count() == 1


def test_a_doubt_is_settled_and_raised_again(client, text, coder):
    send(client, text, start=0, end=4, fault="other", words="x", act=KEY)
    note = Note.objects.get()

    settled = send(client, text, note.pk, resolved=True, seen=1).json()["doubts"]
    again = send(client, text, note.pk, resolved=False, seen=2).json()["doubts"]

    assert [settled[0]["resolved"], again[0]["resolved"]] == [True, False]


def test_a_doubt_settled_meanwhile_is_a_conflict(client, text, coder):
    send(client, text, start=0, end=4, fault="other", words="x", act=KEY)
    note = Note.objects.get()
    send(client, text, note.pk, resolved=True, seen=1)

    assert send(client, text, note.pk, resolved=True, seen=1).status_code == 409


@pytest.mark.parametrize(
    "told",
    [
        {"start": 5, "end": 5},
        {"start": 0, "end": 10_000},
        {"start": "0", "end": 4},
        {"end": 4, "start": -1},
        {"claim": "nobody's"},
        {"claim": 7},
        {"start": 0, "end": 4, "fault": "whatever"},
        {"start": 0, "end": 4, "words": "a\0b"},
        {"start": 0, "end": 4, "act": ""},
    ],
)
def test_what_is_no_doubt_is_refused_in_a_sentence(client, text, coder, told):
    answer = send(client, text, **{"fault": "other", "words": "x", "act": KEY} | told)

    assert answer.status_code in (400, 404)
    assert answer.json()["sentence"]
    assert not Note.objects.exists()


def test_nothing_is_doubted_in_a_text_that_was_taken_down(client, text, coder):
    source, manager = text.source, make_member(text.project, Role.MANAGER)
    takedown.take_down(source, reason="law", title=source.title, by=manager, seen=source.version)

    answer = send(client, text, start=0, end=4, fault="other", words="x", act=KEY)

    assert answer.status_code == 409


def test_nobody_doubts_a_claim_that_they_do_not_see(client, text, coder):
    claim = make_claim(text, state=State.DRAFT)

    assert send(client, text, claim=claim.key, fault="other", words="x", act=KEY).status_code == 404


def test_it_takes_as_many_queries_for_one_doubt_as_for_three(client, text, coder, django_assert_num_queries):
    counts = []
    for number in range(3):
        send(client, text, start=number, end=4, fault="other", words="x", act=f"{KEY[:-1]}{number}")
        with django_assert_num_queries(100, exact=False) as asked:
            doubts(client, text)
        counts.append(len(asked))

    assert len(set(counts)) == 1
