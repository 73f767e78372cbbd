"""Texts and the passages coded in them, for formats that show a text: what is shown, and offsets in UTF-16.

Where a body does not leave, a text is blocks up to the last passage, with the quotes where these may leave; so the
offsets stay true, and a passage can be counted although nobody can read it.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.utils.translation import gettext_noop

from annotations.shape import AnchorRecord, ClaimRecord, CodingRecord, SourceRecord, TextRecord
from curation.export.records import Records, coded_anchor

BLOCK = "░"
HIDDEN = gettext_noop("Texts whose words may not leave are blocks, with the quotes where these may leave.")
PARALLEL = gettext_noop("Other places of a claim than the coded one are left out.")
SILENT = gettext_noop("Claims without a speaker or without a theme are left out.")


class Passage(NamedTuple):
    claim: ClaimRecord
    anchor: AnchorRecord


class Shown(NamedTuple):
    """A text as it is shown, and its passages by where they stand."""

    source: SourceRecord
    text: TextRecord
    body: str
    passages: list[Passage]

    @property
    def is_hidden(self) -> bool:
        return not self.text["body"]


class Statement(NamedTuple):
    """One speaker on one theme in one passage, which is what most formats call a statement."""

    claim: ClaimRecord
    anchor: AnchorRecord
    speaker: str | None
    organisation: str | None
    coding: CodingRecord


def shown(dataset: Records) -> Iterator[Shown]:
    """Yield the texts in which claims are coded, in the order of the sources."""
    for source, text, claims in dataset.texts():
        anchored = [(claim, coded_anchor(claim)) for claim in claims]
        passages = [Passage(claim, anchor) for claim, anchor in anchored if anchor]
        passages.sort(key=lambda one: (one.anchor["start"], one.anchor["end"], one.claim["id"]))
        yield Shown(source, text, text["body"] or _in_blocks(passages), passages)


def _in_blocks(passages: list[Passage]) -> str:
    body = [BLOCK] * max(passage.anchor["end"] for passage in passages)
    for _, anchor in passages:
        if anchor["quote"]:
            body[anchor["start"] : anchor["end"]] = anchor["quote"]
    return "".join(body)


def statements(passage: Passage) -> Iterator[Statement]:
    """Yield the statements of a passage: each speaker on each theme."""
    for voice in passage.claim["speakers"]:
        for coding in passage.claim["codings"]:
            yield Statement(*passage, voice["speaker"], voice["organisation"], coding)


def in_utf16(body: str) -> Callable[[int], int]:
    """Return a function from an offset in code points to the same place in UTF-16 units."""
    if len(body.encode("utf-16-le", "surrogatepass")) == 2 * len(body):
        return int
    beyond = [place for place, character in enumerate(body) if character > "\uffff"]
    return lambda offset: offset + bisect_left(beyond, offset)


def is_silent(claim: ClaimRecord) -> bool:
    """Say whether nobody says anything on any theme, so that there is no statement."""
    return not (claim["speakers"] and claim["codings"])


def has_parallels(claim: ClaimRecord) -> bool:
    return len(claim["anchors"]) > 1
