"""dkpro-cassis reads what INCEpTION would, Label Studio's SDK its tasks, and SQL what DNA's own schema says."""

import csv
import io
import json
import sqlite3
import zipfile

from cassis import load_cas_from_json
from label_studio_sdk.label_interface import LabelInterface


def coded(release):
    """Each claim with its coded anchor, by text."""
    claims = json.loads((release / "dataset.json").read_bytes())["claims"]
    found = {}
    for claim in claims:
        for anchor in claim["anchors"]:
            if anchor["kind"] == "coded":
                found.setdefault(anchor["text"], []).append((claim, anchor))
    return found


def test_cassis_reads_each_text_with_its_claims_where_they_stand(release):
    by_text = coded(release)
    with zipfile.ZipFile(release / "inception.zip") as packed:
        documents = {name.removesuffix(".json"): packed.read(name) for name in packed.namelist()}

    assert documents.keys() == by_text.keys()
    for text, held in documents.items():
        cas = load_cas_from_json(io.BytesIO(held))
        expected = sorted(
            (claim["id"], anchor["start"], anchor["end"])
            for claim, anchor in by_text[text]
            for _ in claim["speakers"]
            for _ in claim["codings"]
        )
        layer = list(cas.select("custom.Claim"))
        assert sorted((one.claim, one.begin, one.end) for one in layer) == expected
        quotes = {claim["id"]: anchor["quote"] for claim, anchor in by_text[text] if anchor["quote"]}
        assert all(one.get_covered_text() == quotes[one.claim] for one in layer if one.claim in quotes)


def test_label_studio_finds_the_setup_and_every_task_valid(release):
    setup = LabelInterface((release / "label-studio.xml").read_text())
    tasks = json.loads((release / "label-studio.json").read_bytes())

    setup.validate()

    assert len(tasks) == len(coded(release))
    for task in tasks:
        assert setup.validate_task({"data": task["data"]})
        for annotation in task["annotations"]:
            assert setup.validate_annotation(annotation)
            assert [
                fault
                for one in annotation["result"]
                for fault in setup.validate_region(one, return_errors=True)
            ] == []


def test_label_studio_s_offsets_are_the_browser_s(release):
    for task in json.loads((release / "label-studio.json").read_bytes()):
        units = task["data"]["text"].encode("utf-16-le")
        for one in task["annotations"][0]["result"]:
            if one["type"] == "labels":
                start, end = one["value"]["start"], one["value"]["end"]
                assert units[2 * start : 2 * end].decode("utf-16-le") == one["value"]["text"]


def test_sql_reads_dna_s_statements_as_dna_does(release):
    database = sqlite3.connect(f"file:{release / 'discourse.dna'}?mode=ro", uri=True)
    with (release / "dna-events.csv").open(newline="", encoding="utf-8") as file:
        events = list(csv.DictReader(file, delimiter=";"))

    rows = database.execute(
        "SELECT s.ID, p.Value, o.Value, c.Value, i.Value, s.Start, s.Stop, s.DocumentId FROM STATEMENTS s "
        "JOIN DATASHORTTEXT dp ON dp.StatementId = s.ID AND dp.VariableId = 1 JOIN ENTITIES p ON p.ID = dp.Entity "
        "JOIN DATASHORTTEXT do ON do.StatementId = s.ID AND do.VariableId = 2 JOIN ENTITIES o ON o.ID = do.Entity "
        "JOIN DATASHORTTEXT dc ON dc.StatementId = s.ID AND dc.VariableId = 3 JOIN ENTITIES c ON c.ID = dc.Entity "
        "JOIN DATAINTEGER i ON i.StatementId = s.ID JOIN STATEMENTTYPES t ON t.ID = s.StatementTypeId ORDER BY s.ID"
    ).fetchall()
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    keys = ("statement_id", "agreement", "start_position", "stop_position", "document_id")
    assert [tuple(str(row[n]) for n in (0, 4, 5, 6, 7)) for row in rows] == [
        tuple(event[key] for key in keys) for event in events
    ]
    assert database.execute("SELECT Value FROM SETTINGS WHERE Property = 'version'").fetchone()[0][:2] == "3."
