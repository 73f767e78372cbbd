"""Statements as Discourse Network Analyzer has them: one speaker, one organisation, one concept, one number each.

A claim is as many statements as it has speakers and themes. DNA asks "agreement" of each: we give the stance's
position, −1, 0 or 1, as an integer, which DNA computes networks of as it does of yes and no; a stance that has no
position cannot be a statement of DNA's. Offsets are UTF-16 units, end exclusive.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple

from django.utils.translation import gettext_noop

from annotations.dates import span
from curation.export.passages import (
    HIDDEN,
    PARALLEL,
    SILENT,
    Passage,
    Shown,
    Statement,
    has_parallels,
    in_utf16,
    is_silent,
    shown,
    statements,
)
from curation.export.records import Loss, Records

LONGEST = 190  # of DNA's short texts
UNPLACED = gettext_noop("Codings whose stance has no position are left out.")
CUT = gettext_noop("Titles, names and labels are cut after 190 characters.")
UNDATED = gettext_noop("Texts without a date of publication are dated 1970-01-01.")
PARTIAL = gettext_noop("Of a partial date the first day is given.")
BARE = gettext_noop("Reporting, the date said, paraphrases, certainty, notes and relays are left out.")
VARIABLES = ("person", "organization", "concept", "stance")


class Document(NamedTuple):
    number: int
    title: str
    body: str
    author: str
    source: str
    section: str
    notes: str
    kind: str
    seconds: int
    """Since 1970, of the first moment of its first day, UTC."""
    statements: list["DnaStatement"]


class DnaStatement(NamedTuple):
    number: int
    start: int
    stop: int
    values: tuple[str, str, str, str]
    """By ``VARIABLES``; "" is nobody."""
    agreement: int
    coder: str


class Naming:
    """Names that DNA can tell apart: cut, and with the id where two are the same."""

    def __init__(self, loss: Counter[str]):
        self.loss = loss
        self.given: dict[tuple[str, str], str] = {}
        self.taken: set[tuple[str, str]] = set()

    def name(self, variable: str, key: str, text: str) -> str:
        if (variable, key) not in self.given:
            name = cut(text, self.loss)
            if (variable, name) in self.taken:
                name = f"{name[: LONGEST - len(key) - 3]} [{key}]"
            self.taken.add((variable, name))
            self.given[variable, key] = name
        return self.given[variable, key]


def cut(text: str, loss: Counter[str]) -> str:
    loss[CUT] += len(text) > LONGEST
    return text[:LONGEST]


def documents(dataset: Records, loss: Counter[str]) -> Iterator[Document]:
    """Yield the texts in which claims are coded, each with its statements; counts in ``loss`` what is lost."""
    naming, number = Naming(loss), 0
    for document, text in enumerate(shown(dataset), 1):
        units, found = in_utf16(text.body), []
        for passage in text.passages:
            loss.update(_lost(passage, dataset))
            for statement in statements(passage):
                agreement = _agreement(statement, dataset)
                if agreement is None:
                    continue
                number += 1
                place = (units(passage.anchor["start"]), units(passage.anchor["end"]))
                values = _values(statement, dataset, naming)
                found.append(DnaStatement(number, *place, values, agreement, passage.claim["coder"] or ""))
        yield _document(document, text, found, loss)


def _lost(passage: Passage, dataset: Records) -> Loss:
    """A claim that is no statement at all, or what its statements leave out; each coding once, whoever speaks."""
    if is_silent(passage.claim):
        return {SILENT: 1}
    unplaced = {one.coding["theme"] for one in statements(passage) if _agreement(one, dataset) is None}
    return {BARE: 1, PARALLEL: int(has_parallels(passage.claim)), UNPLACED: len(unplaced)}


def _agreement(statement: Statement, dataset: Records) -> int | None:
    """Where the stance stands; None where DNA can hold no such statement."""
    if statement.anchor["start"] == statement.anchor["end"]:
        return None
    return dataset.positions.get((statement.coding["theme"], statement.coding["stance"]))


def _values(statement: Statement, dataset: Records, naming: Naming) -> tuple[str, str, str, str]:
    person = organisation = ""
    if statement.speaker:
        who = dataset.people[statement.speaker]
        if who.kind == "person":
            person = naming.name("person", who.id, who.name)
        else:
            organisation = naming.name("organization", who.id, who.name)
    if statement.organisation:
        whole = dataset.people[statement.organisation]
        organisation = naming.name("organization", whole.id, whole.name)
    theme = statement.coding["theme"]
    concept = naming.name("concept", theme, dataset.theme_labels[theme])
    return (person, organisation, concept, statement.coding["stance"] or "")


def _document(number: int, text: Shown, found: list[DnaStatement], loss: Counter[str]) -> Document:
    source = text.source
    published = source["published"]
    loss[HIDDEN] += text.is_hidden
    loss[UNDATED] += not published
    loss[PARTIAL] += bool(published) and len(published or "") < len("2023-08-14")
    short = (source["byline"], source["publisher"], source["event"])
    author, publisher, section = (cut(one, loss) for one in short)
    title = cut(text.text["title"] or source["title"], loss)
    notes = "\n".join(filter(None, [source["url"], text.text["id"]]))
    day = span(published)[0] if published else date(1970, 1, 1)
    seconds = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    return Document(
        number, title, text.body, author, publisher, section, notes, text.text["kind"], seconds, found
    )


def counted(loss: Counter[str]) -> Loss:
    return {sentence: rows for sentence, rows in loss.items() if rows}
