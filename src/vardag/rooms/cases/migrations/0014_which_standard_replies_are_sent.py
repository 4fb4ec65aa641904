import django.db.models.deletion
from django.db import migrations, models


def count_those_of_before(apps, _editor):  # type: ignore[no-untyped-def]
    """Make a row for each message of the ledger that began as a standard reply."""
    events = apps.get_model("cases", "EventRow").objects.filter(data__has_key="standard_reply")
    uses = apps.get_model("cases", "ReplyUseRow").objects
    for event in events.select_related("case").iterator():
        key = event.data["standard_reply"]
        uses.create(case=event.case, clinic=event.case.clinic, key=key, at=event.at)


class Migration(migrations.Migration):
    """Each message that began as a standard reply is counted; those of before as well (ADR-0037)."""

    dependencies = [
        ("cases", "0013_files_of_cases"),
        ("clinics", "0001_clinics"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReplyUseRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(db_index=False, max_length=100)),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.caserow",
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
                "db_table": "case_reply_use",
                "indexes": [
                    models.Index(fields=["clinic", "key", "at"], name="case_reply_use_at_clinic")
                ],
            },
        ),
        migrations.RunPython(count_those_of_before, migrations.RunPython.noop),
    ]
