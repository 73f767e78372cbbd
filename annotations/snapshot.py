"""One moment of the database, held still for a long read while others go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[str]:
    """Yield the alias of the database through which everything is read as it was at one moment.

    Inside a transaction that is the transaction's own connection, so that its own rows are seen; elsewhere the
    connection "snapshot", which keeps no writer waiting.
    """
    if connection.in_atomic_block:
        yield "default"
        return
    with transaction.atomic(using="snapshot"):
        yield "snapshot"
