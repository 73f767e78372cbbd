"""The workbook holds the tables, and says what a spreadsheet cannot hold."""

import io

import openpyxl
import pytest

from annotations.imports.table import without_mark
from curation.export import tables, workbook
from tests.curation.export.test_tables import EVIL, make_evil
from tests.release_records import make_records, written


def sheets(held):
    book = openpyxl.load_workbook(io.BytesIO(held))
    return {sheet.title: list(sheet.iter_rows()) for sheet in book}


def test_each_table_is_a_sheet_with_the_same_cells(tmp_path):
    records = make_records(tmp_path)

    found = sheets(written(workbook, records)[0])

    assert list(found) == [table.name for table in tables.TABLES]
    for table in tables.TABLES:
        expected = [[cell or (cell if cell == 0 else None) for cell in row] for row in table.cells(records)]
        assert [[cell.value for cell in row] for row in found[table.name][1:]] == expected


def test_no_cell_is_a_formula_and_all_come_back(tmp_path):
    found = sheets(written(workbook, make_records(tmp_path, make_evil(EVIL)))[0])["codings"]

    column = [cell.value for cell in found[0]].index("note")
    cells = [row[column] for row in found[1:]]
    assert {cell.data_type for cell in cells} == {"s"}
    spoken = [openpyxl.utils.escape.unescape(cell.value) for cell in cells]
    assert [without_mark(cell) for cell in spoken] == EVIL


def test_a_cell_too_long_is_cut_and_counted(tmp_path):
    records = make_records(tmp_path, make_evil(["a" * 40_000, "👩" * 20_000, "b" * 32_767]))

    held, loss = written(workbook, records)

    notes = [row[6].value for row in sheets(held)["codings"][1:]]
    assert [len(note) for note in notes] == [32_767, 16_383, 32_767]
    assert loss[workbook.CUT] == 2


def test_rows_that_do_not_fit_are_counted(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)

    held, loss = written(workbook, make_records(tmp_path, make_evil(["a", "b", "c", "d"])))

    assert len(sheets(held)["codings"]) == 3
    assert loss[workbook.LEFT_OUT] >= 2


@pytest.mark.parametrize("times", [2])
def test_twice_is_the_same_bytes(tmp_path, times):
    records = make_records(tmp_path)

    assert len({written(workbook, records)[0] for _ in range(times)}) == 1
