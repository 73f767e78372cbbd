"""What every test stands on: a database in a file of its own, the browser, and the settings of a test run."""

import os
import shutil
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections, transaction
from django.utils import translation

from curation import environment
from tests.chromium import CHROMIUM
from tests.factories import Role, make_member, make_project, make_text
from tests.made_once import made_once, migrate, start
from tests.rounds import rounds, seed

IN_CI = bool(os.environ.get("CI"))
NEEDED = {
    "browser": (CHROMIUM, "Chromium: apt install chromium-headless-shell, or CHROMIUM=/path/to/it"),
    "redis": (shutil.which("redis-server"), "a Redis of their own: apt install redis-server"),
}
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}

# A generous wait costs nothing where all is well.
MOST_PATIENCE = 60_000

# The browser driver keeps an event loop in the tests' thread, where Django would refuse its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

hypothesis.settings.register_profile("house", deadline=None, max_examples=10 * rounds(100), print_blob=True)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    hypothesis.settings.load_profile("house")
    if config.getoption("--hypothesis-seed") is None:
        config.option.hypothesis_seed = str(seed())
    settings.TASKS = environment.tasks("")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a good one takes its time
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True  # each file when it is asked for


def pytest_report_header():
    return f"rounds: {os.environ.get('ROUNDS') or 'few'}, seed: {seed()} (SEED={seed()} repeats this run)"


# Tests that need a program of the system: left out where it is missing, loudly; in CI none may be


def pytest_collection_modifyitems(items):
    # Tests of the whole site take longest: they come first, so that no process is left alone with one.
    items.sort(key=lambda item: item.path.parent != Path(__file__).parent)
    for item in items:
        if "page" in item.fixturenames:
            item.add_marker(pytest.mark.browser)
        for name in needs(item):
            found, what = NEEDED[name]
            if not found and not IN_CI:
                item.add_marker(pytest.mark.skip(f"needs {what}"))


def needs(item):
    return [name for name in NEEDED if item.get_closest_marker(name)]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    if IN_CI and report.skipped and needs(item):
        report.outcome = "failed"
    return report


def pytest_terminal_summary(terminalreporter):
    for name, (_found, what) in NEEDED.items():
        skipped = [report for report in terminalreporter.getreports("skipped") if name in report.keywords]
        if skipped:
            title = f"{name} tests were skipped".upper()
            terminalreporter.section(title, sep="!", red=True, bold=True)
            terminalreporter.line(f"{len(skipped)} tests need {what}.")


# The browser


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if not CHROMIUM:
        pytest.fail("Chromium is not installed, and in CI no browser test may be left out.")
    quiet = [
        "--no-sandbox",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
    ]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": quiet}


@pytest.fixture
def context(context):
    context.set_default_timeout(MOST_PATIENCE)
    return context


@pytest.fixture(scope="session")
def base_url():
    """Stands in for pytest-playwright's own, which warns under pytest 9."""
    return None


# The database and the files


@pytest.fixture(scope="session")
def migrated(tmp_path_factory):
    """The data of a site on SQLite that nobody has used; to be copied."""
    return made_once(tmp_path_factory, "migrated", migrate)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, request, tmp_path_factory):
    """On SQLite a file, as in real life: only so do two connections meet as they will there."""
    default = connections["default"]
    if default.vendor == "sqlite":
        ready = request.getfixturevalue("migrated") / "standpoint.sqlite3"
        own = shutil.copy(ready, tmp_path_factory.mktemp("database") / "test.sqlite3")
        default.settings_dict["TEST"]["NAME"] = str(own)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb):
    """On SQLite the database stands already, with all its tables."""
    return django_db_keepdb or connections["default"].vendor == "sqlite"


@pytest.fixture(scope="session")
def started(tmp_path_factory):
    """The data of a site on SQLite that was started once, with the demo and its first user; to be copied."""
    return made_once(tmp_path_factory, "started", start)


@pytest.fixture(scope="module")
def module_db(django_db_setup, django_db_blocker):
    """The database for fixtures of a module: what they write stands for all its tests, and is gone after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session", autouse=True)
def own_files(tmp_path_factory):
    """Nothing that a test stores lands in the data folder."""
    settings.DATA_DIR = tmp_path_factory.mktemp("data")
    settings.MEDIA_ROOT = settings.DATA_DIR / "media"
    settings.STATIC_ROOT = settings.DATA_DIR / "static"
    settings.STATIC_ROOT.mkdir()


@pytest.fixture(autouse=True)
def nothing_counted():
    """No test suffers from how often others tried to sign in."""
    cache.clear()


@pytest.fixture(autouse=True)
def nothing_spoken():
    """No test inherits the language that the last request of another was answered in."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def snapshot_sees_the_test(request):
    """Let "snapshot" read through the test's own connection, whose rows nobody else sees yet.

    A test about two connections says so: ``django_db(transaction=True, databases=["default", "snapshot"])``.
    """
    marker = request.node.get_closest_marker("django_db")
    without_database = not marker and DATABASE_FIXTURES.isdisjoint(request.fixturenames)
    if without_database or (marker and "databases" in marker.kwargs):
        yield
        return
    request.getfixturevalue("db")
    apart = connections["snapshot"]
    connections["snapshot"] = connections["default"]
    yield
    connections["snapshot"] = apart


# A study, for tests to which it is all the same what study it is


@pytest.fixture
def project():
    return make_project()


@pytest.fixture
def text(project):
    return make_text(project=project)


@pytest.fixture
def coder(project):
    return make_member(project)


@pytest.fixture
def reviewer(project):
    return make_member(project, Role.REVIEWER)


@pytest.fixture
def manager(project):
    return make_member(project, Role.MANAGER)
