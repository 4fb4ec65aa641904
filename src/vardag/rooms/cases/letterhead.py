"""From which clinic a message goes, and what that clinic has under its messages: one question."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from vardag.domain.case.sign_off import USUAL
from vardag.domain.people.identity import CaseId, ClinicId
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.prepared import Given, Prepared
from vardag.rooms.sign_offs.models import SignOffRow


@dataclass(frozen=True)
class Letterhead:
    """A clinic as its messages name it."""

    clinic: ClinicId
    name: str
    sign_off: str  # what stands under its messages, with its blanks


_LATEST = SignOffRow.objects.filter(clinic=OuterRef("clinic")).order_by("-number").values("text")
_ASKED = Prepared(
    lambda: (
        CaseRow.objects.filter(pk=Given("case"))
        .annotate(text=Subquery(_LATEST[:1]))
        .values_list("clinic_id", "clinic__name", "text")
    )
)


def letterhead(case: CaseId) -> Letterhead | None:
    """Return from which clinic a case's messages go today, whoever asks; None if there is no case.

    It says nothing of the case but where it is: who may write in it is asked when that is done.
    """
    found = _ASKED.first(case=case)
    if found is None:
        return None
    clinic, name, text = found
    return Letterhead(ClinicId(clinic), name, USUAL if text is None else text)
