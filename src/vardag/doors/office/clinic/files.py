"""Which files a clinic takes from residents and sends to them, within what the product takes at all."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from vardag.domain import access
from vardag.domain.case.files import LARGEST, MOST, FileRules, Media
from vardag.domain.people.identity import ClinicId
from vardag.domain.refusals import InvalidForm
from vardag.domain.rights import Deed
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.moments import now, short_moment, today
from vardag.doors.shared.sentences import why_refused
from vardag.rooms.files import scanner
from vardag.rooms.files.actions import set_rules
from vardag.rooms.files.queries import decided

_KINDS = (
    (Media.PDF, gettext_lazy("PDF")),
    (Media.JPEG, gettext_lazy("JPEG, pictures from a camera or telephone")),
    (Media.PNG, gettext_lazy("PNG, pictures of a screen")),
    (Media.HEIC, gettext_lazy("HEIC, pictures from some telephones; can't be shown on the page")),
)


class Rules(forms.Form):
    """The clinic's choice, as it is filled in; what it must be is the domain's to say."""

    from_residents = forms.BooleanField(
        required=False, label=gettext_lazy("Residents can send files to us")
    )
    from_staff = forms.BooleanField(
        required=False, label=gettext_lazy("Staff can send files to residents")
    )
    kinds = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("Kinds of file"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(each.value, label) for each, label in _KINDS],
    )
    largest = forms.IntegerField(
        label=gettext_lazy("Largest file, in MB"),
        error_messages={
            "required": gettext_lazy("Write how large a file may be."),
            "invalid": gettext_lazy("Write a whole number of MB."),
        },
    )

    def rules(self) -> FileRules:
        filled = self.cleaned_data
        return FileRules(
            from_residents=filled["from_residents"],
            from_staff=filled["from_staff"],
            media=frozenset(Media(each) for each in filled["kinds"]),
            largest=filled["largest"],
        )


@require_safe
@staff_only
def show(request: StaffRequest) -> HttpResponse:
    """Show what the clinic has decided."""
    clinic = ClinicId(request.clinic.pk)
    access.permit_at(request.staff, Deed.SEE_OFFERING, clinic)
    rules = decided(clinic).rules
    initial = {
        "from_residents": rules.from_residents,
        "from_staff": rules.from_staff,
        "kinds": [each.value for each in rules.media],
        "largest": rules.largest,
    }
    return _page(request, Rules(initial=initial))


@require_POST
@staff_only
def decide(request: StaffRequest) -> HttpResponse:
    """Decide anew; what was decided before is kept."""
    clinic = ClinicId(request.clinic.pk)
    access.permit_at(request.staff, Deed.SET_OFFERING, clinic)
    form = Rules(request.POST)
    if form.is_valid():
        try:
            set_rules(clinic=clinic, rules=form.rules(), by=request.staff, at=now())
        except InvalidForm as refusal:
            is_size = not 1 <= form.cleaned_data["largest"] <= LARGEST
            form.add_error("largest" if is_size else "kinds", why_refused(refusal))
    if form.errors:
        return _page(request, form, status=422)
    messages.success(request, gettext("It is decided, and holds from now on."))
    return redirect("office:files")


def _page(request: StaffRequest, form: Rules, *, status: int = 200) -> HttpResponse:
    clinic = ClinicId(request.clinic.pk)
    held = decided(clinic)
    when = short_moment(held.at, on=today()) if held.at else ""
    context = {
        "form": form,
        "by": held.by,
        "when": when,
        "most": MOST,
        "largest": LARGEST,
        "has_scanner": scanner.is_set(),
        "may_set": access.may_at(request.staff, Deed.SET_OFFERING, clinic),
    }
    return render(request, "office/files.html", context, status=status)
