"""README.md: what the release is and how to read it, with the head by which Hugging Face shows a dataset."""

from collections.abc import Iterator
from typing import BinaryIO

from curation.export import kinds
from curation.export.records import Loss, Records, Written
from curation.export.tables import CODINGS
from curation.export.yaml import listed, scalar
from curation.licences import address_of

FILE = "README.md"
SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
MORE = "1M<n<10M"
# Those licences that Hugging Face knows by name; another is "other", and its own name stands beside it.
KNOWN = set(
    "apache-2.0 bsd-3-clause cc0-1.0 cc-by-3.0 cc-by-4.0 cc-by-sa-3.0 cc-by-sa-4.0 cc-by-nc-4.0 cc-by-nd-4.0 "
    "cc-by-nc-nd-4.0 cc-by-nc-sa-4.0 gpl-3.0 mit odbl pddl".split()
)
RENAMED = {"odbl-1.0": "odbl", "pddl-1.0": "pddl"}
RIGHTS = {
    "full": "Texts and quotes are whole, where a source's own rights allow it.",
    "quotes": "Quotes are given, the texts around them are not; each text's SHA-256 and all offsets are.",
    "positions": "No words of the sources are given, only each text's SHA-256 and the offsets of each passage.",
}
READING = """\
A **claim** is a passage in which somebody is reported to have said something. Its `record` stays the same through
corrections; match releases by it. Each claim has one or more codings: a theme of the codebook, and a stance on it
(none where the coder chose none, which is neither for nor against). Offsets are Unicode code points, the end
exclusive, and `body[start:end] == quote` holds wherever the body is here; formats that count in UTF-16 say so.
Group speakers by `merged_into`: the tables and networks have done so. Dates are as precise as they are known:
`2023`, `2023-08` or `2023-08-14`.

In CSV and XLSX a text that begins with `=`, `+`, `-`, `@`, a control character or an apostrophe has an apostrophe
in front, so that no spreadsheet takes it for a formula; take one away to have what was written. The columns are
marked `formulaSafe` in datapackage.json.
"""


def write(dataset: Records, out: BinaryIO) -> Loss:
    """Write the card of the files that are done."""
    lines = [*_head(dataset), "", *_text(dataset)]
    out.write("\n".join(lines).encode() + b"\n")
    return {}


def _head(dataset: Records) -> Iterator[str]:
    about = dataset.about
    yield "---"
    yield f"pretty_name: {scalar(about.title)}"
    yield from listed("language", dict.fromkeys(tag.split("-")[0].lower() for tag in about.languages))
    yield from _licence(about.licence)
    yield "annotations_creators:\n  - expert-generated"
    yield "language_creators:\n  - found"
    yield f"multilinguality:\n  - {'multilingual' if len(about.languages) > 1 else 'monolingual'}"
    yield f"size_categories:\n  - {_size(dataset.counts['claims'])}"
    yield "source_datasets:\n  - original"
    yield "task_categories:\n  - text-classification\n  - token-classification"
    yield from listed("tags", about.keywords)
    yield from _configs(dataset.written)
    yield "---"


def _licence(licence: str) -> Iterator[str]:
    name = RENAMED.get(licence.lower(), licence.lower())
    if name in KNOWN:
        yield f"license: {name}"
    elif licence:
        yield f"license: other\nlicense_name: {scalar(name)}"
        if read_at := address_of(licence):
            yield f"license_link: {scalar(read_at)}"


def _size(claims: int) -> str:
    return next((name for most, name in SIZES if claims < most), MORE)


def _configs(written: list[Written]) -> Iterator[str]:
    """Hugging Face reads all configurations of a dataset in one way: here as CSV, the codings first."""
    found = kinds.tables(written)
    if found:
        yield "configs:"
    for table, file in found:
        yield f"  - config_name: {table.name}\n    data_files: {file.name}"
        if table is CODINGS:
            yield "    default: true"


def _text(dataset: Records) -> Iterator[str]:
    about, counts = dataset.about, dataset.counts
    yield f"# {_line(about.title)}"
    yield f"\nVersion {about.version}, {about.date}."
    if about.abstract:
        yield f"\n{about.abstract}"
    yield (
        f"\n{counts['claims']} claims with {counts['codings']} codings, in {counts['sources']} sources, "
        f"by {counts['speakers']} speakers, on {counts['themes']} themes (codebook {dataset.codebook})."
    )
    yield f"\n## Licence and rights\n\n{about.licence or 'No licence is given.'}. {RIGHTS[about.rights]}"
    if about.citation:
        yield f"\n## How to cite\n\n{about.citation}"
    yield f"\n## How to read it\n\n{READING}"
    yield from _files(dataset.written)
    yield from _losses(dataset.written)
    yield from _codebook(dataset)


def _files(written: list[Written]) -> Iterator[str]:
    yield "## Files\n\n| file | bytes | what it is |\n|---|---:|---|"
    for file in written:
        yield f"| `{file.name}` | {file.bytes} | {_line(file.says)} |"


def _losses(written: list[Written]) -> Iterator[str]:
    yield "\n## What a format cannot hold\n\nEverything is in `dataset.json`. With the rows that it touches:\n"
    yield "| file | rows | what is lost |\n|---|---:|---|"
    for file in written:
        for sentence, rows in file.loss.items():
            yield f"| `{file.name}` | {rows} | {sentence} |"


def _codebook(dataset: Records) -> Iterator[str]:
    yield "\n## Codebook\n\n| theme | label | what a stance is for or against |\n|---|---|---|"
    for theme in dataset.themes:
        label = dataset.theme_labels[theme["code"]]
        yield f"| `{theme['code']}` | {_line(label)} | {_line(theme['proposition'])} |"
    for scale in dataset.scales:
        stances = ", ".join(_stance(stance["code"], stance["position"]) for stance in scale["stances"])
        yield f"\nStances of the scale `{scale['code']}`: {stances}."


def _stance(code: str, position: int | None) -> str:
    return f"`{code}` (no position)" if position is None else f"`{code}` ({position})"


def _line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
