"""The table of published routines."""

from django.db import models


class RoutineRow(models.Model):
    """One published text of a routine. Never changed: a case keeps the text it began under (R23).

    Its key is its sum, so that a case is pinned to the very text, and a text is read once a process.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    document_id = models.CharField(max_length=80)
    version = models.CharField(max_length=20)
    valid_from = models.DateField()
    valid_to = models.DateField()
    text = models.TextField()
    published_at = models.DateTimeField()

    class Meta:
        db_table = "routine"
        indexes = (models.Index(fields=["document_id", "valid_from"], name="routine_by_validity"),)

    def __str__(self) -> str:
        return f"{self.document_id} {self.version}"
