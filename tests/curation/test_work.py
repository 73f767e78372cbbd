"""Work beside the site: taken once, kept alive, taken again where its worker died, and ended by one attempt only."""

import threading
from datetime import timedelta

import pytest
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from annotations.refusal import Refused
from curation import tasks, work
from curation.models import Work
from tests.factories import make_project, make_user
from tests.releases import ask_for_release, make_accepted, make_dataset

pytestmark = pytest.mark.django_db
State = Work.State


@pytest.fixture
def asked():
    return work.ask("kind", project=make_project(), about="it", given={}, by=None, refusal="It is under way.")


def silence(asked, seconds=60):
    Work.objects.filter(pk=asked.pk).update(beat=timezone.now() - timedelta(seconds=seconds))


def now(asked):
    return Work.objects.get(pk=asked.pk)


def test_work_about_one_thing_is_under_way_once(asked):
    with pytest.raises(Refused, match="It is under way."):
        work.ask("kind", project=asked.project, about="it", given={}, by=None, refusal="It is under way.")


def test_what_has_ended_can_be_asked_for_again(asked):
    work.take(asked.pk).end(State.DONE)

    assert work.ask("kind", project=asked.project, about="it", given={}, by=None, refusal="").pk != asked.pk


def test_of_two_workers_one_has_it(asked):
    assert [work.take(asked.pk) is None, work.take(asked.pk) is None] == [False, True]


def test_a_heartbeat_says_how_far_it_is(asked):
    attempt = work.take(asked.pk)
    silence(asked)

    attempt.progress("reading", 3, 7)
    attempt.beat()

    kept = now(asked)
    assert [kept.step, kept.done, kept.total] == ["reading", 3, 7]
    assert work.reap() == []


def test_what_no_living_worker_holds_is_taken_again(asked):
    work.take(asked.pk)
    silence(asked)

    assert [one.pk for one in work.reap()] == [asked.pk]
    assert work.take(asked.pk).work.attempt == 2


def test_an_attempt_that_was_given_up_neither_ends_it_nor_goes_on(asked):
    first = work.take(asked.pk)
    silence(asked)
    work.reap()
    work.take(asked.pk)

    with pytest.raises(work.Lost):
        first.end(State.DONE)
    first.beat()
    with pytest.raises(work.Lost):
        first.progress("reading", 1, 2)
    assert now(asked).state == State.WORKING


def test_what_kills_its_workers_is_given_up_for_good(asked):
    Work.objects.filter(pk=asked.pk).update(state=State.WORKING, attempt=work.MOST_ATTEMPTS)
    silence(asked)

    assert work.reap() == []
    assert [now(asked).state, "never ended" in now(asked).told] == [State.FAILED, True]


def test_what_is_refused_is_kept_as_a_sentence(asked, monkeypatch):
    monkeypatch.setattr(work.Attempt, "keep_beating", lambda attempt: None)

    def refuse(attempt):
        raise Refused("There is nothing to do.")

    assert work.carry_out(asked.pk, refuse).told == "There is nothing to do."
    assert now(asked).state == State.REFUSED


def test_what_breaks_it_is_kept_and_raised(asked, monkeypatch):
    monkeypatch.setattr(work.Attempt, "keep_beating", lambda attempt: None)

    def breaks(attempt):
        raise RuntimeError("no space left")

    with pytest.raises(RuntimeError):
        work.carry_out(asked.pk, breaks)
    assert [now(asked).state, now(asked).told] == [State.FAILED, "It broke off: no space left"]


BROKE_OFF = {"en": "It broke off: no space left", "pt-br": "Foi interrompido: no space left"}


@pytest.mark.parametrize(
    ("chosen", "asked_in", "told_in"),
    [("pt-br", "en", "pt-br"), ("", "pt-br", "pt-br"), ("en", "pt-br", "en"), (None, "pt-br", "pt-br")],
)
def test_what_came_of_it_is_told_in_the_language_of_who_asked(monkeypatch, chosen, asked_in, told_in):
    monkeypatch.setattr(work.Attempt, "keep_beating", lambda attempt: None)
    by = None if chosen is None else make_user(language=chosen)
    with translation.override(asked_in):
        asked = work.ask("kind", project=make_project(), about="it", given={}, by=by, refusal="")

    def breaks(attempt):
        raise RuntimeError("no space left")

    with pytest.raises(RuntimeError):
        work.carry_out(asked.pk, breaks)
    assert now(asked).told == BROKE_OFF[told_in]


def test_what_is_given_up_for_good_is_told_in_the_language_of_who_asked():
    with translation.override("pt-br"):
        asked = work.ask("kind", project=make_project(), about="it", given={}, by=None, refusal="")
    Work.objects.filter(pk=asked.pk).update(state=State.WORKING, attempt=work.MOST_ATTEMPTS)
    silence(asked)

    work.reap()

    with translation.override("pt-br"):
        told = translation.gettext("It was begun %(count)d times and never ended.")
    assert now(asked).told == told % {"count": work.MOST_ATTEMPTS}


def test_waiting_while_a_worker_is_busy_is_not_in_vain(asked):
    Work.objects.filter(pk=asked.pk).update(asked=timezone.now() - 2 * work.TAKEN_WITHIN)
    alone = work.waits_in_vain(now(asked))
    other = work.ask("kind", project=asked.project, about="other", given={}, by=None, refusal="")
    work.take(other.pk)

    assert [alone, work.waits_in_vain(now(asked))] == [True, False]


def test_what_was_let_go_is_handed_over_again():
    project = make_project()
    make_accepted(project)
    asked = ask_for_release(make_dataset(project))
    work.take(asked.pk)
    silence(asked)
    before = DBTaskResult.objects.count()

    tasks.take_again()

    assert [before, DBTaskResult.objects.count()] == [1, 2]


def test_what_no_worker_was_told_of_is_handed_over_again_now_and_then(asked):
    Work.objects.filter(pk=asked.pk).update(asked=timezone.now() - 2 * work.HANDED_AGAIN_AFTER)

    assert [[one.pk for one in tasks.take_again()], tasks.take_again()] == [[asked.pk], []]
    assert DBTaskResult.objects.count() == 1


def test_what_waits_since_a_moment_is_left_to_the_worker_that_was_told(asked):
    assert tasks.take_again() == []


def test_what_is_at_work_is_not_handed_over(asked):
    Work.objects.filter(pk=asked.pk).update(asked=timezone.now() - 2 * work.HANDED_AGAIN_AFTER)
    work.take(asked.pk)

    assert tasks.take_again() == []


@pytest.mark.django_db(transaction=True)
def test_the_heart_beats_beside_the_work(asked, monkeypatch):
    monkeypatch.setattr(work, "EVERY", 0.02)
    attempt = work.take(asked.pk)
    silence(asked)
    beaten = threading.Event()
    beat = work.Attempt.beat
    monkeypatch.setattr(work.Attempt, "beat", lambda attempt: (beat(attempt), beaten.set()))

    with attempt.alive():
        assert beaten.wait(10)

    assert timezone.now() - now(asked).beat < timedelta(seconds=30)
