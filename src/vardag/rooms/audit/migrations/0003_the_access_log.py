import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The log that replaces the looks, whose table stays and can be read by hand (ADR-0024)."""

    dependencies = [
        ("audit", "0002_looks_stand"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessRow",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("what", models.CharField(max_length=20)),
                ("result", models.CharField(max_length=10)),
                ("person_id", models.BigIntegerField()),
                ("clinic_id", models.BigIntegerField(blank=True, null=True)),
                ("roles", models.CharField(blank=True, max_length=120)),
                ("patient_id", models.BigIntegerField(blank=True, null=True)),
                ("case_id", models.BigIntegerField(blank=True, null=True)),
                ("named", models.TextField(blank=True)),
                ("page", models.CharField(blank=True, max_length=60)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("request_id", models.CharField(blank=True, max_length=32)),
                ("mac", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "audit_access",
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
                ("by_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("finding", models.CharField(max_length=20)),
                ("measure", models.CharField(blank=True, max_length=1000)),
            ],
            options={
                "db_table": "audit_finding",
            },
        ),
        migrations.CreateModel(
            name="ReviewRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                ("of", models.CharField(max_length=10)),
                ("clinic_id", models.BigIntegerField()),
                ("by_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("from_date", models.DateField()),
                ("until_date", models.DateField()),
                ("subjects", models.JSONField()),
                ("drawn_of", models.PositiveIntegerField()),
                ("seed", models.CharField(blank=True, max_length=32)),
                ("reason", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "db_table": "audit_review",
            },
        ),
        migrations.CreateModel(
            name="SealRow",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("access_id", models.BigIntegerField(unique=True)),
                ("at", models.DateTimeField()),
                ("mac", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "audit_seal",
            },
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(name="LookRow")]
        ),
        migrations.AddIndex(
            model_name="accessrow",
            index=models.Index(fields=["clinic_id", "at"], name="audit_access_from_clinic"),
        ),
        migrations.AddIndex(
            model_name="accessrow",
            index=models.Index(fields=["patient_id", "at"], name="audit_access_to_patient"),
        ),
        migrations.AddIndex(
            model_name="reviewrow",
            index=models.Index(fields=["clinic_id", "-at"], name="audit_review_at_clinic"),
        ),
        migrations.AddConstraint(
            model_name="reviewrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "sample"), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="a_suspicion_has_a_reason",
            ),
        ),
        migrations.AddField(
            model_name="findingrow",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="findings",
                to="audit.reviewrow",
            ),
        ),
        migrations.AddConstraint(
            model_name="findingrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("finding", "in-order"),
                    models.Q(("measure", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_finding_out_of_order_has_a_measure",
            ),
        ),
    ]
