"""What is written about the dataset is what it is: the tables, the schema and the types say the same."""

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from annotations import shape
from annotations.imports import dataset as imports
from annotations.models import Claim
from annotations.rights import EXPORTED
from curation.export import dataset
from tests.datasets import make_dataset, write_dataset

DOCS = Path(__file__).resolve().parent.parent / "docs"
ROW = re.compile(r"\| `(?P<key>\w+)` \| (?P<kind>.+?) \| (?P<says>.+) \|")
TABLES = {
    "The document": "DatasetRecord",
    "Project": "ProjectRecord",
    "Scale": "ScaleRecord",
    "Stance": "StanceRecord",
    "Theme": "ThemeRecord",
    "Speaker": "SpeakerRecord",
    "Name": "NameRecord",
    "Affiliation": "AffiliationRecord",
    "Source": "SourceRecord",
    "Text": "TextRecord",
    "Claim": "ClaimRecord",
    "Anchor": "AnchorRecord",
    "Attribution": "AttributionRecord",
    "Coding": "CodingRecord",
    "Note": "NoteRecord",
    "On a claim": "OnClaim",
    "On a passage": "OnPassage",
    "On a theme": "OnTheme",
    "On a speaker": "OnSpeaker",
}
HEADINGS = {record: heading for heading, record in TABLES.items()}


def committed_schema():
    return json.loads((DOCS / "dataset.schema.json").read_text())


def definitions(schema):
    return {"DatasetRecord": schema, **schema["$defs"]}


def kind_of(value):
    """Say in words what a property of the schema may be."""
    if "$ref" in value:
        return HEADINGS[value["$ref"].split("/")[-1]]
    if "anyOf" in value:
        return " or ".join(kind_of(one) for one in value["anyOf"])
    if "const" in value or "enum" in value:
        return ", ".join(
            f"`{json.dumps(one).strip(chr(34))}`" for one in value.get("enum", [value.get("const")])
        )
    if value["type"] == "array":
        return f"list of {kind_of(value['items'])}"
    if value["type"] == "object":
        return "strings by key"
    return {"string": special(value), "integer": "number", "boolean": "true or false", "null": "null"}[
        value["type"]
    ]


def special(value):
    named = {"^[A-Za-z0-9._:-]{1,64}$": "id", "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$": "date"}
    return named.get(value.get("pattern"), "string")


def rows_by_heading(text):
    """Return for each heading the rows of the table below it."""
    sections = re.split(r"^#+ (.+)$", text, flags=re.MULTILINE)[1:]
    pairs = zip(sections[::2], sections[1::2], strict=True)
    return {
        heading: [row.groups() for row in ROW.finditer(body)] for heading, body in pairs if ROW.search(body)
    }


def rows_by_type(schema):
    return {
        HEADINGS[name]: [
            (key, kind_of(value), value["description"]) for key, value in definition["properties"].items()
        ]
        for name, definition in definitions(schema).items()
    }


def test_the_schema_is_that_of_the_types():
    assert committed_schema() == shape.json_schema()


def test_the_schema_is_sound():
    Draft202012Validator.check_schema(committed_schema())


def test_every_key_of_every_record_is_explained_and_no_other():
    assert rows_by_heading((DOCS / "dataset.md").read_text()) == rows_by_type(committed_schema())


def test_every_key_is_required_and_no_other_allowed():
    for definition in definitions(committed_schema()).values():
        assert definition["required"] == list(definition["properties"])
        assert definition["additionalProperties"] is False


@pytest.mark.django_db
@pytest.mark.parametrize("rights", EXPORTED)
@pytest.mark.parametrize("states", [["accepted"], Claim.State.values])
def test_an_export_is_as_the_schema_says(tmp_path, rights, states):
    project = imports.load(write_dataset(tmp_path, make_dataset()), slug="networks").project

    exported = json.loads(b"".join(dataset.stream(project, states=states, rights=rights, coders=True)))

    assert list(Draft202012Validator(committed_schema()).iter_errors(exported)) == []


def test_the_schema_refuses_a_key_that_is_not_there():
    wrong = make_dataset()
    wrong["claims"][0]["colour"] = "red"

    assert len(list(Draft202012Validator(committed_schema()).iter_errors(wrong))) == 1
