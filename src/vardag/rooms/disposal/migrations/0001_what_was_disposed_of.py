import django.db.models.deletion
from django.db import migrations, models

from vardag.rooms.audit.stand import rows_stand


class Migration(migrations.Migration):
    """What was decided, and what is gone by it, stands (ADR-0059)."""

    initial = True

    dependencies = [
        ("clinics", "0002_clinics_have_a_postal_address"),
        ("people", "0013_names_are_found_by_their_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="DecisionRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("decision", models.CharField(max_length=500)),
                ("before_date", models.DateField()),
                ("service", models.SlugField(blank=True, max_length=80)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.personrow",
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinics.clinicrow",
                    ),
                ),
            ],
            options={
                "db_table": "disposal",
            },
        ),
        migrations.CreateModel(
            name="DisposedRow",
            fields=[
                ("case", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=30)),
                ("service", models.SlugField(max_length=80)),
                ("received_date", models.DateField()),
                ("closed_date", models.DateField()),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="disposal.decisionrow",
                    ),
                ),
            ],
            options={
                "db_table": "disposal_case",
            },
        ),
        migrations.AddConstraint(
            model_name="decisionrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("decision", ""), _negated=True),
                name="a_disposal_of_cases_names_its_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="disposedrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("number", ""), _negated=True),
                name="a_disposed_case_keeps_its_number",
            ),
        ),
        rows_stand("disposal"),
        rows_stand("disposal_case"),
    ]
