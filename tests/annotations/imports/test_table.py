"""A table comes back as it went, whatever its cells hold; what is no table is refused in a sentence."""

import csv
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.imports import table
from annotations.refusal import Refused

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=20)
ROWS = st.lists(st.lists(CELLS, min_size=2, max_size=2).filter(any), max_size=4)
FORMS = {"csv": table.as_csv, "xlsx": table.as_xlsx}


def cells_of(found):
    return [list(row.cells.values()) for row in found.rows]


@pytest.mark.parametrize("form", FORMS)
@given(rows=ROWS)
def test_a_table_comes_back_as_it_went(form, rows):
    found = table.read(FORMS[form](["code", "label:en"], rows))

    assert [found.columns, cells_of(found)] == [["code", "label:en"], rows]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@x", "'=1", "'", "''", "\t=1", "_x0041_", "\x01", "＝1"]
)
def test_what_looks_like_a_formula_comes_back_as_it_was(form, cell):
    assert cells_of(table.read(FORMS[form](["code", "b"], [["x", cell]]))) == [["x", cell]]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t1", "\n=1", "＝1"])
def test_no_cell_begins_like_a_formula(cell):
    written = table.as_csv(["code"], [[cell]]).decode("utf-8-sig")

    assert list(csv.reader(io.StringIO(written, newline="")))[1] == [f"'{cell}"]


def test_a_csv_says_that_it_is_utf_8():
    assert table.as_csv(["code"], [["能源"]]).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_marks_between_cells_and_encodings_are_found(mark, encoding):
    data = f"Code{mark}Use when{mark}label:zh\r\na{mark}“b”{mark}能源\r\n".encode(encoding)

    found = table.read(data)

    assert [found.columns, cells_of(found)] == [["code", "use_when", "label:zh"], [["a", "“b”", "能源"]]]


def test_a_cell_with_lines_and_quotes_is_one_cell():
    assert cells_of(table.read(b'code,b\na,"one\r\n""two"""\n')) == [["a", 'one\n"two"']]


def test_empty_rows_count_for_nothing_and_keep_the_numbers():
    found = table.read(b"code\na\n\nb\n")

    assert [(row.number, row.cells["code"]) for row in found.rows] == [(2, "a"), (4, "b")]


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (table.MOST_UNPACKED + 1))
    return out.getvalue()


WRONG = {
    "nothing": (b"", "There are no words in it"),
    "no columns": (b",,\na,b,c\n", "The first line has to name the columns, each once."),
    "a column twice": (b"code,Code\n", "The first line has to name the columns, each once."),
    "too many cells": (b"code\na,b\n", "Row 2 has more cells than there are columns."),
    "an open quote": (b'code\n"a', "This is no table that can be read"),
    "a null": (b"code\na\0\n", "U+0000"),
    "a picture": (b"\x89PNG....", "This is a picture"),
    "another encoding": ("code\né".encode("latin-1"), "is not UTF-8"),
    "too many rows": (b"code\n" + b"a\n" * 5001, "This table is too large"),
    "too large": (b"code\n" + b"a" * 2_000_001, "This file is too large"),
    "a broken workbook": (b"PK\x03\x04 and no more", "This workbook cannot be read."),
    "a bomb": (bomb(), "This file unpacks to far more than a table has."),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_table_is_refused(name):
    data, sentence = WRONG[name]

    with pytest.raises(Refused) as refused:
        table.read(data)

    assert sentence in str(refused.value)


def test_a_cell_too_long_for_a_workbook_is_refused():
    with pytest.raises(Refused, match="too long for a spreadsheet"):
        table.as_xlsx(["code"], [["a" * 40_000]])


@given(st.lists(CELLS.filter(str.strip), max_size=4))
def test_several_texts_in_a_cell_come_back(texts):
    assert table.items(table.in_one_cell(texts)) == texts
