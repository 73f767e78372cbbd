"""The records of a dataset, made from rows: a function for each type of ``annotations.shape``."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Literal

from annotations.models import Scale, Theme
from annotations.shape import (
    AffiliationRecord,
    AnchorKind,
    AnchorRecord,
    AttributionRecord,
    Certainty,
    ClaimRecord,
    CodingRecord,
    NameKind,
    NameRecord,
    NoteKind,
    NoteRecord,
    On,
    Reporting,
    Rights,
    ScaleRecord,
    SourceRecord,
    SpeakerKind,
    SpeakerRecord,
    State,
    TextKind,
    TextRecord,
    ThemeRecord,
)


def scale_record(scale: Scale) -> ScaleRecord:
    """Return a scale as published; prefetch ``stances``."""
    return {
        "code": scale.code,
        "label": scale.label,
        "stances": [
            {"code": stance.code, "label": stance.label, "position": stance.position}
            for stance in scale.stances.all()
        ],
    }


def theme_record(theme: Theme) -> ThemeRecord:
    """Return a theme as published; select ``scale`` and ``parent``."""
    return {
        "code": theme.code,
        "parent": theme.parent.code if theme.parent else None,
        "scale": theme.scale.code,
        "labels": by_key(theme.labels),
        "proposition": theme.proposition,
        "definition": theme.definition,
        "use_when": theme.use_when,
        "avoid_when": theme.avoid_when,
        "examples": theme.examples,
    }


def in_tree_order(themes: Iterable[Theme]) -> Iterator[Theme]:
    """Yield themes parents first, siblings in the editor's order."""
    children = defaultdict(list)
    for theme in sorted(themes, key=lambda theme: (theme.order, theme.code)):
        children[theme.parent_id].append(theme)
    waiting = children[None][::-1]
    while waiting:
        theme = waiting.pop()
        yield theme
        waiting += children[theme.pk][::-1]


# The rest come by the thousand, so their functions take plain values in the order of the keys: ids and codes for
# what they point to, "" where a model keeps no date or no choice.


def name_record(text: str, kind: NameKind, language: str, script: str, source: str | None) -> NameRecord:
    return {"text": text, "kind": kind, "language": language, "script": script, "source": source}


def affiliation_record(organisation: str, role: str, since: str, until: str) -> AffiliationRecord:
    return {"organisation": organisation, "role": role, "from": since or None, "until": until or None}


def speaker_record(
    key: str,
    kind: SpeakerKind,
    merged_into: str | None,
    names: list[NameRecord],
    identifiers: dict[str, str],
    affiliations: list,
) -> SpeakerRecord:
    return {
        "id": key,
        "kind": kind,
        "merged_into": merged_into,
        "names": names,
        "identifiers": by_key(identifiers),
        "affiliations": affiliations,
    }


def text_record(
    key: str,
    kind: TextKind,
    language: str,
    title: str,
    of: str | None,
    made_by: str,
    replaces: str | None,
    sha256: str,
    body: str,
) -> TextRecord:
    return {
        "id": key,
        "kind": kind,
        "language": language,
        "title": title,
        "of": of,
        "made_by": made_by,
        "replaces": replaces,
        "sha256": sha256,
        "body": body,
    }


def source_record(
    key: str,
    title: str,
    publisher: str,
    byline: str,
    published: str,
    url: str,
    retrieved: str,
    event: str,
    language: str,
    rights: Rights,
    texts: list[TextRecord],
) -> SourceRecord:
    return {
        "id": key,
        "title": title,
        "publisher": publisher,
        "byline": byline,
        "published": published or None,
        "url": url,
        "retrieved": retrieved or None,
        "event": event,
        "language": language,
        "rights": rights,
        "texts": texts,
    }


def anchor_record(
    text: str, kind: AnchorKind, start: int, end: int, quote: str, prefix: str, suffix: str
) -> AnchorRecord:
    return {
        "text": text,
        "kind": kind,
        "start": start,
        "end": end,
        "quote": quote,
        "prefix": prefix,
        "suffix": suffix,
    }


def attribution_record(
    speaker: str, named_as: str, organisation: str | None, via: str | None
) -> AttributionRecord:
    return {"speaker": speaker, "named_as": named_as, "organisation": organisation, "via": via}


def coding_record(
    theme: str, stance: str | None, certainty: Certainty | Literal[""], note: str, codebook: int
) -> CodingRecord:
    return {
        "theme": theme,
        "stance": stance,
        "certainty": certainty or None,
        "note": note,
        "codebook": codebook,
    }


def claim_record(
    key: str,
    record: str,
    state: State,
    supersedes: list[str],
    coder: str | None,
    reporting: Reporting,
    said: str,
    paraphrase: str,
    anchors: list[AnchorRecord],
    speakers: list[AttributionRecord],
    codings: list[CodingRecord],
) -> ClaimRecord:
    return {
        "id": key,
        "record": record,
        "state": state,
        "supersedes": supersedes,
        "coder": coder,
        "reporting": reporting,
        "said": said or None,
        "paraphrase": paraphrase,
        "anchors": anchors,
        "speakers": speakers,
        "codings": codings,
    }


def note_record(key: str, on: On, kind: NoteKind, body: str, resolved: bool) -> NoteRecord:
    return {"id": key, "on": on, "kind": kind, "body": body, "resolved": resolved}


def by_key(pairs: dict[str, str]) -> dict[str, str]:
    """Return a mapping in the code-point order of its keys: databases keep them in orders of their own."""
    return dict(sorted(pairs.items()))
