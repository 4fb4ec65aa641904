"""The table of looks."""

from django.db import models


class LookRow(models.Model):
    """Somebody looked at a case. Ids only, so that a look outlives what was looked at."""

    person_id = models.BigIntegerField()
    case_id = models.BigIntegerField()
    what = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        db_table = "audit_look"
        indexes = (models.Index(fields=["case_id", "at"], name="audit_look_of_case"),)
