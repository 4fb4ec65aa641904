"""Importing what was chosen: a short workbook at once, a long one with a bar that says how far it is.

A long one answers bit by bit, so that what the bar says is what has been written. The browser needs no
script for it: each new bar stands instead of the one before, by the style sheet.
"""

import logging
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db import DatabaseError
from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext, ngettext, override
from django.views.decorators.http import require_POST

from vardag.domain.refusals import ChangedMeanwhile, InvalidForm, Refusal
from vardag.doors.inbox.registers.bringing import show_preview
from vardag.doors.inbox.registers.views import clinic_of, register_of
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.moments import language, now
from vardag.doors.shared.protected import no_names
from vardag.doors.shared.sentences import in_words, why_refused
from vardag.rooms.registers import importing
from vardag.rooms.registers.importing import Brought, Progress
from vardag.rooms.registers.models import ImportRow
from vardag.rooms.registers.queries import InForce

_HERE = "<!-- how far -->"  # where the page is parted
_log = logging.getLogger(__name__)

type Steps = Generator[Progress | Brought]


@dataclass(frozen=True)
class Step:
    """What the page says of a long import: how far it is, what came of it, or why nothing did."""

    progress: Progress | None = None  # None while the rows are read
    done: str = ""
    refused: str = ""


@require_POST
@staff_only
def bring_in(request: StaffRequest, key: str, file: UUID) -> HttpResponseBase:
    """Import all new rows of a chosen file, or none."""
    here, clinic = register_of(request, key), clinic_of(request)
    try:
        row = importing.opened(file, here.register, clinic, by=request.staff)
        if importing.is_long(row):
            return _with_a_bar(request, here, row)
        brought = importing.bring_in(
            key=file,
            register=here.register,
            clinic=clinic,
            protected=no_names(),
            by=request.staff,
            at=now(),
        )
    except InvalidForm as refusal:
        return show_preview(request, here, file, error=why_refused(refusal), status=422)
    except ChangedMeanwhile as refusal:
        messages.warning(request, why_refused(refusal))
        return redirect("inbox:register", key)
    messages.success(request, _said_of(brought))
    return redirect("inbox:register", key)


def _with_a_bar(request: StaffRequest, here: InForce, row: ImportRow) -> HttpResponseBase:
    """Answer with a page that grows while the rows are written."""
    page = {"key": here.register.key, "register": in_words(here.register.name), "file": row.name}
    whole = render_to_string("inbox/register_importing.html", {"page": page}, request)
    before, _, after = whole.partition(_HERE)
    steps = importing.bringing_in(
        row, register=here.register, protected=no_names(), by=request.staff, at=now()
    )
    answer = StreamingHttpResponse(_told(before, steps, after, page, language()))
    answer.headers["X-Accel-Buffering"] = "no"  # asks a proxy to pass each bit on
    return answer


def _told(
    before: str,
    steps: Steps,
    after: str,
    page: dict[str, str],
    spoken: str,
) -> Iterator[str]:
    """Yield the page: how far it is as it goes, and last what came of it.

    The answer has begun, so whatever goes wrong is said on the page; then nothing was imported.
    """
    yield before
    with closing(_steps(steps, spoken)) as said:  # lest an import lie open when nobody listens
        for step in said:
            with override(spoken):  # the request's own ended when the answer began
                told = render_to_string("inbox/_importing.html", {"page": page, "step": step})
            yield told
    yield after


def _steps(steps: Steps, spoken: str) -> Generator[Step]:
    yield Step()
    try:
        with closing(steps):
            for each in steps:
                with override(spoken):
                    step = Step(each) if isinstance(each, Progress) else Step(done=_said_of(each))
                yield step
    except Refusal as refusal:
        with override(spoken):
            told = Step(refused=why_refused(refusal))
        yield told
    except DatabaseError:
        _log.exception("an import could not be finished")
        with override(spoken):
            told = Step(refused=gettext("The database didn't take the rows. Nothing was imported."))
        yield told


def _said_of(brought: Brought) -> str:
    return " ".join(_sentences(brought))


def _sentences(brought: Brought) -> Iterator[str]:
    if brought.new:
        told = ngettext("%(many)s row was imported.", "%(many)s rows were imported.", brought.new)
        yield told % {"many": brought.new}
    if brought.done:
        told = ngettext(
            "%(many)s row was completed.", "%(many)s rows were completed.", brought.done
        )
        yield told % {"many": brought.done}
