"""The inverted index that ``annotations.search`` keeps; each database in its own way."""

from django.db import migrations

CREATE = {
    "sqlite": ["CREATE VIRTUAL TABLE claim_words USING fts5(words, tokenize = 'unicode61 remove_diacritics 0')"],
    "postgresql": [
        "CREATE TABLE claim_words (claim_id bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX claim_words_words ON claim_words USING gin (words)",
    ],
}


def create(apps, schema_editor):
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE claim_words")


class Migration(migrations.Migration):
    dependencies = [("annotations", "0001_evidence")]

    operations = [migrations.RunPython(create, drop)]
