"""Which folder the judges read: JUDGED names it; each release in it is judged by each judge."""

import os
from pathlib import Path

JUDGED = Path(os.environ["JUDGED"]) if "JUDGED" in os.environ else None


def pytest_generate_tests(metafunc):
    if "release" in metafunc.fixturenames:
        releases = sorted(path for path in JUDGED.iterdir() if path.name != "spool")
        metafunc.parametrize("release", releases, ids=lambda path: path.name)
