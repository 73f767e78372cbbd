"""What files of linked data share: the addresses of a release's claims, speakers, sources, texts and themes."""

import re
import uuid
from typing import Any

from curation.export.records import About
from curation.licences import address_of

ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
TERMS = "urn:x-standpoint:"
"""The namespace of what no vocabulary has a word for: stance, certainty, reporting."""


def address(about: About, kind: str, key: str) -> str:
    """Return the address of a record: a fragment of the release's own, or a UUID where that has none."""
    if about.address:
        return f"{about.address}#{kind}-{key}"
    return uuid.uuid5(uuid.NAMESPACE_URL, f"standpoint:{about.slug}:{kind}:{key}").urn


def of_release(about: About) -> str:
    return about.address or address(about, "release", about.version)


def licence(about: About) -> str:
    """Return where the licence can be read, or its name where it is of the publisher's own."""
    return address_of(about.licence) or about.licence


def is_address(url: str) -> bool:
    """Say whether something is a web address as linked data takes it."""
    return bool(ADDRESS.fullmatch(url))


def known(values: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is empty."""
    return {key: value for key, value in values.items() if value not in (None, "", [])}
