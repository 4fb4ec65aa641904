"""Everything in a routine that could strand a case, found before the routine is used."""

from vardag.domain.routine.check.certificates import check_certificates
from vardag.domain.routine.check.dispatches import check_dispatches
from vardag.domain.routine.check.finding import Finding
from vardag.domain.routine.check.flow import check_flow
from vardag.domain.routine.check.forms import check_forms
from vardag.domain.routine.check.header import check_header
from vardag.domain.routine.check.keys import check_keys
from vardag.domain.routine.check.processes import check_processes
from vardag.domain.routine.check.services import check_services
from vardag.domain.routine.check.suggestions import check_suggestions
from vardag.domain.routine.check.texts import check_texts
from vardag.domain.routine.document import Routine

__all__ = ["Finding", "check"]


def check(routine: Routine) -> list[Finding]:
    """Return everything that must be put right before the routine may be used; nothing if it is sound.

    Keys come first: while two things share a key, nothing else that is said of them can be trusted.
    """
    unsound_keys = list(check_keys(routine))
    if unsound_keys:
        return unsound_keys
    parts = (
        *(check_header, check_texts, check_services, check_forms, check_processes, check_flow),
        check_suggestions,
        check_certificates,
        check_dispatches,
    )
    return [finding for part in parts for finding in part(routine)]
