import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def compare_by_bytes(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite does so by itself; PostgreSQL would by its locale's order."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            'ALTER TABLE case_word ALTER COLUMN word TYPE varchar(40) COLLATE "C"'
        )


class Migration(migrations.Migration):
    """A row for each word of a case. `vardag migrate` fills it afterwards."""

    dependencies = [
        ("cases", "0010_papers_printed_before_are_out"),
        ("clinics", "0001_clinics"),
    ]

    operations = [
        migrations.CreateModel(
            name="WordRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "clinic_id",
                        "word",
                        "case_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("word", models.CharField(max_length=40)),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="words",
                        to="cases.caserow",
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinics.clinicrow",
                    ),
                ),
            ],
            options={
                "db_table": "case_word",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("word", ""), _negated=True),
                        name="a_word_of_a_case_has_letters",
                    )
                ],
            },
        ),
        migrations.RunPython(compare_by_bytes, migrations.RunPython.noop),
    ]
