"""To whom several cases can be assigned: the clinic's own, and others' groups and inboxes."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from vardag.domain.people.identity import ClinicId
from vardag.rooms.clinics.queries import clinics
from vardag.rooms.people.queries import absences, groups, working_at


@dataclass(frozen=True)
class Targets:
    """Clinics by their names, each with what can be chosen there."""

    clinics: dict[str, list[tuple[str, str]]]

    def __contains__(self, value: object) -> bool:
        return any(value == key for found in self.clinics.values() for key, _ in found)


def targets(here: ClinicId, *, on: date) -> Targets:
    """Return to whom a clinic's cases can be assigned on a local date; the clinic's own come first."""
    away = set(absences(on).values_list("person_id", flat=True))
    found: dict[str, list[tuple[str, str]]] = {}
    ordered = sorted(clinics(), key=lambda each: (each.pk != here, each.name))
    known = groups()
    for clinic in ordered:
        there = [(f"group:{each.pk}", each.name) for each in known if each.clinic_id == clinic.pk]
        if clinic.pk == here:
            there += [
                (f"person:{each.pk}:{here}", _named(each.name, is_away=each.pk in away))
                for each in working_at(here, on=on)
            ]
        inbox = gettext("The inbox of %(clinic)s") % {"clinic": clinic.name}
        found[clinic.name] = [*there, (f"clinic:{clinic.pk}", inbox)]
    return Targets(found)


def _named(name: str, *, is_away: bool) -> str:
    return gettext("%(name)s – away now") % {"name": name} if is_away else name
