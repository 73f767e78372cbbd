"""A real spreadsheet opens what is made for spreadsheets: no cell is a formula, and marked columns come back as they were."""

import csv
import io
import shutil
import subprocess

import pytest
from lxml import etree

from annotations.imports.table import without_mark
from curation.export import dna_events, tables, workbook
from tests.curation.export.test_tables import EVIL, make_evil
from tests.release_records import make_records, written

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(not SOFFICE, reason="needs LibreOffice: apt install libreoffice-calc-nogui")
# Comma, double quote, UTF-8, from the first line; the last word lets it take for a formula whatever looks like one.
READ_AS_FORMULAS = "CSV:44,34,76,1,,0,false,true,false,false,false,0,true"
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,0"
FORMULA = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}formula"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Opens a file, saves it in another form, and returns the bytes."""
    folder = tmp_path_factory.mktemp("office")

    def convert(name, held, form):
        (folder / name).write_bytes(held)
        command = [SOFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        command += [f"--infilter={READ_AS_FORMULAS}"] if name.endswith(".csv") else []
        command += ["--convert-to", form, "--outdir", str(folder / "out"), str(folder / name)]
        shutil.rmtree(folder / "out", ignore_errors=True)
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        (saved,) = (folder / "out").iterdir()
        return saved.read_bytes()

    return convert


def formulas(flat):
    return [cell.get(FORMULA) for cell in etree.fromstring(flat).iter() if FORMULA in cell.attrib]


def test_an_unmarked_cell_would_be_a_formula(office):
    assert formulas(office("bare.csv", b"note\n=1+1\n", "fods")) == ["of:=1+1"]


@pytest.mark.parametrize(
    ("name", "form"),
    [
        *((f"{table.name}.csv", table) for table in tables.TABLES),
        ("events.csv", dna_events),
        ("all.xlsx", workbook),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_no_cell_is_a_formula(office, tmp_path, name, form):
    held, _ = written(form, make_records(tmp_path, make_evil(EVIL)))

    assert formulas(office(name, held, "fods")) == []


@pytest.mark.parametrize(("name", "form"), [("codings.csv", tables.CODINGS), ("all.xlsx", workbook)])
def test_marked_cells_come_back_from_it(office, tmp_path, name, form):
    held, _ = written(form, make_records(tmp_path, make_evil(EVIL)))

    rows = csv.DictReader(io.StringIO(office(name, held, AS_CSV).decode(), newline=""))

    # Inside a cell it knows one end of a line; the files themselves come back byte by byte (test_tables, test_workbook).
    found = [without_mark(row["note"]).replace("\r", "\n") for row in rows]
    assert found == [cell.replace("\r", "\n") for cell in EVIL]
