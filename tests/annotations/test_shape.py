"""The records as published: keys in the order of their types, and nothing that a column could not hold."""

import json

import pytest

from annotations import models, records, shape
from annotations.imports import dataset as imports
from curation.export import dataset
from tests.datasets import make_dataset, write_dataset

TYPES = {
    "scales": shape.ScaleRecord,
    "themes": shape.ThemeRecord,
    "speakers": shape.SpeakerRecord,
    "sources": shape.SourceRecord,
    "claims": shape.ClaimRecord,
    "notes": shape.NoteRecord,
}
PARTS = {
    "stances": shape.StanceRecord,
    "names": shape.NameRecord,
    "affiliations": shape.AffiliationRecord,
    "texts": shape.TextRecord,
    "anchors": shape.AnchorRecord,
    "codings": shape.CodingRecord,
}
COLUMNS = [
    ("ProjectRecord", "title", models.Project, "title"),
    ("ProjectRecord", "language", models.Project, "language"),
    ("StanceRecord", "label", models.Stance, "label"),
    ("ScaleRecord", "label", models.Scale, "label"),
    ("NameRecord", "text", models.Name, "text"),
    ("NameRecord", "language", models.Name, "language"),
    ("NameRecord", "script", models.Name, "script"),
    ("AffiliationRecord", "role", models.Affiliation, "role"),
    ("TextRecord", "language", models.Text, "language"),
    ("TextRecord", "title", models.Text, "title"),
    ("TextRecord", "made_by", models.Text, "made_by"),
    ("SourceRecord", "title", models.Source, "title"),
    ("SourceRecord", "publisher", models.Source, "publisher"),
    ("SourceRecord", "byline", models.Source, "byline"),
    ("SourceRecord", "url", models.Source, "url"),
    ("SourceRecord", "event", models.Source, "event"),
    ("SourceRecord", "language", models.Source, "language"),
    ("AttributionRecord", "named_as", models.Attribution, "named_as"),
]
CHOICES = [
    ("NameRecord", "kind", models.Name.Kind),
    ("SpeakerRecord", "kind", models.Speaker.Kind),
    ("TextRecord", "kind", models.Text.Kind),
    ("AnchorRecord", "kind", models.Anchor.Kind),
    ("ClaimRecord", "state", models.Claim.State),
    ("ClaimRecord", "reporting", models.Claim.Reporting),
    ("NoteRecord", "kind", models.Note.Kind),
]


@pytest.fixture
def exported(tmp_path):
    project = imports.load(write_dataset(tmp_path, make_dataset()), slug="networks").project
    return json.loads(b"".join(dataset.stream(project, states=models.Claim.State.values)))


@pytest.mark.django_db
def test_keys_stand_in_the_order_of_their_types(exported):
    assert list(exported) == list(shape.DatasetRecord.__annotations__)
    for key, record_type in TYPES.items():
        assert {tuple(record) for record in exported[key]} == {tuple(record_type.__annotations__)}


@pytest.mark.django_db
def test_keys_of_parts_stand_in_the_order_of_their_types(exported):
    records = [record for key in TYPES for record in exported[key]]
    for key, record_type in PARTS.items():
        found = {tuple(part) for record in records for part in record.get(key, [])}
        assert found == {tuple(record_type.__annotations__)}
    voices = {tuple(voice) for claim in exported["claims"] for voice in claim["speakers"]}
    assert voices == {tuple(shape.AttributionRecord.__annotations__)}


@pytest.mark.parametrize(("record", "key", "model", "field"), COLUMNS)
def test_what_a_record_may_hold_its_column_can(record, key, model, field):
    allowed = shape.json_schema()["$defs"][record]["properties"][key]["maxLength"]

    assert allowed == model._meta.get_field(field).max_length


@pytest.mark.parametrize(("record", "key", "choices"), CHOICES)
def test_a_record_has_the_choices_of_its_model(record, key, choices):
    assert shape.json_schema()["$defs"][record]["properties"][key]["enum"] == choices.values


def test_every_record_has_a_type_of_its_own_in_the_schema():
    assert len(shape.json_schema()["$defs"]) == 18


def test_mappings_stand_in_the_order_of_code_points():
    assert list(records.by_key({"é": "1", "b": "2", "Z": "3", "_": "4"})) == ["Z", "_", "b", "é"]
