"""``vardag dispose``: closed cases, by a recorded decision. It says what would go, then does it."""

import argparse
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from vardag.doors.ops.log.disposal import day_of, decision_of, person_of
from vardag.doors.ops.starting import CannotStart, check_that_all_is_there, or_say_why, set_up

if TYPE_CHECKING:
    from vardag.rooms.disposal.actions import Decision
    from vardag.rooms.disposal.queries import Closed, Found, Scope

type Commands = "argparse._SubParsersAction[argparse.ArgumentParser]"
DONE = 0
_WHY = {
    "work": "work that outlives them isn't done",
    "paper": "a printout is out with somebody",
    "delivery": "another system hasn't been told, or hasn't taken it",
    "opening": "a reading by way of exception isn't followed up",
    "followed": "the family wrote of them again, in a case that stays",
}


def add_dispose(commands: Commands) -> None:
    """Add ``vardag dispose`` to the command line."""
    command = commands.add_parser(
        "dispose",
        help="say which closed cases would go by a decision; --for-good does it",
        epilog="How long cases are kept is for a decision on disposal to say; nothing here does.",
    )
    command.add_argument("--clinic", required=True, metavar="KEY", help="whose cases")
    command.add_argument(
        "--closed-before", required=True, metavar="DATE", help="the first day to keep"
    )
    command.add_argument("--service", default="", metavar="KEY", help="only cases of this service")
    command.add_argument("--decision", required=True, metavar="TEXT", help="which decision")
    command.add_argument("--by", required=True, metavar="HSA-ID", help="who decided")
    command.add_argument("--for-good", action="store_true", help="do it; nothing brings them back")
    command.set_defaults(run=_dispose)


def _dispose(options: argparse.Namespace) -> int:
    return dispose(
        clinic=options.clinic,
        before=options.closed_before,
        service=options.service,
        decision=options.decision,
        by=options.by,
        for_good=options.for_good,
    )


@or_say_why("dispose")
def dispose(
    *, clinic: str, before: str, service: str, decision: str, by: str, for_good: bool
) -> int:
    """Say which closed cases would go, or dispose of them for good.

    :param before: a local date, ISO, that has come
    :param by: the HSA-id of who decided
    :raises CannotStart: if that can't be: nothing is disposed of
    """
    set_up()
    check_that_all_is_there()
    from vardag.rooms.disposal.actions import Decision
    from vardag.rooms.disposal.queries import found

    scope = _scope(clinic, before, service)
    decided = Decision(person_of(by), decision_of(decision))
    there = found(scope)
    for line in _told(there):
        print(line)
    if not there.goes:
        print("nothing would go")
    elif for_good:
        _for_good(scope, decided)
    else:
        print("Add --for-good to do it; nothing brings them back. Take a backup first.")
    return DONE


def _scope(clinic: str, before: str, service: str) -> "Scope":
    from vardag.domain.people.identity import ClinicId
    from vardag.doors.shared.moments import today
    from vardag.rooms.clinics.queries import clinic_by_key
    from vardag.rooms.disposal.queries import Scope

    row, day = clinic_by_key(clinic), day_of(before, "--closed-before")
    if row is None:
        raise CannotStart(
            f"there is no clinic {clinic!r}: `vardag clinic list` tells which there are"
        )
    if day > today():
        raise CannotStart(f"--closed-before {day} hasn't come: nothing was closed by then")
    return Scope(ClinicId(row.pk), day, service)


def _for_good(scope: "Scope", decided: "Decision") -> None:
    from vardag.doors.shared.moments import now
    from vardag.rooms.audit.actions import LogUnwritable
    from vardag.rooms.disposal.actions import dispose as dispose_of

    gone = 0
    try:
        for gone in dispose_of(scope, decided, at=now()):
            print(f"{gone} cases are gone", flush=True)
    except LogUnwritable as why:
        raise CannotStart(f"{gone} cases are gone, and the rest stays: {why}") from why


def _told(there: "Found") -> Iterator[str]:
    """Yield what goes by service, with its days and files, and what stays by its reason."""
    from vardag.rooms.disposal.queries import files_of

    services = Counter(each.service for each in there.goes)
    for service, many in sorted(services.items()):
        yield f"{many:>7} {service}, closed {_days(there.goes, service)}"
    if there.goes:
        files, size = files_of(there.goes)
        yield f"{len(there.goes):>7} cases in all, with {files} files of {size / 1_000_000:.1f} MB"
    for why, many in sorted(Counter(there.stays.values()).items()):
        some = ", ".join(each.number for each, found in there.stays.items() if found is why)
        yield f"{many:>7} stay: {_WHY[why]} ({some[:100]})"


def _days(cases: "tuple[Closed, ...]", service: str) -> str:
    days = sorted(each.closed_date for each in cases if each.service == service)
    return f"{days[0]} to {days[-1]}"
