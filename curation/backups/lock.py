"""Who uses the data folder now: the site and backups beside each other, a restore alone."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from annotations.refusal import Refused


@contextmanager
def shared() -> Iterator[None]:
    """Use the data beside others; raises ``Refused`` while a restore is at work."""
    with _held(fcntl.LOCK_SH, "A backup is being restored here: wait until that is done."):
        yield


@contextmanager
def alone() -> Iterator[None]:
    """Use the data alone; raises ``Refused`` while the site runs, or a backup."""
    with _held(fcntl.LOCK_EX, "The site is running on this data, or a backup is being made: stop it first."):
        yield


@contextmanager
def _held(kind: int, sentence: str) -> Iterator[None]:
    # The lock ends with the last process that has the file open, however that process ends.
    with (settings.DATA_DIR / "in_use").open("a") as file:
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except OSError:
            raise Refused(sentence) from None
        yield
