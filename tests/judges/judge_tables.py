"""frictionless reads the package and its tables; Hugging Face's datasets reads lines, Parquet and CSV, offline."""

import json
import os

os.environ["HF_HUB_OFFLINE"] = os.environ["HF_DATASETS_OFFLINE"] = "1"

import datasets
import pytest
import yaml
import zstandard
from frictionless import Package, system


@pytest.fixture(autouse=True)
def quiet():
    datasets.disable_progress_bars()


def claims(release):
    return json.loads((release / "dataset.json").read_bytes())["claims"]


def test_frictionless_finds_the_package_and_its_tables_valid(release):
    with system.use_context(trusted=True):
        package = Package.from_descriptor(str(release / "datapackage.json"))
        # What is no table has other judges.
        for resource in [one for one in package.resources if not one.schema.fields]:
            package.remove_resource(resource.name)
        tables = [resource.name for resource in package.resources]
        report = package.validate()

    assert tables == ["codings", "attributions", "speakers", "sources", "texts", "themes"]
    assert report.flatten(["name", "type", "note", "rowNumber"]) == []


def test_lines_are_loaded_by_hugging_face(release, tmp_path):
    plain = tmp_path / "claims.jsonl"
    with (release / "claims.jsonl.zst").open("rb") as packed, plain.open("wb") as lines:
        zstandard.ZstdDecompressor().copy_stream(packed, lines)

    loaded = load("json", release / "claims.jsonl.zst", tmp_path)

    assert loaded["id"] == [claim["id"] for claim in claims(release)]
    assert loaded["codings"] == [claim["codings"] for claim in claims(release)]


def test_parquet_is_loaded_by_hugging_face_whole(release, tmp_path):
    loaded = load("parquet", release / "claims.parquet", tmp_path)

    assert loaded.to_list() == claims(release)


def test_the_card_s_configurations_are_loaded_by_hugging_face(release, tmp_path):
    head = yaml.safe_load((release / "README.md").read_text().split("---\n")[1])
    names = [config["config_name"] for config in head["configs"]]

    loaded = {
        name: datasets.load_dataset(str(release), name, cache_dir=str(tmp_path), split="train")
        for name in names
    }

    assert len(loaded["codings"]) == sum(len(claim["codings"]) for claim in claims(release))


def load(kind, path, cache):
    return datasets.load_dataset(kind, data_files=str(path), cache_dir=str(cache), split="train")
