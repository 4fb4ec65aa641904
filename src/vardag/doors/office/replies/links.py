"""Links: the list, setting one, asking for it now, and taking a clinic's own away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vardag.domain.refusals import ChangedMeanwhile, InvalidForm, NotPermitted, OutOfReach
from vardag.domain.words import say
from vardag.doors.office.replies import words
from vardag.doors.office.replies.forms import Link, begun_link
from vardag.doors.office.replies.links_page import LinkLine, link_lines
from vardag.doors.office.replies.list_page import Clinic
from vardag.doors.office.replies.views import clinic_of
from vardag.doors.office.staff.forms import put_refusal
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.moments import now
from vardag.doors.shared.refusals import status_of
from vardag.doors.shared.sentences import why_refused
from vardag.rooms.replies import actions
from vardag.rooms.replies.asking import asks, is_on
from vardag.rooms.replies.queries import links_set, owners

_forms = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@staff_only
def links(request: StaffRequest) -> HttpResponse:
    """Show where the clinic's replies lead."""
    return _list(request, clinic_of(request))


def _list(
    request: StaffRequest, clinic: Clinic, *, error: str = "", status: int = 200
) -> HttpResponse:
    lines = link_lines(clinic)
    context = {"lines": lines, "error": error, "checks": is_on()}
    return render(request, "office/links.html", context, status=status)


def _line(clinic: Clinic, key: str) -> LinkLine:
    found = next((line for line in link_lines(clinic) if line.key == key), None)
    if found is None:
        raise OutOfReach(say("There is no such link at the clinic."))
    return found


@_forms
@staff_only
def add(request: StaffRequest) -> HttpResponse:
    """Add a link that the routine doesn't have."""
    clinic = clinic_of(request)
    here = owners(clinic.id, on=clinic.on)
    if request.method != "POST":
        return _form(request, Link(owners=here, initial={"owner": str(request.staff.id)}))
    return _set(request, clinic, Link(request.POST, owners=here))


@_forms
@staff_only
def link(request: StaffRequest, key: str) -> HttpResponse:
    """Set the clinic's own address for a link."""
    clinic = clinic_of(request)
    line, here = _line(clinic, key), owners(clinic.id, on=clinic.on)
    fixed = ("key",) if line.is_only_here else ("key", "name")
    if request.method != "POST":
        initial = begun_link(line.address, links_set(clinic.id).get(key), own=line.is_own)
        initial["owner"] = initial["owner"] or str(request.staff.id)
        return _form(request, Link(owners=here, fixed=fixed, initial=initial), line)
    return _set(request, clinic, Link(request.POST, owners=here, fixed=fixed), line)


def _set(
    request: StaffRequest, clinic: Clinic, form: Link, line: LinkLine | None = None
) -> HttpResponse:
    if not form.is_valid():
        return _form(request, form, line, status=422)
    try:
        actions.set_link(
            clinic=clinic.id,
            draft=form.draft(line.key if line else ""),
            routine=clinic.routine,
            by=request.staff,
            at=now(),
            is_new=line is None,
        )
    except InvalidForm as refusal:
        put_refusal(form, refusal)
        return _form(request, form, line, status=status_of(refusal))
    messages.success(request, gettext("The link is saved."))
    return redirect("office:links")


def _form(
    request: StaffRequest, form: Link, line: LinkLine | None = None, *, status: int = 200
) -> HttpResponse:
    return render(request, "office/link_form.html", {"form": form, "line": line}, status=status)


@require_POST
@staff_only
def check(request: StaffRequest, key: str) -> HttpResponse:
    """Ask for a link's address now, and write down what came of it."""
    clinic = clinic_of(request)
    line = _line(clinic, key)
    if not is_on():
        raise OutOfReach(say("Links aren't checked from here."))
    answer = asks()(line.address)
    actions.note_check(line.address, answer, at=now())
    told = {"link": line.name, "found": words.found_name(answer.found)}
    messages.success(request, gettext("%(link)s: %(found)s.") % told)
    return redirect("office:links")


@require_POST
@staff_only
def remove(request: StaffRequest, key: str) -> HttpResponse:
    """Take the clinic's own address away."""
    clinic = clinic_of(request)
    try:
        actions.take_link_away(
            clinic=clinic.id, key=key, routine=clinic.routine, by=request.staff, at=now()
        )
    except NotPermitted:
        raise
    except (InvalidForm, ChangedMeanwhile) as refusal:
        return _list(request, clinic, error=why_refused(refusal), status=status_of(refusal))
    messages.success(request, gettext("The clinic's own address is taken away."))
    return redirect("office:links")
