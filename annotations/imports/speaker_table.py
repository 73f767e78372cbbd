"""Speakers as a table: a speaker a row. ``plan`` says what a table would do, ``apply`` does it, ``table_of`` gives one.

Columns: ``key`` (the identity; may be left out), ``kind``, ``name`` (the main one), further names under ``alias``,
``transliteration``, ``mistranslation`` and ``role``, with language and script after colons, such as ``alias:zh:Hans``,
several in a cell one a line; ``id:wikidata`` and so on for registers. A row without a key is about the one speaker of
that main name, or a new one. A column that is not there changes nothing; an empty cell takes away what is there. Names
that hold in one source only are no part of such a table, and stay as they are.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from annotations import finding, speakers, versions
from annotations.access import Role, require
from annotations.imports.codebook_table import Changed
from annotations.imports.table import Change, Plan, Problem, Row, Table, in_one_cell, items, refuse_problems
from annotations.models import Name, Project, Speaker, User
from annotations.models.fields import validate_key

FIXED = ("key", "kind", "name")
OTHER_KINDS = [kind.value for kind in Name.Kind if kind != Name.Kind.MAIN]
REGISTER = "id:"


@dataclass
class Known:
    """The speakers as they stand, by key and by main name, and what is wrong so far."""

    by_key: dict[str, Speaker]
    by_name: dict[str, list[Speaker]]
    problems: list[Problem] = field(default_factory=list)


def table_of(project: Project) -> tuple[list[str], list[list[str]]]:
    """Return the names of the columns and the cells of all speakers of a project."""
    cells = [_cells(speaker) for speaker in _speakers(project)]
    more = sorted({name for row in cells for name in row} - set(FIXED))
    columns = [*FIXED, *more]
    return columns, [[row.get(column, "") for column in columns] for row in cells]


def plan(project: Project, table: Table) -> Plan:
    """Return what the table would do to the speakers, or every reason why it cannot come in."""
    known = _known(project)
    _check_columns(table, known)
    if known.problems:
        return Plan(problems=known.problems)
    new, changed, unchanged, seen = [], [], 0, set()
    for row in table.rows:
        speaker = _speaker_of(row, known)
        about = speaker.key if speaker else row.cells.get("key", "").strip() or f"row {row.number}"
        if about in seen:
            known.problems.append(Problem(row.number, "name", _("An earlier row is about the same speaker.")))
        seen.add(about)
        _check_row(row, speaker, known)
        change = _change(row, speaker)
        if speaker is None:
            new.append(change)
        elif change.differences:
            changed.append(change)
        else:
            unchanged += 1
    return Plan(new, changed, unchanged, known.problems)


@transaction.atomic
def apply(project: Project, table: Table, *, by: User | None, mark: str = "") -> Plan:
    """Do what the table says, all of it, and return what was done; ``by`` None is the command line.

    ``mark`` is that of the plan that was shown. Raises ``NotAllowed`` below coder, ``Changed`` where the plan is another
    one by now, and ``Refused`` with the first reason where the table cannot come in.
    """
    if by:
        require(by, project, Role.CODER)
    Project.objects.select_for_update().get(pk=project.pk)
    planned = plan(project, table)
    refuse_problems(planned)
    if mark and mark != planned.mark:
        raise Changed(_("The speakers were changed meanwhile. Look again at what would come in."))
    known, rows = _known(project), {row.number: row for row in table.rows}
    moved = [_write(rows[change.row], project, known, by=by) for change in (*planned.new, *planned.changed)]
    finding.index_names(Name.objects.filter(speaker__in=[speaker.pk for speaker in moved]))
    finding.follow_names(speakers.same_as(*moved))
    return planned


def _write(row: Row, project: Project, known: Known, *, by: User | None) -> Speaker:
    speaker = _speaker_of(row, known)
    if speaker is None:
        speaker = Speaker(project=project, kind=row.cells.get("kind", "").strip() or Speaker.Kind.PERSON)
        speaker.key = row.cells.get("key", "").strip() or speaker.key
    else:
        versions.bump(speaker, seen=speaker.version)
    speaker.identifiers = _identifiers(row.cells, speaker.identifiers)
    speaker._history_user = by
    speaker.save()
    _write_names(speaker, row.cells, by=by)
    return speaker


def _write_names(speaker: Speaker, cells: Mapping[str, str], *, by: User | None) -> None:
    held = list(speaker.names.filter(source=None).order_by("pk"))
    for column, cell in cells.items():
        parts = _parts_of(column)
        if parts is None:
            continue
        there = [name for name in held if _column_of(name) == column]
        if column == "name":
            there = [name for name in held if name.kind == Name.Kind.MAIN]
        wanted = [cell] if column == "name" else items(cell)
        if [name.text for name in there] == wanted or column == "name" and not cell.strip():
            continue
        _replace(speaker, parts, there, wanted, by=by)


def _replace(
    speaker: Speaker, parts: tuple[str, str, str], there: list[Name], wanted: list[str], *, by: User | None
) -> None:
    """The names that stay keep their rows; a main name is rewritten in its place."""
    kind, language, script = parts
    if kind == Name.Kind.MAIN and there:
        there[0].text, there[0]._history_user = wanted[0], by
        there[0].save()
        return
    for name in there:
        name._history_user = by
        name.delete()
    for text in wanted:
        name = Name(speaker=speaker, kind=kind, language=language, script=script, text=text)
        name._history_user = by
        name.save()


# Looking at what is there


def _speakers(project: Project) -> list[Speaker]:
    return list(Speaker.objects.filter(project=project).with_names().order_by("pk"))


def _known(project: Project) -> Known:
    there = _speakers(project)
    by_name = defaultdict(list)
    for speaker in there:
        by_name[speaker.name].append(speaker)
    return Known({speaker.key: speaker for speaker in there}, by_name)


def _speaker_of(row: Row, known: Known) -> Speaker | None:
    key = row.cells.get("key", "").strip()
    if key:
        return known.by_key.get(key)
    named = known.by_name.get(row.cells.get("name", ""), [])
    return named[0] if len(named) == 1 else None


def _cells(speaker: Speaker) -> dict[str, str]:
    texts = defaultdict(list)
    for name in speaker.names.all():
        if name.source_id is None and name.kind != Name.Kind.MAIN:
            texts[_column_of(name)].append(name.text)
    return {
        "key": speaker.key,
        "kind": speaker.kind,
        "name": speaker.name,
        **{column: in_one_cell(found) for column, found in texts.items()},
        **{f"{REGISTER}{register}": str(entry) for register, entry in speaker.identifiers.items()},
    }


def _column_of(name: Name) -> str:
    """alias, alias:zh or alias:zh:Hans."""
    return ":".join([name.kind, name.language, name.script]).rstrip(":")


def _parts_of(column: str) -> tuple[str, str, str] | None:
    """Kind, language and script of the names in a column; None for a column of something else."""
    if column == "name":
        return Name.Kind.MAIN.value, "", ""
    kind, language, script, *more = [*column.split(":"), "", ""]
    return (kind, language, script) if kind in OTHER_KINDS and not any(more) else None


def _identifiers(cells: Mapping[str, str], there: Mapping[str, str]) -> dict[str, str]:
    said = {name.removeprefix(REGISTER): cell for name, cell in cells.items() if name.startswith(REGISTER)}
    return {register: entry for register, entry in ({**there} | said).items() if str(entry).strip()}


def _change(row: Row, speaker: Speaker | None) -> Change:
    before = _cells(speaker) if speaker else {}
    differences = []
    for name, cell in row.cells.items():
        now = in_one_cell(items(cell)) if _parts_of(name) and name != "name" else cell
        silent = name == "key" or name in ("kind", "name") and not cell.strip()
        if not silent and now != before.get(name, ""):
            differences.append((name, before.get(name, ""), now))
    key = f"{speaker.name} ({speaker.key})" if speaker else row.cells.get("name", "")
    return Change(row.number, key, differences, seen=speaker.version if speaker else 0)


# Looking for what is wrong


def _check_columns(table: Table, known: Known) -> None:
    for column in table.columns:
        if column in ("key", "kind") or column.startswith(REGISTER) and column != REGISTER:
            continue
        parts = _parts_of(column)
        faults = (
            _faults_of(Name(text="x", kind=parts[0], language=parts[1], script=parts[2])) if parts else []
        )
        if parts is None:
            faults = [
                _("There is no such column. Known are: %(names)s.")
                % {"names": ", ".join((*FIXED, *OTHER_KINDS, "alias:zh:Hans", "id:wikidata"))}
            ]
        known.problems += [Problem(1, column, fault) for fault in faults]
    if "name" not in table.columns:
        known.problems.append(Problem(1, "name", _("There is no column “name”, the main name of each.")))


def _check_row(row: Row, speaker: Speaker | None, known: Known) -> None:
    cells = row.cells
    key, kind = cells.get("key", "").strip(), cells.get("kind", "").strip()
    if not key and len(known.by_name.get(cells["name"], [])) > 1:
        known.problems.append(
            Problem(row.number, "key", _("Several speakers have this name: give the key of one."))
        )
    if key:
        _try(validate_key, key, row, "key", known)
    if kind and kind not in Speaker.Kind.values:
        reason = _("Write %(kinds)s.") % {"kinds": ", ".join(Speaker.Kind.values)}
        known.problems.append(Problem(row.number, "kind", reason))
    elif speaker and kind and kind != speaker.kind:
        reason = _("A table does not change what a speaker is: do that on their page.")
        known.problems.append(Problem(row.number, "kind", reason))
    if not speaker and not cells["name"].strip():
        known.problems.append(Problem(row.number, "name", _("A speaker needs a name.")))
    for column, cell in cells.items():
        if _parts_of(column):
            for text in [cell] if column == "name" else items(cell):
                _try(Name._meta.get_field("text").run_validators, text, row, column, known)


def _faults_of(name: Name) -> list[str]:
    try:
        name.clean_fields(exclude=["speaker", "source"])
    except ValidationError as error:
        return error.messages
    return []


def _try(validate, value: str, row: Row, column: str, known: Known) -> None:
    try:
        validate(value)
    except ValidationError as error:
        known.problems.append(Problem(row.number, column, " ".join(error.messages)))
