"""Who is who: the keys by which the domain speaks of people, clinics, groups and cases."""

from typing import NewType

PersonId = NewType("PersonId", int)
ClinicId = NewType("ClinicId", int)
GroupId = NewType("GroupId", int)
CaseId = NewType("CaseId", int)
