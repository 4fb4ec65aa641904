"""The introductions of a clinic: the list of each role, and writing one's own."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from vardag.domain import access
from vardag.domain.people.checklist import MOST_LINES, Checklist, Line
from vardag.domain.people.identity import ClinicId, Role
from vardag.domain.refusals import InvalidForm, OutOfReach, Refusal
from vardag.domain.rights import Deed
from vardag.domain.words import say
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.ids import as_id
from vardag.doors.shared.moments import now, short_moment, today
from vardag.doors.shared.refusals import status_of
from vardag.doors.shared.roles import IN_ORDER, role_name
from vardag.doors.shared.sentences import in_words, said, why_refused
from vardag.rooms.people.staff.introductions import (
    Own,
    checklist_at,
    own_versions,
    shipped,
    write_checklist,
)

_ROOM_FOR_MORE = 3  # empty lines at the end of the form


@dataclass(frozen=True)
class Written:
    """A line of the form, with what is wrong with it; ``has_link``: a common address belongs to it."""

    nth: int
    key: str
    text: str
    address: str
    has_link: bool = False
    text_error: str = ""
    address_error: str = ""


@dataclass(frozen=True)
class Refused:
    """What couldn't be saved, and why: for the form as a whole, or line by line."""

    lines: tuple[Line, ...]
    refusal: Refusal

    @property
    def status(self) -> int:
        return status_of(self.refusal)

    def at(self, field: str) -> str:
        problems = self.refusal.problems if isinstance(self.refusal, InvalidForm) else ()
        return " ".join(said(each.sentence) for each in problems if each.field == field)

    @property
    def whole(self) -> str:
        if isinstance(self.refusal, InvalidForm):
            return self.at("lines")
        return why_refused(self.refusal)


@require_safe
@staff_only
def checklists(request: StaffRequest) -> HttpResponse:
    """Show which list each role has at the clinic."""
    clinic = ClinicId(request.clinic.pk)
    access.permit_at(request.staff, Deed.SEE_STAFF, clinic)
    latest: dict[Role, Own] = {}
    for each in own_versions(clinic):
        latest.setdefault(each.checklist.role, each)
    rows = [
        {"role": role.value, "name": capfirst(role_name(role)), **_in_use(role, latest.get(role))}
        for role in IN_ORDER
    ]
    return render(request, "office/checklists.html", {"rows": rows})


def _in_use(role: Role, own: Own | None) -> dict[str, object]:
    whole = own.checklist if own else shipped(role)
    return {"version": whole.version, "lines": len(whole.items), "written": _by(own) if own else ""}


def _by(own: Own) -> str:
    when = short_moment(own.at, on=today())
    return gettext("written by %(name)s, %(when)s") % {"name": own.by, "when": when}


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def checklist(request: StaffRequest, role: str) -> HttpResponse:
    """Show the list of a role, and let who may write a new version of it."""
    clinic, which = ClinicId(request.clinic.pk), _role(role)
    access.permit_at(request.staff, Deed.SEE_STAFF, clinic)
    if request.method != "POST":
        return _page(request, which)
    lines = tuple(_posted(request.POST))
    try:
        version = write_checklist(
            clinic=clinic,
            role=which,
            lines=lines,
            seen=as_id(request.POST.get("seen", "")) or 0,
            by=request.staff,
            at=now(),
        )
    except Refusal as refusal:
        return _page(request, which, Refused(lines, refusal))
    words = gettext(
        "Version %(version)s is in use. Who signed an older one is shown as out of date."
    )
    messages.success(request, words % {"version": version})
    return redirect("office:checklist", which.value)


def _role(typed: str) -> Role:
    try:
        return Role(typed)
    except ValueError:
        raise OutOfReach(say("There is no such role here.")) from None


def _posted(post: QueryDict) -> list[Line]:
    """Return the lines of the form; one more than there may be, so that too many are told."""
    most = MOST_LINES + _ROOM_FOR_MORE + 1
    return [
        Line(
            post.get(f"key-{nth}", ""), post.get(f"text-{nth}", ""), post.get(f"address-{nth}", "")
        )
        for nth in range(most)
        if f"text-{nth}" in post
    ]


def _page(request: StaffRequest, role: Role, refused: Refused | None = None) -> HttpResponse:
    clinic = ClinicId(request.clinic.pk)
    in_use, own, original = checklist_at(clinic, role), own_versions(clinic, role), shipped(role)
    begun = original if request.GET.get("from") == "shipped" else in_use
    context = {
        "role": capfirst(role_name(role)),
        "version": in_use.version,
        "items": [{"text": in_words(each.text), "address": each.address} for each in in_use.items],
        "may_write": access.may_at(request.staff, Deed.SET_INTRODUCTIONS, clinic),
        "lines": _lines(begun, in_use, refused),
        "error": refused.whole if refused else "",
        "has_errors": refused is not None,
        "history": [{"version": each.checklist.version, "by": _by(each)} for each in own],
        "original": [in_words(each.text) for each in original.items] if own else [],
        "is_newer": bool(own) and own[0].shipped_version < original.version,
    }
    status = refused.status if refused else 200
    return render(request, "office/checklist.html", context, status=status)


def _lines(begun: Checklist, in_use: Checklist, refused: Refused | None) -> list[Written]:
    """Return the lines of the form: what was typed, or else the list that it begins with."""
    has_link = {each.key for each in (*begun.items, *in_use.items) if each.link}
    return [
        Written(
            nth,
            each.key,
            each.text,
            each.address,
            has_link=each.key in has_link,
            text_error=refused.at(f"text-{nth}") if refused else "",
            address_error=refused.at(f"address-{nth}") if refused else "",
        )
        for nth, each in enumerate(refused.lines if refused else _to_fill_in(begun))
    ]


def _to_fill_in(begun: Checklist) -> list[Line]:
    """Return the lines of a list, and room for some more."""
    lines = [Line(each.key, each.text.sv, each.address) for each in begun.items]
    return lines + [Line("", "", "")] * min(_ROOM_FOR_MORE, MOST_LINES - len(lines))
