"""Reading sign-offs."""

from vardag.domain.case.sign_off import USUAL
from vardag.domain.people.identity import ClinicId
from vardag.rooms.sign_offs.models import SignOffRow


def template_of(clinic: ClinicId) -> str:
    """Return what stands under a clinic's messages today, with its blanks."""
    latest = SignOffRow.objects.filter(clinic=clinic).order_by("-number")
    found = latest.values_list("text", flat=True).first()
    return USUAL if found is None else found


def versions_of(clinic: ClinicId) -> list[SignOffRow]:
    """Return a clinic's versions with who wrote them, the latest first."""
    rows = SignOffRow.objects.filter(clinic=clinic).select_related("made_by")
    return list(rows.order_by("-number")[:50])
