"""`manage.py work`: do what takes longer than a request. `make run` starts one beside the server; more may run."""

import os
import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from curation import tasks
from curation.backups import lock

LOOK_EVERY = 1.0  # seconds


class Command(BaseCommand):
    help = "Do what waits for a worker, until stopped; whoever started it may end it by ending."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what waits now, and end")

    def handle(self, *, once, **options):
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
        with lock.shared():
            work_until_stopped(worker, once)


def work_until_stopped(worker, once):
    """Look for work, cheaply; the worker's own look would lock the database for a moment each time."""
    started_by = os.getppid()
    while worker.running and os.getppid() == started_by:
        close_old_connections()
        tasks.take_again()
        if DBTaskResult.objects.ready().exists():
            worker.run()
        if once:
            return
        time.sleep(LOOK_EVERY)
