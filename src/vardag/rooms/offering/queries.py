"""Reading what a clinic offers."""

from vardag.domain.identity import ClinicId
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.offering.models import ExceptionRow


def is_offered(*, clinic: ClinicId, service: str) -> bool:
    """Tell whether residents can send this service to this clinic."""
    return (
        ClinicRow.objects.filter(pk=clinic, takes_residents_cases=True)
        .exclude(exceptions__service=service)
        .exists()
    )


def excepted_at(clinic: ClinicId) -> set[str]:
    """Return the keys of the services that the clinic does not offer."""
    rows = ExceptionRow.objects.filter(clinic_id=clinic).values_list("service", flat=True)
    return set(rows)
