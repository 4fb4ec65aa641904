import django.db.models.deletion
from django.db import migrations, models

from vardag.rooms.audit.stand import rows_stand_again


class Migration(migrations.Migration):
    """Apart from the filling: PostgreSQL alters no table that a transaction has just changed."""

    dependencies = (("cases", "0007_openings_at_a_clinic"),)
    operations = (
        migrations.AlterField(
            model_name="openingrow",
            name="clinic",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="clinics.clinicrow",
            ),
        ),
        migrations.AlterField(
            model_name="openingrow",
            name="case_version",
            field=models.PositiveIntegerField(),
        ),
        rows_stand_again("case_opening"),
    )
