"""A module's imports carry the hash of what they hold, however deep they go: browsers keep each file for ever."""

import re

import pytest
from django.core.management import call_command

IMPORTED = re.compile(r"""(?:from|import)\s*["'](\.[^"']+)["']""")


@pytest.fixture
def built(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "curation.storage.StaticFiles"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path / "annotations" / "desk"


def test_each_module_imports_the_others_by_their_hashed_names(built):
    hashed = [path for path in built.glob("*.js") if re.fullmatch(r"\w+\.[0-9a-f]{12}\.js", path.name)]

    imports = [(path.name, name) for path in hashed for name in IMPORTED.findall(path.read_text())]

    assert [pair for pair in imports if not re.fullmatch(r"\./\w+\.[0-9a-f]{12}\.js", pair[1])] == []
    assert [pair for pair in imports if not (built / pair[1]).exists()] == []
    assert any(name.startswith("./offsets.") for _, name in imports)
