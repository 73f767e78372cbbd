"""A module's imports carry the hash of what they hold, however deep they go: browsers keep each file for ever."""

import gzip
import re

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

IMPORTED = re.compile(r"""(?:from|import)\s*["'](\.[^"']+)["']""")


HASHED = re.compile(r"\w+\.[0-9a-f]{12}\.js")
MOST_SCRIPT = 40_000  # bytes, compressed


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("static")
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": "curation.storage.StaticFiles"}}
    with override_settings(STATIC_ROOT=folder, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder / "annotations" / "desk"


def served(built):
    return sorted(path for path in built.glob("*.js") if HASHED.fullmatch(path.name))


def test_each_module_imports_the_others_by_their_hashed_names(built):
    imports = [(path.name, name) for path in served(built) for name in IMPORTED.findall(path.read_text())]

    assert [pair for pair in imports if not HASHED.fullmatch(pair[1].removeprefix("./"))] == []
    assert [pair for pair in imports if not (built / pair[1]).exists()] == []
    assert any(name.startswith("./offsets.") for _, name in imports)


def test_the_scripts_of_the_desk_are_light(built):
    scripts = b"".join(path.read_bytes() for path in served(built))

    assert 10_000 < len(gzip.compress(scripts, 9)) <= MOST_SCRIPT


def test_a_module_keeps_what_it_does_and_what_it_says(built):
    module = next(path for path in served(built) if path.name.startswith("held_keys."))
    script = module.read_text()

    assert [script.count("/*"), script.count("\n") < 30] == [0, True]
    assert "/^(Arrow(Left|Right|Up|Down)|Home|End|Enter|Escape|Backspace|Delete)$/" in script
    assert '"a, button, input, select, textarea, summary"' in script
