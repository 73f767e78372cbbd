"""Work by way of Redis: sent once it is committed, done by a real worker, and done once where workers die."""

import logging
import shutil
import signal
import subprocess
import sys

import pytest
from django.db import transaction
from django_tasks import TaskResultStatus
from kombu.exceptions import OperationalError

from curation import celery, release, tasks, work
from tests.factories import make_project
from tests.server import ROOT, Server, free_port
from tests.test_releases_survive import PREPARE, assert_whole_or_none, query, wait_for

ASK = """
from annotations.models import User
from curation import tasks
from curation.models import Dataset
boss = User.objects.get(username="boss")
asked = tasks.ask_for_release(Dataset.objects.get(), version="1.0.0", notes="", by=boss, seen=1)
tasks.carry_out.enqueue(asked.pk)  # a message that comes twice
"""
STARTS_WITHIN = 20  # seconds


# The backend


@pytest.fixture
def sent(monkeypatch):
    """The messages that would go to Redis."""
    messages = []
    monkeypatch.setattr(celery.do, "apply_async", lambda args, retry: messages.append(args))
    return messages


@pytest.fixture
def task():
    return tasks.carry_out.using(backend="default")


@pytest.mark.django_db
def test_a_task_is_sent_when_what_it_is_about_is_committed(sent, task, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        result = celery.Backend("default", {}).enqueue(task, [7], {})
        before = list(sent)

    assert [before, sent] == [[], [["curation.tasks.carry_out", [7], {}]]]
    assert result.status == TaskResultStatus.READY


@pytest.mark.django_db
def test_a_task_about_what_was_taken_back_is_not_sent(sent, task, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        celery.Backend("default", {}).enqueue(task, [7], {})
        transaction.set_rollback(True)

    assert sent == []


def test_where_redis_is_away_the_work_waits_and_nothing_breaks(monkeypatch, caplog):
    def away(args, retry):
        raise OperationalError("Connection refused.")

    monkeypatch.setattr(celery.do, "apply_async", away)

    with caplog.at_level(logging.ERROR):
        celery.send(["curation.tasks.carry_out", [7], {}])

    assert caplog.messages == ["Redis did not take a task, which waits: Connection refused."]


@pytest.mark.django_db
def test_a_message_is_done_by_the_task_that_it_names(monkeypatch):
    asked = work.ask("release", project=make_project(), about="it", given={}, by=None, refusal="")
    done = []
    monkeypatch.setattr(work, "carry_out", lambda pk, act: done.append((pk, act)))

    celery.do("curation.tasks.carry_out", [asked.pk], {})

    assert done == [(asked.pk, release.freeze)]


# The real thing


@pytest.fixture
def redis(tmp_path):
    """The address of a Redis of its own, in a folder of its own, gone when the test is."""
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", str(tmp_path)]
    server = subprocess.Popen([*command, "--save", "", "--loglevel", "warning"])
    yield f"redis://127.0.0.1:{port}/0"
    server.kill()
    server.wait()


@pytest.fixture
def site(started, tmp_path, redis):
    """A site with the demo, whose server does not run."""
    site = Server(shutil.copytree(started, tmp_path / "site"))
    site.environment["REDIS_URL"] = redis
    site.manage("shell", "-v0", "-c", PREPARE)
    return site


@pytest.fixture
def start_worker(site):
    started = []

    def start():
        with (site.data_dir / "server.log").open("ab") as log:
            command = [sys.executable, "manage.py", "work"]
            worker = subprocess.Popen(
                command, cwd=ROOT, env=site.environment, stdout=log, stderr=subprocess.STDOUT
            )
        started.append(worker)
        return worker

    yield start
    for worker in started:
        worker.kill()
        worker.wait()


@pytest.mark.redis
def test_what_a_killed_worker_was_at_is_taken_again_and_done_once(site, start_worker):
    site.manage("shell", "-v0", "-c", ASK)
    first = start_worker()
    wait_for(site, "working")
    first.kill()
    first.wait()
    left = query(site, "SELECT state, attempt FROM curation_work"), assert_whole_or_none(site)

    second = start_worker()
    wait_for(site, "done")

    assert left == ([("working", 1)], [])
    assert query(site, "SELECT state, attempt FROM curation_work") == [("done", 2)]
    assert len(assert_whole_or_none(site)) == 1
    second.send_signal(signal.SIGTERM)
    assert second.wait(STARTS_WITHIN) == 0
