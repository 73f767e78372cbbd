"""Label Studio's tasks, and the setup that they fit."""

import json
import xml.etree.ElementTree as ElementTree

from curation.export import label_studio, label_studio_setup
from tests.release_records import make_records, written


def results(held):
    return [one for task in json.loads(held) for one in task["annotations"][0]["result"]]


def test_theme_and_stance_stay_together_in_a_region(tmp_path):
    held, _ = written(label_studio, make_records(tmp_path))

    paths = {one["id"]: one["value"]["taxonomy"] for one in results(held) if one["type"] == "taxonomy"}
    assert paths == {"c2": [["joining", "support"]], "c4": [["networks", "oppose"], ["before", "low"]]}


def test_every_path_and_choice_is_in_the_setup(tmp_path):
    records = make_records(tmp_path)

    tasks, setup = (
        written(label_studio, records)[0],
        ElementTree.fromstring(written(label_studio_setup, records)[0]),
    )

    offered = {
        (theme.get("value"), stance.get("value"))
        for theme in setup.iterfind("Taxonomy/Choice")
        for stance in theme.iterfind("Choice")
    }
    used = {tuple(path) for one in results(tasks) for path in one["value"].get("taxonomy", [])}
    assert used <= offered
    assert {one["from_name"] for one in results(tasks)} <= {tag.get("name") for tag in setup}
