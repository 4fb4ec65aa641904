"""Reading what is known of files, and what clinics take. Who may see one is asked by ``cases``."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min

from vardag.domain.case.files import MEGABYTE, FileRef, FileRules, Media, Verdict
from vardag.domain.health.work import Queue
from vardag.domain.people.identity import ClinicId, PersonId
from vardag.domain.refusals import InvalidForm
from vardag.domain.words import say
from vardag.rooms.files import scanner
from vardag.rooms.files.models import FileRow, RulesRow

_NONE = FileRules(from_residents=False, from_staff=False)


@dataclass(frozen=True)
class File:
    """What is known of a file. ``size`` is bytes."""

    id: UUID
    name: str
    media: Media
    size: int
    sha256: str
    verdict: Verdict
    is_readable: bool
    has_preview: bool

    @property
    def is_clean(self) -> bool:
        return self.verdict is Verdict.CLEAN

    @property
    def ref(self) -> FileRef:
        return FileRef(str(self.id), self.sha256)


@dataclass(frozen=True)
class Decided:
    """What a clinic takes, who decided so, and when; None if nobody has."""

    rules: FileRules
    by: str = ""
    at: datetime | None = None


def file_of(row: FileRow) -> File:
    return File(
        id=row.pk,
        name=row.name,
        media=Media(row.media),
        size=row.size,
        sha256=row.sha256,
        verdict=Verdict(row.verdict),
        is_readable=row.is_readable,
        has_preview=row.has_preview,
    )


def _in_order(rows: Iterable[FileRow]) -> list[FileRow]:
    """Return files as they were chosen; those of one moment by their names, wherever they are shown."""
    return sorted(rows, key=lambda row: (row.uploaded_at, row.name, str(row.pk)))


def unsent(*, by: PersonId, purpose: str) -> list[File]:
    """Return what somebody has chosen to send for a purpose and hasn't sent, the first first."""
    rows = FileRow.objects.filter(owner=by, purpose=purpose, sent_at=None)
    return [file_of(row) for row in _in_order(rows)]


def refs(files: Iterable[UUID], *, by: PersonId) -> tuple[FileRef, ...]:
    """Return how the ledger names files of one's own, in the order in which they were chosen.

    :raises InvalidForm: if one isn't there, isn't one's own, or was found to be harmful
    """
    wanted = set(files)
    rows = FileRow.objects.filter(pk__in=wanted, owner=by).exclude(verdict=Verdict.REFUSED)
    found = _in_order(rows)
    if len(found) != len(wanted):
        raise InvalidForm(say("A file is no longer here. Choose it again."))
    return tuple(FileRef(str(row.pk), row.sha256) for row in found)


def known(files: Iterable[FileRef]) -> dict[str, File]:
    """Return what is known of files that a ledger names, by their ids."""
    ids = [each.id for each in files if each.id]
    if not ids:
        return {}
    return {str(row.pk): file_of(row) for row in FileRow.objects.filter(pk__in=ids)}


def decided(clinic: ClinicId) -> Decided:
    """Return what a clinic has decided to take and to send, whether or not there is a scanner."""
    row = RulesRow.objects.filter(clinic_id=clinic).select_related("by").order_by("-pk").first()
    if row is None:
        return Decided(FileRules())
    rules = as_rules(row.media, row.largest, residents=row.from_residents, staff=row.from_staff)
    return Decided(rules, row.by.name, row.at)


def as_rules(media: str, largest: int, *, residents: bool, staff: bool) -> FileRules:
    """Return rules as a row has them."""
    kinds = frozenset(Media(each) for each in media.split())
    return FileRules(from_residents=residents, from_staff=staff, media=kinds, largest=largest)


def rules_of(clinic: ClinicId) -> FileRules:
    """Return what a clinic takes and sends now: nothing where no scanner is set."""
    return decided(clinic).rules if scanner.is_set() else _NONE


def as_of_now(rules: FileRules) -> FileRules:
    """Return the rules that hold: nothing is taken or sent where no scanner is set."""
    return rules if scanner.is_set() else _NONE


def largest_bytes(rules: FileRules) -> int:
    return rules.largest * MEGABYTE


def awaiting(*, most: int) -> list[UUID]:
    """Return files that wait for the scanner, the longest waiting first."""
    rows = FileRow.objects.filter(verdict=Verdict.AWAITING).order_by("uploaded_at", "id")
    return list(rows.values_list("pk", flat=True)[:most])


def waiting() -> Queue:
    """Return how many files wait for the scanner, and since when."""
    rows = FileRow.objects.filter(verdict=Verdict.AWAITING)
    return Queue(**rows.aggregate(many=Count("pk"), since=Min("uploaded_at")))
