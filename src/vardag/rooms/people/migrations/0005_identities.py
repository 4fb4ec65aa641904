import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who came in by which identity at which provider (ADR-0023)."""

    dependencies = (("people", "0004_signatures_and_staff_events_stand"),)
    operations = (
        migrations.CreateModel(
            name="IdentityRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("issuer", models.CharField(max_length=255)),
                ("subject", models.CharField(max_length=255)),
                ("linked_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identities",
                        to="people.personrow",
                    ),
                ),
            ],
            options={
                "db_table": "person_identity",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("issuer", "subject"), name="an_identity_is_one_persons"
                    ),
                    models.UniqueConstraint(
                        fields=("issuer", "person"), name="a_person_has_one_identity_per_issuer"
                    ),
                ],
            },
        ),
    )
