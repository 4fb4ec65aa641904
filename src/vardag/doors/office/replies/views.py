"""Standard replies: the list, one with its history, and writing a new one or a new version."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vardag.domain import access
from vardag.domain.people.identity import ClinicId
from vardag.domain.refusals import InvalidForm, NotPermitted, OutOfReach, Refusal
from vardag.domain.replies.reply import Act
from vardag.domain.rights import Deed
from vardag.domain.words import say
from vardag.doors.office.replies.forms import Reply, begun
from vardag.doors.office.replies.list_page import Clinic, list_page
from vardag.doors.office.replies.preview import Preview, gap_help, preview
from vardag.doors.office.replies.reply_page import reply_page
from vardag.doors.office.staff.forms import put_refusal
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.ids import as_id
from vardag.doors.shared.moments import now, today
from vardag.doors.shared.refusals import status_of
from vardag.doors.shared.sentences import in_words, why_refused
from vardag.rooms.replies import actions
from vardag.rooms.replies.queries import Whole, every_reply, owners

_forms = require_http_methods(["GET", "HEAD", "POST"])


def clinic_of(request: StaffRequest) -> Clinic:
    """Return what is known of the clinic's replies today.

    :raises NotPermitted: if they aren't this person's to manage
    """
    here = ClinicId(request.clinic.pk)
    access.permit_at(request.staff, Deed.MANAGE_REPLIES, here)
    return Clinic(here, today())


def _reply(clinic: Clinic, pk: int) -> Whole:
    found = every_reply(clinic.id, only=pk)
    if not found:
        raise OutOfReach(say("There is no such reply at the clinic."))
    return found[0]


@require_safe
@staff_only
def replies(request: StaffRequest) -> HttpResponse:
    """Show the clinic's own replies and the routine's."""
    page = list_page(clinic_of(request), request.GET)
    return render(request, "office/replies.html", {"page": page})


@require_safe
@staff_only
def reply(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one reply with its history."""
    clinic = clinic_of(request)
    return _shown(request, clinic, pk)


def _shown(
    request: StaffRequest, clinic: Clinic, pk: int, *, typed: str = "", error: str = ""
) -> HttpResponse:
    page = reply_page(clinic, _reply(clinic, pk))
    context = {"page": page, "typed": typed, "error": error}
    return render(request, "office/reply.html", context, status=422 if error else 200)


@_forms
@staff_only
def add(request: StaffRequest) -> HttpResponse:
    """Write a reply of the clinic's own; the address may say in which place of the routine's."""
    clinic = clinic_of(request)
    place = request.POST.get("replaces", request.GET.get("replaces", ""))
    if request.method != "POST":
        form = _form_of(clinic, initial=_initial(request, clinic, place))
        return _form(request, clinic, form, place=place)
    form = _form_of(clinic, request.POST)
    if not form.is_valid() or "preview" in request.POST:
        return _looked_at(request, clinic, form, place=place)
    try:
        pk = actions.add(
            clinic=clinic.id,
            draft=form.draft,
            routine=clinic.routine,
            by=request.staff,
            at=now(),
            replaces=place,
        )
    except Refusal as refusal:
        return _refused(request, clinic, form, refusal, place=place)
    messages.success(request, gettext("The reply is saved."))
    return redirect("office:reply", pk)


def _initial(request: StaffRequest, clinic: Clinic, place: str) -> dict[str, object]:
    """Return what a new reply begins with: the routine's words, where it is to stand in their place."""
    said, own = clinic.routine.standard_reply(place), {"owner": str(request.staff.id)}
    if said is None:
        return {**own, "acts": [Act.REPLY.value]}
    words = {"name": in_words(said.name), "sv": said.text.sv, "en": said.text.en}
    return {**own, **words, "acts": [act.value for act in Act]}


@_forms
@staff_only
def rewrite(request: StaffRequest, pk: int) -> HttpResponse:
    """Write a new version of a reply."""
    clinic = clinic_of(request)
    whole = _reply(clinic, pk)
    if request.method != "POST":
        return _form(request, clinic, _form_of(clinic, initial=begun(whole.latest)), of=whole)
    form = _form_of(clinic, request.POST)
    if not form.is_valid() or "preview" in request.POST:
        return _looked_at(request, clinic, form, of=whole)
    try:
        number = actions.rewrite(
            clinic=clinic.id,
            reply=pk,
            draft=form.draft,
            seen=as_id(request.POST.get("seen", "")) or 0,
            routine=clinic.routine,
            by=request.staff,
            at=now(),
        )
    except Refusal as refusal:
        return _refused(request, clinic, form, refusal, of=whole)
    messages.success(request, gettext("Version %(number)s is saved.") % {"number": number})
    return redirect("office:reply", pk)


@require_POST
@staff_only
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a reply out of use, for a reason that is written down."""
    clinic, reason = clinic_of(request), request.POST.get("reason", "")
    try:
        actions.withdraw(clinic=clinic.id, reply=pk, reason=reason, by=request.staff, at=now())
    except NotPermitted:
        raise
    except Refusal as refusal:
        page = _shown(request, clinic, pk, typed=reason, error=why_refused(refusal))
        page.status_code = status_of(refusal)
        return page
    messages.success(request, gettext("The reply is withdrawn. Nobody can choose it any more."))
    return redirect("office:reply", pk)


def _form_of(
    clinic: Clinic, data: object = None, *, initial: dict[str, object] | None = None
) -> Reply:
    here = owners(clinic.id, on=clinic.on)
    return Reply(data, routine=clinic.routine, owners=here, initial=initial)  # type: ignore[arg-type]


def _looked_at(
    request: StaffRequest, clinic: Clinic, form: Reply, *, of: Whole | None = None, place: str = ""
) -> HttpResponse:
    """Show what was typed as a family would read it, or what is wrong with it. Nothing is saved."""
    if not form.is_valid():
        return _form(request, clinic, form, of=of, place=place, status=422)
    key = of.latest.key if of else place
    try:
        version = actions.judge(
            clinic=clinic.id,
            draft=form.draft,
            routine=clinic.routine,
            by=request.staff,
            at=now(),
            key=key,
        )
    except InvalidForm as refusal:
        return _refused(request, clinic, form, refusal, of=of, place=place)
    seen = preview(version, clinic, request.actor)
    return _form(request, clinic, form, of=of, place=place, seen=seen)


def _refused(
    request: StaffRequest,
    clinic: Clinic,
    form: Reply,
    refusal: Refusal,
    *,
    of: Whole | None = None,
    place: str = "",
) -> HttpResponse:
    if isinstance(refusal, NotPermitted):
        raise refusal
    put_refusal(form, refusal)
    return _form(request, clinic, form, of=of, place=place, status=status_of(refusal))


def _form(
    request: StaffRequest,
    clinic: Clinic,
    form: Reply,
    *,
    of: Whole | None = None,
    place: str = "",
    seen: Preview | None = None,
    status: int = 200,
) -> HttpResponse:
    said = clinic.routine.standard_reply(of.latest.key if of else place)
    if of is None and place and (said is None or said.fixed):
        raise OutOfReach(say("The routine has no reply there that a clinic may replace."))
    context = {
        "form": form,
        "of": of,
        "replaces": place,
        "in_place_of": in_words(said.name) if said else "",
        "preview": seen,
        "gaps": gap_help(clinic.routine, clinic.addresses),
    }
    return render(request, "office/reply_form.html", context, status=status)
