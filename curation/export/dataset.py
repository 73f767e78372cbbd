"""The dataset as one JSON document, with everything in it.

Rows in, bytes out, of one moment and in constant memory.
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
from annotations.shape import ProjectRecord
from annotations.snapshot import snapshot
from curation.export import rows
from curation.export.records import KINDS, Loss, Records

ACCEPTED = (Claim.State.ACCEPTED.value,)
AT_ONCE = 50  # records
BLOCK = 1 << 16  # bytes
FILE = "dataset.json"


def write(dataset: Records, out: BinaryIO) -> Loss:
    """Write what was spooled for a release to a binary file, in the same bytes as ``stream``; nothing is lost."""
    out.write(_head(dataset.project))
    for key, records in (("scales", dataset.scales), ("themes", dataset.themes)):
        out.writelines(_section(key, map(orjson.dumps, records)))
    out.write(b',\n"codebook":%d' % dataset.codebook)
    for kind in KINDS:
        out.writelines(_section(kind, (line[:-1] for line in dataset.lines(kind))))
    out.write(b"}\n")
    return {}


def export(
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
    yield _head(rows.project(choice))
    codebook = rows.codebook_now(choice)
    yield from _section("scales", map(orjson.dumps, codebook["scales"]))
    yield from _section("themes", map(orjson.dumps, codebook["themes"]))
    yield b',\n"codebook":%d' % rows.codebook_number(choice)
    yield from _section("speakers", map(orjson.dumps, rows.speakers(choice)))
    yield from _section("sources", map(orjson.dumps, rows.sources(choice)))
    yield from _section("claims", map(orjson.dumps, rows.claims(choice)))
    yield from _section("notes", map(orjson.dumps, rows.notes(choice)))
    yield b"}\n"


def _head(project: ProjectRecord) -> bytes:
    return b'{"format":"standpoint-dataset","version":1,"project":' + orjson.dumps(project)


def _section(key: str, records: Iterable[bytes]) -> Iterator[bytes]:
    yield b',\n"%s":[' % key.encode()
    coming, before = iter(records), b"\n"
    while lines := list(islice(coming, AT_ONCE)):
        yield before + b",\n".join(lines)
        before = b",\n"
    yield b"\n]" if before == b",\n" else b"]"


def _in_blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    block, size = [], 0
    for piece in pieces:
        block.append(piece)
        size += len(piece)
        if size >= BLOCK:
            yield b"".join(block)
            block, size = [], 0
    yield b"".join(block)
