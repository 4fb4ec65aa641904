"""Certificates: codes that could be, signers that there are, ways of delivery that one can choose."""

import re
from collections.abc import Iterator

from vardag.domain.routine.certificate import SIGNERS, Certificate
from vardag.domain.routine.check.finding import Finding
from vardag.domain.routine.check.references import keys_of, missing
from vardag.domain.routine.document import Option, Routine, Service, Suggestion

_CODE = re.compile(r"[A-Z]{2,6}[0-9]{3,5}")


def check_certificates(routine: Routine) -> Iterator[Finding]:
    """Find certificates that nobody could sign or send, and warnings that would never be shown."""
    for service in routine.services:
        if service.certificate is not None:
            yield from _certificate(service, service.certificate, routine)
    for each in routine.suggestions:
        yield from _warning(each, routine)
    for places in routine.places:
        if not places.names:
            problem = "The list names no place, so nothing is ever within it."
            yield Finding(f"places.{places.key}.names", problem, "Name one, or remove the list.")


def _certificate(service: Service, found: Certificate, routine: Routine) -> Iterator[Finding]:
    place = f"services.{service.key}.certificate"
    if found.code is not None and not _CODE.fullmatch(found.code):
        problem = f"“{found.code}” is no national code."
        remedy = "Write capital letters and digits, such as FK3221; leave it out where no form is."
        yield Finding(f"{place}.code", problem, remedy)
    if not found.signed_by:
        yield Finding(f"{place}.signed_by", "Nobody may sign it.", f"Name {', '.join(SIGNERS)}.")
    for number, signer in enumerate(found.signed_by):
        yield from missing(f"{place}.signed_by[{number}]", signer, SIGNERS, what="signer")
    ways = keys_of(ways_of(service, routine))
    for number, way in enumerate(found.delivery):
        yield from missing(f"{place}.delivery[{number}]", way, ways, what="way of delivery")


def ways_of(service: Service, routine: Routine) -> tuple[Option, ...]:
    """Return what a family can choose in the service's form, and how its work can turn out."""
    form, process = routine.form(service.form), routine.process(service.process)
    chosen = (option for field in (form.fields if form else ()) for option in field.options)
    done = (option for work in (process.work if process else ()) for option in work.outcomes)
    return (*chosen, *done)


def _warning(each: Suggestion, routine: Routine) -> Iterator[Finding]:
    place = f"suggestions.{each.key}"
    replies, lists = keys_of(routine.standard_replies), keys_of(routine.places)
    what = "standard reply"
    yield from missing(f"{place}.standard_reply", each.standard_reply, replies, what=what)
    yield from missing(f"{place}.within", each.within, lists, what="list of places")
    if (each.destination is None) != (each.within is None):
        problem = "A destination is looked for within a list of places: one of the two is missing."
        yield Finding(f"{place}.destination", problem, "Add both “destination” and “within”.")
    for service in filter(None, map(routine.service, each.of)):
        form = routine.form(service.form)
        fields = keys_of(form.fields) if form else ()
        yield from missing(f"{place}.destination", each.destination, fields, what="field")
