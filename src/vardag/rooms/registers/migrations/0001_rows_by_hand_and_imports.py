import uuid

import django.db.models.deletion
from django.db import migrations, models

from vardag.rooms.audit.stand import rows_stand


class Migration(migrations.Migration):
    """Rows of registers that no case brought: by hand, or from a workbook (ADR-0046)."""

    initial = True

    dependencies = [
        ("clinics", "0001_clinics"),
        ("people", "0013_names_are_found_by_their_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("register", models.SlugField(db_index=False, max_length=60)),
                ("at", models.DateTimeField()),
                ("name", models.CharField(max_length=120)),
                ("cells", models.BinaryField(null=True)),
                ("sheet", models.PositiveIntegerField(default=0)),
                ("heading", models.PositiveIntegerField(default=0)),
                ("columns", models.JSONField(default=list)),
                ("settled_at", models.DateTimeField(null=True)),
                ("imported", models.PositiveIntegerField(default=0)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.personrow",
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinics.clinicrow",
                    ),
                ),
            ],
            options={
                "db_table": "register_import",
            },
        ),
        migrations.CreateModel(
            name="EntryRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("register", models.SlugField(db_index=False, max_length=60)),
                ("received_date", models.DateField()),
                ("patient", models.CharField(blank=True, max_length=160)),
                ("personal_number", models.CharField(blank=True, max_length=12)),
                ("said", models.JSONField()),
                ("is_done", models.BooleanField()),
                ("is_struck", models.BooleanField(default=False)),
                ("sought", models.TextField()),
                ("fingerprint", models.CharField(max_length=64)),
                ("imported_as", models.CharField(max_length=64, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinics.clinicrow",
                    ),
                ),
                (
                    "brought_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="registers.importrow",
                    ),
                ),
            ],
            options={
                "db_table": "register_entry",
            },
        ),
        migrations.CreateModel(
            name="VersionRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("act", models.CharField(max_length=12)),
                ("said", models.JSONField()),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.personrow",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="registers.entryrow",
                    ),
                ),
            ],
            options={
                "db_table": "register_entry_version",
            },
        ),
        migrations.AddConstraint(
            model_name="importrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cells__isnull", False), ("settled_at__isnull", True)),
                    models.Q(("cells__isnull", True), ("settled_at__isnull", False)),
                    _connector="OR",
                ),
                name="a_settled_import_keeps_no_cells",
            ),
        ),
        migrations.AddIndex(
            model_name="entryrow",
            index=models.Index(
                fields=["clinic", "register", "-received_date", "-id"], name="register_entry_newest"
            ),
        ),
        migrations.AddIndex(
            model_name="entryrow",
            index=models.Index(
                fields=["clinic", "register", "fingerprint"], name="register_entry_alike"
            ),
        ),
        migrations.AddConstraint(
            model_name="entryrow",
            constraint=models.UniqueConstraint(
                fields=("clinic", "register", "imported_as"), name="a_row_of_a_workbook_comes_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="entryrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("patient", ""), _negated=True),
                    models.Q(("personal_number", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_row_says_whom_it_is_about",
            ),
        ),
        migrations.AddConstraint(
            model_name="versionrow",
            constraint=models.UniqueConstraint(
                fields=("entry", "number"), name="a_row_of_a_register_has_a_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="versionrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("act", "struck"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_struck_row_has_a_reason",
            ),
        ),
        rows_stand("register_entry_version"),
    ]
