"""Choosing files to send with words: they are taken in at once, and wait a day for being sent.

So a form that comes back, for whatever reason, still has them. A page may have several such places;
``field`` tells them apart, and begins the names of their inputs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils import formats
from django.utils.translation import gettext, gettext_noop

from vardag.domain.case.files import ENDINGS, MEGABYTE, MOST, FileRules, Media, Verdict
from vardag.domain.people.identity import CaseId, PersonId
from vardag.domain.refusals import InvalidForm
from vardag.doors.shared.moments import now
from vardag.doors.shared.sentences import why_refused
from vardag.rooms.files import actions, queries
from vardag.rooms.files.queries import File

_KINDS = {
    Media.PDF: gettext_noop("PDF"),
    Media.JPEG: gettext_noop("picture"),
    Media.PNG: gettext_noop("picture"),
    Media.HEIC: gettext_noop("picture (HEIC)"),
}
# A telephone makes a JPEG of its own kind of picture where a form doesn't ask for that kind.
_ACCEPT = {
    Media.PDF: "application/pdf",
    Media.JPEG: "image/jpeg",
    Media.PNG: "image/png",
    Media.HEIC: "",
}


@dataclass(frozen=True)
class Chosen:
    """A file that waits for being sent, in words."""

    id: UUID
    name: str
    what: str
    is_awaiting: bool
    is_stopped: bool
    is_hard_to_read: bool


@dataclass(frozen=True)
class Attach:
    """A place of a page for files; ``errors`` are about those that weren't taken."""

    field: str
    is_open: bool  # whether the clinic takes files here; what is chosen already can be removed
    files: tuple[Chosen, ...]
    errors: tuple[str, ...]
    rules: str
    accept: str
    has_room: bool
    from_staff: bool = False


@dataclass(frozen=True)
class Place:
    """Whose files are chosen where, for what, and by which rules."""

    purpose: str
    by: PersonId
    rules: FileRules
    field: str = ""
    from_staff: bool = False

    @property
    def is_open(self) -> bool:
        return self.rules.from_staff if self.from_staff else self.rules.from_residents


def for_form(key: UUID) -> str:
    return f"form:{key}"


def for_answer(case: CaseId) -> str:
    return f"answer:{case}"


def for_case(case: CaseId, field: str) -> str:
    return f"case:{case}:{field}"


def only_attaches(request: HttpRequest, field: str = "") -> bool:
    """Tell whether a form was sent to add or remove a file, and not to send what is written."""
    return f"{field}attach" in request.POST or f"{field}remove-file" in request.POST


@dataclass(frozen=True)
class Taken:
    """What came of a form's files: those to send with it, and what is wrong with the others."""

    files: tuple[UUID, ...]
    errors: tuple[str, ...] = ()


def take_in(request: HttpRequest, place: Place) -> Taken:
    """Take in the files that a form came with, and remove the one that it asks to have removed."""
    removed = _id(request.POST.get(f"{place.field}remove-file", ""))
    if removed is not None:
        actions.remove_unsent(removed, by=place.by)
    chosen = (_id(each) for each in request.POST.getlist(f"{place.field}file"))
    files = [each for each in chosen if each is not None and each != removed]
    errors: list[str] = []
    uploads = request.FILES.getlist(f"{place.field}files")
    for upload in uploads if place.is_open else ():
        try:
            files.append(_kept(upload, place))
        except InvalidForm as refusal:
            errors.append(why_refused(refusal))
    return Taken(tuple(files), tuple(dict.fromkeys(errors)))


def _kept(upload: "UploadedFile[bytes]", place: Place) -> UUID:
    return actions.keep(
        data=upload.read(),
        name=upload.name or "",
        purpose=place.purpose,
        by=place.by,
        rules=place.rules,
        at=now(),
    )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def attach(
    place: Place, *, errors: Sequence[str] = (), files: Sequence[File] | None = None
) -> Attach:
    """Return a page's place for files, with what has been chosen there and not been sent.

    :param files: what has been chosen, if it is known already
    """
    chosen = queries.unsent(by=place.by, purpose=place.purpose) if files is None else files
    return Attach(
        field=place.field,
        is_open=place.is_open,
        files=tuple(_chosen(each) for each in chosen),
        errors=tuple(errors),
        rules=_rules(place.rules),
        accept=",".join(_accepted(place.rules)),
        has_room=len(chosen) < MOST,
        from_staff=place.from_staff,
    )


def _chosen(file: File) -> Chosen:
    return Chosen(
        id=file.id,
        name=file.name,
        what=kind_and_size(file),
        is_awaiting=file.verdict is Verdict.AWAITING,
        is_stopped=file.verdict is Verdict.REFUSED,
        is_hard_to_read=not file.is_readable,
    )


def kind_and_size(file: File) -> str:
    """Return what a file is and how large, such as ``PDF, 1,2 MB``."""
    if file.size < MEGABYTE / 10:
        size = f"{max(1, round(file.size / 1024))} kB"
    else:
        size = f"{formats.number_format(file.size / MEGABYTE, 1)} MB"
    return f"{gettext(_KINDS[file.media])}, {size}"


def _rules(rules: FileRules) -> str:
    words = gettext("At most %(most)s files of %(largest)s MB: %(kinds)s.")
    return words % {"most": MOST, "largest": rules.largest, "kinds": kinds_in_words(rules)}


def kinds_in_words(rules: FileRules) -> str:
    """Return the kinds of file that a clinic takes, as people call them."""
    names = ("PDF", "JPEG", "PNG", "HEIC")
    kinds = [name for name, media in zip(names, Media, strict=True) if media in rules.media]
    return ", ".join(kinds)


def _accepted(rules: FileRules) -> Iterator[str]:
    for media in Media:
        if media in rules.media:
            yield from filter(None, (_ACCEPT[media], *(ENDINGS[media] if _ACCEPT[media] else ())))
