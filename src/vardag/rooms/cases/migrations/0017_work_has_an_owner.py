import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0016_counts_are_read_from_indexes"),
        ("clinics", "0001_clinics"),
        ("people", "0013_names_are_found_by_their_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="workrow",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="work_owned",
                to="people.personrow",
            ),
        ),
        migrations.AddIndex(
            model_name="workrow",
            index=models.Index(
                condition=models.Q(("done_at", None), ("owner__isnull", False)),
                fields=["owner"],
                name="case_work_of_somebody",
            ),
        ),
    ]
