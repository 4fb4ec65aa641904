"""The tables of habits. They are about staff, and hold nothing of any patient."""

from django.db import models
from django.db.models import Q

from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.people.models import PersonRow

LONGEST_NAME, LONGEST_ADDRESS = 40, 400
INBOX = "inbox"
LISTS = (INBOX, "mine", "awaiting")  # of which views are kept


class HabitsRow(models.Model):
    """How a member of staff likes to work. Who has no row works as everybody does at first."""

    person = models.OneToOneField(PersonRow, models.PROTECT, related_name="habits")
    has_keys = models.BooleanField(default=True)
    goes_on = models.BooleanField(default=False)  # to the next case, when a message is sent
    columns = models.CharField(max_length=200, blank=True)  # with commas between; none: as at first

    class Meta:
        db_table = "habits"


class ViewRow(models.Model):
    """A list as somebody wants to see it again: its address after the ``?``, by a name."""

    habits = models.ForeignKey(HabitsRow, models.CASCADE, related_name="views", db_index=False)
    clinic = models.ForeignKey(ClinicRow, models.PROTECT, related_name="+")
    of = models.CharField(max_length=10, default=INBOX)  # which list
    name = models.CharField(max_length=LONGEST_NAME)
    address = models.CharField(max_length=LONGEST_ADDRESS)
    is_first = models.BooleanField(default=False)

    class Meta:
        db_table = "habits_view"
        constraints = (
            models.UniqueConstraint(
                fields=["habits", "clinic", "of", "name"], name="a_person_names_a_view_once"
            ),
            models.UniqueConstraint(
                fields=["habits", "clinic", "of"],
                condition=Q(is_first=True),
                name="one_view_at_most_comes_first",
            ),
            models.CheckConstraint(
                condition=Q(of__in=LISTS), name="a_view_is_of_a_list_that_has_views"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="a_view_has_a_name"),
            models.CheckConstraint(condition=~Q(address=""), name="a_view_shows_some_of_a_list"),
        )
