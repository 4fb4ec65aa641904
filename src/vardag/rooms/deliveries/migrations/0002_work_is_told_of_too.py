"""A delivery is of a step or of a piece of the work after closing, which a person there may take time over."""

from django.db import migrations, models
from django.db.models import Q

KINDS = [
    "journal-note",
    "booking-cancel",
    "booking-change",
    "booking-new",
    "video-meeting",
    "certificate",
    "worklist",
    "signature",
]


class Migration(migrations.Migration):
    dependencies = [("deliveries", "0001_what_systems_are_told")]

    operations = [
        migrations.RemoveConstraint("deliveryrow", "a_step_is_delivered_once"),
        migrations.RemoveConstraint("deliveryrow", "a_delivery_is_of_a_known_kind"),
        migrations.RenameField("deliveryrow", "step", "part"),
        migrations.AddField("deliveryrow", "heard_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddConstraint(
            "deliveryrow",
            models.UniqueConstraint(
                fields=["case", "part"], name="a_part_of_a_case_is_delivered_once"
            ),
        ),
        migrations.AddConstraint(
            "deliveryrow",
            models.CheckConstraint(
                condition=Q(kind__in=KINDS), name="a_delivery_is_of_a_known_kind"
            ),
        ),
    ]
