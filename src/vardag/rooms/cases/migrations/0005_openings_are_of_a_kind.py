from django.db import migrations, models

from vardag.rooms.audit.stand import rows_stand_again


class Migration(migrations.Migration):
    dependencies = (("cases", "0004_openings_stand"),)
    operations = (
        migrations.AddField(
            model_name="openingrow",
            name="kind",
            field=models.CharField(default="case", max_length=20),
        ),
        migrations.AddConstraint(
            model_name="openingrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("case", "protected"))),
                name="an_opening_is_of_a_known_kind",
            ),
        ),
        rows_stand_again("case_opening"),
    )
