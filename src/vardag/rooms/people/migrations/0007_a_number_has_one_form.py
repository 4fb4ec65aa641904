"""A number is written in one way: twelve characters, with its letter, if it has one, as a capital."""

from django.db import migrations, models
from django.db.models.functions import Length, Upper
from django.db.models.lookups import Exact


class Migration(migrations.Migration):
    dependencies = (("people", "0006_what_the_register_says"),)

    operations = (
        migrations.AddConstraint(
            model_name="personrow",
            constraint=models.CheckConstraint(
                condition=models.Q(personal_number__isnull=True)
                | models.Q(
                    Exact(Length("personal_number"), 12),
                    personal_number=Upper("personal_number"),
                ),
                name="a_personal_number_is_written_in_one_way",
            ),
        ),
    )
