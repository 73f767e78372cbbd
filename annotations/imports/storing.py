"""The records of a checked file turned into rows, list by list; called by ``annotations.imports.dataset`` alone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from operator import itemgetter
from typing import Any

from annotations import codebook, finding, search, shape
from annotations.imports.checks import span
from annotations.imports.file import Found, Spool
from annotations.imports.known import Known
from annotations.imports.rows import insert, set_aside
from annotations.models import (
    Affiliation,
    Anchor,
    Attribution,
    Batch,
    Claim,
    CodebookVersion,
    Coding,
    Name,
    Note,
    Project,
    Scale,
    Source,
    Speaker,
    Stance,
    Text,
    Theme,
)
from annotations.speakers import same_as

CHUNK = 1000
WITHOUT_WORDING = "imported without its wording"


@dataclass
class Target:
    """Where it all goes: the batch, and the row ids of what others point to, by the numbers of ``Known``."""

    batch: Batch
    file: Known
    words: Iterator[str]
    scales: dict[str, int] = field(default_factory=dict)
    stances: dict[tuple[str, str], int] = field(default_factory=dict)
    themes: Sequence[int] = ()
    sources: Sequence[int] = ()
    texts: Sequence[int] = ()
    speakers: Sequence[int] = ()
    claims: Sequence[int] = ()
    codebooks: dict[int, int] = field(default_factory=dict)

    def theme(self, code: str | None) -> int | None:
        return None if code is None else self.themes[self.file.themes[code]]

    def source(self, key: str | None) -> int | None:
        return None if key is None else self.sources[self.file.sources[key]]

    def text(self, key: str | None) -> int | None:
        return None if key is None else self.texts[self.file.texts[key]]

    def speaker(self, key: str | None) -> int | None:
        return None if key is None else self.speakers[self.file.speakers[key]]

    def claim(self, key: str) -> int:
        return self.claims[self.file.claims[key]]

    def stance(self, theme: str, code: str | None) -> int | None:
        return None if code is None else self.stances[self.file.scale_of[theme], code]


def store(batch: Batch, file: Known, spool: Spool, progress: Callable[[str, int, int], object]) -> None:
    """Insert all records into the batch's project. Call it in a transaction."""
    target = Target(batch, file, spool.words())
    target.themes = set_aside(Theme, len(file.themes))
    target.sources = set_aside(Source, len(file.sources))
    target.texts = set_aside(Text, len(file.texts))
    target.speakers = set_aside(Speaker, len(file.speakers))
    target.claims = set_aside(Claim, len(file.claims))
    done, total = 0, sum(spool.counts.values())
    for key, put in STORE.items():
        for chunk in in_chunks(spool.records(key)):
            put(chunk, target)
            done += len(chunk)
            progress("Storing", done, total)
        if key == "themes":
            _store_codebooks(target)
    _index(batch)


def _index(batch: Batch) -> None:
    """Let names and titles be found, and claims by the names of all who are the same."""
    finding.index_sources(Source.objects.filter(batch=batch))
    finding.index_names(Name.objects.filter(speaker__batch=batch))
    merged = Speaker.objects.filter(batch=batch).exclude(merged_into=None).select_related("merged_into")
    finding.follow_names(same_as(*merged))


def store_codebook(batch: Batch, file: Known, spool: Spool) -> None:
    """Insert the scales and the themes alone. Call it in a transaction."""
    target = Target(batch, file, spool.words())
    target.themes = set_aside(Theme, len(file.themes))
    for key in ("scales", "themes"):
        for chunk in in_chunks(spool.records(key)):
            STORE[key](chunk, target)
    codebook.touch(batch.project)


def in_chunks(records: Iterator[Found]) -> Iterator[list[Found]]:
    while chunk := list(islice(records, CHUNK)):
        yield chunk


def days(written: str | None) -> tuple[str, date | None, date | None]:
    """Return the three columns of a partial date."""
    first, last = span(written, ()) or (None, None)
    return written or "", first, last


# The codebook


def _store_scales(chunk: list[Found], target: Target) -> None:
    for found in chunk:
        (scale,) = set_aside(Scale, 1)
        record = found.value
        target.scales[record["code"]] = scale
        insert(
            Scale,
            ("id", "project", "code", "label"),
            [(scale, target.batch.project_id, record["code"], record["label"])],
        )
        stances = set_aside(Stance, len(record["stances"]))
        insert(
            Stance,
            ("id", "scale", "code", "label", "position", "order"),
            [
                (pk, scale, stance["code"], stance["label"], stance["position"], order)
                for order, (pk, stance) in enumerate(zip(stances, record["stances"], strict=True))
            ],
        )
        for pk, stance in zip(stances, record["stances"], strict=True):
            target.stances[record["code"], stance["code"]] = pk


WORDING = ("proposition", "definition", "use_when", "avoid_when", "labels", "examples")


def _store_themes(chunk: list[Found], target: Target) -> None:
    batch = target.batch
    insert(
        Theme,
        ("id", "project", "batch", "code", "parent", "scale", "order", *WORDING),
        [
            (
                target.themes[found.index],
                batch.project_id,
                batch.pk,
                found.value["code"],
                target.theme(found.value["parent"]),
                target.scales[found.value["scale"]],
                found.index,
                *(found.value[key] for key in WORDING),
            )
            for found in chunk
        ],
    )


def _store_codebooks(target: Target) -> None:
    """One version for each number that codings name, and the current one with the codebook as it stands."""
    project, current = target.batch.project, target.file.single["codebook"]
    for number in sorted(target.file.codebooks | {current}):
        wording = codebook.as_it_stands(project) if number == current else {}
        version = CodebookVersion.objects.create(
            project=project,
            number=number,
            frozen=wording,
            reason="" if wording else WITHOUT_WORDING,
            by=target.batch.by,
        )
        target.codebooks[number] = version.pk
    Project.objects.filter(pk=project.pk).update(codebook_changed=False)
    project.codebook_changed = False


# Sources and speakers


def _store_sources(chunk: list[Found], target: Target) -> None:
    batch = target.batch
    plain = ("title", "publisher", "byline", "url", "event", "language", "rights", "key")
    insert(
        Source,
        ("id", "project", "batch", "published", "published_first", "published_last", "retrieved", *plain),
        [
            (
                target.sources[found.index],
                batch.project_id,
                batch.pk,
                *days(found.value["published"]),
                found.value["retrieved"] or "",
                *(found.value[key] for key in plain[:-1]),
                found.value["id"],
            )
            for found in chunk
        ],
    )
    for found in chunk:
        _store_texts(found, target)


def _store_texts(found: Found, target: Target) -> None:
    plain = ("kind", "language", "title", "made_by", "sha256")
    numbers = [target.file.texts[text["id"]] for text in found.value["texts"]]
    insert(
        Text,
        ("id", "project", "source", "key", "of", "replaces", "body", *plain),
        [
            (
                target.texts[number],
                target.batch.project_id,
                target.sources[found.index],
                text["id"],
                target.text(text["of"]),
                target.text(text["replaces"]),
                target.file.bodies.read(number),
                *(text[key] for key in plain),
            )
            for number, text in zip(numbers, found.value["texts"], strict=True)
        ],
    )


def _store_speakers(chunk: list[Found], target: Target) -> None:
    batch = target.batch
    insert(
        Speaker,
        ("id", "project", "batch", "key", "kind", "merged_into", "identifiers"),
        [
            (
                target.speakers[found.index],
                batch.project_id,
                batch.pk,
                found.value["id"],
                found.value["kind"],
                target.speaker(found.value["merged_into"]),
                found.value["identifiers"],
            )
            for found in chunk
        ],
    )
    insert(Name, ("speaker", "source", *NAME), _names(chunk, target))
    since, until = ("since", "since_first", "since_last"), ("until", "until_first", "until_last")
    insert(Affiliation, ("speaker", "organisation", "role", *since, *until), _affiliations(chunk, target))


NAME = ("text", "kind", "language", "script")


def _names(chunk: list[Found], target: Target) -> Iterator[tuple]:
    for found in chunk:
        for row in found.value["names"]:
            yield target.speakers[found.index], target.source(row["source"]), *itemgetter(*NAME)(row)


def _affiliations(chunk: list[Found], target: Target) -> Iterator[tuple]:
    for found in chunk:
        for row in found.value["affiliations"]:
            organisation = target.speaker(row["organisation"])
            dates = (*days(row["from"]), *days(row["until"]))
            yield target.speakers[found.index], organisation, row["role"], *dates


# Claims and notes


def _store_claims(chunk: list[Found], target: Target) -> None:
    batch = target.batch
    insert(
        Claim,
        ("id", "project", "batch", "said", "said_first", "said_last", "key", "pseudonym", *CLAIM),
        [
            (
                target.claims[found.index],
                batch.project_id,
                batch.pk,
                *days(found.value["said"]),
                found.value["id"],
                found.value["coder"] or "",
                *(found.value[key] for key in CLAIM),
            )
            for found in chunk
        ],
    )
    parts = [(target.claims[found.index], found.value) for found in chunk]
    insert(Anchor, ("claim", "text", *PLACE), _anchors(parts, target))
    insert(Attribution, ("claim", "speaker", "named_as", "organisation", "via"), _attributions(parts, target))
    insert(Coding, ("claim", "theme", "stance", "certainty", "note", "codebook"), _codings(parts, target))
    insert(Claim.supersedes.through, ("from_claim", "to_claim"), _superseded(parts, target))
    search.index_words(batch.project, {pk: next(target.words) for pk, _ in parts})


CLAIM = ("record", "state", "reporting", "paraphrase")
PLACE = ("kind", "start", "end", "quote", "prefix", "suffix")
Parts = list[tuple[int, shape.ClaimRecord]]


def _anchors(parts: Parts, target: Target) -> Iterator[tuple]:
    for claim, record in parts:
        for row in record["anchors"]:
            yield claim, target.text(row["text"]), *itemgetter(*PLACE)(row)


def _attributions(parts: Parts, target: Target) -> Iterator[tuple]:
    person = target.speaker
    for claim, record in parts:
        for row in record["speakers"]:
            yield (
                claim,
                person(row["speaker"]),
                row["named_as"],
                person(row["organisation"]),
                person(row["via"]),
            )


def _codings(parts: Parts, target: Target) -> Iterator[tuple]:
    for claim, record in parts:
        for row in record["codings"]:
            theme, stance = target.theme(row["theme"]), target.stance(row["theme"], row["stance"])
            yield claim, theme, stance, row["certainty"] or "", row["note"], target.codebooks[row["codebook"]]


def _superseded(parts: Parts, target: Target) -> Iterator[tuple]:
    for claim, record in parts:
        for older in record["supersedes"]:
            yield claim, target.claim(older)


def _store_notes(chunk: list[Found], target: Target) -> None:
    batch = target.batch
    on = ("record", "text", "start", "end", "theme", "speaker")
    rows = [
        (
            batch.project_id,
            batch.pk,
            found.value["id"],
            *_what_a_note_is_on(found.value["on"], target),
            *itemgetter(*NOTE)(found.value),
        )
        for found in chunk
    ]
    insert(Note, ("project", "batch", "key", *on, *NOTE), rows)


NOTE = ("kind", "body", "resolved")


def _what_a_note_is_on(on: Mapping[str, Any], target: Target) -> tuple:
    return (
        on.get("claim", ""),
        target.text(on.get("text")),
        on.get("start"),
        on.get("end"),
        target.theme(on.get("theme")),
        target.speaker(on.get("speaker")),
    )


# The order in which they are stored: parents of foreign keys first.
STORE: dict[str, Callable[[list[Found], Target], None]] = {
    "scales": _store_scales,
    "themes": _store_themes,
    "sources": _store_sources,
    "speakers": _store_speakers,
    "claims": _store_claims,
    "notes": _store_notes,
}
