"""The server: gunicorn with threads, the site loaded once and shared by two processes, and a worker beside them.

It stops when told to: what is being answered is finished (within ten seconds), and no Ctrl-C is lost. The worker does
what takes longer than a request; one that dies is followed by another, which takes up what it had.
"""

import gc
import os
import signal
import subprocess
import sys
import time

import gunicorn.arbiter
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from gunicorn.app.base import BaseApplication
from gunicorn.workers.gthread import ThreadWorker

NEXT_WORKER_AFTER = 2.0  # seconds, so that one that cannot start is not started all the time
STOPPING = {signal.SIGINT, signal.SIGQUIT, signal.SIGTERM}


class Server(BaseApplication):
    """Serve on ``listener``, a bound socket, until stopped; ``when_ready`` is called once visitors can come."""

    def __init__(self, listener, *, when_ready):
        self.choices = {
            "bind": f"fd://{listener.detach()}",
            "worker_class": Worker,
            "workers": 2,
            "threads": 8,
            "preload_app": True,
            "graceful_timeout": 10,
            # Longer than who asks again keeps a connection: closed in between, the request would be lost on its way.
            "keepalive": 15,
            "loglevel": "error",
            "when_ready": lambda arbiter: when_ready(),
            "post_worker_init": lambda worker: hear_signals(),
            # No process may reuse a connection that another one opened.
            "pre_fork": lambda arbiter, worker: connections.close_all(),
            # A proxy says whether it was https, never where the site is mounted.
            "forwarder_headers": "",
            "control_socket_disable": True,
        }
        super().__init__()

    def load_config(self):
        for name, value in self.choices.items():
            self.cfg.set(name, value)

    def load(self):
        """Load the site; what is loaded once lives for ever, so the collector need not walk through it again."""
        site = get_wsgi_application()
        gc.freeze()
        return site

    def run(self):
        background, process = Background(), os.getpid()
        try:
            Arbiter(self, background).run()
        finally:
            if os.getpid() == process:  # the processes that it forks come by here, too
                background.end()


class Worker(ThreadWorker):
    def handle_quit(self, sig, frame):
        """Finish as on SIGTERM: gunicorn's own way takes a lock here that the interrupted code may hold."""
        self.handle_exit(sig, frame)


class Background:
    """The worker, in a process of its own."""

    def __init__(self):
        self.process = None
        self.begun = 0.0

    def keep(self):
        """Start it where there is none."""
        dead = self.process is None or self.process.poll() is not None
        if dead and time.monotonic() - self.begun > NEXT_WORKER_AFTER:
            self.begun = time.monotonic()
            self.process = subprocess.Popen([sys.executable, str(settings.BASE_DIR / "manage.py"), "work"])

    def end(self):
        """Let it finish within ten seconds; what it has not finished is taken up at the next start."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Arbiter(gunicorn.arbiter.Arbiter):
    def __init__(self, app, background):
        super().__init__(app)
        self.background = background

    def manage_workers(self):
        super().manage_workers()
        self.background.keep()

    def spawn_worker(self):
        """Hold signals back until the new process can hear them."""
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
        try:
            return super().spawn_worker()
        finally:
            hear_signals()


def hear_signals() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
