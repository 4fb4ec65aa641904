"""The table of which standard replies are sent."""

from django.db import models

from vardag.rooms.clinics.models import ClinicRow


class ReplyUseRow(models.Model):
    """A message was sent that began as a standard reply: which, by which clinic, when."""

    case = models.ForeignKey("cases.CaseRow", models.PROTECT, related_name="+")
    clinic = models.ForeignKey(ClinicRow, models.PROTECT, related_name="+", db_index=False)
    key = models.SlugField(max_length=100, db_index=False)
    at = models.DateTimeField()

    class Meta:
        db_table = "case_reply_use"
        indexes = (models.Index(fields=["clinic", "key", "at"], name="case_reply_use_at_clinic"),)
