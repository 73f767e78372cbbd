"""The published files: one format a module, rows in, bytes out.

Each has ``FILE``, its name in a release, and ``write(dataset, out)``, which returns what the file cannot hold.
``curation.export.files.write_all`` writes them all; docs/formats.md explains them.
"""

from curation.export import (
    card,
    cas,
    citation,
    croissant,
    datapackage,
    dataset,
    dna,
    dna_events,
    doccano,
    jsonl,
    label_studio,
    label_studio_setup,
    network,
    parquet,
    schema_org,
    tables,
    web_annotation,
    workbook,
    zenodo,
)
from curation.export.files import Format

LINKED = (web_annotation, schema_org)
OTHER_TOOLS = (dna, dna_events, network, doccano, label_studio, label_studio_setup, cas)
DESCRIBING = (croissant, datapackage, citation, zenodo, card)
FORMATS: tuple[Format, ...] = (
    dataset,
    jsonl,
    parquet,
    *tables.TABLES,
    workbook,
    *LINKED,
    *OTHER_TOOLS,
    *DESCRIBING,
)
"""In the order in which they are written: those that describe the files of the release come last."""
