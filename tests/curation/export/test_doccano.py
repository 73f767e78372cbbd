"""The lines that doccano reads."""

import json

from curation.export import doccano
from tests.release_records import make_records, written


def test_each_label_stands_where_its_passage_does(tmp_path):
    held, loss = written(doccano, make_records(tmp_path))

    lines = [json.loads(line) for line in held.splitlines()]

    assert [[line["text"][start:end] for start, end, _ in line["label"]] for line in lines] == [
        ["👩‍🔬 说：“先建网络！”"],
        ["small models are enough"] * 2,
    ]
    assert [label[2] for line in lines for label in line["label"]] == [
        "joining:support",
        "networks:oppose",
        "before:low",
    ]
    assert loss[doccano.BARE] == 2
