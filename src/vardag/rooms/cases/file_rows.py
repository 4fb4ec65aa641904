"""The table of files that came with a case."""

from django.db import models

from vardag.rooms.files.models import FileRow


class CaseFileRow(models.Model):
    """A file that came with an event of a case, so that the case can be found from the file."""

    case = models.ForeignKey("cases.CaseRow", models.PROTECT, related_name="files")
    file = models.ForeignKey(FileRow, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()

    class Meta:
        db_table = "case_file"
        constraints = (models.UniqueConstraint(fields=["file"], name="a_file_is_sent_once"),)
