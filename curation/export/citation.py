"""How to cite the release, in the Citation File Format 1.2.0, which GitHub, Zenodo and reference managers read.

A name is given as it is written: nobody guesses which part of it is the family's.
"""

from collections.abc import Iterator
from typing import BinaryIO

from curation.export.linked import is_address
from curation.export.records import About, Author, Loss, Records
from curation.export.yaml import listed, scalar
from curation.licences import NAMES, address_of

FILE = "CITATION.cff"
# Licences that were not on SPDX's list yet when version 1.2.0 of the format took it over.
LATER = {"CDLA-Permissive-2.0", "DL-DE-BY-2.0", "DL-DE-ZERO-2.0", "NLOD-2.0"}
MESSAGE = "If you use this dataset, please cite it as below."


def write(dataset: Records, out: BinaryIO) -> Loss:
    """Write what stands on the release's title page."""
    out.write("\n".join(_lines(dataset.about, dataset)).encode() + b"\n")
    return {}


def _lines(about: About, dataset: Records) -> Iterator[str]:
    yield "cff-version: 1.2.0"
    yield f"message: {scalar(MESSAGE)}"
    yield "type: dataset"
    yield f"title: {scalar(about.title)}"
    yield "authors:"
    nobody = (Author(about.publisher or dataset.project["title"]),)
    for author in about.authors or nobody:
        yield f"  - name: {scalar(author.name)}"
        if author.orcid:
            yield f"    orcid: {scalar(f'https://orcid.org/{author.orcid}')}"
    yield f"version: {scalar(about.version)}"
    yield f"date-released: {scalar(about.date)}"
    if about.licence in NAMES and about.licence not in LATER:
        yield f"license: {scalar(about.licence)}"
    elif read_at := address_of(about.licence):
        yield f"license-url: {scalar(read_at)}"
    if about.abstract:
        yield f"abstract: {scalar(about.abstract)}"
    if is_address(about.address):
        yield f"url: {scalar(about.address)}"
    yield from listed("keywords", dict.fromkeys(about.keywords))
