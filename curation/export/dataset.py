"""The dataset as one JSON document: rows in, bytes out, of one moment and in constant memory.

Read ``stream`` first, then ``curation.export.rows``, which fetches the rows; docs/dataset.md explains what it
holds. One record stands on each line, so that two exports can be compared line by line, and a line number means
something.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import BinaryIO

import orjson

from annotations.models import Claim, Project
from annotations.rights import FULL
from annotations.snapshot import snapshot
from curation.export import rows

ACCEPTED = (Claim.State.ACCEPTED.value,)
AT_ONCE = 50  # records
BLOCK = 1 << 16  # bytes


def write(
    project: Project,
    out: BinaryIO,
    *,
    states: Sequence[str] = ACCEPTED,
    rights: str = FULL,
    coders: bool = False,
    progress: Callable[[int], object] = int,
) -> None:
    """Write a project's dataset to a binary file; ``progress`` is told of each number of bytes written."""
    for block in stream(project, states=states, rights=rights, coders=coders):
        out.write(block)
        progress(len(block))


def stream(
    project: Project, *, states: Sequence[str] = ACCEPTED, rights: str = FULL, coders: bool = False
) -> Iterator[bytes]:
    """Yield a project's dataset in blocks of bytes.

    ``states`` are those of the claims that it holds, ``rights`` (full, quotes or positions) the most that it
    gives of any source; with ``coders`` each claim names its coder by the pseudonym.
    """
    with snapshot() as database:
        choice = rows.choose(project, database=database, states=states, rights=rights, coders=coders)
        yield from _in_blocks(document(choice))


def document(choice: rows.Choice) -> Iterator[bytes]:
    """Yield the document of a choice in pieces of any length."""
    yield b'{"format":"standpoint-dataset","version":1,"project":' + orjson.dumps(rows.project(choice))
    codebook = rows.codebook_now(choice)
    yield from _section("scales", codebook["scales"])
    yield from _section("themes", codebook["themes"])
    yield b',\n"codebook":%d' % rows.codebook_number(choice)
    yield from _section("speakers", rows.speakers(choice))
    yield from _section("sources", rows.sources(choice))
    yield from _section("claims", rows.claims(choice))
    yield from _section("notes", rows.notes(choice))
    yield b"}\n"


def _section(key: str, records: Iterable) -> Iterator[bytes]:
    yield b',\n"%s":[' % key.encode()
    coming, before = iter(records), b"\n"
    while lines := [orjson.dumps(record) for record in islice(coming, AT_ONCE)]:
        yield before + b",\n".join(lines)
        before = b",\n"
    yield b"\n]" if before == b",\n" else b"]"


def _in_blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    block = bytearray()
    for piece in pieces:
        block += piece
        if len(block) >= BLOCK:
            yield bytes(block)
            block.clear()
    yield bytes(block)
