"""Workplaces: a clinic and those who work there, with what each of them is good to try for."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from vardag.domain.people.identity import Profession, Role
from vardag.doors.shared.moments import listed
from vardag.doors.shared.roles import IN_ORDER, role_name
from vardag.doors.signin.people import Choice, Registered
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.people.models import PersonRow


@dataclass(frozen=True)
class Workplace:
    """A clinic and its staff; somebody with several clinics stands at the first."""

    name: str
    people: tuple[Choice, ...]


def workplaces(everybody: Registered) -> tuple[Workplace, ...]:
    """Return the clinics where anybody works, in the order in which they were added."""
    staff: dict[ClinicRow, list[PersonRow]] = {}
    for row in everybody.staff:
        at = next(iter(everybody.roles.get(row.pk, {})), None)
        if at is not None:
            staff.setdefault(at, []).append(row)
    return tuple(
        Workplace(clinic.name, tuple(_choices(staff[clinic], clinic, everybody)))
        for clinic in sorted(staff, key=lambda clinic: clinic.pk)
    )


def _choices(rows: list[PersonRow], clinic: ClinicRow, everybody: Registered) -> list[Choice]:
    def rank(row: PersonRow) -> tuple[int, bool, int]:
        first = min(IN_ORDER.index(role) for role in everybody.roles[row.pk][clinic])
        return first, row.pk in everybody.absent, row.pk

    return [_choice(row, clinic, everybody) for row in sorted(rows, key=rank)]


def _choice(row: PersonRow, clinic: ClinicRow, everybody: Registered) -> Choice:
    roles = everybody.roles[row.pk][clinic]
    named = [role_name(role) for role in IN_ORDER if role in roles]
    about = ", ".join([listed(named), row.title] if row.title else [listed(named)])
    return Choice(
        id=row.pk,
        name=row.name,
        about=about[:1].upper() + about[1:],
        hint=" ".join(_hints(row, roles, everybody)),
    )


def _hints(row: PersonRow, roles: Iterable[Role], everybody: Registered) -> list[str]:
    hints = list(filter(None, [_good_for(row, frozenset(roles), everybody)]))
    if row.pk in everybody.newcomers:
        hints = [gettext("New: signs the introduction, and then the role takes effect.")]
    if row.pk in everybody.absent:
        hints = [
            gettext("Away just now: what %(name)s holds is flagged.") % {"name": row.given_name}
        ]
    others = [clinic.name for clinic in everybody.roles[row.pk]][1:]
    if others:
        hints.append(gettext("Works at %(clinics)s too.") % {"clinics": listed(others)})
    return hints


def _good_for(row: PersonRow, roles: frozenset[Role], everybody: Registered) -> str:
    if Role.RECEIVER in roles and row.profession == Profession.NURSE:
        return gettext("Sees every case. Renews prescriptions, writes nurses' certificates.")
    if Role.RECEIVER in roles:
        return gettext("Sees every case: assigns, asks, replies and closes.")
    if Role.HANDLER in roles and row.pk in everybody.grouped:
        return gettext("Finishes certificates, from print to post.")
    if Role.HANDLER in roles:
        return gettext("Sees only what has been assigned.")
    words = (
        (Role.MANAGER, gettext("Opens no cases. Plans, gives roles, blocks guardians.")),
        (Role.ADMINISTRATOR, gettext("Opens no cases. Adds colleagues, sets the e-services.")),
        (Role.LOG_REVIEWER, gettext("Opens no cases. Follows up who has read what.")),
        (Role.TEAM_LEADER, gettext("Opens no cases. Plans who is 1177-responsible.")),
        (Role.COLLEAGUE, gettext("Opens no cases. Answers what receivers ask by name.")),
    )
    return next((said for role, said in words if role in roles), "")
