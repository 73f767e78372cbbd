"""The site that a job is done on: an empty project with its three people."""

import shutil
import sys
from pathlib import Path

from tests.server import Server

SLUG = "main-job"
PEOPLE = {"mara": "manager", "cora": "coder", "remy": "reviewer"}
PASSWORD = "of this run only"


def told(server: Server, job, *values):
    """Do a job on a running site; if it fails, the site's own log is the best witness."""
    try:
        return job(server, *values)
    except Exception:
        print(server.log()[-5000:], file=sys.stderr)
        raise


def make_empty(folder: Path) -> Path:
    """The data of a site that nobody has used; to be copied."""
    folder.mkdir()
    Server(folder).manage("migrate")
    return folder


def make_site(empty: Path, folder: Path) -> Server:
    """A site with a project without anything in it, and its three people."""
    server = Server(shutil.copytree(empty, folder))
    server.manage("shell", "-v0", "-c", PREPARE)
    return server


PREPARE = f"""
from annotations import projects
from annotations.models import User
project = projects.start({SLUG!r}, title="The main job")
for name, role in {PEOPLE!r}.items():
    projects.join(project, User.objects.create_user(name, password={PASSWORD!r}), role=role)
"""


def audit(server: Server) -> None:
    done = server.manage("check_evidence", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
