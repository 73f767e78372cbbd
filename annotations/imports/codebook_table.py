"""A codebook as a table: a theme a row. ``plan`` says what a table would do, ``apply`` does it, ``table_of`` gives one.

Columns: ``code`` (needed), ``parent``, ``scale``, ``order``, ``label:en`` and so on for each language, ``proposition``,
``definition``, ``use_when``, ``avoid_when``, ``examples`` (one a line). A column that is not there changes nothing; an
empty cell empties what is there. Themes that the table does not name stay.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from annotations import codebook, records, versions
from annotations.access import Role, require
from annotations.imports.table import (
    Change,
    Plan,
    Problem,
    Row,
    Table,
    in_one_cell,
    items,
    read,
    refuse_problems,
)
from annotations.models import Project, Scale, Theme, User
from annotations.models.fields import validate_key, validate_language
from annotations.refusal import Refused

PROSE = ("proposition", "definition", "use_when", "avoid_when")
FIXED = ("code", "parent", "scale", "order")
LAST = (*PROSE, "examples")
LABEL = "label:"
MOST = 32_767


class Changed(Refused):
    """What the table would do is not what was shown: somebody was faster."""


@dataclass
class Known:
    """The codebook as it stands, and what the table says so far."""

    themes: dict[str, Theme]
    scales: dict[str, Scale]
    in_use: set[int]
    parents: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def table_of(project: Project) -> tuple[list[str], list[list[str]]]:
    """Return the names of the columns and the cells of the codebook as it stands, in its order."""
    themes = list(
        records.in_tree_order(Theme.objects.filter(project=project).select_related("scale", "parent"))
    )
    languages = sorted({language for theme in themes for language in theme.labels})
    columns = [*FIXED, *(f"{LABEL}{language}" for language in languages or [project.language]), *LAST]
    cells = [_cells(theme) for theme in themes]
    return columns, [[row.get(column, "") for column in columns] for row in cells]


def plan(project: Project, table: Table) -> Plan:
    """Return what the table would do to the codebook, or every reason why it cannot come in."""
    known = _known(project)
    _check_columns(table, known)
    if known.problems:
        return Plan(problems=known.problems)
    known.parents = {code: cells["parent"] for code, cells in _now(known).items()}
    new, changed, unchanged, seen = [], [], 0, set()
    for row in table.rows:
        code = row.cells["code"].strip()
        theme = known.themes.get(code)
        if code in seen:
            known.problems.append(
                Problem(row.number, "code", _("“%(code)s” stands there twice.") % {"code": code})
            )
        seen.add(code)
        _check_row(row, code, theme, table, known)
        change = _change(row, code, theme)
        if theme is None:
            new.append(change)
        elif change.differences:
            changed.append(change)
        else:
            unchanged += 1
    _check_tree(table, known)
    return Plan(new, changed, unchanged, sorted(known.problems, key=lambda problem: problem.row))


def load(project: Project, data: bytes, *, by: User | None) -> Plan:
    """Bring in the codebook in a CSV or XLSX file without showing it first; raises as ``table.read`` and ``apply`` do."""
    return apply(project, read(data), by=by)


@transaction.atomic
def apply(project: Project, table: Table, *, by: User | None, mark: str = "") -> Plan:
    """Do what the table says, all of it, and return what was done; ``by`` None is the command line.

    ``mark`` is that of the plan that was shown. Raises ``NotAllowed`` below manager, ``Changed`` where the plan is
    another one by now, and ``Refused`` with the first reason where the table cannot come in.
    """
    if by:
        require(by, project, Role.MANAGER)
    # Whoever codes or edits the codebook meanwhile waits here, or has been counted in.
    Project.objects.select_for_update().get(pk=project.pk)
    planned = plan(project, table)
    refuse_problems(planned)
    if mark and mark != planned.mark:
        raise Changed(_("The codebook was changed meanwhile. Look again at what would come in."))
    _store(project, table, planned, by=by)
    return planned


def _store(project: Project, table: Table, planned: Plan, *, by: User | None) -> None:
    known = _known(project)
    moved = {change.key for change in (*planned.new, *planned.changed)}
    rows = {row.cells["code"].strip(): row for row in table.rows}
    # Parents come in before their parts, wherever they stand in the file; the circles have been looked for.
    for code in _parents_first([code for code in rows if code in moved], rows, known):
        theme = known.themes.get(code) or Theme(project=project, code=code, order=len(known.themes))
        if theme.pk:
            versions.bump(theme, seen=theme.version)
        _write(theme, rows[code], known)
        theme._history_user = by
        theme.save()
        known.themes[code] = theme
    if moved:
        codebook.touch(project)


def _parents_first(codes: list[str], rows: Mapping[str, Row], known: Known) -> Iterator[str]:
    waiting, done = list(codes), set(known.themes)
    while waiting:
        code = next(code for code in waiting if rows[code].cells.get("parent", "").strip() in {"", *done})
        waiting.remove(code)
        done.add(code)
        yield code


def _write(theme: Theme, row: Row, known: Known) -> None:
    cells = row.cells
    if "parent" in cells:
        theme.parent = known.themes.get(cells["parent"].strip())
    if theme._state.adding or cells.get("scale", "").strip():
        theme.scale = _scale(cells, known)
    if cells.get("order", "").strip():
        theme.order = int(cells["order"])
    theme.labels = _labels(cells, theme.labels)
    for name in PROSE:
        setattr(theme, name, cells.get(name, getattr(theme, name)))
    if "examples" in cells:
        theme.examples = items(cells["examples"])


# Looking at what is there


def _known(project: Project) -> Known:
    themes = Theme.objects.filter(project=project).select_related("scale", "parent")
    scales = Scale.objects.filter(project=project)
    in_use = themes.filter(codings__stance__isnull=False).values_list("pk", flat=True)
    return Known(
        themes={theme.code: theme for theme in themes},
        scales={scale.code: scale for scale in scales},
        in_use=set(in_use),
    )


def _now(known: Known) -> dict[str, dict[str, str]]:
    return {code: _cells(theme) for code, theme in known.themes.items()}


def _cells(theme: Theme) -> dict[str, str]:
    return {
        "code": theme.code,
        "parent": theme.parent.code if theme.parent else "",
        "scale": theme.scale.code,
        "order": str(theme.order),
        **{f"{LABEL}{language}": text for language, text in theme.labels.items()},
        **{name: getattr(theme, name) for name in PROSE},
        "examples": in_one_cell(theme.examples),
    }


def _scale(cells: Mapping[str, str], known: Known) -> Scale:
    """The scale that is named; the one called “stance”, or the first, where none is."""
    first = known.scales.get("stance") or next(iter(known.scales.values()))
    return known.scales.get(cells.get("scale", "").strip(), first)


def _labels(cells: Mapping[str, str], labels: Mapping[str, str]) -> dict[str, str]:
    said = {name.removeprefix(LABEL): cell for name, cell in cells.items() if name.startswith(LABEL)}
    return {language: text for language, text in ({**labels} | said).items() if text.strip()}


def _change(row: Row, code: str, theme: Theme | None) -> Change:
    before = _cells(theme) if theme else {}
    cells = {name: cell for name, cell in row.cells.items() if name != "code"}
    said = {name: _as_stored(name, cell, before) for name, cell in cells.items()}
    differences = [
        (name, before.get(name, ""), cell) for name, cell in said.items() if cell != before.get(name, "")
    ]
    return Change(row.number, code, differences, seen=theme.version if theme else 0)


def _as_stored(name: str, cell: str, before: Mapping[str, str]) -> str:
    """What would stand there: some cells say nothing when they are empty, and some say the same in other words."""
    if name in ("parent", "scale", "order"):
        cell = cell.strip()
    if name in ("scale", "order") and not cell:
        return before.get(name, "")
    if name == "order":
        return str(int(cell)) if cell.isascii() and cell.isdigit() else cell
    if name.startswith(LABEL):
        return cell if cell.strip() else ""
    return in_one_cell(items(cell)) if name == "examples" else cell


# Looking for what is wrong


def _check_columns(table: Table, known: Known) -> None:
    for name in table.columns:
        fault = _fault_of_column(name)
        if fault:
            known.problems.append(Problem(1, name, fault))
    if "code" not in table.columns:
        known.problems.append(
            Problem(1, "code", _("There is no column “code”, by which themes are told apart."))
        )
    if not known.scales:
        known.problems.append(Problem(1, "scale", _("The project has no scale yet: make one first.")))


def _fault_of_column(name: str) -> str:
    if name.startswith(LABEL):
        return _fault(validate_language, name.removeprefix(LABEL))
    if name in (*FIXED, *LAST):
        return ""
    return _("There is no such column. Known are: %(names)s.") % {
        "names": ", ".join((*FIXED, "label:en", *LAST))
    }


def _check_row(row: Row, code: str, theme: Theme | None, table: Table, known: Known) -> None:
    faults = [("code", _fault(validate_key, code))]
    faults += [("scale", _fault_of_scale(row, theme, known)), ("order", _fault_of_order(row))]
    if not _labels(row.cells, theme.labels if theme else {}):
        label = next((name for name in table.columns if name.startswith(LABEL)), "label:en")
        faults.append((label, _("A theme needs a label in one language at least.")))
    known.problems += [Problem(row.number, name, fault) for name, fault in faults if fault]
    if "parent" in row.cells:
        known.parents[code] = row.cells["parent"].strip()
    known.parents.setdefault(code, "")


def _fault_of_scale(row: Row, theme: Theme | None, known: Known) -> str:
    asked = row.cells.get("scale", "").strip()
    if asked and asked not in known.scales:
        return _("There is no scale “%(scale)s”. There are: %(names)s.") % {
            "scale": asked,
            "names": ", ".join(known.scales),
        }
    if asked and theme and theme.pk in known.in_use and asked != theme.scale.code:
        return _("Claims are coded with a stance on this theme: its scale stays. Add another theme instead.")
    return ""


def _fault_of_order(row: Row) -> str:
    order = row.cells.get("order", "").strip()
    if order and not (order.isascii() and order.isdigit() and int(order[:6]) <= MOST and len(order) < 6):
        return _("Write a whole number from 0 to 32,767.")
    return ""


def _check_tree(table: Table, known: Known) -> None:
    numbers = {row.cells["code"].strip(): row.number for row in table.rows}
    for code, number in numbers.items():
        above = known.parents[code]
        if above and above not in known.parents:
            reason = _("There is no theme “%(code)s”, neither here nor in the codebook.") % {"code": above}
            known.problems.append(Problem(number, "parent", reason))
        elif _in_circle(code, known.parents):
            known.problems.append(
                Problem(number, "parent", _("A theme cannot be part of itself or of its own parts."))
            )


def _in_circle(start: str, parents: Mapping[str, str]) -> bool:
    seen, above = {start}, parents[start]
    while above and above not in seen:
        seen.add(above)
        above = parents.get(above, "")
    return bool(above)


def _fault(validate, value: str) -> str:
    try:
        validate(value)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
