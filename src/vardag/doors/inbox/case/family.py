"""Who of a family reads a case, and why or why not; and keeping the case from guardians."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from vardag.domain.case import acts
from vardag.domain.case.choices import why_not
from vardag.domain.case.events import KeptFromGuardians
from vardag.domain.kinship import Bar
from vardag.domain.notices.mailing import LeftOut
from vardag.domain.people.identity import PersonId
from vardag.domain.rights import Relation
from vardag.doors.inbox.case.desk import Desk
from vardag.doors.inbox.case.forms import Typed
from vardag.doors.inbox.case.readers import family_of, said_of
from vardag.doors.shared.moments import short_date
from vardag.doors.shared.protected import named
from vardag.rooms.cases.family import Stance
from vardag.rooms.cases.surroundings import Custody
from vardag.rooms.notices.queries import family_not_told
from vardag.rooms.people.ages import ages_on

KEEP, SHOW = "keep-from-guardians", "show-to-guardians"


@dataclass(frozen=True)
class Member:
    """One of the family: whether that person reads the case, and by which rule."""

    name: str
    role: str
    reads: bool
    why: str
    register: str  # what the population register says of the person's custody; empty if nothing


@dataclass(frozen=True)
class Keeping:
    """Keeping the case from guardians, or showing it again: the act, and who reads it after that."""

    key: str
    reason: str  # what has been written
    then: str


@dataclass(frozen=True)
class FamilyCard:
    """Who of the family reads the case. ``kept_why`` is empty unless it is kept from guardians.

    ``not_told`` says that a notice reached nobody of them; never to which address.
    """

    members: tuple[Member, ...]
    others: tuple[tuple[str, str], ...]  # whom else the register has as guardians, and what it says
    kept_why: str
    keeping: Keeping | None
    not_told: str


def family_card(desk: Desk, typed: Typed) -> FamilyCard:
    """Return who of the family reads the case today, each with the rule that says so."""
    stances = family_of(desk).stances(desk.case, on=desk.today)
    return FamilyCard(
        members=tuple(_member(each, desk) for each in stances),
        others=tuple(_others({each.who.pk for each in stances}, desk)),
        kept_why=_kept_why(desk),
        keeping=_keeping(desk, typed, stances),
        not_told=_not_told(desk),
    )


def _not_told(desk: Desk) -> str:
    """Return that the family wasn't told of the last thing, and hasn't read it without being told."""
    found = family_not_told(desk.full.id)
    if found is None or any(at >= found.at for _, at in desk.around.reads):
        return ""
    if found.why is LeftOut.NO_ADDRESS:
        return gettext(
            "The family was not told that there is something to read: they have given no address. "
            "Call if they need to know soon."
        )
    if found.why is LeftOut.NO_RIGHT:
        return gettext(
            "Nobody in the family could be told that there is something to read. Call them."
        )
    return gettext("The notice to the family did not come through. Call them, so that they know.")


def _member(stance: Stance, desk: Desk) -> Member:
    is_patient = stance.who.pk == desk.patient.pk
    return Member(
        name=named(stance.who),
        role=gettext("patient") if is_patient else gettext("guardian"),
        reads=stance.reads(),
        why=_why(stance, desk),
        register=_register(stance, desk),
    )


def _register(stance: Stance, desk: Desk) -> str:
    """Say what the register says of somebody's custody; nothing to who isn't told who it is."""
    if desk.full.is_masked:
        return ""
    said = [_custody(each, desk) for each in desk.around.register if each.who.pk == stance.who.pk]
    if stance.who.protection:
        said.append(gettext("Lives with protected details."))
    return " ".join(said)


def _others(known: set[int], desk: Desk) -> Iterator[tuple[str, str]]:
    """Yield those who act for the patient no more, or not yet, or who can't since one is protected."""
    for each in desk.around.register:
        if each.who.pk not in known and not desk.full.is_masked:
            yield named(each.who), _custody(each, desk)


def _custody(custody: Custody, desk: Desk) -> str:
    first, last = (
        short_date(day, on=desk.today) if day else ""
        for day in (custody.from_date, custody.until_date)
    )
    if custody.is_over(desk.today):
        return gettext("Was a guardian until %(day)s, by the register.") % {"day": last}
    if custody.from_date is not None and custody.from_date > desk.today:
        return gettext("Becomes a guardian %(day)s, by the register.") % {"day": first}
    words = gettext("Guardian by the register")
    if first:
        words = gettext("%(words)s since %(day)s") % {"words": words, "day": first}
    if last:
        words = gettext("%(words)s, until %(day)s") % {"words": words, "day": last}
    return f"{words}."


def _why(stance: Stance, desk: Desk) -> str:
    """Say by which rule somebody reads the case, or doesn't (ADR-0007, ADR-0026, ADR-0027)."""
    told = {
        "child": desk.patient.given_name or gettext("the child"),
        "age": ages_on(desk.today).acts_alone_from,
        "author": desk.author.given_name or gettext("the guardian"),
        "clinic": desk.around.blocked_by.get(PersonId(stance.who.pk), ""),
    }
    words = gettext(_SENTENCES[stance.stands]) % told
    confirmed = desk.around.confirmed.get(PersonId(stance.who.pk))
    if stance.stands is not Relation.GUARDIAN or confirmed is None:
        return words
    day = short_date(confirmed, on=desk.today)
    return f"{words} {gettext('The population register said so %(day)s.') % {'day': day}}"


_SENTENCES: dict[Relation | Bar, str] = {
    Relation.ACTS_ALONE: gettext_noop("Sees it because %(child)s is %(age)s or older."),
    Relation.SENT_OWN: gettext_noop("Sees it because %(child)s sent it."),
    Relation.GUARDIAN: gettext_noop("Sees it as a guardian, because %(child)s is under %(age)s."),
    Relation.OWN_NAME: gettext_noop("Sees it because %(author)s asks in the own name."),
    Bar.BLOCKED: gettext_noop(
        "Doesn't see it: blocked from all about %(child)s, decided at %(clinic)s."
    ),
    Bar.KEPT: gettext_noop("Doesn't see it: the case is kept from guardians."),
    Bar.NO_GUARDIAN: gettext_noop("Doesn't see it: doesn't act for %(child)s here today."),
    Bar.CHILD_ACTS_ALONE: gettext_noop("Doesn't see it: %(child)s is %(age)s or older."),
    Bar.TOO_YOUNG: gettext_noop("Doesn't see it: is under %(age)s, and didn't send it."),
    Bar.AUTHOR_PROTECTED: gettext_noop(
        "Doesn't see it: %(author)s lives under protection, and alone sees what was sent."
    ),
    Bar.OWN_NAME_OF_ANOTHER: gettext_noop("Doesn't see it: %(author)s asks in the own name."),
}


def _kept_why(desk: Desk) -> str:
    if not desk.case.kept_from_guardians:
        return ""
    marks = (
        entry for entry in reversed(desk.full.entries) if isinstance(entry.event, KeptFromGuardians)
    )
    entry = next(marks)
    told = {"name": desk.name_of(entry.by), "day": short_date(entry.date, on=desk.today)}
    said = gettext("%(name)s decided it %(day)s:") % told
    return f"{said} {entry.event.reason}" if isinstance(entry.event, KeptFromGuardians) else said


def _keeping(desk: Desk, typed: Typed, stances: Iterable[Stance]) -> Keeping | None:
    """Return what can be done about it; None if this person can't, or nothing would be otherwise."""
    is_kept = desk.case.kept_from_guardians
    act = acts.ShowToGuardians("?") if is_kept else acts.KeepFromGuardians("?")
    if why_not(act, desk.case, desk.now, permit=desk.permit) is not None:
        return None
    otherwise = family_of(desk).stances(desk.case_if_kept(kept=not is_kept), on=desk.today)
    now, then = ([each.who for each in all_ if each.reads()] for all_ in (stances, otherwise))
    if now == then and not is_kept:
        return None
    return Keeping(
        key=SHOW if is_kept else KEEP,
        reason=typed.get("guardians-reason", ""),
        then=said_of(then, desk),
    )
