"""The claims in schema.org's words."""

import json

import pytest

from curation.export import schema_org
from tests.release_records import make_records, written


def things(held):
    return {thing["@id"].partition("#")[2]: thing for thing in json.loads(held)["@graph"]}


def test_a_claim_says_who_where_and_on_what(tmp_path):
    found = things(written(schema_org, make_records(tmp_path))[0])

    claim = found["claim-c4"]
    linked = {key: claim[key] for key in ("author", "about")} | {"appearance": [claim["appearance"]]}
    assert {key: [one.partition("#")[2] for one in value] for key, value in linked.items()} == {
        "author": ["speaker-expert", "speaker-others"],
        "about": ["theme-networks", "theme-before"],
        "appearance": ["source-b-source"],
    }
    assert claim["text"] == "small models are enough"


@pytest.mark.parametrize(
    ("licence", "expected"),
    [("CC-BY-4.0", "https://spdx.org/licenses/CC-BY-4.0.html"), ("LicenseRef-own", "LicenseRef-own")],
)
def test_a_licence_is_an_address_or_the_publisher_s_own_name(tmp_path, licence, expected):
    found = things(written(schema_org, make_records(tmp_path, licence=licence))[0])

    assert found[""]["license"] == expected
