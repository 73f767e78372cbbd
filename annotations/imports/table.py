"""Small tables, such as a codebook or a list of speakers: cells from CSV or XLSX, and cells out again.

``read`` takes a file that somebody made in a spreadsheet, ``as_csv`` and ``as_xlsx`` give one. No cell begins like a
formula: it gets an apostrophe in front, which ``read`` takes away again, so that a table comes back as it went.
What such a table would change is a ``Plan``: it is shown first, and applied whole or not at all.
"""

import csv
import hashlib
import io
import json
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import openpyxl
import tablib
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.formats.base_formats import CSV, XLSX

from annotations.ingest import plain
from annotations.models.fields import normalise_newlines, validate_storable
from annotations.refusal import Refused

MOST_BYTES = 2_000_000
MOST_UNPACKED = 20_000_000
MOST_ROWS = 5_000
MOST_COLUMNS = 200
LONGEST_CELL = 32_767  # of a spreadsheet
PACKED = b"PK\x03\x04"
DELIMITERS = ",;\t"
RISKY = re.compile(r"['=+\-@＝＋－＠\x00-\x1f\x7f]")
UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
csv.field_size_limit(MOST_BYTES)
SPOKEN = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class Row:
    """A line of a table: its number in the file (the headers are line 1), and its cells by the column's name."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """The names of the columns, and the rows that have words."""

    columns: list[str]
    rows: list[Row]


@dataclass(frozen=True)
class Problem:
    """Why a table cannot come in: row, column (either may be empty) and a sentence."""

    row: int
    column: str
    reason: str


@dataclass(frozen=True)
class Change:
    """What one row would do: ``key`` names what it is about, ``differences`` are column, before and after."""

    row: int
    key: str
    differences: list[tuple[str, str, str]]
    seen: int = 0


@dataclass(frozen=True)
class Plan:
    """What a table would do; with a problem it does nothing."""

    new: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """A sum of all that would be done and of the versions that it was planned on: the same plan, the same mark."""
        said = [[change.key, change.seen, change.differences] for change in (*self.new, *self.changed)]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


# In


def read(data: bytes) -> Table:
    """Return the table in a CSV or XLSX file; raises ``Refused`` with a sentence where there is none, or too much of it."""
    if len(data) > MOST_BYTES:
        raise Refused(_("This file is too large: a table may have 2 MB."))
    lines = _of_xlsx(data) if data.startswith(PACKED) else _of_csv(plain.read_text(data))
    return _table(lines)


def read_csv(text: str) -> Table:
    """Return the table in a CSV text, such as ``as_csv`` gives."""
    return _table(_of_csv(normalise_newlines(text)))


def _of_csv(text: str) -> list[list[str]]:
    first = text.lstrip("\n").partition("\n")[0]
    counts = Counter(first)
    delimiter = max(DELIMITERS, key=lambda one: counts[one])
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise Refused(_("This is no table that can be read: %(reason)s.") % {"reason": error}) from error


def _of_xlsx(data: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise Refused(_("This file unpacks to far more than a table has. Save it anew, or as CSV."))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles that nobody reads here
            return _first_sheet(data)
    except Refused:
        raise
    except Exception as error:  # a broken workbook fails in as many ways as it has parts
        raise Refused(_("This workbook cannot be read. Save it as CSV, and try that.")) from error


def _first_sheet(data: bytes) -> list[list[str]]:
    """The cells of the first sheet, no further than a table may go and one row and column more."""
    sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
    lines = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS + 1, values_only=True)
    return [[_cell(value) for value in line] for line in lines]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return SPOKEN.sub(lambda found: chr(int(found[1], 16)), normalise_newlines(str(value)))


def _table(lines: list[list[str]]) -> Table:
    headers = [_column(name) for name in lines[0]] if lines else []
    while headers and not headers[-1]:
        headers.pop()
    twice = [name for name, count in Counter(headers).items() if count > 1]
    if not any(headers) or twice:
        raise Refused(_("The first line has to name the columns, each once."))
    if len(lines) - 1 > MOST_ROWS or len(headers) > MOST_COLUMNS:
        raise Refused(_("This table is too large: it may have 5,000 rows and 200 columns."))
    rows = [_row(number, line, headers) for number, line in enumerate(lines[1:], start=2) if any(line)]
    return Table(headers, rows)


def _row(number: int, line: list[str], headers: list[str]) -> Row:
    if any(line[len(headers) :]):
        raise Refused(_("Row %(row)d has more cells than there are columns.") % {"row": number})
    try:
        for cell in line:
            validate_storable(cell)
    except ValidationError as error:
        reason = {"row": number, "reason": " ".join(error.messages)}
        raise Refused(_("Row %(row)d: %(reason)s") % reason) from error
    padded = [*line, *[""] * len(headers)]
    return Row(number, {name: without_mark(cell) for name, cell in zip(headers, padded, strict=False)})


def _column(name: str) -> str:
    """“Use when” is use_when; what follows a colon, such as a language, stays as it is written."""
    head, colon, rest = name.strip().partition(":")
    return re.sub(r"[\s-]+", "_", head.strip().lower()) + colon + rest.strip()


def with_mark(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if RISKY.match(cell) else cell


def without_mark(cell: str) -> str:
    """Return what ``with_mark`` was given."""
    return cell[1:] if cell[:1] == "'" and RISKY.match(cell[1:2]) else cell


def items(cell: str) -> list[str]:
    """Return what ``in_one_cell`` wrote: one item a line, or a list in JSON."""
    if cell.startswith("["):
        try:
            found = json.loads(cell)
        except ValueError:
            found = None
        if isinstance(found, list) and all(isinstance(one, str) for one in found):
            return found
    return [line for line in cell.split("\n") if line.strip()]


# Out


def in_one_cell(values: Sequence[str]) -> str:
    """Return several texts as one cell: one a line, or a list in JSON where a text has lines of its own."""
    plainly = "\n".join(values)
    return plainly if items(plainly) == list(values) else json.dumps(list(values), ensure_ascii=False)


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table as CSV in UTF-8, with the mark by which spreadsheets know that."""
    text = CSV().export_data(_dataset(columns, rows))
    return b"\xef\xbb\xbf" + str(text).encode()


def as_xlsx(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table as a workbook; raises ``Refused`` for a cell that is longer than a spreadsheet's may be."""
    data = _dataset(columns, rows)
    if any(len(cell) > LONGEST_CELL for row in data for cell in row):
        raise Refused(_("One of the texts is too long for a spreadsheet's cell. Take CSV."))
    escaped = _dataset_of(columns, ([UNSPEAKABLE.sub(spoken, cell) for cell in row] for row in data))
    return XLSX().export_data(escaped)


def spoken(found: re.Match) -> str:
    """Return what stands for a character, found by ``UNSPEAKABLE``, that a workbook cannot hold."""
    return f"_x{ord(found[0]):04X}_"


def _dataset(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> tablib.Dataset:
    return _dataset_of(columns, ([with_mark(cell) for cell in row] for row in rows))


def _dataset_of(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> tablib.Dataset:
    return tablib.Dataset(*[list(row) for row in rows], headers=list(columns))


def refuse_problems(plan: Plan) -> None:
    """Raise ``Refused`` with the first reason why a table cannot come in, if there is one."""
    for first in plan.problems[:1]:
        raise Refused(
            _("Row %(row)d, column “%(column)s”: %(reason)s")
            % {"row": first.row, "column": first.column, "reason": first.reason}
        )
