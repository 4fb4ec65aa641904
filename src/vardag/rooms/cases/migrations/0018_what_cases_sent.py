import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0017_work_has_an_owner"),
        ("clinics", "0002_clinics_have_a_postal_address"),
        ("people", "0013_names_are_found_by_their_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="DispatchRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("place", models.PositiveSmallIntegerField()),
                ("sent_date", models.DateField()),
                ("destination", models.CharField(max_length=20)),
                ("exemplar", models.CharField(max_length=20)),
                ("way", models.CharField(max_length=20)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.personrow",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispatches",
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
                "db_table": "case_dispatch",
                "indexes": [
                    models.Index(fields=["-sent_date", "-id"], name="case_dispatch_newest")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "number", "place"), name="a_dispatch_of_a_case_stands_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("destination__in", ("authority", "home"))),
                        name="a_dispatch_goes_to_somebody_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("exemplar__in", ("original", "copy"))),
                        name="a_dispatch_is_original_or_copy",
                    ),
                ],
            },
        ),
    ]
