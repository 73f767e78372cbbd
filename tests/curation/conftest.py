"""Where tests make releases: in a folder of their own, and most of them in few formats, which is quick."""

import pytest

from curation import release_files
from curation.export import FORMATS


@pytest.fixture
def own_releases(tmp_path, settings):
    """Releases of this test, and what is left of unfinished ones, are in its own folder."""
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def few_formats(own_releases, monkeypatch):
    """Of a release only what every one needs, and one format beside it."""
    monkeypatch.setattr(release_files, "FORMATS", FORMATS[:2])
