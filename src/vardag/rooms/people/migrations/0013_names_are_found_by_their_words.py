import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def compare_by_bytes(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite does so by itself; PostgreSQL would by its locale's order."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            'ALTER TABLE person_name ALTER COLUMN word TYPE varchar(80) COLLATE "C"'
        )


class Migration(migrations.Migration):
    """A row for each word of a resident's name. `vardag migrate` fills it afterwards."""

    dependencies = [
        ("people", "0012_clinics_own_checklists"),
    ]

    operations = [
        migrations.CreateModel(
            name="NameRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "word",
                        "person_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("word", models.CharField(max_length=80)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="name_words",
                        to="people.personrow",
                    ),
                ),
            ],
            options={
                "db_table": "person_name",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("word", ""), _negated=True),
                        name="a_word_of_a_name_has_letters",
                    )
                ],
            },
        ),
        migrations.RunPython(compare_by_bytes, migrations.RunPython.noop),
    ]
