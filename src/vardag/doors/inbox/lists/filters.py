"""What of a list somebody asks to see: the address's plain names, checked by a form."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from vardag.domain.case.flags import Flag
from vardag.domain.people.identity import ClinicId, GroupId, PersonId, Staff
from vardag.doors.inbox.flags import FLAGS
from vardag.doors.shared.actor import StaffRequest
from vardag.doors.shared.ids import as_id
from vardag.doors.shared.sentences import in_words
from vardag.rooms.lists.behind import Order
from vardag.rooms.lists.filters import EVERYTHING, Ages, Only
from vardag.rooms.people.queries import groups, working_at
from vardag.rooms.routines.queries import routine, routine_id_on

type _Choices = list[tuple[str, str]]

NAMES = ("service", "flag", "holder", "since", "until", "days", "ages", "order")
OPEN = "filter"  # asks for the form itself
_OLDEST = 3_650  # days


class Filters(forms.Form):
    """What can be asked for. Nothing of it is needed."""

    use_required_attribute = False
    service = forms.ChoiceField(label=gettext_lazy("Service"), required=False)
    flag = forms.ChoiceField(label=gettext_lazy("Flag"), required=False)
    holder = forms.ChoiceField(label=gettext_lazy("Holder"), required=False)
    ages = forms.ChoiceField(label=gettext_lazy("The patient's age"), required=False)
    since = forms.DateField(
        label=gettext_lazy("Received from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=gettext_lazy("Received until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    days = forms.IntegerField(
        label=gettext_lazy("At least so many days old"),
        required=False,
        min_value=0,
        max_value=_OLDEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 5}),
    )
    order = forms.ChoiceField(label=gettext_lazy("Order"), required=False)

    def __init__(self, data: QueryDict, *, clinic: ClinicId, staff: Staff, on: date) -> None:
        super().__init__(data, auto_id="filter-%s")
        self.on = on
        choices = {
            "service": _services(on),
            "flag": [(flag.value, gettext(name)) for flag, name in FLAGS.items()],
            "holder": list(_holders(clinic, staff, on)),
            "ages": _ages(),
        }
        for name, found in choices.items():
            self._field(name).choices = [("", gettext("Any")), *found]
        self._field("order").choices = [
            (Order.URGENT.value, gettext("What needs somebody first")),
            (Order.OLDEST.value, gettext("The first received")),
            (Order.NEWEST.value, gettext("The last received")),
        ]

    def _field(self, name: str) -> Any:
        field = self.fields[name]
        field.error_messages["invalid_choice"] = gettext("There is no such choice here.")
        return field

    @property
    def only(self) -> Only:
        """What is asked for, without what couldn't be understood."""
        said: dict[str, Any] = {**dict.fromkeys(NAMES), **self.cleaned_data}
        holder = said["holder"] or ""
        kind, _, pk = holder.partition(":")
        until = _earlier(said["until"], said["days"], self.on)
        return Only(
            service=said["service"] or "",
            flag=Flag(said["flag"]) if said["flag"] else None,
            held=_held(kind, as_id(pk)),
            by_group=kind == "group",
            is_free=holder == "nobody",
            since=said["since"],
            until=until,
            ages=Ages(said["ages"]) if said["ages"] else None,
            order=Order(said["order"] or ""),
        )

    @property
    def words(self) -> list[str]:
        """What is asked for, in words, one thing each."""
        return [self._said(name) for name in NAMES if self.cleaned_data.get(name) not in (None, "")]

    def _said(self, name: str) -> str:
        value, field = self.cleaned_data[name], self.fields[name]
        shown = dict(getattr(field, "choices", ())).get(value, value)
        return f"{field.label}: {shown}"


@dataclass(frozen=True)
class Asked:
    """What an address asks a list for."""

    form: Filters | None = None  # None where nothing is asked, and the form isn't either
    only: Only = EVERYTHING
    address: str = ""  # of the same list again, after the "?"; empty for the whole
    is_open: bool = False

    @property
    def is_filtered(self) -> bool:
        return self.only != EVERYTHING


def asked(request: StaffRequest, *, on: date) -> Asked:
    """Return what is asked for. The form is made, with its choices, only if there is something."""
    return asked_by(request.GET, request, on=on)


def asked_by(wanted: QueryDict, request: StaffRequest, *, on: date) -> Asked:
    """Return what an address asks for by the names in it."""
    named = [name for name in NAMES if wanted.get(name)]
    if not named and OPEN not in wanted:
        return Asked(address=_address(wanted, ()))
    form = Filters(wanted, clinic=ClinicId(request.clinic.pk), staff=request.staff, on=on)
    good = form.is_valid()
    sound = [name for name in named if name not in form.errors]
    return Asked(
        form=form,
        only=form.only,
        address=_address(wanted, sound),
        is_open=OPEN in wanted or not good,
    )


def _address(wanted: QueryDict, names: Iterable[str]) -> str:
    """Return the names and what they are, in one order, whatever else the address holds."""
    found = QueryDict(mutable=True)
    show = wanted.get("show", "")
    if show in ("flagged", "today", "new"):
        found["show"] = show
    for name in names:
        found[name] = wanted.get(name, "")
    return found.urlencode()


def _earlier(until: date | None, days: int | None, on: date) -> date | None:
    if days is None:
        return until
    old = on - timedelta(days=days)
    return min(until, old) if until else old


def _held(kind: str, pk: int | None) -> PersonId | GroupId | None:
    if pk is None:
        return None
    return GroupId(pk) if kind == "group" else PersonId(pk)


def _services(on: date) -> _Choices:
    services = routine(routine_id_on(on)).services
    return sorted(((each.key, in_words(each.list_name)) for each in services), key=lambda it: it[1])


def _holders(clinic: ClinicId, staff: Staff, on: date) -> Iterator[tuple[str, str]]:
    """Yield who can hold a clinic's cases: oneself first, then nobody, groups and colleagues."""
    yield f"person:{staff.id}", gettext("I")
    yield "nobody", gettext("Nobody")
    for group in groups():
        if group.clinic_id == clinic:
            yield f"group:{group.pk}", group.name
    for person in working_at(clinic, on=on):
        if person.pk != staff.id:
            yield f"person:{person.pk}", person.name


def _ages() -> _Choices:
    return [
        (Ages.CHILD.value, gettext("Under 13")),
        (Ages.YOUTH.value, gettext("13 to 17")),
        (Ages.ADULT.value, gettext("18 and older")),
    ]
