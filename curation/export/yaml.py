"""The little YAML that files about a release need: every text as a double-quoted scalar, which is JSON's string."""

import json
import re
from collections.abc import Iterable

UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def scalar(text: str) -> str:
    """Return a text as a scalar that holds it exactly."""
    return UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def listed(key: str, texts: Iterable[str]) -> list[str]:
    """Return the lines of a list, or none where it is empty."""
    lines = [f"  - {scalar(text)}" for text in texts]
    return [f"{key}:", *lines] if lines else []
