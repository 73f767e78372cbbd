"""The tables as one workbook (XLSX, ECMA-376), a sheet each, for people who open files by clicking on them.

Written as it goes, in constant memory; every text is an inline string, which is never a formula, and has the same
mark as in CSV besides. Characters that XML cannot hold are written as Office does: _x0001_.
"""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO
from xml.sax.saxutils import escape

from django.utils.translation import gettext_noop

from annotations.imports.table import LONGEST_CELL, UNSPEAKABLE, spoken
from curation.export.archive import Member
from curation.export.records import Loss, Records
from curation.export.tables import TABLES, Table

FILE = "tables.xlsx"
MOST_ROWS = 1_048_576  # of a sheet, its headers among them
AT_ONCE = 1000
CUT = gettext_noop("Cells are cut after 32,767 characters, the most that a spreadsheet holds.")
LEFT_OUT = gettext_noop("Rows after the 1,048,575th of a sheet are left out.")
IN_XML = re.compile(f"[&<>\r]|{UNSPEAKABLE.pattern}")
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def write(dataset: Records, out: BinaryIO) -> Loss:
    """Write a workbook with a sheet for each table."""
    loss: Counter[str] = Counter()
    with zipfile.ZipFile(out, "w") as packed:
        for name, text in _parts().items():
            packed.writestr(Member(name), HEAD + text)
        for number, table in enumerate(TABLES, 1):
            with packed.open(Member(f"xl/worksheets/sheet{number}.xml"), "w", force_zip64=True) as sheet:
                for block in _sheet(table, dataset, loss):
                    sheet.write(block.encode())
            for sentence, rows in table.lost(dataset).items():
                loss[sentence] += rows
    return dict(loss)


def _parts() -> dict[str, str]:
    """The parts around the sheets, by name."""
    numbered = list(enumerate(TABLES, 1))
    sheets = "".join(f'<sheet name="{table.name}" sheetId="{n}" r:id="r{n}"/>' for n, table in numbered)
    links = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n, _ in numbered
    )
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{KIND}.worksheet+xml"/>'
        for n, _ in numbered
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>{kinds}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f"<bookViews><workbookView/></bookViews><sheets>{sheets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
    }


def _sheet(table: Table, dataset: Records, loss: Counter[str]) -> Iterator[str]:
    yield (
        f'{HEAD}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        "<sheetData>"
    )
    yield _row([column.name for column in table.columns], loss)
    waiting = []
    for number, cells in enumerate(table.cells(dataset), 2):
        if number > MOST_ROWS:
            loss[LEFT_OUT] += 1
            continue
        waiting.append(_row(cells, loss))
        if len(waiting) == AT_ONCE:
            yield "".join(waiting)
            waiting.clear()
    yield "".join(waiting) + "</sheetData></worksheet>"


def _row(cells: list, loss: Counter[str]) -> str:
    return f"<row>{''.join([_cell(cell, loss) for cell in cells])}</row>"


def _cell(cell: str | int | None, loss: Counter[str]) -> str:
    if not cell and cell != 0:
        return "<c/>"
    if isinstance(cell, int):
        return f"<c><v>{cell}</v></c>"
    if 2 * len(cell) > LONGEST_CELL and (cut := _cut(cell)) != cell:
        loss[CUT] += 1
        cell = cut
    if IN_XML.search(cell):
        # A carriage return is white space to an XML parser, unless it is written as a reference.
        cell = escape(UNSPEAKABLE.sub(spoken, cell), {"\r": "&#13;"})
    return f'<c t="inlineStr"><is><t xml:space="preserve">{cell}</t></is></c>'


def _cut(cell: str) -> str:
    """Spreadsheets count in UTF-16."""
    return cell.encode("utf-16-le")[: 2 * LONGEST_CELL].decode("utf-16-le", "ignore")
