from django.db import migrations, models

from vardag.rooms.audit.stand import rows_stand_again


class Migration(migrations.Migration):
    """Sign-ins are entries too; those that were refused have no person (ADR-0030)."""

    dependencies = [
        ("audit", "0004_the_log_and_its_reviews_stand"),
    ]

    operations = [
        migrations.AddField(
            model_name="accessrow",
            name="level",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="accessrow",
            name="provider",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="accessrow",
            name="version",
            field=models.SmallIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name="accessrow",
            name="person_id",
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="accessrow",
            index=models.Index(
                condition=models.Q(("what__in", ["sign-in", "sign-out", "ended", "clinic"])),
                fields=["at"],
                name="audit_access_of_sign_ins",
            ),
        ),
        migrations.AddConstraint(
            model_name="accessrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("person_id__isnull", False),
                    models.Q(("result", "refused"), ("what", "sign-in")),
                    _connector="OR",
                ),
                name="an_entry_without_a_person_is_a_refused_sign_in",
            ),
        ),
        rows_stand_again("audit_access"),
    ]
