"""A release as its pages show it: its files, figures, losses and what has changed, in the reader's language."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from curation import changelog, licences, release_files, work
from curation.models import Release, Work

# In the order in which a page lists them: to read, to compute with, for other tools, to describe and to check.
WHAT: dict[str, Promise] = {
    "README.md": gettext_lazy("What it is, how it was made, and what each format cannot hold"),
    "CHANGELOG.md": gettext_lazy("What each version changed, in words"),
    "dataset.json": gettext_lazy("Everything in one document, which can be imported again"),
    "tables.xlsx": gettext_lazy("Tables for Excel and LibreOffice"),
    "codings.csv": gettext_lazy("A table with a row for each coding"),
    "attributions.csv": gettext_lazy("A table of who speaks in each claim"),
    "speakers.csv": gettext_lazy("A table of the speakers"),
    "sources.csv": gettext_lazy("A table of the sources"),
    "texts.csv": gettext_lazy("A table of the texts"),
    "themes.csv": gettext_lazy("A table of the themes"),
    "claims.parquet": gettext_lazy("The claims, typed and nested, for DuckDB, R and pandas"),
    "claims.jsonl.zst": gettext_lazy("The claims, one a line, compressed"),
    "annotations.jsonld": gettext_lazy("Each claim as a web annotation (W3C)"),
    "claims.jsonld": gettext_lazy("The claims as linked data (schema.org)"),
    "network.graphml": gettext_lazy("The network of speakers and themes"),
    "discourse.dna": gettext_lazy("For Discourse Network Analyzer"),
    "dna-events.csv": gettext_lazy("The events of Discourse Network Analyzer"),
    "doccano.jsonl": gettext_lazy("For doccano"),
    "label-studio.json": gettext_lazy("For Label Studio"),
    "label-studio.xml": gettext_lazy("The labelling set-up that Label Studio needs"),
    "inception.zip": gettext_lazy("For INCEpTION"),
    "changes.json": gettext_lazy("Each change since the version before, as data"),
    "CITATION.cff": gettext_lazy("How to cite it, for machines"),
    "croissant.json": gettext_lazy("Described for machine learning (Croissant)"),
    "datapackage.json": gettext_lazy("Described table by table (Data Package)"),
    ".zenodo.json": gettext_lazy("Ready for an upload to Zenodo"),
    "release.json": gettext_lazy("What the release says of itself, as data"),
    "SHA256SUMS": gettext_lazy("The checksums of all files"),
}
ARCHIVE = gettext_lazy("All files in one archive")
KINDS: dict[str, Promise] = {
    "claims": gettext_lazy("Claims"),
    "codings": gettext_lazy("Codings"),
    "themes": gettext_lazy("Themes"),
    "speakers": gettext_lazy("Speakers"),
    "sources": gettext_lazy("Sources"),
    "notes": gettext_lazy("Notes"),
}
STEPS: dict[str, Promise] = {
    "": gettext_lazy("Beginning"),
    "reading": gettext_lazy("Reading the claims"),
    "packing": gettext_lazy("Packing the archive"),
}
GIVEN: dict[str, Promise] = {
    "full": gettext_lazy("Full texts, where their own rights allow it"),
    "quotes": gettext_lazy("Quotes, without the texts around them"),
    "positions": gettext_lazy("Positions and checksums only"),
}


class Loss(NamedTuple):
    sentence: str
    rows: int


class File(NamedTuple):
    """A file of a release, and where it is for good."""

    name: str
    what: str
    size: int
    sha256: str
    address: str
    losses: list[Loss]


def files_of(release: Release) -> list[File]:
    """Return the files, the archive of all first, the others by what they are for."""
    archive, *others = release.files
    places = {name: place for place, name in enumerate(WHAT)}
    others.sort(key=lambda file: (places.get(file["name"], len(places)), file["name"]))
    return [_file(release, archive, str(ARCHIVE))] + [
        _file(release, file, str(WHAT.get(file["name"], ""))) for file in others
    ]


def _file(release: Release, file: dict, what: str) -> File:
    address = f"{release.address}files/{file['name']}"
    losses = _losses(release.losses.get(file["name"], {}))
    return File(file["name"], what, file["bytes"], file["sha256"], address, losses)


def _losses(of_file: dict[str, int]) -> list[Loss]:
    return [Loss(_(sentence), rows) for sentence, rows in of_file.items()]


def kept_by_rights(release: Release) -> list[Loss]:
    """Return what the rights kept back from all files."""
    return _losses(release.losses.get(release_files.RIGHTS, {}))


def figures(release: Release) -> list[tuple[str, int]]:
    """Return how much of each kind it holds."""
    return [(str(label), release.counts[name]) for name, label in KINDS.items() if name in release.counts]


def changes_of(release: Release) -> list[str]:
    """Return what has changed since the version before, as sentences; none for the first."""
    return changelog.sentences(release.changes["counts"]) if release.changes["from"] else []


def shown(release: Release) -> dict:
    """Return all that a page shows of a release."""
    about = release.about
    return {
        "release": release,
        "about": about,
        "files": files_of(release),
        "figures": figures(release),
        "kept": kept_by_rights(release),
        "changes": changes_of(release),
        "licence_name": licences.name_of(about["licence"]),
        "licence_address": licences.address_of(about["licence"]),
        "given": GIVEN[about["rights"]],
    }


# Work that is under way


def told(asked: Work) -> str:
    """Return how far a release is, as a sentence."""
    at_work = STEPS.get(asked.step) or _("Writing %(file)s") % {"file": asked.step}
    return work.told(asked, at_work=str(at_work))
