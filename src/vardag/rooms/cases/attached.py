"""The files of a case: what its ledger names, held together with what is known of them.

Whoever may read a message may fetch its files, and nobody else: asked anew at each request.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from vardag.domain.case.events import Event, files_of
from vardag.domain.case.files import FileRef
from vardag.domain.people.identity import CaseId, ClinicId, PersonId, Resident, Staff
from vardag.domain.refusals import InvalidForm, OutOfReach
from vardag.domain.words import say
from vardag.rooms.cases.file_rows import CaseFileRow
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.cases.queries import FullCase, for_resident, for_staff
from vardag.rooms.files.actions import send
from vardag.rooms.files.queries import File, known, refs, rules_of


def files_in(full: FullCase) -> dict[str, File]:
    """Return what is known of every file of a case that its reader may see, by id."""
    return known(ref for entry in full.entries for ref in files_of(entry.event))


def for_staff_with(file: UUID, *, by: Staff, at: datetime) -> tuple[FullCase, File]:
    """Return a file, and the case that it came with, if this member of staff may read that message.

    :raises OutOfReach: if there is none, or it isn't this person's to see; the same answer
    """
    full = for_staff(_case_of(file), by=by, at=at)
    return full, _named_in(full, file)


def for_resident_with(file: UUID, *, by: Resident, on: date) -> tuple[FullCase, File]:
    """Return a file, and the case that it came with, if this resident may read that message today.

    :raises OutOfReach: as above
    """
    full = for_resident(_case_of(file), by=by, on=on)
    return full, _named_in(full, file)


def _case_of(file: UUID) -> CaseId:
    found = CaseFileRow.objects.filter(file=file).values_list("case", flat=True).first()
    if found is None:
        raise _out_of_reach()
    return CaseId(found)


def _named_in(full: FullCase, file: UUID) -> File:
    """Return a file that a message names which this reader sees; the ledger decides, not the row."""
    for entry in full.entries:
        for ref in files_of(entry.event):
            if ref.id == str(file):
                return _as_in_the_ledger(ref)
    raise _out_of_reach()


def _as_in_the_ledger(ref: FileRef) -> File:
    found = known([ref]).get(ref.id)
    if found is None or found.sha256 != ref.sha256:
        raise _out_of_reach()
    return found


def _out_of_reach() -> OutOfReach:
    return OutOfReach(say("There is no such file, or it isn't yours to see."))


def coming_with(
    files: Sequence[UUID], *, by: PersonId, clinic: ClinicId, from_staff: bool = False
) -> tuple[FileRef, ...]:
    """Return how the ledger names the files that somebody sends.

    :raises InvalidForm: if one isn't there or isn't this person's, or the clinic has none sent
    """
    if not files:
        return ()
    rules = rules_of(clinic)
    if not (rules.from_staff if from_staff else rules.from_residents):
        raise InvalidForm(say("The clinic takes no files now. Remove them, and send the words."))
    return refs(files, by=by)


def record_files(row: CaseRow, event: Event, *, number: int, by: PersonId, at: datetime) -> None:
    """Let the files of an event be sent with it; called by ``actions`` alone, as it appends the event.

    :raises InvalidForm: if one has been sent before, or removed meanwhile
    """
    files = files_of(event)
    if not files:
        return
    send(files, by=by, at=at)
    CaseFileRow.objects.bulk_create(
        CaseFileRow(case=row, file_id=UUID(each.id), number=number) for each in files
    )
