"""Real coded data as a dataset: claims of German newspapers of 2015 on migration, read where they are at hand."""

import csv
import hashlib
import json
from pathlib import Path

from tests.datasets import (
    make_attribution,
    make_claim,
    make_coding,
    make_dataset,
    make_name,
    make_source,
    make_speaker,
    make_text,
    make_theme,
)

CLAIMS = "debatenet_mig15.jsonl"
CODEBOOK = "migration_codebook_english.csv"
STANCES = {"1": "support", "-1": "oppose", "": "unclear", "0": "unclear"}
UNKNOWN = "900"


def document(folder: Path) -> dict:
    """Return the claims as a dataset of excerpts: the data holds no articles."""
    with (folder / CODEBOOK).open(encoding="utf-8", newline="") as file:
        themes = {row["sub"]: row["description"] for row in csv.DictReader(file)}
    themes.setdefault(UNKNOWN, UNKNOWN)
    with (folder / CLAIMS).open(encoding="utf-8") as file:
        rows = [row for row in map(json.loads, file) if row["quote"]]
    actors = sorted({actor["name"] for row in rows for actor in row["actors"] if actor["name"]})
    sources, claims = zip(*[source_and_claim(row, themes) for row in rows], strict=True)
    return {
        **make_dataset(),
        "themes": [make_theme(code, labels={"en": label}) for code, label in sorted(themes.items())],
        "speakers": sorted(map(speaker, actors), key=lambda one: one["id"]),
        "sources": sorted(sources, key=lambda one: one["id"]),
        "claims": sorted(claims, key=lambda one: one["id"]),
        "notes": [],
    }


def speaker(name: str) -> dict:
    return make_speaker(key_of(name), make_name(name, language="de"))


def key_of(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:16]


def source_and_claim(row: dict, themes: dict) -> tuple[dict, dict]:
    number, quote, day = f"{row['row']:06}", row["quote"], row["cdate"]
    text = make_text(f"text-{number}", quote, "excerpt", language="de")
    published = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    anchor = {"text": text["id"], "kind": "coded", "start": 0, "end": len(quote), "quote": quote}
    names = dict.fromkeys(actor["name"] for actor in row["actors"] if actor["name"])
    codes = [code for code in dict.fromkeys(row["claimvalues"]) if code in themes]
    claim = make_claim(
        f"claim-{number}",
        [{**anchor, "prefix": "", "suffix": ""}],
        speakers=[make_attribution(key_of(name), name) for name in names],
        codings=[make_coding(code, STANCES[row["cpos"]]) for code in codes],
    )
    return make_source(f"source-{number}", text, published=published, language="de"), claim
