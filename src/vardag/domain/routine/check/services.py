"""Services: each is received, asked, handled and found in the menu."""

from collections import Counter
from collections.abc import Iterator

from vardag.domain.routine.check.finding import Finding
from vardag.domain.routine.check.references import keys_of, missing
from vardag.domain.routine.document import NURSE, RECEIVER, REGISTER_FACTS, Routine, Service


def check_services(routine: Routine) -> Iterator[Finding]:
    """Find services that nobody receives, that lead nowhere, or that no resident could find."""
    for service in routine.services:
        place = f"services.{service.key}"
        yield from _references(place, service, routine)
        yield from _fields(place, service, routine)
        for number, advice in enumerate(service.advice):
            if advice.below is None and advice.from_ is None:
                problem = "The advice says nothing of age, so it is never shown."
                yield Finding(f"{place}.advice[{number}]", problem, "Add “below” or “from”.")
    yield from _registers(routine)
    yield from _menu(routine)


def _references(place: str, service: Service, routine: Routine) -> Iterator[Finding]:
    if service.received_by not in (RECEIVER, NURSE):
        problem = f"Nobody is “{service.received_by}”, so nobody could receive a case."
        yield Finding(f"{place}.received_by", problem, f"Write {RECEIVER} or {NURSE}.")
    for name, key, known, what in (
        ("kind", service.kind, keys_of(routine.kinds), "kind"),
        ("process", service.process, keys_of(routine.processes), "process"),
        ("form", service.form, keys_of(routine.forms), "form"),
        ("leads_to", service.leads_to, keys_of(routine.links), "link"),
        ("register", service.register, keys_of(routine.registers), "register"),
    ):
        yield from missing(f"{place}.{name}", key, known, what=what)


def _fields(place: str, service: Service, routine: Routine) -> Iterator[Finding]:
    form = routine.form(service.form)
    if form is None:
        return
    for number, key in enumerate(service.summary):
        yield from missing(f"{place}.summary[{number}]", key, keys_of(form.fields), what="field")
    if service.leads_to and (form.at_least_one_of or any(each.required for each in form.fields)):
        problem = "A shortcut gets empty requests, and this form would refuse them."
        yield Finding(f"{place}.form", problem, "Use a form where nothing is required.")


def _registers(routine: Routine) -> Iterator[Finding]:
    for register in routine.registers:
        forms = [
            routine.form(each.form) for each in routine.services if each.register == register.key
        ]
        asked = [f"field:{field.key}" for form in forms if form for field in form.fields]
        known = (*REGISTER_FACTS, *dict.fromkeys(asked))
        for number, column in enumerate(register.columns):
            place = f"registers.{register.key}.columns[{number}]"
            yield from missing(place, column, known, what="column")


def _menu(routine: Routine) -> Iterator[Finding]:
    rows = Counter(key for row in routine.menu for key in row.services)
    for service in routine.services:
        if rows[service.key] != 1:
            problem = f"The service stands in {rows[service.key]} rows of the menu."
            remedy = "Name it in exactly one row of “menu”."
            yield Finding(f"services.{service.key}", problem, remedy)
    for row in routine.menu:
        for number, key in enumerate(row.services):
            place = f"menu.{row.key}.services[{number}]"
            yield from missing(place, key, keys_of(routine.services), what="service")
