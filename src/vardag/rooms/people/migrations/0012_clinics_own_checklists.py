from django.db import migrations, models
from django.db.models.deletion import PROTECT

from vardag.rooms.audit.stand import rows_stand


class Migration(migrations.Migration):
    """A clinic writes its own checklists, each version of which stands (ADR-0031)."""

    dependencies = (("clinics", "0001_clinics"), ("people", "0011_blocks_stand"))

    operations = (
        migrations.CreateModel(
            name="ChecklistRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(max_length=20)),
                ("version", models.PositiveIntegerField()),
                ("items", models.JSONField()),
                ("shipped_version", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(on_delete=PROTECT, related_name="+", to="people.personrow"),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=PROTECT, related_name="checklists", to="clinics.clinicrow"
                    ),
                ),
            ],
            options={
                "db_table": "person_checklist",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["clinic", "role", "version"], name="a_checklist_has_a_version_once"
                    )
                ],
            },
        ),
        rows_stand("person_checklist"),
    )
