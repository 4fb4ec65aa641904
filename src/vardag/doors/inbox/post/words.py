"""A row of the post register in words: for the page, and for its workbook."""

from datetime import date

from django.utils.translation import gettext

from vardag.domain.registers.post import EXEMPLAR, EXEMPLARS, TO_WHOM, WHAT
from vardag.domain.routine.dispatch import To, Way
from vardag.doors.inbox.registers.columns import exemplar_name
from vardag.doors.shared.protected import no_name
from vardag.doors.shared.sentences import in_words
from vardag.rooms.registers.post import Letter, Posted


def sent(row: Posted) -> date:
    return row.row.entry.received if isinstance(row, Letter) else row.sent


def number(row: Posted) -> str:
    return gettext("By hand") if isinstance(row, Letter) else row.number


def hides(row: Posted) -> bool:
    """Tell whether the row says nothing of whom it is about."""
    return row.row.is_protected if isinstance(row, Letter) else row.is_protected


def patient(row: Posted) -> str:
    if hides(row):
        return no_name()
    return row.row.entry.patient if isinstance(row, Letter) else row.patient


def personal_number(row: Posted) -> str:
    if hides(row):
        return ""
    found = row.row.entry.personal_number if isinstance(row, Letter) else row.personal_number
    return f"{found[:8]}-{found[8:]}" if found else ""


def what(row: Posted) -> str:
    """Return what was sent: a certificate by its national code, or what somebody wrote."""
    if isinstance(row, Letter):
        return "" if row.row.is_protected else row.row.entry.texts.get(WHAT, "")
    name, found = in_words(row.service.list_name), row.service.certificate
    return f"{name} ({found.code})" if found and found.code else name


def exemplar(row: Posted) -> str:
    if isinstance(row, Letter):
        return exemplar_name(row.row.entry.texts.get(EXEMPLAR, ""))
    name = in_words(EXEMPLARS[row.exemplar])
    if row.way is Way.ELECTRONIC:
        return gettext("%(what)s, electronically") % {"what": name}
    return name


def to_whom(row: Posted) -> str:
    """Return to whom it was sent: an authority, or somebody of the family; never where they live."""
    if isinstance(row, Letter):
        return no_name() if row.row.is_protected else row.row.entry.texts.get(TO_WHOM, "")
    if row.to is To.AUTHORITY:
        named = in_words(row.recipient.name) if row.recipient else ""
        return named or gettext("The authority or the school")
    whom = no_name() if row.is_protected else row.family
    return gettext("Home: %(name)s") % {"name": whom}


def by(row: Posted) -> str:
    """Return who sent it, and from which clinic where that isn't plain."""
    return row.by if isinstance(row, Letter) else f"{row.by}, {row.clinic_name}"
