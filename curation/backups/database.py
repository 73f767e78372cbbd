"""What is asked of any database through a connection: its rows, its migrations, and the files it names."""

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader


def rows(connection: BaseDatabaseWrapper) -> dict[str, int]:
    """Return how many rows each table has."""
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
        return {table: _count(cursor, connection.ops.quote_name(table)) for table in tables}


def _count(cursor, table: str) -> int:
    cursor.execute(f"SELECT count(*) FROM {table}")
    return cursor.fetchone()[0]


def migrations(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the migrations that made its tables, as app.name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        return [f"{app}.{name}" for app, name in cursor.fetchall()]


def known_migrations() -> set[str]:
    """Return the migrations that this installation has, as app.name, those that others replaced too."""
    loader = MigrationLoader(None)
    return {f"{app}.{name}" for app, name in loader.disk_migrations}


def files_named(connection: BaseDatabaseWrapper) -> set[str]:
    """Return the uploads that its rows name, as paths below the folder of uploads."""
    fields = [
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.FileField)
    ]
    found: set[str] = set()
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for table, column in fields:
            if table not in there:
                continue
            quoted = connection.ops.quote_name(str(column))
            table = connection.ops.quote_name(table)
            cursor.execute(f"SELECT DISTINCT {quoted} FROM {table} WHERE {quoted} <> ''")
            found |= {name for (name,) in cursor.fetchall()}
    return found
