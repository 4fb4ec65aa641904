"""``vardag clinic``: clinics, their addresses, groups and closed days, put into service without SQL."""

import argparse
import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import wraps

from django.db import transaction

from vardag.domain.people.clinic import name as a_name
from vardag.domain.people.clinic import refuse
from vardag.domain.people.identity import ClinicId
from vardag.domain.refusals import InvalidForm, Refusal
from vardag.domain.routine.document import Routine
from vardag.domain.words import say
from vardag.doors.shared.moments import today
from vardag.rooms.clinics import installing
from vardag.rooms.clinics.installing import Said
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.clinics.queries import clinic_by_key, clinics, own
from vardag.rooms.people.actions import add_group
from vardag.rooms.people.queries import groups
from vardag.rooms.routines.queries import routine_on


def _says_why[**P](deed: Callable[P, str]) -> Callable[P, int]:
    """Print what a deed says and return 0; or print why not, on standard error, and return 1."""

    @wraps(deed)
    def command(*args: P.args, **kwargs: P.kwargs) -> int:
        try:
            print(deed(*args, **kwargs))
        except InvalidForm as refusal:
            print("\n".join(str(each.sentence) for each in refusal.problems), file=sys.stderr)
            return 1
        except Refusal as refusal:
            print(refusal, file=sys.stderr)
            return 1
        return 0

    return command


def perform(options: argparse.Namespace) -> int:
    """Do what a command line says."""
    match options.act:
        case "add":
            return add(options.key, _said(options))
        case "set":
            return change(options.key, _said(options))
        case "link":
            return link(options.key, options.link, options.address)
        case "group":
            return group(options.key, options.group, options.name)
        case "close":
            return close(options.key, options.day, options.reason)
        case "open":
            return reopen(options.key, options.day)
        case _:
            return show(options.key)


def _said(options: argparse.Namespace) -> Said:
    return Said(
        name=options.name,
        short_name=options.short_name,
        phone=options.phone,
        postal_address=options.postal_address,
        takes_residents_cases=options.residents,
    )


def _clinic(key: str) -> ClinicRow:
    found = clinic_by_key(key)
    if found is None:
        there = ", ".join(sorted(each.key for each in clinics())) or "none yet"
        refuse("key", f"There is no clinic {key}. There are: {there}.")
    return found


@_says_why
def add(key: str, said: Said) -> str:
    installing.install(key, said)
    return f"{key} is there. Next: vardag staff add-administrator HSA-ID --clinic {key}"


@_says_why
def change(key: str, said: Said) -> str:
    installing.change(ClinicId(_clinic(key).pk), said)
    return f"{key} is changed"


@_says_why
def link(key: str, link: str, address: str | None) -> str:
    clinic = ClinicId(_clinic(key).pk)
    if address is None:
        installing.unlink(clinic, link)
        return f"{key} has no address of its own for {link} any more"
    installing.link(clinic, link, address, known=[each.key for each in _routine().links])
    return f"{link} of {key} leads to {address.strip()}"


@_says_why
@transaction.atomic
def group(key: str, group: str, name: str | None) -> str:
    clinic, known = ClinicId(_clinic(key).pk), {each.key: each for each in _routine().groups}
    if group not in known:
        keys = ", ".join(sorted(known))
        refuse("group", f"The routine has no group {group}. It has: {keys}.")
    if any(each.key == group and each.clinic_id == clinic for each in groups()):
        refuse("group", say("The clinic has that group already."))
    add_group(key=group, clinic=clinic, name=a_name(name or known[group].name.sv))
    return f"{key} has the group {group}. Who is in it is set on the page Staff."


@_says_why
def close(key: str, day: str, reason: str) -> str:
    installing.close(ClinicId(_clinic(key).pk), _day(day), reason, on=today())
    return f"{key} is closed on {day}; dates already promised stand"


@_says_why
def reopen(key: str, day: str) -> str:
    installing.reopen(ClinicId(_clinic(key).pk), _day(day), on=today())
    return f"{key} isn't closed on {day} any more; dates already promised stand"


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        refuse("day", f"{typed} is no date. Write one such as 2026-12-23.")


def _routine() -> Routine:
    return routine_on(today())


@_says_why
def show(key: str | None) -> str:
    rows = clinics() if key is None else [_clinic(key)]
    return "\n\n".join("\n".join(_lines(row)) for row in rows) or "There is no clinic yet."


def _lines(row: ClinicRow) -> Iterator[str]:
    """Yield what there is to know of a clinic, and what it lacks."""
    has = own(ClinicId(row.pk))
    yield f"{row.key}: {row.name}" + (f" ({row.short_name})" if row.short_name else "")
    yield f"  telephone: {row.phone or 'none: families read no number to call'}"
    address = ", ".join(row.postal_address.splitlines())
    yield f"  postal address: {address or 'none: cover letters have no sender to answer to'}"
    yield f"  families send cases here: {'yes' if row.takes_residents_cases else 'no'}"
    for each in _routine().links:
        own_address = has.links.get(each.key)
        yield f"  link {each.key}: {own_address or each.address + ' (by the routine)'}"
    here = [each.key for each in groups() if each.clinic_id == row.pk]
    yield f"  groups: {', '.join(here) or 'none'}"
    yield from (
        f"  closed {day}: {why}" for day, why in sorted(has.closed.items()) if day >= today()
    )
