import django.db.models.deletion
from django.db import migrations, models

from vardag.rooms.audit.stand import rows_filled

# Old rows get the clinic that has the case today: where they were made wasn't written down. How long
# the ledger was then follows from its moments.
_FILL = """
UPDATE case_opening SET
    clinic_id = (SELECT c.clinic_id FROM "case" c WHERE c.id = case_opening.case_id),
    case_version = (
        SELECT COUNT(*) FROM case_event e
        WHERE e.case_id = case_opening.case_id AND e.at <= case_opening.at
    )
"""


class Migration(migrations.Migration):
    dependencies = (("cases", "0006_kept_from_guardians"), ("clinics", "__first__"))
    operations = (
        migrations.AddField(
            model_name="openingrow",
            name="clinic",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="clinics.clinicrow",
            ),
        ),
        migrations.AddField(
            model_name="openingrow",
            name="case_version",
            field=models.PositiveIntegerField(null=True),
        ),
        rows_filled("case_opening", _FILL),
    )
