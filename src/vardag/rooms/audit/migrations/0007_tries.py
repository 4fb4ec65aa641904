from django.db import migrations, models


class Migration(migrations.Migration):
    """Tries at the door are counted for ten minutes (ADR-0030)."""

    dependencies = [
        ("audit", "0006_disposals"),
    ]

    operations = [
        migrations.CreateModel(
            name="TryRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=10)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "audit_try",
                "indexes": [
                    models.Index(fields=["key", "kind", "-at"], name="audit_try_from_address"),
                    models.Index(fields=["at"], name="audit_try_at"),
                ],
            },
        ),
    ]
