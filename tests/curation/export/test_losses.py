"""What each file of a release leaves out, counted by hand on a dataset in which it is known."""

import pytest

from curation.export import FORMATS
from tests.datasets import (
    REPORT,
    make_anchor,
    make_attribution,
    make_claim,
    make_coding,
    make_dataset,
    make_source,
    make_text,
)
from tests.release_records import make_records, written

ONLY_CLAIMS = "Only claims are in this file; speakers, sources and notes stand in dataset.json."
UNCODED = "Claims without a coding are left out."
SILENT = "Claims without a speaker or without a theme are left out."
FURTHER_VOICES = "Of several speakers only the first stands here; attributions.csv has all."
FURTHER_PLACES = "Other places than the coded one, and the words around a quote, are left out."
BODIES = "Texts stand in dataset.json; here are their checksums."
PARALLEL = "Other places of a claim than the coded one are left out."
HIDDEN = "Texts whose words may not leave are blocks, with the quotes where these may leave."
OF_DNA = {
    SILENT: 2,  # c5, c6
    "Reporting, the date said, paraphrases, certainty, notes and relays are left out.": 3,  # c2, c4, c7
    PARALLEL: 2,  # c2, c4
    "Codings whose stance has no position are left out.": 1,  # that of c7, which has two speakers
    "Texts without a date of publication are dated 1970-01-01.": 1,
    "Of a partial date the first day is given.": 2,
    "Titles, names and labels are cut after 190 characters.": 1,
    HIDDEN: 1,
}
LOST = {
    "claims.jsonl.zst": {ONLY_CLAIMS: 5 + 3 + 4},
    "claims.parquet": {ONLY_CLAIMS: 5 + 3 + 4},
    "codings.csv": {UNCODED: 1, FURTHER_VOICES: 2, FURTHER_PLACES: 4},  # c6; c4, c7; all but c7
    "texts.csv": {BODIES: 4},
    "tables.xlsx": {UNCODED: 1, FURTHER_VOICES: 2, FURTHER_PLACES: 4, BODIES: 4},
    "annotations.jsonld": {
        "Speakers, sources, themes and notes are addresses here; dataset.json describes them.": 5 + 3 + 3 + 4
    },
    "claims.jsonld": {
        "A stance and its certainty have no word in schema.org and are left out.": 4,  # c7 has neither
        "Where in the text a claim stands is left out.": 5,
        "How it is reported, the words for speakers, organisations, relays and notes are left out.": 5,
    },
    "discourse.dna": OF_DNA,
    "dna-events.csv": OF_DNA,  # its own two are counted in test_dna_events
    "network.graphml": {
        SILENT: 2,
        "Codings are only counted here: passages, dates, organisations and certainty are left out.": 4,
        "Codings whose stance has no position are in no mean.": 1,
    },
    "doccano.jsonl": {
        UNCODED: 1,
        "Who speaks, the date said, reporting, paraphrases, certainty and notes are left out.": 4,
        PARALLEL: 2,
        HIDDEN: 1,
    },
    "label-studio.json": {
        "Certainty, notes, the date said, organisations and relays are left out.": 1,  # c4
        PARALLEL: 2,
        HIDDEN: 1,
    },
    "inception.zip": {
        SILENT: 2,
        "Paraphrases, notes, relays and the words for speakers are left out.": 2,  # c2, c4
        PARALLEL: 2,
        HIDDEN: 1,
    },
}


def make_lossy():
    """Beside c2 and c4 of the whole dataset: c5 in which nobody speaks, c6 without a theme, and c7, which is bare."""
    document = make_dataset()
    anchor = make_anchor("r1", REPORT, "small models")
    hidden = {"text": "h1", "kind": "coded", "start": 3, "end": 9, "quote": "", "prefix": "", "suffix": ""}
    both = [make_attribution("expert"), make_attribution("others")]
    document["sources"].append(
        make_source("c-source", make_text("h1", ""), title="A" * 191, rights="positions")
    )
    document["claims"] += [
        make_claim("c5", [anchor], speakers=[]),
        make_claim("c6", [anchor], codings=[]),
        make_claim("c7", [hidden], speakers=both, codings=[make_coding("joining", None)]),
    ]
    return document


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.FILE)
def test_each_file_says_how_many_rows_lost_what(form, tmp_path):
    _, loss = written(form, make_records(tmp_path, make_lossy()))

    assert loss == LOST.get(form.FILE, {})
