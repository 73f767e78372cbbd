"""DNA's table of events: its columns, and nothing that a spreadsheet takes for a formula."""

import csv
import io

from curation.export import dna_events
from tests.datasets import make_dataset, make_name, make_speaker
from tests.release_records import make_records, written


def rows(held):
    return list(csv.DictReader(io.StringIO(held.decode(), newline=""), delimiter=";"))


def test_each_statement_is_a_row_with_its_document(tmp_path):
    held, _ = written(dna_events, make_records(tmp_path))

    first = rows(held)[0]

    assert list(first) == list(dna_events.COLUMNS)
    assert first["time"] == "2024-07-01 00:00:00"
    assert (first["person"], first["concept"], first["agreement"]) == ("Lin Mu", "joining", "1")
    assert first["text"] == "👩‍🔬 说：“先建网络！”"


def test_what_would_break_the_table_is_replaced_and_counted(tmp_path):
    document = make_dataset()
    document["speakers"] = [
        make_speaker("expert", make_name('=a;"b"')),
        *[one for one in document["speakers"] if one["id"] != "expert"],
    ]

    held, loss = written(dna_events, make_records(tmp_path, document))

    assert {row["person"] for row in rows(held)} == {"'=a,'b'", ""}
    assert (loss[dna_events.PUNCTUATION], loss[dna_events.FORMULA]) == (3, 3)
