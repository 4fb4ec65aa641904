"""The files of a message as a page shows them: name, kind, size, what is known, a picture to look at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from vardag.domain.case.files import FileRef, Media, Verdict
from vardag.domain.refusals import OutOfReach
from vardag.domain.words import say
from vardag.doors.shared.attaching import kind_and_size
from vardag.rooms.files import store
from vardag.rooms.files.queries import File

_TYPES = {
    Media.PDF: "application/pdf",
    Media.JPEG: "image/jpeg",
    Media.PNG: "image/png",
    Media.HEIC: "image/heic",
}


@dataclass(frozen=True)
class Attached:
    """A file of a message. ``url`` is empty where it can't be fetched: not clean, or not to be seen."""

    name: str
    what: str
    state: str
    url: str
    preview_url: str


def attached(
    refs: Iterable[FileRef], known: Mapping[str, File], *, door: str
) -> tuple[Attached, ...]:
    """Return the files that a message names.

    :param door: the one whose addresses lead to them
    """
    return tuple(_attached(known.get(ref.id), door) for ref in refs)


def _attached(file: File | None, door: str) -> Attached:
    if file is None:  # of a protected case, or lost
        return Attached("", "", "hidden", "", "")
    url = preview = ""
    if file.is_clean:
        url = reverse(f"{door}:file", args=[file.id])
        preview = reverse(f"{door}:picture", args=[file.id]) if file.has_preview else ""
    return Attached(file.name, kind_and_size(file), file.verdict.value, url, preview)


def fetched(file: File, *, preview: bool = False) -> HttpResponse:
    """Return a file's bytes to be saved, or its small picture to be looked at on the page.

    Nothing of it runs in a browser: it is saved and not opened, or is a picture that was drawn here.

    :raises OutOfReach: if it isn't known to be clean, or has no small picture
    """
    if file.verdict is not Verdict.CLEAN or (preview and not file.has_preview):
        raise OutOfReach(say("There is no such file, or it isn't yours to see."))
    data = store.read(file.id, preview=preview)
    kind = _TYPES[Media.JPEG] if preview else _TYPES[file.media]
    response = HttpResponse(data, content_type=kind)
    name = "" if preview else file.name
    disposition = content_disposition_header(as_attachment=not preview, filename=name)
    if disposition:
        response.headers["Content-Disposition"] = disposition
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
