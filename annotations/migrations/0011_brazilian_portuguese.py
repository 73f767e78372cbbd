"""The pages' Portuguese is called what it is, so that Django's own words in it are Brazilian, too."""

from django.db import migrations, models


def rename(old, new):
    def move(apps, schema_editor):
        people = apps.get_model("annotations", "User").objects.using(schema_editor.connection.alias)
        people.filter(language=old).update(language=new)

    return move


class Migration(migrations.Migration):
    dependencies = [("annotations", "0010_faster_lists")]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="language",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "As my browser says"),
                    ("en", "English"),
                    ("pt-br", "Português"),
                    ("zh-hans", "简体中文"),
                ],
                default="",
                max_length=7,
                verbose_name="language",
            ),
        ),
        migrations.RunPython(rename("pt", "pt-br"), rename("pt-br", "pt")),
    ]
