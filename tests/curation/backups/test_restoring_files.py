"""Restoring where the database is a file, beside a site that runs on it: on SQLite, whatever this run is on."""

import json
import shutil
import sqlite3
from contextlib import closing

import pytest

from curation.backups import archive
from tests.server import Server

pytestmark = pytest.mark.xdist_group("restoring")


@pytest.fixture
def site(tmp_path, started):
    """A site with the demo, stopped."""
    site = Server(shutil.copytree(started, tmp_path / "site"))
    (site.data_dir / "server.log").unlink()
    return site


def test_no_restore_under_a_site_that_runs(site):
    with site:
        path = site.data_dir / "copy.tar.gz"
        site.manage("backup", str(path))
        said = site.manage("restore", "--replace", str(path), check=False).stderr

    assert said == (
        "CommandError: The site is running on this data, or a backup is being made: stop it first.\n"
    )


def test_the_site_starts_on_what_was_restored(site, tmp_path):
    site.manage("backup", str(tmp_path / "copy.tar.gz"))
    other = Server(tmp_path / "other")
    other.manage("restore", str(tmp_path / "copy.tar.gz"))

    with other:
        said = other.log()

    assert "Preparing" not in said


def test_a_start_finishes_what_a_power_cut_left_of_a_restore(site, tmp_path):
    """The renames were written down, the old database is aside, and then the power failed."""
    database, aside = site.data_dir / "standpoint.sqlite3", site.data_dir / "standpoint.sqlite3.before_1"
    shutil.copy(database, site.data_dir / "standpoint.sqlite3.restoring")
    database.rename(aside)
    renames = [(database, aside), (f"{database}.restoring", database)]
    (site.data_dir / "restoring.json").write_text(json.dumps(renames, default=str))

    with site:
        said = site.log()

    assert [database.exists(), aside.exists(), "One-time password" in said] == [True, True, False]
    assert [found.name for found in site.data_dir.glob("*restoring*")] == []


def test_a_backup_of_another_kind_of_database_is_refused(site, tmp_path):
    site.manage("backup", str(tmp_path / "copy.tar.gz"))
    (tmp_path / "out").mkdir()
    manifest = archive.unpack(tmp_path / "copy.tar.gz", tmp_path / "out")
    with (tmp_path / "other.tar.gz").open("wb") as file:
        other = {**manifest, "vendor": "postgresql", "files": {}}
        archive.pack(file, other, database=tmp_path / "out" / "database", media=tmp_path / "out" / "media")

    done = site.manage("restore", "--replace", str(tmp_path / "other.tar.gz"), check=False)

    assert "was made on postgresql and this site runs on sqlite" in done.stderr


def test_a_backup_of_a_newer_site_is_refused(site, tmp_path):
    with closing(sqlite3.connect(site.data_dir / "standpoint.sqlite3")) as database, database:
        database.execute(
            "INSERT INTO django_migrations VALUES (9999, 'annotations', '9999_later', '2030-01-01')"
        )

    done = site.manage("backup", str(tmp_path / "newer.tar.gz"), check=False)

    assert "was made by a newer Standpoint (annotations.9999_later): install that first." in done.stderr
