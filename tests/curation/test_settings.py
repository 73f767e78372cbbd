import os
import stat
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from curation import settings
from tests.test_layout import ROOT

PRODUCTION = {"PRODUCTION": "1", "SITE_URL": "https://standpoint.example.org"}


def manage(*words, data_dir, **said):
    """Run manage.py as a process of its own, which knows of the environment only what is said here."""
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(data_dir), **said}
    command = [sys.executable, str(ROOT / "manage.py"), *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


# What stops the program, in one sentence


REFUSED = {
    "a switch": ({"DEBUG": "maybe"}, "DEBUG is 'maybe'; write 1 or 0."),
    "a port": ({"PORT": "http"}, "PORT is 'http'; write a number from 1 to 65535."),
    "a port too high": ({"PORT": "65536"}, "PORT is '65536'; write a number from 1 to 65535."),
    "an address": (
        {"SITE_URL": "standpoint.example.org"},
        "SITE_URL is 'standpoint.example.org'; write an address like https://standpoint.example.org.",
    ),
    "half an address": (
        {"SITE_URL": "https://["},
        "SITE_URL is 'https://['; write an address like https://standpoint.example.org.",
    ),
    "any host": (
        {"ALLOWED_HOSTS": "*"},
        "ALLOWED_HOSTS holds '*'; write host names with commas between them.",
    ),
    "a short key": (
        {"SECRET_KEY": "secret"},
        "SECRET_KEY is too short; give 50 random characters or more, or none.",
    ),
    "another database": (
        {"DATABASE_URL": "mysql://localhost/standpoint"},
        "DATABASE_URL must begin with postgres:// or sqlite:/// and name a database.",
    ),
    "a database without a name": (
        {"DATABASE_URL": "postgres://localhost"},
        "DATABASE_URL must begin with postgres:// or sqlite:/// and name a database.",
    ),
    "a database behind no port": (
        {"DATABASE_URL": "postgres://localhost:http/standpoint"},
        "DATABASE_URL must begin with postgres:// or sqlite:/// and name a database.",
    ),
    "no database at all": (
        {"DATABASE_URL": "standpoint"},
        "DATABASE_URL must begin with postgres:// or sqlite:/// and name a database.",
    ),
    "production without its address": (
        {"PRODUCTION": "1"},
        "PRODUCTION needs SITE_URL, the https:// address that people will use.",
    ),
    "production in the clear": (
        {"PRODUCTION": "1", "SITE_URL": "http://standpoint.example.org"},
        "PRODUCTION needs SITE_URL, the https:// address that people will use.",
    ),
    "production with its inside shown": (
        {**PRODUCTION, "DEBUG": "1"},
        "PRODUCTION and DEBUG exclude each other: DEBUG shows the inside of the site.",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_wrong_value_stops_the_program_with_one_sentence(tmp_path, name):
    said, sentence = REFUSED[name]

    answer = manage("check", data_dir=tmp_path, **said)

    assert [answer.returncode, answer.stderr] == [1, f"{sentence}\n"]


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").touch()

    answer = manage("check", data_dir=tmp_path / "file" / "data")

    assert answer.stderr == f"The data folder {tmp_path}/file/data cannot be made: Not a directory.\n"


def test_a_new_data_folder_is_for_its_owner_only(tmp_path):
    manage("check", data_dir=tmp_path / "data")

    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


# What production promises


def test_production_passes_the_deployment_check(tmp_path):
    answer = manage("check", "--deploy", "--fail-level", "WARNING", data_dir=tmp_path, **PRODUCTION)

    assert [answer.returncode, answer.stdout] == [0, "System check identified no issues (0 silenced).\n"]


def test_debug_is_off_and_only_this_machine_is_answered_when_nothing_is_said(tmp_path):
    code = "from curation import settings as s; print(s.DEBUG, s.PRODUCTION, s.HOST, s.PORT, s.ALLOWED_HOSTS)"

    answer = manage("shell", "--no-imports", "-c", code, data_dir=tmp_path)

    assert answer.stdout == "False False 127.0.0.1 8000 ['localhost', '127.0.0.1', '::1', '[::1]']\n"


# The readers


def test_a_switch_is_off_when_it_is_not_set(monkeypatch):
    monkeypatch.delenv("SWITCH", raising=False)

    assert settings.yes_or_no("SWITCH") is False


@pytest.mark.parametrize(
    ("word", "meaning"), [("1", True), ("True", True), ("on", True), ("0", False), ("no", False)]
)
def test_a_switch_understands_the_usual_words(monkeypatch, word, meaning):
    monkeypatch.setenv("SWITCH", word)

    assert settings.yes_or_no("SWITCH") is meaning


def test_the_hosts_are_those_given(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "a.example, b.example")

    assert settings.hosts("https://c.example") == ["a.example", "b.example", *settings.LOOPBACK]


def test_the_host_is_that_of_the_address_when_none_is_given(monkeypatch):
    monkeypatch.delenv("ALLOWED_HOSTS", raising=False)

    assert settings.hosts("https://c.example:8443") == ["c.example", *settings.LOOPBACK]


# The key


def test_a_key_is_made_for_its_owner_only(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)

    key = settings.secret_key(tmp_path)

    kept = tmp_path / "secret_key"
    assert [len(key) > 50, stat.S_IMODE(kept.stat().st_mode), kept.read_text()] == [True, 0o600, key]
    assert list(tmp_path.iterdir()) == [kept]


def test_the_key_stays_the_same(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)

    assert settings.secret_key(tmp_path) == settings.secret_key(tmp_path)


def test_of_two_first_starts_both_have_the_same_key(tmp_path):
    (tmp_path / "secret_key").write_text("the other one's")

    assert settings.new_key(tmp_path / "secret_key") == "the other one's"


def test_an_empty_key_is_replaced(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    (tmp_path / "secret_key").touch()

    assert len(settings.secret_key(tmp_path)) > 50


def test_a_key_given_is_written_nowhere(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "0123456789" * 5)

    assert [settings.secret_key(tmp_path), list(tmp_path.iterdir())] == ["0123456789" * 5, []]


def test_a_key_that_cannot_be_kept_is_named(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)

    with pytest.raises(ImproperlyConfigured, match="cannot be read or written: No such file"):
        settings.secret_key(tmp_path / "none")


# The database


def test_the_database_lies_in_the_data_folder_when_none_is_named(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)

    found = settings.databases(tmp_path)

    assert {alias: database["NAME"] for alias, database in found.items()} == {
        "default": str(tmp_path / "standpoint.sqlite3"),
        "snapshot": str(tmp_path / "standpoint.sqlite3"),
    }


def test_sqlite_writers_queue_and_snapshots_do_not_wait_for_them(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)

    found = settings.databases(tmp_path)

    modes = {alias: database["OPTIONS"]["transaction_mode"] for alias, database in found.items()}
    assert modes == {"default": "IMMEDIATE", "snapshot": "DEFERRED"}


def test_postgresql_stops_long_statements_but_not_those_of_a_snapshot(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://who:secret@127.0.0.1:5433/standpoint?sslmode=require")

    found = settings.databases(tmp_path)

    assert found["default"]["OPTIONS"] == {
        "sslmode": "require",
        "options": "-c synchronous_commit=on -c lock_timeout=20s -c statement_timeout=30s",
    }
    assert found["snapshot"]["OPTIONS"] == {
        "sslmode": "require",
        "options": "-c synchronous_commit=on -c lock_timeout=20s",
        "isolation_level": settings.REPEATABLE_READ,
    }
