"""A part of a file, as a range request asks for it (RFC 9110, 14)."""

import re
from pathlib import Path

ONE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


def asked_range(header: str | None, size: int) -> tuple[int, int] | tuple[()] | None:
    """Return the first and the last byte that a header asks for of a file of this size.

    None where it asks for all, or in a way that is not answered in parts; () where no byte of it is there.
    """
    found = ONE.fullmatch((header or "").strip())
    if not found or found[1] == found[2] == "":
        return None
    if not found[1]:  # the last so many
        first, last = max(0, size - int(found[2])), size - 1
    else:
        first, last = int(found[1]), min(int(found[2] or size - 1), size - 1)
        if found[2] and int(found[2]) < first:
            return None
    return (first, last) if first <= last else ()


class Range:
    """The bytes of a file from ``first`` to ``last``, both included, as something that can be read to its end."""

    def __init__(self, path: Path, first: int, last: int) -> None:
        self.first, self.last = first, last
        self._file = path.open("rb")
        self._file.seek(first)
        self._left = len(self)

    def __len__(self) -> int:
        return self.last - self.first + 1

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, none at the end of the range."""
        wanted = self._left if size < 0 else min(size, self._left)
        block = self._file.read(wanted)
        self._left -= len(block)
        return block

    def close(self) -> None:
        self._file.close()
