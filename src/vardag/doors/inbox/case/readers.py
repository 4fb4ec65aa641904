"""Who can read what is sent: said before sending, and asked of the rules person by person."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext, ngettext

from vardag.domain.kinship import Bar
from vardag.doors.inbox.case.desk import Desk
from vardag.doors.shared.moments import listed
from vardag.doors.shared.protected import named
from vardag.rooms.cases.family import Family, Stance
from vardag.rooms.people.models import PersonRow


@dataclass(frozen=True)
class Readers:
    """Who can read: the family by name, the staff by clinic; and to whom a message speaks.

    ``past_guardians`` says who can read a message that isn't for guardians; it is empty where that
    makes no difference, or where nobody of the family could read it.
    """

    words: str
    warning: str  # that who sent the case doesn't read it any more; empty if that person does
    barred: str  # who of the family can't, in a sentence; empty if everybody can
    past_guardians: str
    recipient: str  # a name, or "the family"
    given_name: str


def family_of(desk: Desk) -> Family:
    """Return the family around a case, as the page knows it."""
    return Family(
        patient=desk.patient,
        author=desk.author,
        guardians=desk.around.guardians,
        blocked=desk.around.blocked,
    )


def readers(desk: Desk) -> Readers:
    """Return who can read the case today, by the rules."""
    stances = family_of(desk).stances(desk.case, on=desk.today)
    may = [each.who for each in stances if each.reads()]
    author_sees = any(row.pk == desk.author.pk for row in may)
    recipient = desk.author if author_sees else next(iter(may), None)
    return Readers(
        words=said_of(may, desk),
        warning="" if author_sees else _warning(may, desk),
        barred=_barred(stances),
        past_guardians=_past_guardians(stances, desk),
        recipient=(recipient and recipient.name.strip()) or gettext("the family"),
        given_name=(recipient and recipient.given_name) or gettext("The family"),
    )


def _warning(may: list[PersonRow], desk: Desk) -> str:
    """Say that who sent the case doesn't read it any more, and what to do instead."""
    told = {"author": named(desk.author), "reader": _names(may)}
    if not may:
        return gettext("Nobody in the family can read what you send. Call instead.")
    words = gettext(
        "%(author)s sent the case and can't read it now. %(reader)s reads what you send."
    )
    return words % told


def _past_guardians(stances: Iterable[Stance], desk: Desk) -> str:
    all_, past = (
        [each.who for each in stances if each.reads(not_for_guardians=hidden)]
        for hidden in (False, True)
    )
    return said_of(past, desk) if past and past != all_ else ""


def said_of(may: list[PersonRow], desk: Desk) -> str:
    """Say who can read: these of the family, and which staff."""
    staff = _staff(desk)
    if not may:
        return gettext("%(staff)s; nobody in the family") % {"staff": staff}
    return gettext("%(family)s, and %(staff)s") % {"family": _people(may, desk), "staff": staff}


def _people(rows: list[PersonRow], desk: Desk) -> str:
    patient = [row for row in rows if row.pk == desk.patient.pk]
    others = [row for row in rows if row.pk != desk.patient.pk]
    said = [gettext("%(name)s (the patient)") % {"name": named(row)} for row in patient]
    if others:
        words = ngettext("%(names)s (guardian)", "%(names)s (guardians)", len(others))
        said.append(words % {"names": _names(others)})
    return listed(said)


def _names(rows: list[PersonRow]) -> str:
    """Return names, those with the same family name together: ``Maria och Johan Wik``.

    Those whose names aren't told are counted.
    """
    told = []
    for family, group in groupby(rows, key=lambda row: row.family_name):
        given = [row.given_name for row in group if row.given_name]
        if given:
            told.append(f"{listed(given)} {family}".strip())
    hidden = sum(not row.given_name for row in rows)
    return listed([*told, *([_hidden(hidden)] if hidden else [])])


def _hidden(many: int) -> str:
    words = ngettext("one with protected details", "%(many)s with protected details", many)
    return words % {"many": many}


def _staff(desk: Desk) -> str:
    words = gettext("staff at %(clinic)s") % {"clinic": desk.clinic_name}
    passed = [desk.name_of_clinic(clinic) for clinic in sorted(desk.case.passed_by)]
    if not passed:
        return words
    senders = gettext("receivers at %(clinics)s") % {"clinics": listed(passed)}
    return listed([words, senders])


def _barred(stances: Iterable[Stance]) -> str:
    """Say who of the family can't read it; a child whom guardians write for goes without saying."""
    told = [each.who for each in stances if not each.reads() and each.stands is not Bar.TOO_YOUNG]
    if not told:
        return ""
    return gettext("%(names)s can't read it.") % {"names": _names(told)}
