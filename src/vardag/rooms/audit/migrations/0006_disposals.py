from django.db import migrations, models

from vardag.rooms.audit.stand import rows_stand


class Migration(migrations.Migration):
    """A decision on disposal stands where the entries stood (ADR-0030)."""

    dependencies = [
        ("audit", "0005_sign_ins"),
    ]

    operations = [
        migrations.CreateModel(
            name="DisposalRow",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("by_id", models.BigIntegerField()),
                ("decision", models.CharField(max_length=500)),
                ("before_date", models.DateField()),
                ("first", models.BigIntegerField()),
                ("last", models.BigIntegerField()),
                ("entries", models.BigIntegerField()),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField()),
                ("seal", models.CharField(max_length=64)),
                ("mac", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "audit_disposal",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("decision", ""), _negated=True),
                        name="a_disposal_names_its_decision",
                    )
                ],
            },
        ),
        rows_stand("audit_disposal"),
    ]
