"""Versions of a release: three numbers, ordered (https://semver.org), and the next one after a difference."""

import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from annotations.refusal import Refused

WRITTEN = re.compile(r"(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})")


class Version(NamedTuple):
    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


FIRST = Version(1, 0, 0)


def read(written: str) -> Version:
    """Return a version as it was typed; raises ``Refused`` for what is none."""
    found = WRITTEN.fullmatch(written.strip())
    if not found:
        raise Refused(
            _("“%(version)s” is no version: write three numbers with full stops between them, such as 1.2.0.")
            % {"version": written}
        )
    return Version(*map(int, found.groups()))


def after(last: Version | None, step: str) -> Version:
    """Return the version that follows the last one by a step: major, minor or patch."""
    if last is None:
        return FIRST
    if step == "major":
        return Version(last.major + 1, 0, 0)
    return Version(last.major, last.minor + 1, 0) if step == "minor" else last._replace(patch=last.patch + 1)
