"""The table of published routines."""

from django.db import models


class RoutineRow(models.Model):
    """One published text of a routine. Never changed: a case keeps the text it began under (R23)."""

    document_id = models.CharField(max_length=80)
    version = models.CharField(max_length=20)
    valid_from = models.DateField()
    valid_to = models.DateField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)
    published_at = models.DateTimeField()

    class Meta:
        db_table = "routine"
        indexes = (models.Index(fields=["document_id", "valid_from"], name="routine_by_validity"),)

    def __str__(self) -> str:
        return f"{self.document_id} {self.version}"
