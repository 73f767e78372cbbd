"""A worker that dies while it makes a release, at any moment: a whole release or none, and made once.

The real site with its worker, on SQLite. Twenty deaths are for `make soak`; every other run has a few.
"""

import json
import os
import random
import shutil
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from tests.rounds import rounds, seed
from tests.server import Server

PREPARE = """
from annotations.models import Claim, Project
from annotations import projects
from annotations.models import User
from curation import datasets
boss = User.objects.create_user("boss", password="of this run only")
project = Project.objects.get(slug="demo")
projects.join(project, boss, role="manager")
datasets.begin(project, slug="voices", title="Voices", by=None, licence="CC-BY-4.0", rights="full")
"""
ASK = """
from annotations.models import User
from curation import tasks
from curation.models import Dataset
dataset = Dataset.objects.get()
tasks.ask_for_release(dataset, version="{version}", notes="", by=User.objects.get(username="boss"), seen=1)
"""
WITHIN = 120  # seconds for a release whose worker died


@pytest.fixture(scope="module")
def site(started, tmp_path_factory):
    with Server(shutil.copytree(started, tmp_path_factory.mktemp("releases") / "site")) as server:
        server.manage("shell", "-v0", "-c", PREPARE)
        yield server


def query(site, sql, *values):
    with sqlite3.connect(site.data_dir / "standpoint.sqlite3", timeout=20) as connection:
        return connection.execute(sql, values).fetchall()


def workers_of(server):
    """The processes that the server has started to work beside it."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if parent == server.process.pid and b"work" in words:
            found.append(int(folder.name))
    return found


def niceness(pid):
    return os.getpriority(os.PRIO_PROCESS, pid)


def kill_worker(server):
    for pid in workers_of(server):
        os.kill(pid, signal.SIGKILL)


def state_of(site):
    return query(site, "SELECT state FROM curation_work ORDER BY id DESC LIMIT 1")[0][0]


def wait_for(site, *states):
    end = time.monotonic() + WITHIN
    while time.monotonic() < end:
        state = state_of(site)
        if state in states:
            return state
        time.sleep(0.02)
    raise AssertionError(f"it is still {state_of(site)} after {WITHIN} seconds:\n{site.log()}")


def assert_whole_or_none(site, known=()):
    """Every release that is registered has all its files, with their sums as its archive has them; returns their keys.

    Those that are known were read before, and stay as they are.
    """
    releases = query(site, "SELECT key, files FROM curation_release")
    folder = site.data_dir / "media" / "releases"
    for key, files in releases:
        if key in known:
            continue
        listed = json.loads(files)
        assert {path.name for path in (folder / key).iterdir()} == {file["name"] for file in listed}
        checked = site.manage("verify_release", str(folder / key / listed[0]["name"]), check=False)
        assert checked.returncode == 0, checked.stderr
    return [key for key, _ in releases]


def test_the_worker_lets_those_who_save_go_first(site):
    (worker,) = workers_of(site)
    site.manage("shell", "-v0", "-c", ASK.format(version="0.1.0"))

    wait_for(site, "done")

    assert niceness(worker) > niceness(site.process.pid)


@pytest.mark.soak
def test_a_worker_that_dies_at_any_moment_leaves_a_whole_release_or_none(site):
    moments = random.Random(seed())
    deaths, whole = rounds(20, few=2), assert_whole_or_none(site)
    for death in range(deaths):
        site.manage("shell", "-v0", "-c", ASK.format(version=f"1.{death}.0"))
        wait_for(site, "working", "done")
        time.sleep(moments.uniform(0, 0.6))
        kill_worker(site)

        before, already = assert_whole_or_none(site, whole), len(whole)
        wait_for(site, "done")
        whole = assert_whole_or_none(site, before)

        assert len(whole) == already + 1 >= len(before)

    versions = query(site, "SELECT minor FROM curation_release WHERE major = 1 ORDER BY minor")
    assert versions == [(number,) for number in range(deaths)]
    folders = {path.name for path in (site.data_dir / "media" / "releases").iterdir()}
    assert len(folders) >= deaths
    assert query(site, "SELECT count(*) FROM curation_work WHERE state <> 'done'") == [(0,)]
