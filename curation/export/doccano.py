"""The texts with their passages as doccano reads them: JSON Lines, a text each, labels such as ``theme:stance``.

Offsets are code points, end exclusive. The project's setting "count grapheme clusters as one character" stays off,
and "allow overlapping spans" goes on.
"""

from collections import Counter
from typing import BinaryIO

import orjson
from django.utils.translation import gettext_noop

from curation.export.passages import HIDDEN, PARALLEL, has_parallels, shown
from curation.export.records import Loss, Records
from curation.export.tables import UNCODED

FILE = "doccano.jsonl"
NOT_CODED = "none"
BARE = gettext_noop("Who speaks, the date said, reporting, paraphrases, certainty and notes are left out.")


def write(dataset: Records, out: BinaryIO) -> Loss:
    """Write a line for each text in which claims are coded."""
    loss: Counter[str] = Counter()
    for text in shown(dataset):
        loss[HIDDEN] += text.is_hidden
        labels = []
        for claim, anchor in text.passages:
            coded = bool(claim["codings"])
            loss[UNCODED] += not coded
            loss[BARE] += coded
            loss[PARALLEL] += coded and has_parallels(claim)
            for coding in claim["codings"]:
                label = f"{coding['theme']}:{coding['stance'] or NOT_CODED}"
                labels.append([anchor["start"], anchor["end"], label])
        line = {"text": text.body, "label": labels, "text_id": text.text["id"], "source": text.source["id"]}
        out.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
    return dict(loss)
