"""Acts of a coder: each is done once however often it is sent, through the verbs, and with the time it took."""

import threading

import pytest
from django.db import connection

from annotations import access, acts, drafting, projects, review, sources, takedown, versions
from annotations.models import Act, Anchor, Claim, Decision, Reading
from annotations.refusal import Refused
from tests.annotations.acting import Worker, as_sent
from tests.factories import (
    QUOTE,
    Role,
    State,
    make_claim,
    make_content,
    make_member,
    make_project,
    make_source,
    make_speaker,
    make_text,
    make_theme,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def content(text):
    return make_content(text, paraphrase="In short.", said="2023-08")


@pytest.fixture
def worker(text):
    return Worker(text, make_member(text.project))


@pytest.fixture
def claim(worker, content):
    return worker.mark(content)


# Each kind


def test_marking_writes_what_was_sent(worker, content):
    claim = worker.mark(content)

    assert drafting.content_of(claim) == content


def test_marking_uses_the_key_that_the_browser_made(worker, content):
    claim = worker.mark(content, claim="0199-of-the-browser")

    assert (claim.key, claim.record) == ("0199-of-the-browser", "0199-of-the-browser")


@pytest.mark.parametrize("key", ["of this project", "x" * 65, "\0", "ключ"])
def test_a_key_that_is_none_is_refused(text, content, key):
    with pytest.raises(Refused, match="no identity for a claim"):
        drafting.mark(content, coder=make_member(text.project), key=key)


def test_a_key_that_is_used_is_refused(worker, content, claim):
    with pytest.raises(Refused, match="a claim with this identity already"):
        worker.mark(content, claim=claim.key)


def test_a_key_of_another_project_is_free(worker, content):
    elsewhere = make_claim()

    assert worker.mark(content, claim=elsewhere.key).key == elsewhere.key


def test_rewriting_replaces_what_the_draft_says(worker, claim, text):
    other = make_content(text, start=0, end=10)

    assert drafting.content_of(worker.rewrite(claim, other)) == other


def test_discarding_and_restoring_go_through_the_door_of_decisions(worker, claim):
    worker.do("discard", claim)
    worker.do("restore", worker.now(claim))

    moves = Decision.objects.filter(claim=claim).order_by("pk").values_list("before", "after", "by")
    assert list(moves) == [
        ("draft", "discarded", worker.coder.pk),
        ("discarded", "draft", worker.coder.pk),
    ]


def test_submitting_freezes_the_claim(worker, claim):
    worker.do("submit", claim)

    assert worker.now(claim).state == State.SUBMITTED


def test_a_correction_begins_with_what_the_claim_says(worker, claim, content):
    worker.do("submit", claim)

    done = worker.do("supersede", worker.now(claim), new="the-correction")

    assert (done.claim.key, done.claim.record, list(done.claim.supersedes.all())) == (
        "the-correction",
        claim.record,
        [claim],
    )
    assert drafting.content_of(done.claim) == content


def test_a_correction_says_what_was_sent_with_it(worker, claim, text):
    worker.do("submit", claim)
    other = make_content(text, start=0, end=10)

    done = worker.do("supersede", worker.now(claim), content=as_sent(other))

    assert drafting.content_of(worker.now(done.claim)) == other


def test_a_correction_is_begun_once(worker, claim):
    worker.do("submit", claim)
    worker.do("supersede", worker.now(claim))

    with pytest.raises(Refused, match="begun a correction"):
        worker.do("supersede", worker.now(claim))


@pytest.fixture
def translation(text):
    return make_text(
        text.source, body="Qian disse: um modelo geral.", language="pt", kind="human-translation", of=text
    )


def test_a_place_in_another_wording_is_confirmed_and_taken_away(worker, claim, translation):
    worker.do("parallel", claim, content={"text": translation.pk, "start": 12, "end": 27})
    placed = list(Anchor.objects.filter(claim=claim, text=translation).values_list("kind", "quote"))
    worker.do("unparallel", worker.now(claim), content={"text": translation.pk})

    assert placed == [("parallel", "um modelo geral")]
    assert not Anchor.objects.filter(claim=claim, text=translation).exists()


def test_a_frozen_claim_keeps_its_places(worker, claim, translation):
    worker.do("parallel", claim, content={"text": translation.pk, "start": 12, "end": 27})
    worker.do("submit", worker.now(claim))

    with pytest.raises(Refused, match="Only drafts can be changed"):
        worker.do("unparallel", worker.now(claim), content={"text": translation.pk})


def test_a_wording_of_another_source_is_refused(worker, claim, text):
    elsewhere = make_text(make_source(text.project))

    with pytest.raises(Refused, match="no such wording"):
        worker.do("parallel", claim, content={"text": elsewhere.pk, "start": 0, "end": 5})


# Once


EVERY_KIND = {
    "mark": lambda worker, claim, other: {"content": as_sent(other), "claim": "made-by-the-browser"},
    "rewrite": lambda worker, claim, other: {"content": as_sent(other)},
    "discard": lambda worker, claim, other: {},
    "submit": lambda worker, claim, other: {},
}


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_an_act_sent_twice_is_done_once_and_answered_alike(worker, claim, text, kind):
    asked = EVERY_KIND[kind](worker, claim, make_content(text, start=0, end=10))
    about = None if kind == "mark" else claim

    first = worker.do(kind, about, key="once", **asked)
    counted = (Claim.objects.count(), Decision.objects.count(), Claim.history.count())
    second = worker.do(kind, about, key="once", **asked)

    assert second == first
    assert second.after == first.after
    assert (Claim.objects.count(), Decision.objects.count(), Claim.history.count()) == counted


def test_a_mark_without_a_key_of_its_own_is_made_once_too(worker, content):
    first = worker.do("mark", key="once", content=as_sent(content))
    second = worker.do("mark", key="once", content=as_sent(content))

    assert second == first
    assert Claim.objects.count() == 1


def test_a_key_that_named_another_act_is_refused(worker, claim):
    worker.do("discard", claim, key="once")

    with pytest.raises(Refused, match="Another act was saved under this key"):
        worker.do("restore", worker.now(claim), key="once", seen=1)


def test_a_key_means_one_persons_act(worker, text, content):
    worker.do("mark", key="once", content=as_sent(content))

    other = Worker(text, make_member(text.project)).do("mark", key="once", content=as_sent(content))

    assert other.by != worker.coder


def test_what_is_refused_leaves_nothing_behind(worker, claim):
    with pytest.raises(versions.Conflict):
        worker.do("discard", claim, seen=7, key="late")

    assert list(Act.objects.values_list("kind", flat=True)) == ["mark"]


@pytest.mark.django_db(transaction=True)
def test_of_two_requests_with_one_key_one_is_done_and_both_are_answered_alike():
    text = make_text()
    worker, content = Worker(text, make_member(text.project)), as_sent(make_content(text))
    found, start = [], threading.Barrier(2)

    def send():
        start.wait()
        found.append(worker.do("mark", key="once", content=content, claim="one").pk)
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 2
    assert len(set(found)) == 1
    assert Claim.objects.count() == 1


# Who, and in which text


def test_viewers_do_nothing(text, content):
    with pytest.raises(access.NotAllowed):
        Worker(text, make_member(text.project, Role.VIEWER)).mark(content)


def test_who_left_is_not_even_answered_again(worker, content):
    worker.do("mark", key="once", content=as_sent(content))
    projects.leave(worker.coder.memberships.get())

    with pytest.raises(access.NotAllowed):
        worker.do("mark", key="once", content=as_sent(content))


def test_a_claim_that_the_person_does_not_see_is_not_there():
    project = make_project(blind=True)
    text = make_text(make_source(project))
    hidden = make_claim(text, state=State.SUBMITTED)

    with pytest.raises(acts.Gone):
        Worker(text, make_member(project)).do("supersede", hidden)


def test_a_claim_marked_in_another_wording_stays_there(claim, translation, worker):
    here = Worker(translation, worker.coder)

    with pytest.raises(Refused, match="marked in another wording"):
        here.rewrite(claim, make_content(translation, start=0, end=4))


def test_an_unknown_kind_is_refused(worker, claim):
    with pytest.raises(Refused, match="cannot be understood"):
        worker.do("accept", claim)


def test_a_text_that_was_taken_down_says_so(worker, content, text):
    source = text.source
    manager = make_member(text.project, Role.MANAGER)
    takedown.take_down(source, by=manager, seen=source.version, reason="A court", title=source.title)
    text.refresh_from_db()

    with pytest.raises(acts.Gone, match="taken down"):
        worker.mark(content)


def corrected(text, coder):
    source = text.source
    source.refresh_from_db()
    sources.add_text(
        source,
        by=coder,
        seen=source.version,
        kind=text.kind,
        language="en",
        replaces=text,
        body=f"{text.body}!",
    )


def test_a_text_that_was_replaced_takes_no_new_reader(worker, content, text):
    corrected(text, worker.coder)

    with pytest.raises(acts.Gone, match="replaced by a corrected one"):
        worker.mark(content)


def test_an_open_reading_stays_on_its_text(worker, claim, content, text):
    corrected(text, worker.coder)

    assert worker.mark(content).reading == claim.reading


# Time


def seconds(claim):
    return Claim.objects.values_list("active_seconds", "reading__active_seconds").get(pk=claim.pk)


def test_time_is_kept_on_the_claim_and_summed_on_the_reading(worker, claim, content):
    worker.rewrite(claim, content, seconds=20)
    worker.do("submit", worker.now(claim), seconds=5)
    worker.mark(content, seconds=7)

    assert seconds(claim) == (25, 32)


def test_an_act_sent_twice_counts_its_time_once(worker, claim, content):
    for _ in range(2):
        worker.do("rewrite", claim, key="once", content=as_sent(content), seconds=20)

    assert seconds(claim) == (20, 20)


def test_who_fell_asleep_was_not_coding(worker, claim, content):
    worker.rewrite(claim, content, seconds=30_000)

    assert seconds(claim) == (acts.MOST_SECONDS, acts.MOST_SECONDS)


def test_a_project_without_coding_time_records_none(worker, claim, content, text):
    text.project.coding_time = False

    worker.rewrite(claim, content, seconds=20)

    assert seconds(claim) == (0, 0)


def test_time_of_a_reviewers_correction_is_not_the_coders(worker, claim, content, text):
    worker.do("submit", claim)
    reviewer = Worker(text, make_member(text.project, Role.REVIEWER))

    done = reviewer.do("supersede", worker.now(claim), seconds=9)

    assert Claim.objects.get(pk=done.claim_id).active_seconds == 9
    assert Reading.objects.get(pk=claim.reading_id).active_seconds == 0


# How it is kept


def test_an_act_keeps_what_was_said_before_and_after(worker, claim, text, content):
    theme, speaker = make_theme(text.project), make_speaker(text.project)
    other = make_content(text, start=0, end=10, themes=[theme], speakers=[speaker])

    done = worker.do("rewrite", claim, content=as_sent(other))

    start = text.body.index(QUOTE)
    assert (done.before["start"], done.before["end"]) == (start, start + len(QUOTE))
    assert (done.before["said"], done.before["paraphrase"]) == ("2023-08", "In short.")
    assert done.after["voices"] == [
        {"speaker": speaker.pk, "named_as": speaker.name, "organisation": None, "via": None}
    ]
    assert [code["theme"] for code in done.after["codes"]] == [theme.pk]


def test_what_an_act_foresees_is_what_the_database_says(worker, claim, text):
    moved = worker.do("rewrite", claim, content=as_sent(make_content(text, start=0, end=10)))
    put_away = worker.do("discard", worker.now(claim))

    from_the_database = acts.written.now(worker.now(claim))
    assert put_away.after == from_the_database
    assert moved.after == from_the_database | {"state": "draft", "version": 2}


def test_a_claim_of_a_reviewer_is_decided_elsewhere(worker, claim):
    worker.do("submit", claim)
    reviewer = make_member(worker.text.project, Role.REVIEWER)
    submitted = worker.now(claim)
    review.return_claim(submitted, by=reviewer, seen=submitted.version, note="Look again.")

    done = worker.do("supersede", worker.now(claim))

    assert done.claim.record == claim.record
