"""The texts with their passages as tasks of Label Studio; ``label-studio.xml`` is the labelling setup they fit.

A claim is a region: a label, a path of theme and stance for each coding, and who speaks. Offsets are UTF-16 units,
end exclusive, as the browser counts them.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import BinaryIO

import orjson
from django.utils.translation import gettext_noop

from annotations.shape import ClaimRecord
from curation.export.passages import HIDDEN, PARALLEL, Passage, Shown, has_parallels, in_utf16, shown
from curation.export.records import Loss, Records

FILE = "label-studio.json"
LABEL = "Claim"
NOT_CODED = "none"
BARE = gettext_noop("Certainty, notes, the date said, organisations and relays are left out.")


def write(dataset: Records, out: BinaryIO) -> Loss:
    """Write a task for each text in which claims are coded."""
    loss: Counter[str] = Counter()
    out.write(b"[")
    before = b"\n"
    for number, text in enumerate(shown(dataset), 1):
        loss[HIDDEN] += text.is_hidden
        loss[BARE] += sum(_is_bare(claim) for claim, _ in text.passages)
        loss[PARALLEL] += sum(has_parallels(claim) for claim, _ in text.passages)
        out.write(before + orjson.dumps(_task(number, text, dataset)))
        before = b",\n"
    out.write(b"\n]\n")
    return dict(loss)


def _is_bare(claim: ClaimRecord) -> bool:
    """Say whether a task leaves anything of a claim out."""
    coded = any(coding["certainty"] or coding["note"] for coding in claim["codings"])
    return bool(
        coded or claim["said"] or any(voice["organisation"] or voice["via"] for voice in claim["speakers"])
    )


def _task(number: int, text: Shown, dataset: Records) -> dict:
    units = in_utf16(text.body)
    result = [part for passage in text.passages for part in _region(passage, text.body, units, dataset)]
    about = {"text_id": text.text["id"], "source": text.source["id"], "title": text.source["title"]}
    annotation = {"id": number, "result": result, "was_cancelled": False, "ground_truth": False}
    return {"id": number, "data": {"text": text.body, **about}, "annotations": [annotation]}


def _region(passage: Passage, body: str, units: Callable[[int], int], dataset: Records) -> Iterator[dict]:
    claim, anchor = passage
    start, end = anchor["start"], anchor["end"]
    place = {"start": units(start), "end": units(end)}
    words = {**place, "text": body[start:end]}
    about = {"id": claim["id"], "to_name": "text", "origin": "manual"}
    yield {**about, "from_name": "claim", "type": "labels", "value": {**words, "labels": [LABEL]}}
    if paths := [[coding["theme"], coding["stance"] or NOT_CODED] for coding in claim["codings"]]:
        yield {**about, "from_name": "coding", "type": "taxonomy", "value": {**words, "taxonomy": paths}}
    if names := [dataset.people[voice["speaker"]].name for voice in claim["speakers"]]:
        yield {**about, "from_name": "speaker", "type": "textarea", "value": {**place, "text": names}}
    if claim["paraphrase"]:
        said = {**place, "text": [claim["paraphrase"]]}
        yield {**about, "from_name": "paraphrase", "type": "textarea", "value": said}
    value = {**words, "choices": [claim["reporting"]]}
    yield {**about, "from_name": "reporting", "type": "choices", "value": value}
