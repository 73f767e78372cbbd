"""The claims as W3C Web Annotations in JSON-LD: one collection, an annotation on each line.

https://www.w3.org/TR/annotation-model/ . Each theme and each speaker is a body, each place a target. A target has
a position always, and a quote where the rights let it leave. What the model has no word for is of our own terms.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson
from django.utils.translation import gettext_noop

from annotations.shape import AnchorRecord, AttributionRecord, ClaimRecord, CodingRecord
from curation.export.linked import TERMS, address, known, of_release
from curation.export.records import About, Loss, Records

FILE = "annotations.jsonld"
CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"sp": TERMS}]
REST = gettext_noop("Speakers, sources, themes and notes are addresses here; dataset.json describes them.")


def write(dataset: Records, out: BinaryIO) -> Loss:
    """Write an annotation for each claim."""
    about, counts = dataset.about, dataset.counts
    head = {
        "@context": CONTEXT,
        "id": address(about, "annotations", "all"),
        "type": "AnnotationCollection",
        "label": about.title,
        "total": counts["claims"],
        "partOf": of_release(about),
    }
    page = {"id": address(about, "annotations", "first"), "type": "AnnotationPage", "startIndex": 0}
    out.write(orjson.dumps(head)[:-1] + b',"first":' + orjson.dumps(page)[:-1] + b',"items":[')
    before = b"\n"
    for claim in dataset.claims():
        out.write(before + orjson.dumps(annotation(claim, about)))
        before = b",\n"
    out.write(b"\n]}}\n")
    return {REST: sum(counts[kind] for kind in ("speakers", "sources", "themes", "notes"))}


def annotation(claim: ClaimRecord, about: About) -> dict[str, Any]:
    """Return a claim as an annotation."""
    own = {"sp:state": claim["state"], "sp:reporting": claim["reporting"], "sp:said": claim["said"]}
    coder = {"type": "Person", "account": claim["coder"]} if claim["coder"] else None
    older = [{"id": address(about, "claim", key)} for key in claim["supersedes"]]
    return known(
        {
            "id": address(about, "claim", claim["id"]),
            "type": "Annotation",
            "motivation": "classifying",
            "creator": coder,
            **own,
            "sp:record": claim["record"],
            "sp:supersedes": older,
            "body": list(_bodies(claim, about)),
            "target": [_target(anchor, about) for anchor in claim["anchors"]],
        }
    )


def _bodies(claim: ClaimRecord, about: About) -> Iterator[dict]:
    for coding in claim["codings"]:
        yield _theme(coding, about)
    for voice in claim["speakers"]:
        yield _speaker(voice, about)
    if claim["paraphrase"]:
        plain = {"type": "TextualBody", "purpose": "describing", "format": "text/plain"}
        yield {**plain, "value": claim["paraphrase"]}


def _theme(coding: CodingRecord, about: About) -> dict:
    return known(
        {
            "type": "SpecificResource",
            "purpose": "classifying",
            "source": address(about, "theme", coding["theme"]),
            "sp:stance": coding["stance"],
            "sp:certainty": coding["certainty"],
            "sp:note": coding["note"],
            "sp:codebook": coding["codebook"],
        }
    )


def _speaker(voice: AttributionRecord, about: About) -> dict:
    return known(
        {
            "type": "SpecificResource",
            "purpose": "identifying",
            "source": address(about, "speaker", voice["speaker"]),
            "sp:namedAs": voice["named_as"],
            "sp:organisation": _reference(voice["organisation"], about),
            "sp:relayedBy": _reference(voice["via"], about),
        }
    )


def _reference(speaker: str | None, about: About) -> dict | None:
    return {"id": address(about, "speaker", speaker)} if speaker else None


def _target(anchor: AnchorRecord, about: About) -> dict:
    selectors: list[dict] = [{"type": "TextPositionSelector", "start": anchor["start"], "end": anchor["end"]}]
    if anchor["quote"]:
        quote = {"exact": anchor["quote"], "prefix": anchor["prefix"], "suffix": anchor["suffix"]}
        selectors.insert(0, {"type": "TextQuoteSelector", **known(quote)})
    return {
        "source": address(about, "text", anchor["text"]),
        "sp:kind": anchor["kind"],
        "selector": selectors,
    }
