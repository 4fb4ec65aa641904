import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Lists from other systems, and what came of comparing them (ADR-0048)."""

    initial = True

    dependencies = [
        ("cases", "0017_work_has_an_owner"),
        ("clinics", "0001_clinics"),
        ("people", "0013_names_are_found_by_their_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="ListRow",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("name", models.CharField(max_length=120)),
                ("system", models.SlugField(db_index=False, max_length=60)),
                ("cells", models.BinaryField(null=True)),
                ("sheet", models.PositiveIntegerField(default=0)),
                ("heading", models.PositiveIntegerField(default=0)),
                ("columns", models.JSONField(default=list)),
                ("compared_at", models.DateTimeField(null=True)),
                ("first_date", models.DateField(null=True)),
                ("last_date", models.DateField(null=True)),
                ("agree", models.PositiveIntegerField(default=0)),
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinics.clinicrow",
                    ),
                ),
            ],
            options={
                "db_table": "reconciliation_list",
            },
        ),
        migrations.CreateModel(
            name="FindingRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("verdict", models.CharField(max_length=12)),
                ("row", models.PositiveIntegerField(null=True)),
                ("step", models.SlugField(blank=True, db_index=False, max_length=60)),
                ("day", models.DateField(null=True)),
                ("who", models.CharField(blank=True, max_length=60)),
                ("why", models.CharField(blank=True, max_length=12)),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.caserow",
                    ),
                ),
                (
                    "seen_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.personrow",
                    ),
                ),
                (
                    "list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="reconciliation.listrow",
                    ),
                ),
            ],
            options={
                "db_table": "reconciliation_finding",
            },
        ),
        migrations.AddIndex(
            model_name="listrow",
            index=models.Index(
                fields=["clinic", "-compared_at"], name="reconciliation_list_newest"
            ),
        ),
        migrations.AddConstraint(
            model_name="listrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cells__isnull", False), ("compared_at__isnull", True)),
                    models.Q(("cells__isnull", True), ("compared_at__isnull", False)),
                    _connector="OR",
                ),
                name="a_compared_list_keeps_no_cells",
            ),
        ),
        migrations.AddConstraint(
            model_name="findingrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("seen_at", None), ("seen_by", None)),
                    models.Q(("seen_at__isnull", False), ("seen_by__isnull", False)),
                    _connector="OR",
                ),
                name="a_finding_is_seen_to_by_somebody_at_a_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="findingrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("row__isnull", False), ("case__isnull", False), _connector="OR"
                ),
                name="a_finding_is_of_a_row_or_of_a_case",
            ),
        ),
    ]
