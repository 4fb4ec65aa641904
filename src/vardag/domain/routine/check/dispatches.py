"""Dispatches: outcomes that there are, and addresses that an envelope can bear."""

from collections.abc import Iterator

from vardag.domain.people.clinic import LONGEST_LINE, MOST_LINES
from vardag.domain.routine.check.finding import Finding
from vardag.domain.routine.check.references import keys_of, missing
from vardag.domain.routine.dispatch import POST_REGISTER
from vardag.domain.routine.document import Process, Recipient, Routine, Step, Work
from vardag.domain.words import visible


def check_dispatches(routine: Routine) -> Iterator[Finding]:
    """Find dispatches that nothing sends, and recipients whom no letter would reach."""
    for process in routine.processes:
        for place, sends in _senders(process):
            yield from _dispatches(place, sends)
    for recipient in routine.recipients:
        yield from _recipient(recipient)
    yield from _mediators(routine)
    for service in routine.services:
        goes_to = service.certificate.goes_to if service.certificate else None
        place = f"services.{service.key}.certificate.goes_to"
        yield from missing(place, goes_to, keys_of(routine.recipients), what="recipient")
    if POST_REGISTER in keys_of(routine.registers):
        problem = f"Every clinic has a register “{POST_REGISTER}” of what it sends."
        yield Finding(f"registers.{POST_REGISTER}.key", problem, "Choose another key.")


def _senders(process: Process) -> Iterator[tuple[str, Step | Work]]:
    for number, stage in enumerate(process.stages):
        for step in stage.steps:
            yield f"processes.{process.key}.stages[{number}].steps.{step.key}", step
    for work in process.work:
        yield f"processes.{process.key}.work.{work.key}", work


def _dispatches(place: str, sends: Step | Work) -> Iterator[Finding]:
    if sends.dispatch and isinstance(sends, Step) and sends.act is not None:
        problem = "A step that is done by an act posts nothing."
        yield Finding(f"{place}.dispatch", problem, "Remove “dispatch”, or “act”.")
    for number, each in enumerate(sends.dispatch):
        at = f"{place}.dispatch[{number}]"
        for nth, outcome in enumerate(each.when):
            known = keys_of(sends.outcomes)
            yield from missing(f"{at}.when[{nth}]", outcome, known, what="outcome")
        if any(each == other for other in sends.dispatch[:number]):
            problem = "The same is sent to the same twice."
            yield Finding(at, problem, "Keep one of them.")


def _recipient(recipient: Recipient) -> Iterator[Finding]:
    lines, place = recipient.address, f"recipients.{recipient.key}.address"
    if not 1 <= len(lines) <= MOST_LINES:
        problem = f"An address has one line to {MOST_LINES}, below the name."
        yield Finding(place, problem, "Write street or box, then postcode and town.")
    for number, line in enumerate(lines):
        if not visible(line) or len(line) > LONGEST_LINE:
            problem = f"A line of an address has 1 to {LONGEST_LINE} characters."
            yield Finding(f"{place}[{number}]", problem, "Shorten it, or remove it.")


def _mediators(routine: Routine) -> Iterator[Finding]:
    for second in [each for each in routine.recipients if each.mediates][1:]:
        problem = "Only one can forward post to the protected."
        yield Finding(f"recipients.{second.key}.mediates", problem, "Keep “mediates” at one.")
