"""The database that DNA opens: its tables, its statements, its password."""

import base64
import hashlib
import sqlite3
from pathlib import Path

import pytest

from curation.export import dna
from curation.export.dna_schema import TABLES
from curation.export.dna_statements import CUT, LONGEST, UNPLACED
from tests.datasets import make_claim, make_coding, make_dataset, make_name, make_speaker
from tests.release_records import make_records, written

SAMPLE = Path(__file__).resolve().parents[4] / "shared" / "data" / "sample.dna"


def opened(path, held):
    path.write_bytes(held)
    return sqlite3.connect(path)


def statements(database):
    return database.execute(
        "SELECT s.Start, s.Stop, d.Value, group_concat(e.Value, '|') FROM STATEMENTS s "
        "JOIN DATAINTEGER d ON d.StatementId = s.ID JOIN DATASHORTTEXT t ON t.StatementId = s.ID "
        "JOIN ENTITIES e ON e.ID = t.Entity GROUP BY s.ID ORDER BY s.ID"
    ).fetchall()


def changed(**fields):
    """The document, with its last accepted claim changed."""
    document = make_dataset()
    last = [claim for claim in document["claims"] if claim["state"] == "accepted"][-1]
    return {**document, "claims": [make_claim("one", last["anchors"], **fields)]}


def test_each_speaker_on_each_theme_is_a_statement(tmp_path):
    held, _ = written(dna, make_records(tmp_path / "records"))

    found = statements(opened(tmp_path / "d.dna", held))

    assert len(found) == 5
    assert found[0] == (14, 29, 1, "Lin Mu||joining|support")
    assert found[1] == (63, 86, -1, "Lin Mu|Institute|Networks|oppose")


def test_offsets_are_utf_16_units_of_the_document(tmp_path):
    held, _ = written(dna, make_records(tmp_path / "records"))

    database = opened(tmp_path / "d.dna", held)

    text, start, stop = database.execute(
        "SELECT Text, Start, Stop FROM STATEMENTS s JOIN DOCUMENTS d ON d.ID = s.DocumentId ORDER BY s.ID"
    ).fetchone()
    assert text.encode("utf-16-le")[2 * start : 2 * stop].decode("utf-16-le") == "👩‍🔬 说：“先建网络！”"


def test_the_database_is_sound(tmp_path):
    held, _ = written(dna, make_records(tmp_path / "records"))

    database = opened(tmp_path / "d.dna", held)

    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_stance_without_a_position_is_counted_and_left_out(tmp_path):
    codings = [
        make_coding("networks", "unclear"),
        make_coding("joining", None),
        make_coding("before", "high"),
    ]

    held, loss = written(dna, make_records(tmp_path / "records", changed(codings=codings)))

    assert len(statements(opened(tmp_path / "d.dna", held))) == 1
    assert loss[UNPLACED] == 2


def test_names_too_long_are_cut_and_told_apart(tmp_path):
    long = "a" * 300
    speakers = [make_speaker(key, make_name(long)) for key in ("x", "y")]
    voices = [{"speaker": key, "named_as": "", "organisation": None, "via": None} for key in ("x", "y")]
    document = {**changed(speakers=voices), "speakers": speakers}

    held, loss = written(dna, make_records(tmp_path / "records", document))

    names = [row[3].split("|")[0] for row in statements(opened(tmp_path / "d.dna", held))]
    assert [len(name) for name in names] == [LONGEST, LONGEST]
    assert names[1].endswith(" [y]")
    assert loss[CUT] == 2


def test_other_names_are_attributes(tmp_path):
    held, _ = written(dna, make_records(tmp_path / "records"))

    found = opened(tmp_path / "d.dna", held).execute(
        "SELECT e.Value, v.AttributeVariable, a.AttributeValue FROM ATTRIBUTEVALUES a "
        "JOIN ENTITIES e ON e.ID = a.EntityId JOIN ATTRIBUTEVARIABLES v ON v.ID = a.AttributeVariableId "
        "WHERE e.Value = 'Lin Mu'"
    )

    assert found.fetchall() == [
        ("Lin Mu", "Type", "person"),
        ("Lin Mu", "Alias", "林木; Lynn Mou"),
        ("Lin Mu", "Notes", ""),
    ]


def test_a_password_is_salt_and_rounds_of_sha_256():
    kept = base64.b64decode(dna.password("words", salt=bytes(range(16))))

    digest = bytes(range(16)) + b"words"
    for _ in range(100_000):
        digest = hashlib.sha256(digest).digest()
    assert kept == bytes(range(16)) + digest


@pytest.mark.skipif(not SAMPLE.is_file(), reason="DNA's own sample is not at hand")
def test_the_tables_and_columns_are_those_of_dna_s_own_sample(tmp_path):
    held, _ = written(dna, make_records(tmp_path / "records"))
    own, theirs = opened(tmp_path / "d.dna", held), sqlite3.connect(f"file:{SAMPLE}?mode=ro", uri=True)

    def columns(database):
        return {
            table: [row[1:4] + row[5:] for row in database.execute(f"PRAGMA table_info({table})")]
            for table in TABLES
        }

    assert columns(own) == columns(theirs)
