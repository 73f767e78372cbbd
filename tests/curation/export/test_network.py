"""The network: who on what, how often, and how far for or against."""

import xml.etree.ElementTree as ElementTree

from curation.export import network
from tests.datasets import make_attribution, make_claim, make_coding, make_dataset, make_name, make_speaker
from tests.release_records import make_records, written

NAMED = {"g": network.NAMESPACE}


def edges(held):
    found = {}
    for edge in ElementTree.fromstring(held).iterfind(".//g:edge", NAMED):
        data = {one.get("key"): float(one.text) for one in edge.iterfind("g:data", NAMED)}
        found[edge.get("source"), edge.get("target")] = data
    return found


def make_study(*stances, speakers=("expert",)):
    """A document with a claim on networks for each stance."""
    document = make_dataset()
    anchors = document["claims"][0]["anchors"]
    voices = [make_attribution(one) for one in speakers]
    claims = [
        make_claim(f"c{n}", anchors, speakers=voices, codings=[make_coding("networks", stance)])
        for n, stance in enumerate(stances)
    ]
    return {**document, "claims": claims}


def test_an_edge_counts_codings_and_averages_positions(tmp_path):
    held, loss = written(
        network, make_records(tmp_path, make_study("support", "support", "oppose", "unclear"))
    )

    assert edges(held) == {
        ("speaker:expert", "theme:networks"): {
            "weight": 4,
            "position": 0.333333,
            "stance-oppose": 1,
            "stance-support": 2,
            "stance-unclear": 1,
        }
    }
    assert loss == {network.COUNTED: 4, network.UNPLACED: 1}


def test_merged_speakers_are_one_node(tmp_path):
    held, _ = written(network, make_records(tmp_path, make_study("support", speakers=("expert", "lynn"))))

    assert edges(held)["speaker:expert", "theme:networks"]["weight"] == 1


def test_a_name_that_xml_cannot_hold_is_no_obstacle(tmp_path):
    document = make_study("support")
    document["speakers"] = [make_speaker("expert", make_name("A <b> & \x01"))]

    held, _ = written(network, make_records(tmp_path, document))

    labels = [one.text for one in ElementTree.fromstring(held).iterfind(".//g:data[@key='label']", NAMED)]
    assert labels[0] == "A <b> & \ufffd"
