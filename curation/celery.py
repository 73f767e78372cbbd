"""Work handed to workers on any machine: Django's tasks, sent through Redis and done by Celery.

``Backend`` is what REDIS_URL puts in the place of the database's own. A message only names a task and is sent once what
it is about is committed. Nothing hangs on it: one that is lost is sent again (``curation.work``), and one that comes twice
finds its work taken. What became of the work stands in its row, so Celery keeps no results.
"""

import logging
import ssl
from functools import partial
from typing import Any

from celery import Celery
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResult, TaskResultStatus
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task
from django_tasks.utils import get_random_id, normalize_json
from kombu.exceptions import OperationalError

QUEUE = "standpoint"
SECONDS = 5  # for one try to reach Redis

log = logging.getLogger(__name__)
app = Celery(
    "standpoint",
    broker=settings.REDIS_URL,
    broker_use_ssl={"ssl_cert_reqs": ssl.CERT_REQUIRED} if settings.REDIS_URL.startswith("rediss:") else None,
    broker_connection_timeout=SECONDS,
    broker_transport_options={"socket_connect_timeout": SECONDS},
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=0,  # a worker waits for a Redis that is away, however long
    task_default_queue=QUEUE,
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    # A worker holds one message and no more, so that none waits behind long work while another worker is free.
    task_acks_late=True,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
)


@app.task(name="standpoint.do")
def do(path: str, args: list, kwargs: dict) -> None:
    """Do a task of ours, named by its path."""
    import_string(path).call(*args, **kwargs)


class Backend(BaseTaskBackend):
    """Django's tasks on Celery."""

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        """Send a task when what is being written is committed, and return what is known of it."""
        self.validate_task(task)
        message = [task.module_path, *normalize_json([list(args), kwargs])]
        transaction.on_commit(partial(send, message))
        return TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            enqueued_at=timezone.now(),
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )

    def work(self) -> int:
        """Do what comes, one after the other, until told to stop; returns the exit status."""
        worker = app.Worker(pool_cls="solo", concurrency=1, quiet=True, loglevel="ERROR")
        worker.start()
        return worker.exitcode


def send(message: list) -> None:
    """Send a message; one that Redis does not take is sent again by whoever sees that its work still waits."""
    try:
        do.apply_async(args=message, retry=False)
    except OperationalError as error:
        log.error("Redis did not take a task, which waits: %s", error)
