"""A dataset's file, read once and in pieces: bytes that no text may hold are refused, records come out one by one.

``read`` yields what stands at the top of the document, and each record of its lists, with the line on which it
begins. Where something is wrong, ``NotImported`` says where (the path, the line) and why. In a ``Spool`` records wait
on disk until they are checked and stored.
"""

import hashlib
import re
import tempfile
from array import array
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, BinaryIO

import ijson
import orjson
from django.utils.translation import gettext, pgettext

from annotations.refusal import Refused

SINGLE = ("format", "version", "project", "codebook")
LISTS = ("scales", "themes", "speakers", "sources", "claims", "notes")
LONGEST_PIECE = 1 << 20  # bytes
LONGEST_ESCAPE = 12  # bytes, of a character beyond U+FFFF
DEEPEST = 16
LONGEST_SHOWN = 40
BODIES_AT_HAND = 32

# Written so that no part is tried twice: whole surrogate pairs pass, half ones and U+0000 end the match.
SOUND = re.compile(
    rb"(?:[^\\\0]++|\\[^u\0]|\\u(?!0000|[dD][89a-fA-F])[0-9a-fA-F]{4}"
    rb"|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})*+"
)
LONE_SURROGATE = re.compile(rb"\\u([dD][89a-fA-F][0-9a-fA-F]{2})")


class Fault(Exception):
    """What is wrong with a record, and where in it; whoever knows where the record stands makes it ``NotImported``."""

    def __init__(self, path: Sequence[str | int], reason: str):
        super().__init__(reason)
        self.path = list(path)
        self.reason = reason


class NotImported(Refused):
    """The file cannot be imported, and nothing was stored: where (JSON path, line) and why."""

    def __init__(self, reason: str, *, path: Sequence[str | int] = (), line: int | None = None):
        self.reason = reason
        self.path = written(path)
        self.line = line
        super().__init__(_located(self.path, line, reason))


def _located(path: str, line: int | None, reason: str) -> str:
    where = {"path": path, "line": line, "reason": reason}
    if path and line:
        return gettext("%(path)s, line %(line)s: %(reason)s") % where
    if line:
        return gettext("line %(line)s: %(reason)s") % where
    return gettext("%(path)s: %(reason)s") % where if path else reason


@dataclass(frozen=True, slots=True)
class Found:
    """A record of one of the document's lists, or a value that stands alone at its top (``index`` is −1)."""

    key: str
    index: int
    line: int
    value: Any

    @property
    def alone(self) -> bool:
        return self.index < 0

    @property
    def path(self) -> list[str | int]:
        return [self.key] if self.alone else [self.key, self.index]


def written(path: Sequence[str | int]) -> str:
    """Return a path as people write it: ``claims[12].anchors[0].quote``."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def shown(value: Any) -> str:
    """Return a value as it may stand in a sentence: short, and recognisable in the file."""
    words = {None: "null", True: "true", False: "false"}
    if value is None or isinstance(value, bool):
        return words[value]
    if isinstance(value, str):
        return f"“{value[:LONGEST_SHOWN]}…”" if len(value) > LONGEST_SHOWN else f"“{value}”"
    if isinstance(value, list):
        return pgettext("in JSON", "a list")
    if isinstance(value, dict):
        return pgettext("in JSON", "an object")
    return str(value)


def read(pieces: "Pieces") -> Iterator[Found]:
    """Yield the values and records of a dataset in the order of the file; each key of the document comes once.

    Raises ``NotImported`` for what is no JSON, no such document, or holds U+0000, half characters or no UTF-8.
    """
    path: list[str | int] = []
    try:
        yield from _document(ijson.basic_parse(pieces, use_float=True), path, pieces)
    except Fault as fault:
        raise NotImported(fault.reason, path=[*path, *fault.path], line=pieces.line) from None
    except ijson.JSONError as error:
        raise NotImported(_not_json(error, pieces), path=path, line=pieces.line) from None


def _not_json(error: ijson.JSONError, pieces: "Pieces") -> str:
    said = str(error).splitlines()[0].strip()
    if not pieces.anything:
        return gettext("The file is empty.")
    if "premature EOF" in said:
        return gettext("The file ends in the middle: it was not written or copied to its end.")
    return gettext("This is not JSON: “%(error)s”.") % {"error": said.removesuffix(".")}


class Pieces:
    """A binary file as the parser reads it: line by line, counted, hashed, and looked through.

    Where something is wrong the parser first gets what stands before it; so it knows where it is when told.
    """

    def __init__(self, file: BinaryIO):
        self.file = file
        self.line = 0
        self.sha256 = hashlib.sha256()
        self.anything = False
        self._line_ended = True
        self._at_end = False
        self._rest = b""
        self._fault: Fault | None = None

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes that are sound, none at the end; the parser asks for 0 to see that they are bytes."""
        sound = b""
        while size and not sound:
            if self._fault:
                raise self._fault
            if self._at_end:
                break
            new = self._next()
            complete = self._line_ended or self._at_end
            sound, self._rest, self._fault = examine(self._rest + new, complete=complete)
        return sound

    def _next(self) -> bytes:
        new = self.file.readline(LONGEST_PIECE)
        self.sha256.update(new)
        self.anything = self.anything or bool(new.strip())
        self.line += self._line_ended and bool(new)
        self._line_ended = new.endswith(b"\n")
        self._at_end = not new
        return new


def examine(piece: bytes, *, complete: bool) -> tuple[bytes, bytes, Fault | None]:
    """Return what is sound at the head of a piece, what is to be looked at with the next one, and what is wrong.

    ``complete`` says that no character goes on in the next piece.
    """
    found = SOUND.match(piece)
    end = min(_utf8(piece), found.end() if found else 0)
    rest = piece[end:]
    if len(rest) < LONGEST_ESCAPE and not complete:
        return piece[:end], rest, None
    reason = _what_is_wrong(rest)
    if not reason:
        return piece, b"", None
    return piece[:end], b"", Fault([], reason)


def _utf8(piece: bytes) -> int:
    """How many of the bytes are UTF-8."""
    try:
        piece.decode()
    except UnicodeDecodeError as error:
        return error.start
    return len(piece)


def _what_is_wrong(rest: bytes) -> str:
    """Name what stands at the head of these bytes; nothing if the parser will have its own words for it."""
    if rest.startswith((b"\0", b"\\u0000")):
        return gettext("Here stands U+0000 (a null), which no text may hold.")
    half = LONE_SURROGATE.match(rest)
    if half:
        return gettext(
            "Here stands half a character (a lone surrogate, U+%(number)s), which no text may hold."
        ) % {"number": half[1].decode().upper()}
    if rest[:1] >= b"\x80":
        return gettext("Here the file is not UTF-8 (byte 0x%(byte)s): save it as UTF-8.") % {
            "byte": rest[:1].hex().upper()
        }
    return ""


# The document


def _document(events: Iterator, path: list, pieces: Pieces) -> Iterator[Found]:
    event, _ = next(events)
    if event != "start_map":
        raise Fault([], gettext("A dataset is a JSON object: it begins with {."))
    seen: set[str] = set()
    for event, key in events:
        if event == "end_map":
            break
        path[:] = [key]
        _expected(key, seen)
        seen.add(key)
        yield from _records(events, path, pieces) if key in LISTS else _single(events, path, pieces)
    path.clear()
    for event, _ in events:
        raise Fault([], gettext("After the document stands more (%(event)s).") % {"event": event})
    for key in (*SINGLE, *LISTS):
        if key not in seen:
            raise Fault([key], gettext("This key is missing."))


def _expected(key: str, seen: set[str]) -> None:
    if key in seen:
        raise Fault([], gettext("This key stands here for the second time."))
    if key not in SINGLE and key not in LISTS:
        raise Fault([], gettext("A dataset has no such key."))


def _single(events: Iterator, path: list, pieces: Pieces) -> Iterator[Found]:
    line = pieces.line
    event, value = next(events)
    value = _value(events, event, value, path)
    yield Found(path[0], -1, line, value)


def _records(events: Iterator, path: list, pieces: Pieces) -> Iterator[Found]:
    event, _ = next(events)
    if event != "start_array":
        raise Fault([], gettext("A list is needed here."))
    for index, (event, value) in enumerate(events):
        if event == "end_array":
            return
        path[1:] = [index]
        line = pieces.line
        yield Found(path[0], index, line, _value(events, event, value, path))


def _value(events: Iterator, event: str, value: Any, path: list) -> Any:
    """Put together the value that begins with this event; ``path`` stays where something goes wrong."""
    if len(path) > DEEPEST:
        raise Fault([], gettext("This is nested too deeply."))
    if event == "start_map":
        return _object(events, path)
    return _array(events, path) if event == "start_array" else value


def _object(events: Iterator, path: list) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for event, key in events:
        if event == "end_map":
            break
        path.append(key)
        if key in values:
            raise Fault([], gettext("This key stands here for the second time."))
        event, value = next(events)
        nested = event == "start_map" or event == "start_array"
        values[key] = _value(events, event, value, path) if nested else value
        path.pop()
    return values


def _array(events: Iterator, path: list) -> list:
    values: list = []
    path.append(0)
    for event, value in events:
        if event == "end_array":
            break
        values.append(_value(events, event, value, path))
        path[-1] += 1
    path.pop()
    return values


# Where records wait, on disk, between being read, being checked and being stored


class Spool(ExitStack):
    """The records of each list and the bodies of the texts, in files that vanish on leaving."""

    def __init__(self):
        super().__init__()
        self._files = {key: self.enter_context(tempfile.TemporaryFile()) for key in LISTS}
        self.counts = dict.fromkeys(LISTS, 0)
        self.bodies = Bodies(self.enter_context(tempfile.TemporaryFile()))
        self._words = self.enter_context(tempfile.TemporaryFile())

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

    def add_words(self, words: str) -> None:
        """Keep the words by which a claim is found; they have no line breaks."""
        self._words.write(words.encode() + b"\n")

    def words(self) -> Iterator[str]:
        """Yield the words of the claims in their order."""
        self._words.seek(0)
        for line in self._words:
            yield line.decode().removesuffix("\n")


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
