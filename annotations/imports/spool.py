"""Where a file's records wait, on disk, between being read, being checked and being stored."""

import tempfile
from array import array
from collections.abc import Iterator
from contextlib import ExitStack
from functools import lru_cache

import orjson

from annotations.imports.file import LISTS, Found

BODIES_AT_HAND = 32


class Spool(ExitStack):
    """The records of each list and the bodies of the texts, in files that vanish on leaving."""

    def __init__(self):
        super().__init__()
        self._files = {key: self.enter_context(tempfile.TemporaryFile()) for key in LISTS}
        self.counts = dict.fromkeys(LISTS, 0)
        self.bodies = Bodies(self.enter_context(tempfile.TemporaryFile()))

    def add(self, found: Found) -> None:
        """Keep a record of a list."""
        self._files[found.key].write(orjson.dumps((found.line, found.value)) + b"\n")
        self.counts[found.key] += 1

    def records(self, key: str) -> Iterator[Found]:
        """Yield the records of a list in their order, each read again from disk."""
        self._files[key].seek(0)
        for index, kept in enumerate(self._files[key]):
            line, record = orjson.loads(kept)
            yield Found(key, index, line, record)


class Bodies:
    """The bodies of texts by number, in the order in which they were added."""

    def __init__(self, file):
        self._file = file
        self._ends = array("q", [0])
        self.read = lru_cache(maxsize=BODIES_AT_HAND)(self._read)

    def add(self, body: str) -> None:
        self._ends.append(self._ends[-1] + self._file.write(body.encode()))

    def _read(self, number: int) -> str:
        self._file.seek(self._ends[number])
        return self._file.read(self._ends[number + 1] - self._ends[number]).decode()
