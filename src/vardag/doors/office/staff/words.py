"""What is said of roles, introductions and what was done, in the reader's language."""

from datetime import date

from django.utils.translation import gettext

from vardag.domain.people.identity import Profession
from vardag.domain.people.staffing import Introduction, Part, Standing
from vardag.doors.shared.moments import short_date, short_moment
from vardag.doors.shared.roles import role_name
from vardag.rooms.people.staff.leaving import Workplace
from vardag.rooms.people.staff.noted import Did
from vardag.rooms.people.staff.refreshing import Change, Fact
from vardag.rooms.people.staff.roll import DirectoryEvent, Event, Held, Signed


def profession_name(profession: str) -> str:
    """Return a profession's name, as it stands within a sentence."""
    return {
        Profession.NURSE: gettext("nurse"),
        Profession.DOCTOR: gettext("doctor"),
        Profession.MEDICAL_SECRETARY: gettext("medical secretary"),
        Profession.CLINICIAN: gettext("clinician"),
        Profession.OTHER: gettext("other profession"),
    }[Profession(profession)]


def about(title: str, profession: str, hsa_id: str) -> str:
    """Return what somebody is, in a line; a title that says the profession is said once."""
    words = (title, profession_name(profession), hsa_id)
    return " · ".join(dict.fromkeys(each for each in words if each))


def period(held: Held, *, on: date) -> str:
    """Return between which days a role is given."""
    since = short_date(held.from_date, on=on)
    if held.until_date is None:
        return gettext("from %(since)s") % {"since": since}
    until = short_date(held.until_date, on=on)
    return gettext("%(since)s to %(until)s") % {"since": since, "until": until}


def standing_words(standing: Standing) -> str:
    """Return what holds of a role, for a tag; nothing where it is simply in force."""
    return {
        Standing.IN_FORCE: "",
        Standing.TO_COME: gettext("Hasn't begun"),
        Standing.PROPOSED: gettext("Awaits a second person"),
        Standing.NOT_INTRODUCED: gettext("Awaits introduction"),
        Standing.ENDED: gettext("Over"),
    }[standing]


def introduction_words(state: Introduction) -> str:
    return {
        Introduction.LACKING: gettext("Not signed"),
        Introduction.HALF: gettext("One signature of two"),
        Introduction.SIGNED: gettext("Signed"),
        Introduction.OUT_OF_DATE: gettext("Out of date"),
    }[state]


def signed_words(signed: Signed, *, on: date) -> str:
    """Return who signed, as what, and when."""
    if not signed.by:
        return gettext("Came with the installation, version %(version)s") % {
            "version": signed.version
        }
    said = {
        Part.INTRODUCER: gettext("Introduced by %(name)s, %(when)s (version %(version)s)"),
        Part.NEWCOMER: gettext("Signed by %(name)s, %(when)s (version %(version)s)"),
    }[signed.part]
    when = short_moment(signed.at, on=on)
    return said % {"name": signed.by, "when": when, "version": signed.version}


def event_words(event: Event, *, on: date) -> str:
    """Return what was done, without who and when."""
    role = role_name(event.role) if event.role else ""
    day = short_date(event.day, on=on) if event.day else ""
    ended = (
        gettext("Last day set: %(day)s, %(role)s") if day else gettext("Ended at once: %(role)s")
    )
    return {
        Did.GAVE: gettext("Given: %(role)s"),
        Did.PROPOSED: gettext("Proposed: %(role)s"),
        Did.CONFIRMED: gettext("Confirmed: %(role)s"),
        Did.ENDED: ended,
        Did.LEFT: gettext("Left the clinic: everything ended"),
        Did.SIGNED: gettext("Introduction signed: %(role)s"),
        Did.JOINED_GROUP: gettext("Put into the group %(group)s"),
        Did.LEFT_GROUP: gettext("Taken out of the group %(group)s"),
    }[event.did] % {"role": role, "group": event.group, "day": day}


def event_by(event: Event, *, on: date) -> str:
    """Return who did it, and when."""
    by = event.by or gettext("operations")
    return f"{by}, {short_moment(event.at, on=on)}"


def change_words(change: Change | DirectoryEvent) -> str:
    """Return what the staff directory says now, and what it said before."""
    words = {
        Fact.NAME: gettext("Name: %(before)s became %(after)s"),
        Fact.TITLE: gettext("Title: %(before)s became %(after)s"),
        Fact.PROFESSION: gettext("Profession: %(before)s became %(after)s"),
        Fact.GONE: gettext("No longer in the staff directory"),
        Fact.BACK: gettext("In the staff directory again"),
    }[change.fact]
    before, after = change.before, change.after
    if change.fact is Fact.PROFESSION:
        before, after = profession_name(before), profession_name(after)
    nothing = gettext("nothing")
    return words % {"before": before or nothing, "after": after or nothing}


def directory_event_by(event: DirectoryEvent, *, on: date) -> str:
    """Return who fetched it, and when."""
    return gettext("fetched by %(name)s, %(when)s") % {
        "name": event.by or "Vardag",
        "when": short_moment(event.at, on=on),
    }


def stays_words(workplace: Workplace) -> str:
    """Return where somebody goes on, and who can end it there."""
    if not workplace.managed_by:
        return gettext("%(clinic)s: nobody answers for its staff. Ask operations.") % {
            "clinic": workplace.name
        }
    return gettext("%(clinic)s: ask %(names)s") % {
        "clinic": workplace.name,
        "names": ", ".join(workplace.managed_by),
    }
