"""Who can read what is sent, in a sentence: said before sending, on the receipt and in the thread."""

from django.utils.translation import gettext, ngettext

from vardag.domain.people.identity import PersonId
from vardag.doors.shared.moments import listed
from vardag.rooms.cases.family import Readership
from vardag.rooms.people.models import PersonRow


def who_reads(
    readers: Readership,
    *,
    viewer: PersonId,
    patient: PersonId,
    clinic: str,
    has_hidden: bool = False,
) -> str:
    """Return who else can read and, where somebody might wonder, who can't.

    :param has_hidden: whether the viewer reads something that guardians don't
    """
    others = [row for row in readers.may if row.pk != viewer]
    barred = [row for row in readers.may_not if row.pk != viewer]
    but = gettext("They can't read what has a lock.") if has_hidden and others else ""
    return " ".join(filter(None, (_may(others, clinic), but, _may_not(barred, viewer, patient))))


def _may(others: list[PersonRow], clinic: str) -> str:
    if not others:
        return gettext("Only you and the staff at %(clinic)s can read it.") % {"clinic": clinic}
    names = listed([row.name for row in others])
    words = gettext("%(names)s can read it too, and the staff at %(clinic)s.")
    return words % {"names": names, "clinic": clinic}


def _may_not(barred: list[PersonRow], viewer: PersonId, patient: PersonId) -> str:
    if not barred:
        return ""
    if viewer == patient:
        return ngettext(
            "Your guardian can't read it.", "Your guardians can't read it.", len(barred)
        )
    return gettext("%(names)s can't read it.") % {
        "names": listed([row.given_name for row in barred])
    }
