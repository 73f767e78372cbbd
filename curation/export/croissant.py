"""The release as Croissant 1.1 (MLCommons): files with their checksums, tables with their columns, and where it is from.

The vocabulary for responsible AI (``rai:``) says how it was collected and coded, and what it must not be taken for.
"""

from typing import Any, BinaryIO

import orjson

from curation.export import kinds
from curation.export.linked import is_address
from curation.export.records import Loss, Records, Written
from curation.export.schema_org import of_dataset
from curation.export.tables import INTEGER, Column, Table

FILE = "croissant.json"
CONFORMS = "http://mlcommons.org/croissant/1.1"
RESPONSIBLE = "http://mlcommons.org/croissant/RAI/1.0"
ITSELF = {"@language": "en", "@vocab": "https://schema.org/"}
OWN: tuple[str, ...] = (
    "arrayShape",
    "column",
    "dataBiases",
    "dataCollection",
    "equivalentProperty",
    "extract",
    "field",
)
OWN += ("fileObject", "fileProperty", "fileSet", "format", "includes", "isArray", "isLiveDataset", "jsonPath")
OWN += ("key", "md5", "parentField", "path", "recordSet", "references", "regex", "repeated", "replace")
OWN += ("separator", "source", "subField", "transform", "unArchive", "value")
CONTEXT: dict[str, Any] = {
    **ITSELF,
    "citeAs": "cr:citeAs",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
    **{term: f"cr:{term}" for term in OWN},
}
ORIGIN = {
    "rai:dataCollection": "Editors of a study added documents as they were published, with their translations.",
    "rai:dataCollectionType": ["Secondary Data analysis", "Manual Human Curation"],
    "rai:dataAnnotationProtocol": "Coders marked what somebody is reported to have said, who speaks and for whom, "
    "and coded each passage by the themes and stances of a codebook; a reviewer accepted each claim.",
    "rai:dataAnnotationPlatform": ["Standpoint"],
    "rai:dataUseCases": ["Who holds which position on what, and how positions change over time."],
    "rai:dataLimitations": "A claim is what a source reports, not what is true, and not all that somebody has said. "
    "Machine translations may be wrong. A stance that is not coded is neither for nor against.",
    "rai:personalSensitiveInformation": ["Names and reported public statements of speakers."],
    "rai:dataReleaseMaintenancePlan": "A release never changes; corrections come as a new version.",
}


def write(dataset: Records, out: BinaryIO) -> Loss:
    """Write the description of the files that are done."""
    about = dataset.about
    values: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": [CONFORMS, RESPONSIBLE],
        **of_dataset(about),
        "citeAs": about.citation,
        "isLiveDataset": False,
        **ORIGIN,
        "distribution": [_file(file) for file in dataset.written],
        "recordSet": [_records(table) for table, _ in kinds.tables(dataset.written)],
    }
    if not is_address(about.address):
        values.pop("url", None)
    out.write(orjson.dumps(values, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    return {}


def _file(file: Written) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": file.name,
        "name": file.name,
        "description": file.says,
        "contentUrl": file.name,
        "contentSize": f"{file.bytes} B",
        "encodingFormat": kinds.media_type(file.name),
        "sha256": file.sha256,
    }


def _records(table: Table) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.says,
        "key": [{"@id": f"{table.name}/{name}"} for name in table.key],
        "field": [_field(table, column) for column in table.columns],
    }


def _field(table: Table, column: Column) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": column.says,
        "dataType": "sc:Integer" if column.kind == INTEGER else "sc:Text",
        "source": {"fileObject": {"@id": table.FILE}, "extract": {"column": column.name}},
    }
