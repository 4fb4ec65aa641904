import django.db.models.deletion
from django.db import migrations, models

from vardag.rooms.audit.stand import rows_stand


class Migration(migrations.Migration):
    """Clinics write standard replies of their own, and answer for where links lead (ADR-0037)."""

    dependencies = [
        ("clinics", "0001_clinics"),
        ("people", "0012_clinics_own_checklists"),
    ]

    operations = [
        migrations.CreateModel(
            name="LinkCheckRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(max_length=500, unique=True)),
                ("found", models.CharField(max_length=20)),
                ("detail", models.CharField(blank=True, max_length=120)),
                ("at", models.DateTimeField()),
                ("worked_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "reply_link_check",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("found__in", ("works", "gone", "fails", "silent", "not-asked"))
                        ),
                        name="a_link_is_found_to_be_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LinkSetRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=60)),
                ("name", models.CharField(blank=True, max_length=80)),
                ("address", models.CharField(blank=True, max_length=500)),
                ("until_date", models.DateField(blank=True, null=True)),
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
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinics.clinicrow",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.personrow",
                    ),
                ),
            ],
            options={
                "db_table": "reply_link_set",
            },
        ),
        migrations.CreateModel(
            name="ReplyRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(db_index=False, max_length=100)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="clinics.clinicrow",
                    ),
                ),
            ],
            options={
                "db_table": "reply",
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
                ("name", models.CharField(max_length=80)),
                ("text_sv", models.TextField()),
                ("text_en", models.TextField(blank=True)),
                ("acts", models.JSONField()),
                ("services", models.JSONField()),
                ("from_date", models.DateField()),
                ("until_date", models.DateField(blank=True, null=True)),
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
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.personrow",
                    ),
                ),
                (
                    "reply",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="replies.replyrow",
                    ),
                ),
            ],
            options={
                "db_table": "reply_version",
            },
        ),
        migrations.CreateModel(
            name="WithdrawalRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField()),
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
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="replies.versionrow",
                    ),
                ),
            ],
            options={
                "db_table": "reply_withdrawal",
            },
        ),
        migrations.AddConstraint(
            model_name="replyrow",
            constraint=models.UniqueConstraint(
                fields=("clinic", "key"), name="a_clinic_has_a_reply_of_a_key_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="versionrow",
            constraint=models.UniqueConstraint(
                fields=("reply", "number"), name="a_reply_has_a_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="versionrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("text_sv", ""), _negated=True),
                name="a_reply_always_has_swedish_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="versionrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="a_reply_always_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="versionrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until_date", None),
                    ("until_date__gte", models.F("from_date")),
                    _connector="OR",
                ),
                name="a_reply_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawalrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="a_withdrawal_always_has_a_reason",
            ),
        ),
        rows_stand("reply_version"),
        rows_stand("reply_withdrawal"),
        rows_stand("reply_link_set"),
    ]
