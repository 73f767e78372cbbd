"""The release as a Data Package (version 2): each file with its size and checksum, each table with its schema.

A string column has ``formulaSafe``: a cell that begins like a formula has an apostrophe in front (tables.py).
"""

from typing import Any, BinaryIO

import orjson

from curation.export import dna_events, kinds
from curation.export.linked import is_address
from curation.export.records import About, Author, Loss, Records, Written
from curation.export.tables import Column, Table
from curation.licences import address_of

FILE = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/"


def write(dataset: Records, out: BinaryIO) -> Loss:
    """Write the package of the files that are done."""
    about = dataset.about
    nobody = (Author(about.publisher or dataset.project["title"]),)
    schemas = {file.name: _schema(table) for table, file in kinds.tables(dataset.written)}
    values: dict[str, Any] = {
        "$schema": f"{PROFILE}datapackage.json",
        "name": about.slug.lower(),
        "id": about.address,
        "title": about.title,
        "description": about.abstract,
        "version": about.version,
        "created": f"{about.date}T00:00:00Z",
        "homepage": about.address if is_address(about.address) else None,
        "contributors": [_contributor(author) for author in about.authors or nobody],
        "licenses": [_licence(about)] if about.licence else None,
        "keywords": list(about.keywords),
        "resources": [_resource(file, schemas.get(file.name)) for file in dataset.written],
    }
    known = {key: value for key, value in values.items() if value}
    out.write(orjson.dumps(known, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    return {}


def _licence(about: About) -> dict[str, str]:
    read_at = address_of(about.licence)
    return {"name": about.licence, **({"path": read_at} if read_at else {})}


def _contributor(author: Author) -> dict[str, Any]:
    contributor: dict[str, Any] = {"title": author.name, "roles": ["creator"]}
    if author.orcid:
        contributor["path"] = f"https://orcid.org/{author.orcid}"
    if author.affiliation:
        contributor["organization"] = author.affiliation
    return contributor


def resource_name(file: str) -> str:
    """Return the name of a file's resource: a table's own name, else that of the file with hyphens."""
    return file.removesuffix(".csv").replace(".", "-")


def _resource(file: Written, schema: dict | None) -> dict[str, Any]:
    resource: dict[str, Any] = {
        "name": resource_name(file.name),
        "path": file.name,
        "description": file.says,
        "format": kinds.ending(file.name),
        "mediatype": kinds.media_type(file.name),
        "encoding": "utf-8",
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
    }
    if file.name == dna_events.FILE:
        resource["dialect"] = {"delimiter": ";"}
    if schema is None:
        return resource
    return {"$schema": f"{PROFILE}dataresource.json", "type": "table", **resource, "schema": schema}


def _schema(table: Table) -> dict[str, Any]:
    return {
        "$schema": f"{PROFILE}tableschema.json",
        "fields": [_field(column) for column in table.columns],
        "primaryKey": list(table.key),
        "foreignKeys": [_link(table, column) for column in table.columns if column.points_to],
        "missingValues": [""],
    }


def _field(column: Column) -> dict[str, Any]:
    marked = {"formulaSafe": True} if column.is_marked else {}
    return {"name": column.name, "type": column.kind, "description": column.says, **marked}


def _link(table: Table, column: Column) -> dict[str, Any]:
    first = KEYS[column.points_to]
    if column.points_to == table.name:
        return {"fields": [column.name], "reference": {"fields": [first]}}
    return {"fields": [column.name], "reference": {"resource": column.points_to, "fields": [first]}}


KEYS = {table.name: table.columns[0].name for table in kinds.TABLES}
