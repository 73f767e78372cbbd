"""The dataset as tidy tables in CSV, one kind of row each: ``codings`` first, which is what most analyses begin with.

UTF-8, as RFC 4180 has it (commas, CRLF after each row), an empty cell for what is not known. Lists and mappings are JSON. No
spreadsheet takes a cell of a string column for a formula: one that begins like a formula has an apostrophe in
front, which ``read`` takes away again.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, TextIO

import orjson
from django.utils.translation import gettext_noop

from annotations.imports.table import with_mark, without_mark
from annotations.shape import AnchorRecord, ClaimRecord
from curation.export.records import Loss, Origin, Records, coded_anchor

STRING, INTEGER, LIST, MAPPING = "string", "integer", "array", "object"
UNCODED = gettext_noop("Claims without a coding are left out.")
FURTHER_VOICES = gettext_noop("Of several speakers only the first stands here; attributions.csv has all.")
FURTHER_PLACES = gettext_noop("Other places than the coded one, and the words around a quote, are left out.")
BODIES = gettext_noop("Texts stand in dataset.json; here are their checksums.")
NOWHERE = Origin("", "", "", "", None, "", "", "", "")
NOBODY: dict[str, Any] = {"speaker": None, "named_as": "", "organisation": None, "via": None}


@dataclass(frozen=True)
class Column:
    name: str
    says: str
    kind: str = STRING
    points_to: str = ""
    """The table whose first column holds what stands in this one."""

    @property
    def is_marked(self) -> bool:
        """Whether what begins like a formula has an apostrophe in front."""
        return self.kind == STRING


@dataclass(frozen=True)
class Table:
    """A kind of row: its columns, how its rows are made, and what they leave out; it writes itself as CSV."""

    name: str
    says: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: Callable[[Records], Iterator[tuple]]
    lost: Callable[[Records], Loss]

    @property
    def FILE(self) -> str:
        return f"{self.name}.csv"

    def write(self, dataset: Records, out: BinaryIO) -> Loss:
        """Write the table to a binary file."""
        text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=False)
        writer = csv.writer(text)
        writer.writerow([column.name for column in self.columns])
        writer.writerows(self.cells(dataset))
        text.detach()
        return self.lost(dataset)

    def cells(self, dataset: Records) -> Iterator[list]:
        """Yield the rows as they stand in a file: strings with their mark, lists and mappings as JSON."""
        ready = [FOR_A_CELL[column.kind] for column in self.columns]
        for row in self.rows(dataset):
            yield [None if cell is None else make(cell) for make, cell in zip(ready, row, strict=True)]


def read(file: TextIO, columns: Iterable[Column]) -> Iterator[dict[str, Any]]:
    """Yield the rows of such a table as they were before they were written; an empty cell is an empty string.

    Open the file with ``newline=""``, as the module ``csv`` wants it.
    """
    kinds = {column.name: FROM_A_CELL[column.kind] for column in columns}
    for row in csv.DictReader(file, strict=True):
        yield {name: kinds[name](cell) if cell else cell for name, cell in row.items()}


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


FOR_A_CELL: dict[str, Callable] = {STRING: with_mark, INTEGER: int, LIST: _json, MAPPING: _json}
FROM_A_CELL: dict[str, Callable] = {
    STRING: without_mark,
    INTEGER: int,
    LIST: orjson.loads,
    MAPPING: orjson.loads,
}


# The rows


def coding_rows(dataset: Records) -> Iterator[tuple]:
    """Yield one row a coding, with what is known of its claim."""
    people, labels, positions = dataset.people, dataset.theme_labels, dataset.positions
    for claim in dataset.claims():
        shared = _of_claim(claim, dataset)
        first = claim["speakers"][0] if claim["speakers"] else NOBODY
        said_by = _names(people, first)
        for coding in claim["codings"]:
            theme, stance = coding["theme"], coding["stance"]
            coded = (theme, labels[theme], stance, positions.get((theme, stance)), coding["certainty"])
            yield (claim["id"], *coded, coding["note"], coding["codebook"], *said_by, *shared)


def _names(people: dict, voice: Any) -> tuple:
    """Who speaks, as whom, for whom and through whom: each as an id and a name, of whom they were merged into."""
    return (
        *_whole(people, voice["speaker"]),
        voice["named_as"],
        *_whole(people, voice["organisation"]),
        *_whole(people, voice["via"]),
    )


def _whole(people: dict, key: str | None) -> tuple[str | None, str | None]:
    return people[key][:2] if key else (None, None)


def _of_claim(claim: ClaimRecord, dataset: Records) -> tuple:
    anchor = coded_anchor(claim)
    place = _place(anchor, dataset) if anchor else (*NOWHERE[:8], "", None, None, "")
    about = (claim["record"], claim["state"], claim["reporting"], claim["said"], claim["paraphrase"])
    return (len(claim["speakers"]), *about, *place, claim["coder"])


def _place(anchor: AnchorRecord, dataset: Records) -> tuple:
    origin = dataset.origins[anchor["text"]]
    return (*origin[:8], anchor["text"], anchor["start"], anchor["end"], anchor["quote"])


def attribution_rows(dataset: Records) -> Iterator[tuple]:
    """Yield one row for each who speaks in a claim."""
    for claim in dataset.claims():
        for number, voice in enumerate(claim["speakers"], 1):
            yield (claim["id"], number, voice["speaker"], *_names(dataset.people, voice))


def speaker_rows(dataset: Records) -> Iterator[tuple]:
    for speaker in dataset.speakers():
        main = next(name["text"] for name in speaker["names"] if name["kind"] == "main")
        lists = (speaker["names"], speaker["identifiers"], speaker["affiliations"])
        yield (speaker["id"], speaker["kind"], main, speaker["merged_into"], *lists)


def source_rows(dataset: Records) -> Iterator[tuple]:
    for source in dataset.sources():
        yield tuple(value for key, value in source.items() if key != "texts")


def text_rows(dataset: Records) -> Iterator[tuple]:
    for source in dataset.sources():
        for text in source["texts"]:
            rest = [value for key, value in text.items() if key not in ("id", "body")]
            yield (text["id"], source["id"], *rest, len(text["body"]) or None)


def theme_rows(dataset: Records) -> Iterator[tuple]:
    for theme in dataset.themes:
        code, *rest = theme.values()
        yield (code, dataset.theme_labels[theme["code"]], *rest)


# What they leave out


def coding_loss(dataset: Records) -> Loss:
    loss = dict.fromkeys((UNCODED, FURTHER_VOICES, FURTHER_PLACES), 0)
    for claim in dataset.claims():
        around = any(anchor["prefix"] or anchor["suffix"] for anchor in claim["anchors"])
        loss[UNCODED] += not claim["codings"]
        loss[FURTHER_VOICES] += len(claim["speakers"]) > 1
        loss[FURTHER_PLACES] += len(claim["anchors"]) > 1 or around
    return loss


def text_loss(dataset: Records) -> Loss:
    return {BODIES: sum(bool(text["body"]) for source in dataset.sources() for text in source["texts"])}


def no_loss(dataset: Records) -> Loss:
    return {}


# The columns


SOURCE = (
    Column("source", "The id of a source.", points_to="sources"),
    Column("source_title", "Its title."),
    Column("publisher", "Who published it."),
    Column("byline", "Who wrote it."),
    Column("published", "When: a partial date such as 2023, 2023-08 or 2023-08-14."),
    Column("url", "Where."),
    Column("event", "The seminar, hearing or debate that it reports."),
    Column("source_language", "The language it was first written in."),
)
SAID_BY = (
    Column("speaker", "The id of who speaks: of whom they were merged into, if so.", points_to="speakers"),
    Column("speaker_name", "Their main name."),
    Column("named_as", "The words of the text for them."),
    Column("organisation", "For which organisation they spoke then.", points_to="speakers"),
    Column("organisation_name", "Its main name."),
    Column("via", "Through whom it was relayed.", points_to="speakers"),
    Column("via_name", "Their main name."),
)
CLAIM = Column("claim", "The id of a claim; its codings are rows of their own.")
CODINGS = Table(
    "codings",
    "One row a coding, with what is known of its claim.",
    (
        CLAIM,
        Column("theme", "The code of the theme.", points_to="themes"),
        Column("theme_label", "Its label."),
        Column("stance", "The code of the stance; empty where none was chosen."),
        Column("position", "Where the stance stands: −1 against, 0 between, 1 for.", INTEGER),
        Column("certainty", "low, medium or high."),
        Column("note", "What the coder noted."),
        Column("codebook", "The number of the codebook it was coded under.", INTEGER),
        *SAID_BY,
        Column("speakers", "How many speak in the claim; attributions.csv names all.", INTEGER),
        Column("record", "The claim's identity through corrections."),
        Column("state", "Where it stands in review."),
        Column("reporting", "direct, indirect or reported."),
        Column("said", "When it was said: a partial date."),
        Column("paraphrase", "What the coder understood."),
        *SOURCE,
        Column("text", "The id of the text in which it was coded.", points_to="texts"),
        Column("start", "Its first code point in the text.", INTEGER),
        Column("end", "The code point after its last one.", INTEGER),
        Column("quote", "The passage."),
        Column("coder", "A pseudonym, where coders are told apart."),
    ),
    ("claim", "theme"),
    coding_rows,
    coding_loss,
)
ATTRIBUTIONS = Table(
    "attributions",
    "One row for each who speaks in a claim.",
    (
        CLAIM,
        Column("number", "Their place in the claim, from 1.", INTEGER),
        Column("coded_as", "The id that was coded, merged since or not.", points_to="speakers"),
        *SAID_BY,
    ),
    ("claim", "number"),
    attribution_rows,
    no_loss,
)
SPEAKERS = Table(
    "speakers",
    "One row a speaker: a person, an organisation or a collective.",
    (
        Column("speaker", "The speaker's id."),
        Column("kind", "person, organisation or collective."),
        Column("name", "The main name."),
        Column("merged_into", "The id of the speaker found to be the same.", points_to="speakers"),
        Column("names", "All names, as in dataset.json.", LIST),
        Column("identifiers", "Names of registers and the entry in each.", MAPPING),
        Column("affiliations", "To what they belong, as in dataset.json.", LIST),
    ),
    ("speaker",),
    speaker_rows,
    no_loss,
)
SOURCES = Table(
    "sources",
    "One row a source: a document as it was published.",
    (
        Column("source", "The source's id."),
        Column("title", "Its title."),
        *SOURCE[2:6],
        Column("retrieved", "When the address was read: a partial date."),
        *SOURCE[6:7],
        Column("language", "The language it was first written in."),
        Column("rights", "How much of it is in this release: full, quotes or positions."),
    ),
    ("source",),
    source_rows,
    no_loss,
)
TEXTS = Table(
    "texts",
    "One row a text: one wording of a source.",
    (
        Column("text", "The text's id."),
        Column("source", "The id of its source.", points_to="sources"),
        Column("kind", "original, human-translation, machine-translation or excerpt."),
        Column("language", "The language of this wording."),
        Column("title", "The title in this wording."),
        Column("of", "The id of the text that it was translated from.", points_to="texts"),
        Column("made_by", "The translator, or the machine."),
        Column("replaces", "The id of the faulty text that it corrects.", points_to="texts"),
        Column("sha256", "SHA-256 of its body in UTF-8."),
        Column("characters", "How many code points of it are in this release.", INTEGER),
    ),
    ("text",),
    text_rows,
    text_loss,
)
THEMES = Table(
    "themes",
    "One row a theme of the codebook.",
    (
        Column("theme", "The theme's code."),
        Column("label", "Its label in the project's language."),
        Column("parent", "The code of the theme it is part of.", points_to="themes"),
        Column("scale", "The code of the scale on which it is coded."),
        Column("labels", "Language tag and label, one of each.", MAPPING),
        Column("proposition", "The sentence that a stance is for or against."),
        Column("definition", "What it covers."),
        Column("use_when", "When to code it."),
        Column("avoid_when", "When to code something else."),
        Column("examples", "Passages that show it.", LIST),
    ),
    ("theme",),
    theme_rows,
    no_loss,
)
TABLES = (CODINGS, ATTRIBUTIONS, SPEAKERS, SOURCES, TEXTS, THEMES)
