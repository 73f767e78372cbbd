"""The texts with their passages as UIMA CAS JSON 0.4.0, a document each in one ZIP, for INCEpTION.

A layer ``custom.Claim`` has one annotation for each speaker and theme of a passage. Offsets are UTF-16 units, end
exclusive. INCEpTION takes the documents of the ZIP one by one ("UIMA CAS JSON 0.4.0").
"""

import zipfile
from collections import Counter
from typing import Any, BinaryIO

import orjson
from django.utils.translation import gettext_noop

from curation.export.archive import Member
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

FILE = "inception.zip"
LAYER = "custom.Claim"
FEATURES = ("claim", "speaker", "organisation", "theme", "stance", "certainty", "quoteType", "said", "coder")
STRING = "uima.cas.String"
SOFA = 1
DOCUMENT = 2
BARE = gettext_noop("Paraphrases, notes, relays and the words for speakers are left out.")


def write(dataset: Records, out: BinaryIO) -> Loss:
    """Write a ZIP with a document for each text in which claims are coded."""
    loss: Counter[str] = Counter()
    with zipfile.ZipFile(out, "w") as packed:
        for text in shown(dataset):
            loss[HIDDEN] += text.is_hidden
            for passage in text.passages:
                loss.update(_lost(passage))
            packed.writestr(Member(f"{text.text['id']}.json"), orjson.dumps(document(text, dataset)))
    return dict(loss)


def _lost(passage: Passage) -> Loss:
    claim = passage.claim
    if is_silent(claim):
        return {SILENT: 1}
    bare = claim["paraphrase"] or any(coding["note"] for coding in claim["codings"])
    bare = bare or any(voice["via"] or voice["named_as"] for voice in claim["speakers"])
    return {BARE: int(bool(bare)), PARALLEL: int(has_parallels(claim))}


def document(text: Shown, dataset: Records) -> dict[str, Any]:
    """Return a text and its statements as a CAS."""
    units = in_utf16(text.body)
    end = units(len(text.body))
    sofa = {"%ID": SOFA, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView"}
    whole = {"%ID": DOCUMENT, "%TYPE": "uima.tcas.DocumentAnnotation", "@sofa": SOFA, "begin": 0, "end": end}
    found = [
        (units(passage.anchor["start"]), units(passage.anchor["end"]), _features(statement, dataset))
        for passage in text.passages
        for statement in statements(passage)
    ]
    layer = [
        {"%ID": number, "%TYPE": LAYER, "@sofa": SOFA, "begin": start, "end": stop, **features}
        for number, (start, stop, features) in enumerate(found, DOCUMENT + 1)
    ]
    return {
        "%TYPES": {LAYER: _layer()},
        "%FEATURE_STRUCTURES": [
            {**sofa, "mimeType": "text/plain", "sofaString": text.body},
            {**whole, "language": text.text["language"] or "x-unspecified"},
            *layer,
        ],
        "%VIEWS": {"_InitialView": {"%SOFA": SOFA, "%MEMBERS": [one["%ID"] for one in (whole, *layer)]}},
    }


def _layer() -> dict[str, Any]:
    features = {name: {"%NAME": name, "%RANGE": STRING} for name in FEATURES}
    return {"%NAME": LAYER, "%SUPER_TYPE": "uima.tcas.Annotation", **features}


def _features(statement: Statement, dataset: Records) -> dict[str, str]:
    claim, coding = statement.claim, statement.coding
    names = [dataset.people[key].name if key else None for key in (statement.speaker, statement.organisation)]
    known = (claim["id"], *names, coding["theme"], coding["stance"], coding["certainty"])
    values = (*known, claim["reporting"], claim["said"], claim["coder"])
    return {name: value for name, value in zip(FEATURES, values, strict=True) if value}
