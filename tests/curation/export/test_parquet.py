"""The claims by columns, with the types of the dataset."""

import duckdb

from curation.export import parquet
from tests.datasets import make_dataset
from tests.release_records import make_records, written


def test_rows_are_the_claims_themselves(tmp_path):
    records = make_records(tmp_path / "records")
    (tmp_path / "claims.parquet").write_bytes(written(parquet, records)[0])

    found = duckdb.sql(f"SELECT * FROM '{tmp_path / 'claims.parquet'}'")

    assert [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()] == list(records.claims())


def test_types_do_not_depend_on_what_is_there(tmp_path):
    kinds = []
    for number, claims in enumerate([[], make_dataset()["claims"]]):
        held, _ = written(parquet, make_records(tmp_path / f"{number}", {**make_dataset(), "claims": claims}))
        (tmp_path / f"{number}.parquet").write_bytes(held)
        kinds.append(duckdb.sql(f"SELECT * FROM '{tmp_path / f'{number}.parquet'}'").types)

    assert kinds[0] == kinds[1]
