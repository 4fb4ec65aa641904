"""How files come in: into memory, no more of each than is taken, and never onto a disk."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponseBase

from vardag.domain.case.files import LARGEST, MEGABYTE, MOST
from vardag.doors.shared.refusals import error_page

_LARGEST = LARGEST * MEGABYTE
_WORDS = 8 * MEGABYTE  # of a form without files, and beside them
_FILES = MOST * _LARGEST + _WORDS


class BoundedMemory(FileUploadHandler):
    """Keeps a byte more of each file than is taken at all, so that it can be told to be too large.

    And a file more than is taken at once; those after it aren't kept.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._many = 0
        self._kept = BytesIO()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin another file; see Django."""
        super().new_file(*args, **kwargs)
        self._many += 1
        if self._many > MOST + 1:
            raise SkipFile
        self._kept = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002
        """Take a piece of it; see Django."""
        self._kept.write(raw_data[: max(0, _LARGEST + 1 - self._kept.tell())])

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:  # noqa: ARG002
        """Hand the file over; see Django."""
        size = self._kept.tell()
        self._kept.seek(0)
        return InMemoryUploadedFile(
            self._kept, self.field_name, self.file_name, self.content_type, size, self.charset
        )


class LengthMiddleware:
    """Answer what is longer than a form with files can be with a page that says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        has_files = request.content_type == "multipart/form-data"
        if _length(request) > (_FILES if has_files else _WORDS):
            return error_page(request, 413)
        return self.get_response(request)


def _length(request: HttpRequest) -> int:
    given = request.META.get("CONTENT_LENGTH") or "0"
    return int(given) if given.isascii() and given.isdigit() else 0
