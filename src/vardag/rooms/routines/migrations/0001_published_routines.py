from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="RoutineRow",
            fields=[
                (
                    "sha256",
                    models.CharField(max_length=64, primary_key=True, serialize=False),
                ),
                ("document_id", models.CharField(max_length=80)),
                ("version", models.CharField(max_length=20)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField()),
                ("text", models.TextField()),
                ("published_at", models.DateTimeField()),
            ],
            options={
                "db_table": "routine",
                "indexes": [
                    models.Index(fields=["document_id", "valid_from"], name="routine_by_validity")
                ],
            },
        ),
    ]
