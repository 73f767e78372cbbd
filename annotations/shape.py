"""The published shape, version 1: a type for each record of a dataset; ``annotations.records`` makes them.

Written by ``curation.export.dataset``, read by ``annotations.imports.dataset``. Each key is described here, once:
docs/dataset.md shows the descriptions, docs/dataset.schema.json carries them. Keys stand in the order in which
they are published. Offsets are Unicode code points, end exclusive; a partial date is 2023, 2023-08 or 2023-08-14.
"""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter, with_config
from typing_extensions import TypedDict

STRICT = ConfigDict(strict=True, extra="forbid")
MOST = 32767  # of what is put in an order by hand


def says(description: str, **limits: Any) -> Any:
    return Field(description=description, **limits)


Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9._:-]{1,64}$")]
Date = Annotated[str, Field(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$")]
Line = Annotated[str, Field(max_length=500)]
LongLine = Annotated[str, Field(max_length=1000)]
Tag = Annotated[str, Field(max_length=35)]
Offset = Annotated[int, Field(ge=0, le=2**31 - 1)]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Position = Annotated[int, Field(ge=-32768, le=32767)]
Pseudonym = Annotated[str, Field(min_length=1, max_length=64)]

NameKind = Literal["main", "alias", "transliteration", "mistranslation", "role"]
SpeakerKind = Literal["person", "organisation", "collective"]
TextKind = Literal["original", "human-translation", "machine-translation", "excerpt"]
Rights = Literal["full", "quotes", "positions"]
AnchorKind = Literal["coded", "parallel", "carried"]
Certainty = Literal["low", "medium", "high"]
State = Literal[
    "draft", "discarded", "submitted", "accepted", "returned", "rejected", "superseded", "withdrawn"
]
Reporting = Literal["direct", "indirect", "reported"]
NoteKind = Literal["comment", "question", "memo", "translation-suspect"]


@with_config(STRICT)
class ProjectRecord(TypedDict):
    slug: Annotated[str, says("The project's address.", pattern=r"^[-a-zA-Z0-9_]{1,50}$")]
    title: Annotated[str, says("The project's title.", min_length=1, max_length=200)]
    language: Annotated[str, says("Its working language, a tag such as en.", min_length=1, max_length=35)]


@with_config(STRICT)
class StanceRecord(TypedDict):
    code: Annotated[Key, says("Unique on its scale.")]
    label: Annotated[str, says("What people read.", max_length=200)]
    position: Annotated[Position | None, says("−1 against, 0 between, 1 for; null where it has no place.")]


@with_config(STRICT)
class ScaleRecord(TypedDict):
    code: Annotated[Key, says("Unique in the project.")]
    label: Annotated[str, says("What people read.", max_length=200)]
    stances: Annotated[list[StanceRecord], says("Its values, in the editor's order.", max_length=MOST)]


@with_config(STRICT)
class ThemeRecord(TypedDict):
    code: Annotated[Key, says("Unique in the project.")]
    parent: Annotated[Key | None, says("The code of the theme it is part of.")]
    scale: Annotated[Key, says("The code of the scale on which it is coded.")]
    labels: Annotated[dict[str, str], says("Language tag and label, one of each.")]
    proposition: Annotated[str, says("The sentence that a stance is for or against.")]
    definition: Annotated[str, says("What the theme covers.")]
    use_when: Annotated[str, says("When to code it.")]
    avoid_when: Annotated[str, says("When to code something else.")]
    examples: Annotated[list[str], says("Passages that show it.")]


@with_config(STRICT)
class NameRecord(TypedDict):
    text: Annotated[str, says("The name as it is written.", min_length=1, max_length=500)]
    kind: Annotated[NameKind, says("Exactly one name of a speaker is main.")]
    language: Annotated[Tag, says("The language it is written in, a tag such as zh-Latn.")]
    script: Annotated[str, says("Its script in ISO 15924, such as Hans.", max_length=4)]
    source: Annotated[Key | None, says("The id of the one source for which it holds, else null.")]


# ``from`` is a word of Python's own, so this type is written as a call.
AffiliationRecord = TypedDict(
    "AffiliationRecord",
    {
        "organisation": Annotated[Key, says("The id of a speaker of kind organisation.")],
        "role": Annotated[Line, says("As what the speaker belongs to it.")],
        "from": Annotated[Date | None, says("Since when: a partial date, null where it is not known.")],
        "until": Annotated[Date | None, says("The last year, month or day; null where it goes on.")],
    },
)
with_config(STRICT)(AffiliationRecord)


@with_config(STRICT)
class SpeakerRecord(TypedDict):
    id: Annotated[Key, says("Unique among the project's speakers, never used again.")]
    kind: Annotated[SpeakerKind, says("A collective is such as “experts at the meeting”.")]
    merged_into: Annotated[Key | None, says("The id of the speaker found to be the same: group by it.")]
    names: Annotated[list[NameRecord], says("All names, in the editor's order.")]
    identifiers: Annotated[dict[str, str], says("Names of registers and the entry in each.")]
    affiliations: Annotated[list[AffiliationRecord], says("By organisation, from, until and role.")]


@with_config(STRICT)
class TextRecord(TypedDict):
    id: Annotated[Key, says("Unique among the project's texts, never used again.")]
    kind: Annotated[TextKind, says("An excerpt is a quote whose document is not held.")]
    language: Annotated[Tag, says("The language of this wording.")]
    title: Annotated[LongLine, says("The title in this wording.")]
    of: Annotated[Key | None, says("The id of the text of this source that it was translated from.")]
    made_by: Annotated[Line, says("The translator, or the machine.")]
    replaces: Annotated[Key | None, says("The id of the faulty text of this source that it corrects.")]
    sha256: Annotated[str, says("SHA-256 of the body in UTF-8, there or not.", pattern=r"^[0-9a-f]{64}$")]
    body: Annotated[str, says("The text itself; empty where the rights go no further than quotes.")]


@with_config(STRICT)
class SourceRecord(TypedDict):
    id: Annotated[Key, says("Unique among the project's sources, never used again.")]
    title: Annotated[LongLine, says("Its title as it was published.")]
    publisher: Annotated[Line, says("Who published it.")]
    byline: Annotated[Line, says("Who wrote it.")]
    published: Annotated[Date | None, says("When it was published: a partial date.")]
    url: Annotated[str, says("Where it was published.", max_length=2000)]
    retrieved: Annotated[Date | None, says("When the address was read: a partial date.")]
    event: Annotated[Line, says("The seminar, hearing or debate that it reports.")]
    language: Annotated[Tag, says("The language it was first written in.")]
    rights: Annotated[Rights, says("How much of it this file holds.")]
    texts: Annotated[list[TextRecord], says("Its wordings, in the order in which they were added.")]


@with_config(STRICT)
class AnchorRecord(TypedDict):
    text: Annotated[Key, says("The id of the text; a claim stands once in a text.")]
    kind: Annotated[
        AnchorKind, says("Marked by the coder (exactly one), in a translation, in a corrected text.")
    ]
    start: Annotated[Offset, says("The first code point of the quote in the body, counted from 0.")]
    end: Annotated[Offset, says("The code point after the last one of the quote.")]
    quote: Annotated[str, says("The words, body[start:end]; empty where the rights are positions.")]
    prefix: Annotated[str, says("The words just before; empty where the rights are not full.")]
    suffix: Annotated[str, says("The words just after; empty where the rights are not full.")]


@with_config(STRICT)
class AttributionRecord(TypedDict):
    speaker: Annotated[Key, says("The id of the speaker as written, before any merging.")]
    named_as: Annotated[Line, says("The words of the text for them; empty where the rights are positions.")]
    organisation: Annotated[Key | None, says("The id of the organisation that they speak for here.")]
    via: Annotated[Key | None, says("The id of the speaker who says that they said so.")]


@with_config(STRICT)
class CodingRecord(TypedDict):
    theme: Annotated[Key, says("The code of the theme; each once in a claim.")]
    stance: Annotated[Key | None, says("A code of the theme's scale; null where none was chosen.")]
    certainty: Annotated[Certainty | None, says("How certain the coder was; null where not said.")]
    note: Annotated[str, says("What the coder adds.")]
    codebook: Annotated[Number, says("The number of the codebook under which it was coded.")]


@with_config(STRICT)
class ClaimRecord(TypedDict):
    id: Annotated[Key, says("Unique among the project's claims, never used again.")]
    record: Annotated[Key, says("The claim's identity through corrections; equal to id in the first.")]
    state: Annotated[State, says("Where it stands; a record has one accepted claim at most.")]
    supersedes: Annotated[list[Key], says("The ids of the claims in this file whose place it takes.")]
    coder: Annotated[Pseudonym | None, says("A stable pseudonym where coders were asked for, else null.")]
    reporting: Annotated[Reporting, says("Their own words, “said that …”, or told in the author's words.")]
    said: Annotated[Date | None, says("When it was said: a partial date.")]
    paraphrase: Annotated[str, says("What the coder understood.")]
    anchors: Annotated[list[AnchorRecord], says("Where it stands, by the id of the text.")]
    speakers: Annotated[list[AttributionRecord], says("Who speaks, in the coder's order.")]
    codings: Annotated[list[CodingRecord], says("How it is coded, in the coder's order.")]


@with_config(STRICT)
class OnClaim(TypedDict):
    claim: Annotated[Key, says("The record of a claim in this file.")]


@with_config(STRICT)
class OnPassage(TypedDict):
    text: Annotated[Key, says("The id of a text in this file.")]
    start: Annotated[Offset, says("The first code point of the passage.")]
    end: Annotated[Offset, says("The code point after its last one.")]


@with_config(STRICT)
class OnTheme(TypedDict):
    theme: Annotated[Key, says("The code of a theme.")]


@with_config(STRICT)
class OnSpeaker(TypedDict):
    speaker: Annotated[Key, says("The id of a speaker.")]


On = OnClaim | OnPassage | OnTheme | OnSpeaker


@with_config(STRICT)
class NoteRecord(TypedDict):
    id: Annotated[Key, says("Unique among the project's notes, never used again.")]
    on: Annotated[On, says("What it is about: one of the four.")]
    kind: Annotated[NoteKind, says("What sort of note it is.")]
    body: Annotated[str, says("What it says.")]
    resolved: Annotated[bool, says("Whether it is settled.")]


@with_config(STRICT)
class DatasetRecord(TypedDict):
    format: Annotated[Literal["standpoint-dataset"], says("What this file is.")]
    version: Annotated[Literal[1], says("The version of the shape.")]
    project: Annotated[ProjectRecord, says("The study it comes from.")]
    scales: Annotated[list[ScaleRecord], says("The scales of stances, by code.")]
    themes: Annotated[
        list[ThemeRecord],
        says("The codebook: parents before their parts, siblings in the editor's order.", max_length=MOST),
    ]
    codebook: Annotated[Number, says("The number of the codebook as it stands in this file.")]
    speakers: Annotated[list[SpeakerRecord], says("Everyone who speaks or is spoken for, by id.")]
    sources: Annotated[list[SourceRecord], says("The documents, by id.")]
    claims: Annotated[list[ClaimRecord], says("The claims, by id.")]
    notes: Annotated[list[NoteRecord], says("Notes on what is in this file, by id.")]


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a dataset, made from the types above."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **TypeAdapter(DatasetRecord).json_schema(),
        "title": "A Standpoint dataset, version 1",
    }
