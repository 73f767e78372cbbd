"""The claims as lines."""

import io
import json

import zstandard

from curation.export import jsonl
from tests.release_records import make_records, written


def test_each_line_is_a_claim_of_the_dataset(tmp_path):
    records = make_records(tmp_path)

    held, _ = written(jsonl, records)

    with zstandard.ZstdDecompressor().stream_reader(io.BytesIO(held)) as lines:
        assert [json.loads(line) for line in lines.read().splitlines()] == list(records.claims())


def test_what_is_not_a_claim_is_counted(tmp_path):
    _, loss = written(jsonl, make_records(tmp_path))

    assert list(loss.values()) == [5 + 2 + 4]
