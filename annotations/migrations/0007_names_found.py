"""The inverted indexes of names and of sources that ``annotations.finding`` keeps, with what is there already in them.

Claims are found by the names of all who are the same since then, and without Arabic and Hebrew prefixes: theirs are
written anew by ``manage.py reindex``.
"""

from django.db import migrations, models

from annotations import search

CREATE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE {table} USING fts5(words, tokenize = 'unicode61 remove_diacritics 0', prefix = '1 2 3')"
    ],
    "postgresql": [
        "CREATE TABLE {table} ({row} bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX {table}_words ON {table} USING gin (words)",
    ],
}
TABLES = {"name_words": "name_id", "source_words": "source_id"}


def create(apps, schema_editor):
    for statement in CREATE[schema_editor.connection.vendor]:
        for table, row in TABLES.items():
            schema_editor.execute(statement.format(table=table, row=row))


def fill(apps, schema_editor):
    names = apps.get_model("annotations", "Name").objects.values_list("pk", "speaker__project", "text")
    search.insert("name_words", {pk: marked(project, [text]) for pk, project, text in names})
    sources = apps.get_model("annotations", "Source").objects.values_list(
        "pk", "project", "title", "publisher", "byline", "event"
    )
    search.insert("source_words", {pk: marked(project, texts) for pk, project, *texts in sources})


def marked(project, texts):
    return f"{search.OF_PROJECT.format(project)} {search.words_of(texts)}".rstrip()


def drop(apps, schema_editor):
    for table in TABLES:
        schema_editor.execute(f"DROP TABLE {table}")


class Migration(migrations.Migration):
    dependencies = [("annotations", "0006_accounts")]

    operations = [
        migrations.RunPython(create, drop),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            "source", models.Index(fields=["project", "published_first"], name="sources_by_date")
        ),
        migrations.AddIndex("source", models.Index(fields=["project", "language"], name="sources_by_language")),
    ]
