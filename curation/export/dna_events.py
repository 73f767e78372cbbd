"""The statements as Discourse Network Analyzer's table of events: CSV with semicolons, a row each.

The columns are those of DNA's own export. As there, a semicolon in a text is a comma and a quotation mark an
apostrophe; a cell that a spreadsheet would take for a formula has an apostrophe in front.
"""

from collections import Counter
from datetime import UTC, datetime
from typing import BinaryIO

from django.utils.translation import gettext_noop

from annotations.imports.table import with_mark
from curation.export.dna_statements import VARIABLES, DnaStatement, Document, counted, documents
from curation.export.records import Loss, Records

FILE = "dna-events.csv"
ABOUT_DOCUMENT = ("document_id", "document_title", "document_author", "document_source")
COLUMNS = (
    *("statement_id", "time", *VARIABLES, "agreement", "start_position", "stop_position", "text", "coder"),
    *(*ABOUT_DOCUMENT, "document_section", "document_type"),
)
PUNCTUATION = gettext_noop("A semicolon is a comma in this table, and a quotation mark an apostrophe.")
FORMULA = gettext_noop("What begins like a formula has an apostrophe in front.")
PLAIN = str.maketrans({";": ",", '"': "'"})


def write(dataset: Records, out: BinaryIO) -> Loss:
    """Write a row for each statement."""
    loss: Counter[str] = Counter()
    out.write(_line([f'"{name}"' for name in COLUMNS]))
    for document in documents(dataset, loss):
        units = document.body.encode("utf-16-le")
        for statement in document.statements:
            text = units[2 * statement.start : 2 * statement.stop].decode("utf-16-le")
            cells = _cells(document, statement, text)
            loss[PUNCTUATION] += any(set(cell) & {";", '"'} for cell in cells)
            loss[FORMULA] += any(with_mark(cell) != cell for cell in cells)
            words = [f'"{with_mark(cell.translate(PLAIN))}"' for cell in cells]
            out.write(
                _line([str(statement.number), *words[:5], str(statement.agreement), *_rest(statement, words)])
            )
    return counted(loss)


def _cells(document: Document, statement: DnaStatement, text: str) -> list[str]:
    time = f"{datetime.fromtimestamp(document.seconds, UTC):%Y-%m-%d %H:%M:%S}"
    about = (document.title, document.author, document.source, document.section, document.kind)
    return [time, *statement.values, text, statement.coder or "Admin", str(document.number), *about]


def _rest(statement: DnaStatement, words: list[str]) -> list[str]:
    return [str(statement.start), str(statement.stop), *words[5:]]


def _line(cells: list[str]) -> bytes:
    return (";".join(cells) + "\n").encode()
