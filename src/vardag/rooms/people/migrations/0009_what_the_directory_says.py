from django.db import migrations, models
from django.db.models.deletion import PROTECT

from vardag.rooms.audit.stand import rows_stand


class Migration(migrations.Migration):
    """What the staff directory has changed of somebody is written down, and stands (ADR-0031)."""

    dependencies = (("people", "0008_clearance_takes_two"),)

    operations = (
        migrations.AddField(
            model_name="personrow",
            name="directory_answered_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="personrow",
            name="missing_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="DirectoryEventRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=30)),
                ("before", models.CharField(blank=True, max_length=170)),
                ("after", models.CharField(blank=True, max_length=170)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=PROTECT, related_name="+", to="people.personrow"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=PROTECT, related_name="directory_events", to="people.personrow"
                    ),
                ),
            ],
            options={
                "db_table": "person_directory_event",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(what__in=("gone", "back"))
                        | ~models.Q(before=models.F("after")),
                        name="a_change_in_the_directory_changes_something",
                    )
                ],
            },
        ),
        rows_stand("person_directory_event"),
    )
