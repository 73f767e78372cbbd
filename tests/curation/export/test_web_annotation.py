"""The claims as annotations: a body for each theme and speaker, a target for each place."""

import json

from curation.export import web_annotation
from tests.datasets import make_dataset
from tests.release_records import make_records, written


def annotations(held):
    return json.loads(held)["first"]["items"]


def selectors(held):
    return [
        one["type"] for item in annotations(held) for place in item["target"] for one in place["selector"]
    ]


def test_a_place_has_its_quote_and_its_position(tmp_path):
    records = make_records(tmp_path)

    held, _ = written(web_annotation, records)

    places = [anchor for claim in records.claims() for anchor in claim["anchors"]]
    assert selectors(held) == ["TextQuoteSelector", "TextPositionSelector"] * len(places)
    assert json.loads(held)["total"] == len(annotations(held)) == 2


def test_where_the_quote_may_not_leave_there_is_the_position_alone(tmp_path):
    document = make_dataset()
    for claim in document["claims"]:
        claim["anchors"] = [{**one, "quote": "", "prefix": "", "suffix": ""} for one in claim["anchors"]]

    held, _ = written(web_annotation, make_records(tmp_path, document))

    assert set(selectors(held)) == {"TextPositionSelector"}


def test_each_theme_has_its_own_stance(tmp_path):
    held, _ = written(web_annotation, make_records(tmp_path))

    last = annotations(held)[-1]
    themes = [body for body in last["body"] if body["purpose"] == "classifying"]
    assert [(body["source"].split("#")[1], body["sp:stance"]) for body in themes] == [
        ("theme-networks", "oppose"),
        ("theme-before", "low"),
    ]


def test_a_release_without_an_address_has_uuids(tmp_path):
    held, _ = written(web_annotation, make_records(tmp_path, address=""))

    assert all(one["id"].startswith("urn:uuid:") for one in annotations(held))
