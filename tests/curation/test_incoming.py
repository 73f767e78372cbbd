"""A dataset comes in by a worker: all of it or nothing, once, and its file is kept until then."""

import os
import time

import pytest
from django.core.files.base import ContentFile

from annotations.access import NotAllowed
from annotations.models import Batch, Claim, Theme
from annotations.refusal import Refused
from curation import incoming, tasks, work
from curation.models import Work
from tests.datasets import make_dataset, published
from tests.factories import Role, make_member, make_project, make_theme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_releases")]
State = Work.State


@pytest.fixture
def project():
    return make_project("study")


@pytest.fixture
def quiet(monkeypatch):
    """The heart beats on another connection, which does not see the rows of a test."""
    monkeypatch.setattr(work.Attempt, "keep_beating", lambda attempt: None)


def sent(content=None, name="networks.json"):
    return ContentFile(published(make_dataset()) if content is None else content, name=name)


def kept_files():
    return [path.name for path in incoming.folder().iterdir()]


def rows():
    return [model.objects.count() for model in (Batch, Theme, Claim)]


def test_a_worker_brings_all_of_it_in_and_the_file_goes(project, manager, quiet):
    asked = tasks.ask_for_import(project, sent(), by=manager)
    before = kept_files(), rows()

    tasks.carry_out.call(asked.pk)

    asked.refresh_from_db()
    assert [before, asked.state] == [([asked.given["file"]], [0, 0, 0]), State.DONE]
    assert [kept_files(), rows()] == [[], [1, 3, 9]]
    batch = Batch.objects.get()
    assert [batch.file_name, batch.by, batch.project] == ["networks.json", manager, project]


def test_what_is_wrong_is_told_with_its_place_and_nothing_comes_in(project, manager, quiet):
    wrong = make_dataset()
    wrong["claims"][3]["anchors"][0]["start"] += 1
    asked = tasks.ask_for_import(project, sent(published(wrong)), by=manager)

    tasks.carry_out.call(asked.pk)

    asked.refresh_from_db()
    assert [asked.state, asked.told[:32]] == [State.REFUSED, "claims[3].anchors[0].quote, line"]
    assert [kept_files(), rows()] == [[], [0, 0, 0]]


def test_an_attempt_that_was_given_up_brings_nothing_in(project, manager):
    asked = tasks.ask_for_import(project, sent(), by=manager)
    first = work.take(asked.pk)
    Work.objects.filter(pk=asked.pk).update(attempt=2)

    with pytest.raises(work.Lost):
        incoming.bring_in(first)

    assert [kept_files(), rows()] == [[asked.given["file"]], [0, 0, 0]]


def test_the_last_word_takes_everything_back(project, manager, monkeypatch):
    asked = tasks.ask_for_import(project, sent(), by=manager)
    attempt = work.take(asked.pk)

    def lose(state):
        raise work.Lost

    monkeypatch.setattr(attempt, "end", lose)

    with pytest.raises(work.Lost):
        incoming.bring_in(attempt)

    assert rows() == [0, 0, 0]


def test_it_comes_in_once(project, manager, quiet):
    asked = tasks.ask_for_import(project, sent(), by=manager)

    tasks.carry_out.call(asked.pk)
    tasks.carry_out.call(asked.pk)

    assert rows() == [1, 3, 9]


def test_one_at_a_time_comes_in(project, manager):
    tasks.ask_for_import(project, sent(), by=manager)

    with pytest.raises(Refused, match="A dataset is coming into this project at this moment"):
        tasks.ask_for_import(project, sent(), by=manager)

    assert len(kept_files()) == 1


def test_of_two_at_the_same_moment_one_is_refused(project, manager):
    first, second = (incoming.keep(project, sent(), by=manager) for _ in range(2))
    incoming.ask(project, first, name="networks.json", by=manager)

    with pytest.raises(Refused, match="at this moment"):
        incoming.ask(project, second, name="networks.json", by=manager)


def test_a_file_for_a_project_at_work_is_not_even_kept(project, manager):
    make_theme(project)

    with pytest.raises(Refused, match="a dataset comes into an empty project"):
        tasks.ask_for_import(project, sent(), by=manager)

    assert not incoming.folder().exists()


def test_who_does_not_manage_the_project_brings_nothing_in(project):
    with pytest.raises(NotAllowed):
        tasks.ask_for_import(project, sent(), by=make_member(project, Role.REVIEWER))


def test_a_file_that_is_gone_is_asked_for_again(project, manager):
    asked = tasks.ask_for_import(project, sent(), by=manager)
    (incoming.folder() / asked.given["file"]).unlink()

    with pytest.raises(Refused, match="not there any more"):
        incoming.bring_in(work.take(asked.pk))


def test_a_full_disk_is_told_and_half_a_file_is_not_kept(project, manager, monkeypatch):
    def full(number):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(Refused, match="The file cannot be kept: No space left on device."):
        tasks.ask_for_import(project, sent(), by=manager)

    assert [kept_files(), Work.objects.count()] == [[], 0]


def test_what_waits_and_what_is_on_its_way_is_not_swept(project, manager):
    asked = tasks.ask_for_import(project, sent(), by=manager)
    for name, age in (("new.json", 0), ("old.json", 2 * incoming.ON_ITS_WAY)):
        (incoming.folder() / name).touch()
        os.utime(incoming.folder() / name, (time.time() - age,) * 2)

    assert incoming.sweep() == ["old.json"]
    assert sorted(kept_files()) == sorted([asked.given["file"], "new.json"])


@pytest.mark.parametrize(
    ("state", "step", "said"),
    [
        (State.WAITING, "", "It waits for a worker."),
        (State.WORKING, "", "It begins."),
        (State.WORKING, "Checking", "Checking each record against all others"),
        (State.REFUSED, "Checking", "line 3: Why."),
    ],
)
def test_how_far_it_is_is_a_sentence(project, manager, state, step, said):
    asked = tasks.ask_for_import(project, sent(), by=manager)
    Work.objects.filter(pk=asked.pk).update(state=state, step=step, told="line 3: Why.")

    assert incoming.told(Work.objects.get()) == said
