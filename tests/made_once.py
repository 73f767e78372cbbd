"""What is costly to make and the same for every test: made once in a run, whatever number of processes it has."""

import fcntl
import os
from pathlib import Path

from tests.server import Server


def made_once(tmp_path_factory, name, make):
    """Return the folder of that name, which ``make`` fills for whoever asks first in this run. To be copied, not changed."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent  # of all processes of the run
    folder, unfinished = shared / name, shared / f"{name}.unfinished"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished.mkdir()
            make(unfinished)
            unfinished.rename(folder)
    return folder


def migrate(data_dir: Path) -> None:
    """Make an empty site."""
    Server(data_dir).manage("migrate")


def start(data_dir: Path) -> None:
    """Start a site for the first time, and stop it: it has the demo, its first user and the static files."""
    with Server(data_dir) as server:
        server.stop()
