"""What the files of a release are written from: all records of one moment, read as often as a format likes.

``spool`` reads the database once and keeps each record as a line of JSON in a folder, so that the snapshot is
held no longer than it must be, and every format has the same records in constant memory. ``Records`` reads them.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from annotations import rights, shape
from curation.export import rows
from curation.export.choice import Choice

Loss = dict[str, int]
"""What a file cannot hold: a plain sentence, and the number of rows that it touched."""

KINDS = ("speakers", "sources", "claims", "notes")


@dataclass(frozen=True)
class Author:
    name: str
    orcid: str = ""
    """Sixteen digits in four groups: 0000-0002-1825-0097."""
    affiliation: str = ""


@dataclass(frozen=True)
class About:
    """What a release says of itself. Two releases with the same records and the same ``About`` are the same bytes."""

    slug: str
    title: str
    abstract: str = ""
    authors: tuple[Author, ...] = ()
    licence: str = ""
    """An SPDX identifier."""
    rights: str = rights.FULL
    """The most that it gives of any source."""
    languages: tuple[str, ...] = ()
    version: str = "1.0.0"
    date: str = "1970-01-01"
    """The day on which it was frozen, whole: 2026-11-22."""
    citation: str = ""
    address: str = ""
    """Where this version is for good: a URL, or nothing."""
    publisher: str = ""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True)
class Written:
    """A file of the release that is done."""

    name: str
    bytes: int
    sha256: str
    loss: Loss
    says: str
    """What it is, in a sentence or two of English."""


class Person(NamedTuple):
    """Whom readers see behind a speaker's id: the speaker that it was merged into, if any."""

    id: str
    name: str
    kind: str


class Origin(NamedTuple):
    """Where a text is from."""

    source: str
    title: str
    publisher: str
    byline: str
    published: str | None
    url: str
    event: str
    language: str
    rights: str


class TextWithClaims(NamedTuple):
    """A text and the claims coded in it, in the order of their ids."""

    source: shape.SourceRecord
    text: shape.TextRecord
    claims: list[shape.ClaimRecord]


@dataclass
class Records:
    """The records of a release, and what it says of itself."""

    about: About
    folder: Path
    project: shape.ProjectRecord
    scales: list[shape.ScaleRecord]
    themes: list[shape.ThemeRecord]
    codebook: int
    counts: dict[str, int]
    """How many records there are of each kind, themes and codings among them."""
    written: list[Written] = field(default_factory=list)
    """The files that are done: those that describe the release say so of each."""

    def speakers(self) -> Iterator[shape.SpeakerRecord]:
        return map(orjson.loads, self.lines("speakers"))

    def sources(self) -> Iterator[shape.SourceRecord]:
        return map(orjson.loads, self.lines("sources"))

    def claims(self) -> Iterator[shape.ClaimRecord]:
        return map(orjson.loads, self.lines("claims"))

    def notes(self) -> Iterator[shape.NoteRecord]:
        return map(orjson.loads, self.lines("notes"))

    def lines(self, kind: str) -> Iterator[bytes]:
        """Yield the records of a kind as they were spooled: a line of JSON each, with its end."""
        with self.path(kind).open("rb") as file:
            yield from file

    def path(self, kind: str) -> Path:
        return self.folder / f"{kind}.jsonl"

    @cached_property
    def people(self) -> dict[str, Person]:
        """By a speaker's id: whom readers see."""
        own: dict[str, Person] = {}
        merged: dict[str, str | None] = {}
        for speaker in self.speakers():
            names = [name["text"] for name in speaker["names"] if name["kind"] == "main"]
            own[speaker["id"]] = Person(speaker["id"], names[0], speaker["kind"])
            merged[speaker["id"]] = speaker["merged_into"]
        return {key: own[_root(key, merged)] for key in own}

    @cached_property
    def origins(self) -> dict[str, Origin]:
        """By a text's id: where it is from."""
        return {text["id"]: _origin(source) for source in self.sources() for text in source["texts"]}

    @cached_property
    def positions(self) -> dict[tuple[str, str | None], int | None]:
        """By theme and stance: where the stance stands on the theme's scale; null where it has no place."""
        scales = {scale["code"]: scale["stances"] for scale in self.scales}
        return {
            (theme["code"], stance["code"]): stance["position"]
            for theme in self.themes
            for stance in scales[theme["scale"]]
        }

    @cached_property
    def theme_labels(self) -> dict[str, str]:
        """By a theme's code: its label in the project's language, or else in the first that it has."""
        language = self.project["language"]
        return {
            theme["code"]: theme["labels"].get(language)
            or next(iter(theme["labels"].values()), theme["code"])
            for theme in self.themes
        }

    def texts(self) -> Iterator[TextWithClaims]:
        """Yield each text in which a claim is coded, in the order of the sources."""
        starts = self._claims_by_text
        with self.path("claims").open("rb") as file:
            for source in self.sources():
                for text in source["texts"]:
                    if text["id"] in starts:
                        yield TextWithClaims(source, text, _lines_at(file, starts[text["id"]]))

    @cached_property
    def _claims_by_text(self) -> dict[str, array]:
        """By the text in which claims are coded: where their lines start, eight bytes each."""
        starts: dict[str, array] = defaultdict(lambda: array("Q"))
        at = 0
        for line in self.lines("claims"):
            for anchor in orjson.loads(line)["anchors"]:
                if anchor["kind"] == "coded":
                    starts[anchor["text"]].append(at)
            at += len(line)
        return dict(starts)


def coded_anchor(claim: shape.ClaimRecord) -> shape.AnchorRecord | None:
    """Return the one place that was coded; None where its text is not in the release."""
    return next((anchor for anchor in claim["anchors"] if anchor["kind"] == "coded"), None)


def spool(choice: Choice, about: About, folder: Path, *, progress: Callable[[int], object] = int) -> Records:
    """Read all records of a choice into an empty folder, once; ``progress`` is told of each number of records.

    Call it inside ``annotations.snapshot.snapshot``; what is returned needs the database no more.
    """
    codebook = rows.codebook_now(choice)
    head: dict[str, Any] = {
        "project": rows.project(choice),
        "scales": codebook["scales"],
        "themes": codebook["themes"],
        "codebook": rows.codebook_number(choice),
    }
    counts = {"themes": len(head["themes"]), "codings": 0}
    claims = _counting_codings(rows.claims(choice), counts)
    found = (rows.speakers(choice), rows.sources(choice), claims, rows.notes(choice))
    for kind, records in zip(KINDS, found, strict=True):
        counts[kind] = _keep(folder / f"{kind}.jsonl", records, progress)
    return Records(about=about, folder=folder, counts=counts, **head)


def gather(document: shape.DatasetRecord, about: About, folder: Path) -> Records:
    """Return the records of a dataset that is at hand as one document."""
    held: dict[str, Any] = dict(document)
    counts = {"themes": len(document["themes"]), "codings": 0}
    held["claims"] = _counting_codings(document["claims"], counts)
    for kind in KINDS:
        counts[kind] = _keep(folder / f"{kind}.jsonl", held[kind], int)
    head = {key: held[key] for key in ("project", "scales", "themes", "codebook")}
    return Records(about=about, folder=folder, counts=counts, **head)


def _keep(path: Path, records: Iterable, progress: Callable[[int], object]) -> int:
    """Write a line for each record; returns how many there are."""
    number = 0
    with path.open("wb", buffering=1 << 20) as file:
        for number, record in enumerate(records, 1):
            file.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))
            if number % 1000 == 0:
                progress(1000)
    return number


def _counting_codings(
    claims: Iterable[shape.ClaimRecord], counts: dict[str, int]
) -> Iterator[shape.ClaimRecord]:
    """Pass claims on, and count their codings."""
    for claim in claims:
        counts["codings"] += len(claim["codings"])
        yield claim


def _root(key: str, merged: dict[str, str | None]) -> str:
    while into := merged[key]:
        key = into
    return key


def _origin(source: shape.SourceRecord) -> Origin:
    described = ("title", "publisher", "byline", "published", "url", "event", "language", "rights")
    values: dict[str, Any] = dict(source)
    return Origin(source["id"], *(values[key] for key in described))


def _lines_at(file, starts: array) -> list[shape.ClaimRecord]:
    found = []
    for start in starts:
        file.seek(start)
        found.append(orjson.loads(file.readline()))
    return found
