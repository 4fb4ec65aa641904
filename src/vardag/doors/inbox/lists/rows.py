"""A case as one row of a list: every word ready, so that the template only sets them out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from vardag.domain.case.flags import Flag
from vardag.domain.case.state import Status
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import age_on
from vardag.domain.words import Language
from vardag.doors.inbox.asked import asked
from vardag.doors.inbox.flags import Looking, flag_reason, flag_words
from vardag.doors.shared.moments import clock_time, language, short_date, short_day
from vardag.doors.shared.protected import named, no_name
from vardag.rooms.desks.queries import AtCase, Present
from vardag.rooms.lists.listed import Listed

_A_WEEK = 7
_NOBODY = AtCase()


@dataclass(frozen=True, slots=True)
class Row:
    """A case in a list. ``flag`` is the gravest, with its words and its reason; empty for none.

    ``when`` is a plain date or moment; ``slipped`` is every flag but that a response is due today.
    """

    case: Listed
    url: str
    number: str
    service: str
    asked: str
    who: str
    holder: str
    initials: str  # empty for a group, and for nobody
    flag: Flag | None
    slipped: bool
    flag_words: str
    why: str
    when: str
    others: tuple[str, ...] = ()  # who else is at it now
    has_draft: bool = False  # of the reader's
    awaits: str = ""  # a colleague, who is asked and hasn't answered
    is_awaited_long: bool = False  # an answer should have come
    more: tuple[str, ...] = ()  # what the reader wants to see besides


def row_of(case: Listed, look: Looking) -> Row:
    """Return a case as a row of a list."""
    raised = case.flags(on=look.today, gone=look.gone)
    flag = raised[0] if raised else None
    name, desks = case.asked_by[0].list_name.in_(look.language), look.at.get(case.id, _NOBODY)
    return Row(
        case=case,
        url=f"{_url(case)}{look.way}",
        number=case.number,
        service=name,
        asked=_asked(case, look, name),
        who=_who(case, look),
        holder=_holder(case),
        initials=_initials(case),
        flag=flag,
        slipped=flag not in (None, Flag.DUE_TODAY),
        flag_words=flag_words(flag, case, look) if flag else "",
        why=_why(raised, case, look),
        when="" if flag else _when(case, look.today),
        others=tuple(at_desk(each) for each in desks.others),
        has_draft=desks.has_draft,
        awaits=_awaits(case, look),
        is_awaited_long=case.awaited_by is not None and case.awaited_by < look.today,
        more=tuple(_MORE[key](case, look.today) for key in look.more),
    )


def _awaits(case: Listed, look: Looking) -> str:
    """Return of whom an answer is awaited, and that it should have come if that is so."""
    if case.awaited_by is None:
        return ""
    told = {"name": f"{case.awaited_name} {case.awaited_family_name}".strip()}
    if case.awaited_by >= look.today:
        return gettext("awaits %(name)s") % told
    told["day"] = short_date(case.awaited_by, on=look.today)
    return gettext("awaits %(name)s, should have come by %(day)s") % told


def at_desk(each: Present) -> str:
    """Return who is at a case, in the few letters that a row has room for."""
    return each.who.given_name or named(each.who)


def _initials(case: Listed) -> str:
    return f"{(case.holder_name or '')[:1]}{(case.holder_family_name or '')[:1]}"


def _asked(case: Listed, look: Looking, name: str) -> str:
    """Return what is asked for; of a protected case nothing."""
    if case.is_protected:
        return ""
    service, form = case.asked_by
    return asked(service, form, case.form, on=look.today, beside=name)


_MORE: dict[str, Callable[[Listed, date], str]] = {
    "received": lambda case, on: short_date(local_date(case.received_at), on=on),
    "days": lambda case, on: str((on - local_date(case.received_at)).days),
}


def _why(raised: tuple[Flag, ...], case: Listed, look: Looking) -> str:
    """Return the reason for the gravest flag, and that nobody attends the case, if that is so too.

    Why a response is due today stands once over the group, and not in its rows.
    """
    said = [each for each in raised[:1] if each is not Flag.DUE_TODAY]
    said += [each for each in raised[1:] if each is Flag.UNATTENDED]
    return ". ".join(flag_reason(each, case, look) for each in said)


@cache
def _beside_the_id() -> tuple[str, str]:
    """What stands before and after the id in a case's address; found once, since rows are many."""
    before, _, after = reverse("inbox:case", args=(0,)).rpartition("0")
    return before, after


def _url(case: Listed) -> str:
    before, after = _beside_the_id()
    return f"{before}{case.id}{after}"


def _who(case: Listed, look: Looking) -> str:
    """Return the child by name and age; of a protected one neither, so that a list tells nothing."""
    if case.is_protected or case.patient_born is None:
        return no_name()
    name = f"{case.patient_name} {case.patient_family_name}".strip()
    return f"{name}, {_years(age_on(look.today, born=case.patient_born), look.language)}"


def years(age: int) -> str:
    """Return an age in words: ``11 år``."""
    return _years(age, language())


@lru_cache(maxsize=500)
def _years(age: int, _: Language) -> str:
    return ngettext("%(age)s year", "%(age)s years", age) % {"age": age}


def _holder(case: Listed) -> str:
    if case.holder is not None:
        return f"{case.holder_name} {case.holder_family_name}".strip()
    return case.group_name or ""


def _when(case: Listed, on: date) -> str:
    """Return what tells cases of one group apart: when they came, or what they wait for."""
    if case.closed_at is not None:
        return short_date(local_date(case.closed_at), on=on)
    if case.response_due is not None:
        return _answered(case, on) if case.first_response_at else _came(case, on)
    if case.status == Status.AWAITING_RESIDENT and case.waits_until is not None:
        return gettext("until %(day)s") % {"day": short_date(case.waits_until, on=on)}
    if case.follow_up is not None:
        return short_date(case.follow_up, on=on)
    return _came(case, on)


def _answered(case: Listed, on: date) -> str:
    """Return when the resident's answer came, which is what is owed a response now."""
    day = case.deadline.since if case.deadline else local_date(case.received_at)
    return gettext("answer %(day)s") % {"day": short_date(day, on=on)}


def _came(case: Listed, on: date) -> str:
    day = local_date(case.received_at)
    if day == on:
        return clock_time(case.received_at)
    if (on - day).days < _A_WEEK:
        return f"{short_day(day)} {clock_time(case.received_at)}"
    return short_date(day, on=on)
