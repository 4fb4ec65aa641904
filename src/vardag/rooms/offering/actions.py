"""Changing what a clinic offers."""

from vardag.domain.identity import ClinicId
from vardag.rooms.offering.models import ExceptionRow


def except_service(*, clinic: ClinicId, service: str, reason: str) -> None:
    """Stop offering a service to residents; cases that are open already go on.

    :raises IntegrityError: if it is excepted already, or the reason is empty (R1)
    """
    ExceptionRow.objects.create(clinic_id=clinic, service=service, reason=reason)
