"""Reading what clinics offer."""

from django.db.models import Exists, OuterRef, QuerySet

from vardag.domain.people.identity import ClinicId
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.offering.models import ExceptionRow
from vardag.rooms.prepared import Given, Prepared


def current() -> QuerySet[ExceptionRow]:
    """Return the exceptions that hold, of all clinics."""
    return ExceptionRow.objects.filter(ended_at=None)


def is_offered(*, clinic: ClinicId, service: str) -> bool:
    """Tell whether residents can send this service to this clinic."""
    return _OFFERED.first(clinic=clinic, service=service) is not None


def _offered() -> QuerySet[ClinicRow]:
    """Ask for the clinic, if it takes a service from residents."""
    excepted = current().filter(clinic=OuterRef("pk"), service=Given("service"))
    there = ClinicRow.objects.filter(~Exists(excepted), pk=Given("clinic"))
    return there.filter(takes_residents_cases=True)


_OFFERED = Prepared(_offered)


def excepted_at(clinic: ClinicId) -> set[str]:
    """Return the keys of the services that the clinic does not offer."""
    return set(current().filter(clinic_id=clinic).values_list("service", flat=True))


def exceptions() -> list[ExceptionRow]:
    """Return the exceptions that hold, with who made them, in the order in which they were made."""
    return list(current().select_related("made_by").order_by("pk"))


def ended_at(clinic: ClinicId) -> list[ExceptionRow]:
    """Return the exceptions that a clinic once had, the latest first."""
    rows = ExceptionRow.objects.filter(clinic_id=clinic, ended_at__isnull=False)
    return list(rows.select_related("made_by", "ended_by").order_by("-ended_at", "-pk")[:50])
