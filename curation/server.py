"""The server: gunicorn with threads, the site loaded once and shared by two processes.

It stops when told to: what is being answered is finished (within ten seconds), and no Ctrl-C is lost.
"""

import gc
import signal

import gunicorn.arbiter
from django.core.wsgi import get_wsgi_application
from django.db import connections
from gunicorn.app.base import BaseApplication
from gunicorn.workers.gthread import ThreadWorker

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
        Arbiter(self).run()


class Worker(ThreadWorker):
    def handle_quit(self, sig, frame):
        """Finish as on SIGTERM: gunicorn's own way takes a lock here that the interrupted code may hold."""
        self.handle_exit(sig, frame)


class Arbiter(gunicorn.arbiter.Arbiter):
    def spawn_worker(self):
        """Hold signals back until the new process can hear them."""
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
        try:
            return super().spawn_worker()
        finally:
            hear_signals()


def hear_signals() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
