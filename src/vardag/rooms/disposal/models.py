"""The tables of disposals: the decision, and that there was such a case. Their rows stand."""

from django.db import models
from django.db.models import Q

from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.people.models import PersonRow


class DecisionRow(models.Model):
    """A decision by which a clinic's closed cases were disposed of."""

    at = models.DateTimeField()
    by = models.ForeignKey(PersonRow, models.PROTECT, related_name="+")
    decision = models.CharField(max_length=500)  # which one, such as its number in the register
    clinic = models.ForeignKey(ClinicRow, models.PROTECT, related_name="+")
    before_date = models.DateField()  # those closed before this local day
    service = models.SlugField(max_length=80, blank=True)  # only of this one; all where empty

    class Meta:
        db_table = "disposal"
        constraints = (
            models.CheckConstraint(
                condition=~Q(decision=""), name="a_disposal_of_cases_names_its_decision"
            ),
        )


class DisposedRow(models.Model):
    """That there was a case, and by which decision it is gone. Nothing of anybody, nor of its text."""

    case = models.PositiveBigIntegerField(primary_key=True)
    number = models.CharField(max_length=30)
    decision = models.ForeignKey(DecisionRow, models.PROTECT, related_name="cases")
    service = models.SlugField(max_length=80)
    received_date = models.DateField()
    closed_date = models.DateField()

    class Meta:
        db_table = "disposal_case"
        constraints = (
            models.CheckConstraint(
                condition=~Q(number=""), name="a_disposed_case_keeps_its_number"
            ),
        )
