"""Codings are looked up by two indexes that hold all that counting needs; those of Django's own, which they begin with, go."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("annotations", "0011_brazilian_portuguese")]

    operations = [
        migrations.AlterField(
            "coding",
            "claim",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="codings",
                to="annotations.claim",
                verbose_name="claim",
            ),
        ),
        migrations.AlterField(
            "coding",
            "theme",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="codings",
                to="annotations.theme",
                verbose_name="theme",
            ),
        ),
        migrations.AddIndex(
            "coding", models.Index(fields=["claim", "theme", "stance"], name="codings_by_claim")
        ),
    ]
