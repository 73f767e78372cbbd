"""Backing up and restoring as whoever keeps the site does it: by command, on the database of this run."""

import os
import secrets
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing

import pytest
from django.db import connection

from tests.server import ROOT

pytestmark = pytest.mark.xdist_group("restoring")
MORE = "from annotations.models import *; Source.objects.create(project=Project.objects.get(), title='{}', language='en')"
TITLES = "from annotations.models import *; print(sorted(Source.objects.filter(language='en').values_list('title', flat=True)))"


class Place:
    """A data folder with its database, and the commands run on it."""

    def __init__(self, data_dir, database_url=""):
        self.data_dir = data_dir
        self.environment = {
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(data_dir),
            "DATABASE_URL": database_url,
        }

    def manage(self, *words):
        command = [sys.executable, str(ROOT / "manage.py"), *map(str, words)]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=300)
        return done.stderr.strip() if done.returncode else done.stdout.strip()

    def shell(self, words):
        return self.manage("shell", "-v0", "-c", words)

    def titles(self):
        return self.shell(TITLES)

    def backup(self, *words):
        """Back up and return the archive."""
        said = self.manage("backup", *words)
        assert said.startswith("Backed up and tried out: "), said
        return said.splitlines()[0].removeprefix("Backed up and tried out: ")


@pytest.fixture(scope="module")
def new_database(django_db_setup, django_db_blocker):
    """A function that returns the address of a new database, as DATABASE_URL says it: empty, or like another."""
    made = []

    def make(like=""):
        if connection.vendor == "sqlite":
            return ""
        made.append(f"standpoint_{secrets.token_hex(6)}")
        run_sql(f'CREATE DATABASE "{made[-1]}" TEMPLATE "{like.rpartition("/")[2] or "template0"}"')
        return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{made[-1]}"

    with django_db_blocker.unblock():
        yield make
        for name in made:
            run_sql(f'DROP DATABASE "{name}" WITH (FORCE)')


def run_sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture(scope="module")
def with_demo(request, tmp_path_factory, new_database):
    """A place with the demo, to be copied."""
    if connection.vendor == "sqlite":
        return Place(request.getfixturevalue("started"))
    place = Place(tmp_path_factory.mktemp("demo") / "data", new_database())
    place.manage("migrate", "-v0")
    place.manage("load_demo")
    return place


@pytest.fixture
def place(tmp_path, with_demo, new_database):
    shutil.copytree(with_demo.data_dir, tmp_path / "data")
    return Place(tmp_path / "data", new_database(with_demo.environment["DATABASE_URL"]))


@pytest.fixture
def elsewhere(tmp_path, new_database):
    return Place(tmp_path / "elsewhere", new_database())


def test_a_backup_comes_back_elsewhere(place, elsewhere):
    path = place.backup("--evidence")
    titles = place.titles()

    said = elsewhere.manage("restore", path)

    assert said.startswith("Restored as it was at 20")
    assert elsewhere.titles() == titles != "[]"
    assert elsewhere.manage("check_evidence") == "No fault found."
    assert not (elsewhere.data_dir / "secret_key").read_text() == (place.data_dir / "secret_key").read_text()


def test_a_backup_is_for_its_owner_only(place):
    facts = os.stat(place.backup())

    assert stat.S_IMODE(facts.st_mode) == 0o600
    assert [path.name for path in (place.data_dir / "backups").iterdir() if path.name.startswith(".")] == []


def test_a_backup_overwrites_nothing(place, tmp_path):
    (tmp_path / "kept.tar.gz").write_text("mine")

    said = place.manage("backup", tmp_path / "kept.tar.gz")

    assert said == f"CommandError: {tmp_path}/kept.tar.gz is there already: name another file."
    assert (tmp_path / "kept.tar.gz").read_text() == "mine"


def test_work_is_replaced_only_when_told_and_kept_aside(place):
    path = place.backup()
    titles = place.titles()
    place.shell(MORE.format("Since then"))

    refused = place.manage("restore", path)
    still_there = place.titles()
    restored = place.manage("restore", "--replace", path)

    assert refused.startswith(f"CommandError: There is work in {place.data_dir}, and it would be replaced.")
    assert ["Since then" in still_there, place.titles()] == [True, titles]
    assert "is kept as" in restored
    assert [path.is_dir() for path in place.data_dir.glob("media.before_*")] == [True]


def test_what_was_kept_aside_still_holds_the_work(place):
    path = place.backup()
    place.shell(MORE.format("Since then"))
    place.manage("restore", "--replace", path)

    assert "Since then" in titles_aside(place)


def titles_aside(place):
    if not place.environment["DATABASE_URL"]:
        (aside,) = place.data_dir.glob("standpoint.sqlite3.before_*")
        with closing(sqlite3.connect(aside)) as database:
            return [title for (title,) in database.execute("SELECT title FROM annotations_source")]
    return place.shell(
        "from django.db import connection as c; k = c.cursor();"
        "k.execute(\"SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before_%%'\"); s = k.fetchone()[0];"
        "k.execute(f'SELECT title FROM \"{s}\".annotations_source'); print(k.fetchall())"
    )


def test_a_second_backup_leaves_out_what_is_kept_aside(place, elsewhere):
    place.manage("restore", "--replace", place.backup())

    path = place.backup(place.data_dir / "second.tar.gz")

    assert elsewhere.manage("restore", path).startswith("Restored")
    assert elsewhere.titles() == place.titles()


def test_a_damaged_backup_changes_nothing(place, tmp_path):
    path = tmp_path / "damaged.tar.gz"
    words = bytearray((tmp_path / place.backup()).read_bytes())
    words[len(words) // 2] ^= 255
    path.write_bytes(words)
    titles = place.titles()

    said = place.manage("restore", "--replace", path)

    assert said.startswith("CommandError: damaged.tar.gz is damaged")
    assert place.titles() == titles
    assert sorted(place.data_dir.glob("*before_*")) == sorted(place.data_dir.glob(".unfinished-*")) == []


def test_no_restore_under_a_command_that_works(place):
    path = place.backup()
    with subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "shell", "-v0", "-c", WAIT],
        env=place.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as working:
        working.stdout.readline()
        said = place.manage("restore", "--replace", path)
        working.communicate("go on\n")

    assert said == "CommandError: Somebody is at work in this database: stop the site and its commands first."


WAIT = "from annotations.models import User; User.objects.exists(); print('here', flush=True); input()"


def test_an_upload_that_is_missing_is_named(place):
    shutil.rmtree(place.data_dir / "media")
    command = [sys.executable, str(ROOT / "manage.py"), "backup"]
    done = subprocess.run(command, env=place.environment, capture_output=True, text=True)

    assert [done.returncode, done.stderr.count("A text names the upload uploads/")] == [0, 8]
