"""What operations write of clinics, checked: whatever can't be is refused, and nothing is changed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from vardag.domain.people import clinic as rules
from vardag.domain.people.identity import ClinicId
from vardag.domain.refusals import ChangedMeanwhile
from vardag.domain.words import say, visible
from vardag.rooms.clinics.actions import add_clinic, close_on, set_link
from vardag.rooms.clinics.models import ClinicRow, ClosedDayRow, LinkRow

_LONGEST_REASON = 120


@dataclass(frozen=True)
class Said:
    """What is said of a clinic; None leaves it as it is."""

    name: str | None = None
    short_name: str | None = None
    phone: str | None = None
    postal_address: str | None = None
    takes_residents_cases: bool | None = None


@transaction.atomic
def install(key: str, said: Said) -> ClinicId:
    """Add a clinic.

    :raises InvalidForm: if something can't be, or the key is taken
    """
    key = rules.clinic_key(key)
    if ClinicRow.objects.filter(key=key).exists():
        rules.refuse("key", say("There is a clinic of that key already. Choose another key."))
    checked = {"name": rules.name(said.name or ""), **_checked(said)}
    return add_clinic(key=key, **checked)  # type: ignore[arg-type]


@transaction.atomic
def change(clinic: ClinicId, said: Said) -> None:
    """Change what is said of a clinic.

    :raises InvalidForm: if something can't be, or nothing is said
    """
    checked = _checked(said)
    if not checked:
        rules.refuse("name", say("Say what is to be changed."))
    ClinicRow.objects.filter(pk=clinic).update(**checked)


def _checked(said: Said) -> dict[str, str | bool]:
    """Return what is said, in the form in which it is kept."""
    found: dict[str, str | bool] = {}
    if said.name is not None:
        found["name"] = rules.name(said.name)
    if said.short_name is not None:
        longest = rules.LONGEST_SHORT_NAME
        found["short_name"] = rules.name(said.short_name, field="short_name", longest=longest)
    if said.phone is not None:
        found["phone"] = rules.phone(said.phone)
    if said.postal_address is not None:
        found["postal_address"] = rules.postal_address(said.postal_address)
    if said.takes_residents_cases is not None:
        found["takes_residents_cases"] = said.takes_residents_cases
    return found


@transaction.atomic
def link(clinic: ClinicId, key: str, address: str, *, known: Collection[str]) -> None:
    """Set a clinic's own address for a link.

    :param known: the keys that the routine has
    :raises InvalidForm: if the routine has no such link, or the address can't be
    """
    _check_known(key, known)
    set_link(clinic=clinic, key=key, address=rules.web_address(address))


def _check_known(key: str, known: Collection[str]) -> None:
    if key not in known:
        rules.refuse(
            "key",
            say("The routine has no link %(key)s. It has: %(known)s."),
            key=key,
            known=", ".join(sorted(known)),
        )


def unlink(clinic: ClinicId, key: str) -> None:
    """Take a clinic's own address for a link away, so that the routine's holds again.

    :raises ChangedMeanwhile: if it has none
    """
    if not LinkRow.objects.filter(clinic_id=clinic, key=key).delete()[0]:
        raise ChangedMeanwhile(say("The clinic has no address of its own for that link."))


@transaction.atomic
def close(clinic: ClinicId, day: date, reason: str, *, on: date) -> None:
    """Mark a day on which a clinic is closed; dates already promised stand.

    :param on: today's local date
    :raises InvalidForm: if the day has been, or there is no reason
    :raises ChangedMeanwhile: if the clinic is closed then already
    """
    if day < on:
        rules.refuse("day", say("That day has been. Close a day that is to come."))
    if not visible(reason) or len(reason.strip()) > _LONGEST_REASON:
        rules.refuse("reason", say("Say why in 120 characters at the most, such as: planning day."))
    if ClosedDayRow.objects.filter(clinic_id=clinic, date=day).exists():
        raise ChangedMeanwhile(say("The clinic is closed on that day already."))
    close_on(clinic=clinic, day=day, reason=reason.strip())


def reopen(clinic: ClinicId, day: date, *, on: date) -> None:
    """Take a closed day to come away again; dates already promised stand.

    :raises InvalidForm: if the day has been
    :raises ChangedMeanwhile: if the clinic isn't closed then
    """
    if day < on:
        rules.refuse("day", say("That day has been, so it stays as it was."))
    if not ClosedDayRow.objects.filter(clinic_id=clinic, date=day).delete()[0]:
        raise ChangedMeanwhile(say("The clinic isn't closed on that day."))
