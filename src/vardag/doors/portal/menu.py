"""What can be done for somebody at a clinic: the routine's menu, less what isn't open there."""

from collections.abc import Set
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from vardag.domain.people.identity import PersonId
from vardag.domain.routine.document import MenuRow, Routine, Service
from vardag.doors.portal.whom import Someone
from vardag.doors.shared.icons import ICONS
from vardag.doors.shared.sentences import in_words
from vardag.rooms.clinics.models import ClinicRow

_PLAIN_ICON = "document"  # for a routine that names one that isn't drawn here


@dataclass(frozen=True)
class Item:
    """A service to go to."""

    label: str
    url: str
    leads_out: bool


@dataclass(frozen=True)
class Entry:
    """A row of the menu: one way to go, or several that open in place."""

    name: str
    help: str
    icon: str
    items: tuple[Item, ...]


def entries(
    routine: Routine, *, someone: Someone, clinic: ClinicRow, excepted: Set[str]
) -> tuple[Entry, ...]:
    """Return the rows of the menu in which something is open for this person at this clinic."""
    found = (
        Entry(
            name=in_words(row.name, oneself=someone.is_self),
            help=in_words(row.help, oneself=someone.is_self),
            icon=row.icon if row.icon in ICONS else _PLAIN_ICON,
            items=tuple(
                _item(service, someone=someone, clinic=clinic)
                for service in services_in(row, someone)
                if service.key not in excepted
            ),
        )
        for row in routine.menu
    )
    return tuple(entry for entry in found if entry.items)


def services_in(row: MenuRow, someone: Someone) -> list[Service]:
    """Return the services of a row that may be sent for this person, in the row's order."""
    may = {service.key: service for service in someone.services}
    return [may[key] for key in row.services if key in may]


def _item(service: Service, *, someone: Someone, clinic: ClinicRow) -> Item:
    name = "shortcut" if service.leads_to else "new"
    return Item(
        label=in_words(service.name, oneself=someone.is_self),
        url=service_url(name, service.key, patient=someone.id, clinic=clinic.key),
        leads_out=service.leads_to is not None,
    )


def service_url(name: str, service: str, *, patient: PersonId, clinic: str, **more: object) -> str:
    """Return the address of a service's form (``new``), its way out (``shortcut``) or out (``follow``).

    :param more: what else the address says; None is left out
    """
    address = reverse(f"portal:{name}", args=[service])
    said = {"for": str(patient), "clinic": clinic}
    said |= {key: str(value) for key, value in more.items() if value is not None}
    return f"{address}?{urlencode(said)}"


def start_url(*, patient: PersonId | None = None, clinic: str | None = None) -> str:
    """Return the address of the start page with what has been chosen there."""
    chosen: dict[str, str] = {}
    if patient is not None:
        chosen["for"] = str(patient)
    if clinic is not None:
        chosen["clinic"] = clinic
    return f"{reverse('portal:start')}?{urlencode(chosen)}" if chosen else reverse("portal:start")
