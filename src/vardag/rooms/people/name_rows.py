"""The table of names as they are looked for."""

from django.db import models


class NameRow(models.Model):
    """A word of a resident's name as a search compares it; ``names`` is its only writer.

    Words compare by their bytes on both databases, so that both find and order alike.
    """

    pk = models.CompositePrimaryKey("word", "person_id")
    word = models.CharField(max_length=80)
    person = models.ForeignKey("PersonRow", models.PROTECT, related_name="name_words")

    class Meta:
        db_table = "person_name"
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(word=""), name="a_word_of_a_name_has_letters"
            ),
        )
