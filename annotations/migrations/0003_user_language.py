"""A person's own language, and the table in which tries to sign in are counted."""

from django.core.management import call_command
from django.db import migrations, models


def make_cache_table(apps, schema_editor):
    call_command("createcachetable", "site_cache", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("annotations", "0002_claim_words")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="language",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "As my browser says"),
                    ("en", "English"),
                    ("pt", "Português"),
                    ("zh-hans", "简体中文"),
                ],
                default="",
                max_length=7,
                verbose_name="language",
            ),
        ),
        migrations.RunPython(make_cache_table, migrations.RunPython.noop),
    ]
