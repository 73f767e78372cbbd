"""The tables come back as they went, and no cell is a formula."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.export import tables
from tests.datasets import make_claim, make_coding, make_dataset
from tests.release_records import make_records, written

EVIL = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\x01=1",
    "'=1",
    "''",
    "＝1+1",
    '=cmd|" /C calc"!A0',
    "a\nb,c",
]


def read(table, records):
    held, _ = written(table, records)
    return list(tables.read(io.StringIO(held.decode(), newline=""), table.columns))


def make_evil(notes):
    """A document whose claim has a coding for each note."""
    document = make_dataset()
    themes = [{**document["themes"][0], "code": f"t{number}"} for number in range(len(notes))]
    codings = [make_coding(f"t{number}", note=note) for number, note in enumerate(notes)]
    claim = make_claim("evil", document["claims"][0]["anchors"], codings=codings)
    return {**document, "themes": themes, "claims": [claim]}


def test_each_coding_is_a_row(tmp_path):
    records = make_records(tmp_path)

    expected = [
        (claim["id"], one["theme"], one["stance"] or "")
        for claim in records.claims()
        for one in claim["codings"]
    ]
    assert [(row["claim"], row["theme"], row["stance"]) for row in read(tables.CODINGS, records)] == expected


def test_a_coding_says_who_where_and_what(tmp_path):
    row = read(tables.CODINGS, make_records(tmp_path))[0]

    document = make_dataset()
    (claim,) = [claim for claim in document["claims"] if claim["id"] == row["claim"]]
    (anchor,) = [anchor for anchor in claim["anchors"] if anchor["kind"] == "coded"]
    assert (row["text"], row["start"], row["end"], row["quote"]) == (
        anchor["text"],
        anchor["start"],
        anchor["end"],
        anchor["quote"],
    )
    assert (row["speaker"], row["speaker_name"]) == ("expert", "Lin Mu")


def test_lists_and_mappings_come_back(tmp_path):
    records = make_records(tmp_path)

    found = {row["speaker"]: row for row in read(tables.SPEAKERS, records)}
    for speaker in records.speakers():
        row = found[speaker["id"]]
        assert [row["names"], row["identifiers"] or {}, row["affiliations"] or []] == [
            speaker["names"],
            speaker["identifiers"],
            speaker["affiliations"],
        ]


def test_no_string_begins_like_a_formula_and_all_come_back(tmp_path):
    records = make_records(tmp_path, make_evil(EVIL))

    held, _ = written(tables.CODINGS, records)

    raw = [row["note"] for row in csv.DictReader(io.StringIO(held.decode(), newline=""))]
    assert [cell[0] for cell in raw[:-1]] == ["'"] * (len(EVIL) - 1)
    assert [row["note"] for row in read(tables.CODINGS, records)] == EVIL


@given(notes=st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=9), max_size=5))
def test_any_string_comes_back(tmp_path_factory, notes):
    records = make_records(tmp_path_factory.mktemp("records"), make_evil(notes))

    assert [row["note"] for row in read(tables.CODINGS, records)] == notes


def test_what_a_row_leaves_out_is_counted(tmp_path):
    records = make_records(tmp_path)
    claims = list(records.claims())

    _, loss = written(tables.CODINGS, records)

    several = sum(len(claim["speakers"]) > 1 for claim in claims)
    assert loss.get(tables.FURTHER_VOICES, 0) == several
    assert loss[tables.FURTHER_PLACES] == len(claims)


def test_claims_without_a_coding_are_counted(tmp_path):
    records = make_records(tmp_path, make_evil([]))

    held, loss = written(tables.CODINGS, records)

    assert len(held.splitlines()) == 1
    assert loss[tables.UNCODED] == 1


@pytest.mark.parametrize("table", tables.TABLES, ids=lambda table: table.name)
def test_each_table_has_its_columns_its_key_and_what_it_points_to(table, tmp_path):
    records = make_records(tmp_path)

    rows = read(table, records)

    names = [column.name for column in table.columns]
    held = {
        other.name: {row[other.columns[0].name] for row in read(other, records)} for other in tables.TABLES
    }
    keys = [tuple(row[name] for name in table.key) for row in rows]
    assert rows and list(rows[0]) == names
    assert len(set(keys)) == len(keys)
    for column in table.columns:
        if column.points_to:
            assert {row[column.name] for row in rows} - {""} <= held[column.points_to]


def test_twice_is_the_same_bytes(tmp_path):
    records = make_records(tmp_path)

    assert [written(table, records)[0] for table in tables.TABLES] == [
        written(table, records)[0] for table in tables.TABLES
    ]
