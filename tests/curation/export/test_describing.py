"""What describes a release: citation, deposition, card; with everything said, and with nothing."""

import json

import pytest

from curation.export import card, citation, zenodo
from curation.export.yaml import scalar
from tests.release_records import make_records, written


def lines(form, records):
    return written(form, records)[0].decode().splitlines()


def test_a_text_is_one_scalar_whatever_stands_in_it():
    assert scalar('a: "b"\n\u2028\x85 网') == '"a: \\"b\\"\\n\\u2028\\u0085 网"'


def test_names_are_cited_as_they_are_written(tmp_path):
    found = lines(citation, make_records(tmp_path))

    assert '  - name: "Ana “A.” Lima"' in found
    assert '    orcid: "https://orcid.org/0000-0002-1825-0097"' in found
    assert 'license: "CC-BY-4.0"' in found


@pytest.mark.parametrize("licence", ["NLOD-2.0", "LicenseRef-own", ""])
def test_a_licence_that_the_format_does_not_list_is_not_named_as_such(tmp_path, licence):
    found = lines(citation, make_records(tmp_path, licence=licence))

    assert [line for line in found if line.startswith("license:")] == []
    assert any(line.startswith("license-url:") for line in found) == (licence == "NLOD-2.0")


def test_without_authors_the_publisher_or_the_project_is_cited(tmp_path):
    found = lines(citation, make_records(tmp_path, authors=(), publisher=""))

    assert '  - name: "Networks — 网络"' in found


def test_a_deposition_has_paragraphs_and_no_markup_of_the_abstract_s_own(tmp_path):
    held, _ = written(zenodo, make_records(tmp_path, abstract="a <b>\n\nc"))

    assert json.loads(held)["description"] == "<p>a &lt;b&gt;</p><p>c</p>"


def test_the_card_names_a_licence_as_hugging_face_knows_it(tmp_path):
    found = [
        lines(card, make_records(tmp_path / name, licence=name)) for name in ("CC0-1.0", "ODbL-1.0", "MIT")
    ]

    assert [next(line for line in one if line.startswith("license")) for one in found] == [
        "license: cc0-1.0",
        "license: odbl",
        "license: mit",
    ]


def test_a_title_breaks_no_table_and_no_heading(tmp_path):
    found = lines(card, make_records(tmp_path, title="a | b\n# c"))

    assert "# a \\| b # c" in found
