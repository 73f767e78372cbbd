"""mlcroissant, cffconvert and jsonschema read what describes the release; dataset.json keeps to its schema."""

import json
import re
from pathlib import Path

import jsonschema
import mlcroissant
import pandas
import yaml
from cffconvert import Citation

SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "dataset.schema.json"
OF_A_DEPOSITION = {
    "type": "object",
    "required": ["title", "upload_type", "description", "creators", "access_right"],
    "properties": {
        "upload_type": {"const": "dataset"},
        "creators": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["name"]}},
        "access_right": {"enum": ["open", "embargoed", "restricted", "closed"]},
        "language": {"pattern": "^[a-z]{3}$"},
        "publication_date": {"format": "date"},
    },
}


def test_dataset_json_keeps_to_its_schema(release):
    schema = json.loads(SCHEMA.read_text())

    jsonschema.Draft202012Validator(schema).validate(json.loads((release / "dataset.json").read_bytes()))


def test_croissant_is_valid_without_errors_and_gives_its_records(release):
    described = mlcroissant.Dataset(jsonld=str(release / "croissant.json"))

    assert described.metadata.ctx.issues.errors == set()
    for name in ("codings", "speakers", "themes"):
        table = pandas.read_csv(release / f"{name}.csv", keep_default_na=False)
        assert sum(1 for _ in described.records(record_set=name)) == len(table)


def test_the_citation_is_valid(release):
    citation = Citation((release / "CITATION.cff").read_text(), src="CITATION.cff")

    citation.validate()

    assert "title" in citation.as_bibtex()


def test_the_deposition_keeps_to_zenodo_s_words(release):
    deposition = json.loads((release / ".zenodo.json").read_bytes())

    jsonschema.validate(deposition, OF_A_DEPOSITION)


def test_the_card_s_head_is_yaml_with_known_words(release):
    head = yaml.safe_load((release / "README.md").read_text().split("---\n")[1])

    assert head["annotations_creators"] == ["expert-generated"]
    assert all(re.fullmatch("[a-z]{2,3}", tag) for tag in head.get("language", []))
