"""Rows by the hundred thousand: ids set aside beforehand, one prepared INSERT for each kind of row.

For imports alone, in their transaction: rows get no history here (``Tracked`` writes it at their first change).
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence

from django.db import connection
from django.db.models import DateField, Field, JSONField, Model


def take_time() -> None:
    """Let the statements of this transaction take as long as they need; those of daily work are stopped early."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")


def set_aside(model: type[Model], count: int) -> Sequence[int]:
    """Return so many new ids of a model, ascending, that nothing else will get."""
    return SET_ASIDE[connection.vendor](model._meta.db_table, count)


def _sqlite_ids(table: str, count: int) -> Sequence[int]:
    # The transaction is the only writer. The sequence, not the largest id: ids of deleted rows live on in history.
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or [0])[0]
    return range(last + 1, last + 1 + count)


def _postgresql_ids(table: str, count: int) -> Sequence[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
        )
        return array("q", sorted(row[0] for row in cursor))


SET_ASIDE = {"sqlite": _sqlite_ids, "postgresql": _postgresql_ids}


def insert(model: type[Model], names: Sequence[str], rows: Iterable[Sequence]) -> None:
    """Insert rows with values for the named fields (ids for what they point to); others get their default."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    given = [fields[name] for name in names]
    left = [field for field in fields.values() if field not in given and _needs_value(field)]
    defaults = tuple(_prepared(field, field.get_default()) for field in left)
    with connection.cursor() as cursor:
        cursor.executemany(
            _statement(model, [*given, *left]), [(*row, *defaults) for row in _all_prepared(given, rows)]
        )


def _needs_value(field: Field) -> bool:
    """The database fills in ids and its own defaults, and leaves empty what may be."""
    return not field.primary_key and not field.has_db_default() and not field.null


def _statement(model: type[Model], fields: Sequence[Field]) -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"


def _all_prepared(fields: Sequence[Field], rows: Iterable[Sequence]) -> Iterator[Sequence]:
    """Dates and JSON are written in each database's own way; what else is stored is stored as it is."""
    special = [
        (place, field) for place, field in enumerate(fields) if isinstance(field, DateField | JSONField)
    ]
    if not special:
        yield from rows
        return
    for row in rows:
        values = list(row)
        for place, field in special:
            values[place] = _prepared(field, values[place])
        yield values


def _prepared(field: Field, value):
    return field.get_db_prep_save(value, connection)
