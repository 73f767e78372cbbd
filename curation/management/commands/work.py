"""`manage.py work`: do what takes longer than a request. `make run` starts one beside the server; more may run."""

import os
import signal
import sys
import threading
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, close_old_connections, connection
from django.utils.crypto import get_random_string
from django_tasks import default_task_backend
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from annotations.refusal import Refused
from curation import tasks
from curation.backups import lock

LOOK_EVERY = 1.0  # seconds
NICENESS = 10  # whoever saves goes first


class Command(BaseCommand):
    help = "Do what waits for a worker, until stopped; whoever started it may end it by ending."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what waits now, and end")

    def handle(self, *, once, **options):
        if once and settings.REDIS_URL:
            raise CommandError("With REDIS_URL a worker stays until it is stopped; leave --once away.")
        os.nice(NICENESS)
        try:
            with lock.shared():
                work_on_redis() if settings.REDIS_URL else work_on_database(once)
        except Refused as refused:
            raise CommandError(str(refused)) from None


def hand_over_again():
    """Let nothing wait that a dead worker held, or whose message was lost; a busy database is looked at again later."""
    close_old_connections()
    try:
        tasks.take_again()
    except OperationalError:
        connection.close()


# What waits in the database


def work_on_database(once):
    worker = db_worker.Worker(
        queue_names=["default"],
        excluded_queue_names=[],
        backend_name="default",
        interval=0,
        batch=True,
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
    )
    worker.configure_signals()
    work_until_stopped(worker, once)


def work_until_stopped(worker, once):
    """Look for work, cheaply; the worker's own look would lock the database for a moment each time."""
    started_by = os.getppid()
    while worker.running and os.getppid() == started_by:
        hand_over_again()
        if DBTaskResult.objects.ready().exists():
            worker.run()
        if once:
            return
        time.sleep(LOOK_EVERY)


# What Redis hands out


def work_on_redis():
    threading.Thread(target=keep_looking, args=[os.getppid()], daemon=True).start()
    sys.exit(default_task_backend.work())


def keep_looking(started_by):
    """Beside the worker, also while it is at work; tells it to stop when whoever started it has ended."""
    while os.getppid() == started_by:
        hand_over_again()
        time.sleep(LOOK_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
