"""Whether a case has been read since something was written in it: told from the access log (ADR-0036).

The log says it already; a table of its own could say something else. Both questions go by the index of
a patient's entries.
"""

from datetime import datetime

from django.db.models import QuerySet

from vardag.domain.people.identity import CaseId, ClinicId, PersonId
from vardag.rooms.audit.models import AccessRow
from vardag.rooms.audit.words import Result, What

_BY_STAFF = (What.OPENED, What.PROTECTED, What.PRINTED)
_THREAD = ("portal:case", "portal:answer")  # the pages on which a family reads what was written


def first_read_by_staff(
    case: CaseId, *, patient: PersonId, since: datetime
) -> tuple[datetime, ClinicId] | None:
    """Return when and from which clinic a case was first read after a moment; None if it wasn't.

    Never by whom: that is what the law lets a family know (PDL chapter 8 section 5).

    :param since: aware
    """
    rows = _shown(case, patient).filter(at__gte=since, clinic_id__isnull=False, what__in=_BY_STAFF)
    found = rows.order_by("at").values_list("at", "clinic_id").first()
    if found is None or found[1] is None:
        return None
    return found[0], ClinicId(found[1])


def _shown(case: CaseId, patient: PersonId) -> QuerySet[AccessRow]:
    return AccessRow.objects.filter(patient_id=patient, case_id=case, result=Result.SHOWN)


# Who of a family read a case's thread, and when: a part of the question about the case's surroundings,
# with its columns.
READS = f"""
SELECT 'read', person_id, 0, '', '', CAST(at AS varchar(40)), NULL, '', '' FROM audit_access
WHERE case_id = %s AND patient_id = %s AND result = '{Result.SHOWN}' AND what = '{What.OPENED}'
  AND clinic_id IS NULL AND page IN {_THREAD} AND person_id IS NOT NULL
"""  # noqa: S608 - our own words
