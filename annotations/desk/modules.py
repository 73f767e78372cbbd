"""The scripts of the page: a browser is told of all of them at once, so that no import waits for another."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "static" / "annotations" / "desk"


@cache
def modules() -> list[str]:
    """Return the static names of the desk's modules."""
    return [f"annotations/desk/{path.name}" for path in sorted(FOLDER.glob("*.js"))]
