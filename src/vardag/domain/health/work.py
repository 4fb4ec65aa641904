"""What is done beside the pages, and what waits for somebody: worker, queues, log, routine, roster."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from vardag.domain.clock.calendar import WorkingCalendar
from vardag.domain.health.finding import Check, Finding, Whom
from vardag.domain.people.identity import ClinicId
from vardag.domain.words import say


class Work(StrEnum):
    """What a worker does, each in rounds of its own."""

    SEALING = "sealing"
    ASKING = "asking"
    SCANNING = "scanning"
    DELIVERING = "delivering"
    MAILING = "mailing"
    REMINDING = "reminding"
    HOUSE = "house"


# By when another round should have been noted, with room for a busy machine.
EXPECTED = {
    Work.SEALING: timedelta(minutes=3),
    Work.SCANNING: timedelta(minutes=5),
    Work.DELIVERING: timedelta(minutes=5),
    Work.MAILING: timedelta(minutes=5),
    Work.REMINDING: timedelta(minutes=10),
    Work.ASKING: timedelta(minutes=30),
    Work.HOUSE: timedelta(hours=8),
}
_LATE, _LOST = timedelta(hours=1), timedelta(hours=24)  # for what waits in a queue
_SEALED_BY, _SEALED_AT_LAST = timedelta(minutes=1), timedelta(minutes=15)
_ANSWERED_BY = timedelta(days=3)  # by registers that are asked once a day
_IN_TIME = timedelta(days=90)  # before its end a routine's successor should be on its way
DAYS_AHEAD = 14

WORKER = Check("worker", say("Work beside the pages"))
SEALS = Check("access-log", say("The access log's seals"))
DELIVERIES = Check("deliveries", say("Messages to other systems"), Whom.ADMINISTRATOR)
NOTICES = Check("notices", say("Notices by e-mail and text message"))
FILES = Check("files-waiting", say("Files that wait for the virus scanner"))
DIRECTORY = Check("directory-answers", say("What the staff directory has answered"))
REGISTER = Check("register-answers", say("What the population register has answered"))
LINKS = Check("links", say("Links in standard replies"), Whom.ADMINISTRATOR)
ROUTINE = Check("routine", say("The routine in force"), Whom.ADMINISTRATOR)
ROSTER = Check("roster", say("Who is 1177-responsible"), Whom.PLANNER)
CLOSED = Check("maintenance", say("Closed for maintenance"))


@dataclass(frozen=True)
class Rounds:
    """When a work was last done, and since when it fails; None if it never was, or doesn't."""

    done_at: datetime | None = None
    failing_since: datetime | None = None


@dataclass(frozen=True)
class Queue:
    """What waits: how many, and since when the first of them could have been done."""

    many: int = 0
    since: datetime | None = None


@dataclass(frozen=True)
class Log:
    """The access log: since when entries wait for their seal, and what is wrong with its head."""

    unsealed_since: datetime | None = None
    head: str = ""  # what is wrong with it, for operations; empty if it is in order


@dataclass(frozen=True)
class ClinicAhead:
    """A clinic's days ahead: who is planned isn't asked, only whether somebody is."""

    clinic: ClinicId
    calendar: WorkingCalendar
    planned: frozenset[date]


@dataclass(frozen=True)
class Doings:
    """What was found at ``at``, ``today`` by local date; ``needs_rounds`` is what is to be done here."""

    at: datetime
    today: date
    rounds: Mapping[Work, Rounds]
    needs_rounds: frozenset[Work]
    log: Log = Log()
    deliveries: Queue = Queue()
    failed: Mapping[ClinicId, Queue] | None = None
    notices: Queue = Queue()
    failed_notices: Queue = Queue()
    files: Queue = Queue()
    directory: Queue = Queue()
    register: Queue = Queue()
    links: Queue = Queue()
    routine_until: date | None = None  # None: no routine holds
    clinics: tuple[ClinicAhead, ...] = ()
    is_closed: bool = False


def work_found(seen: Doings) -> Iterator[Finding]:
    """Yield what is found of the work."""
    yield _worker(seen)
    yield _seals(seen)
    yield from _deliveries(seen)
    yield _notices(seen)
    yield _files(seen)
    yield _answers(DIRECTORY, seen.directory, seen)
    yield _answers(REGISTER, seen.register, seen)
    yield _links(seen)
    yield _routine(seen)
    yield from _roster(seen)
    if seen.is_closed:
        yield CLOSED.warn(
            say("The product is closed: everybody reads that somebody is working on it."),
            say("Run `vardag maintenance off` when it is done."),
        )


def _worker(seen: Doings) -> Finding:
    late = {work: at for work in sorted(seen.needs_rounds) if (at := _late(work, seen)) is not None}
    failing = [each.failing_since for each in seen.rounds.values() if each.failing_since]
    if late:
        found = WORKER.wrong(
            say("Nobody does what is due beside the pages: %(which)s. Nothing is sent or sealed."),
            say("Start `vardag worker`, or `vardag serve --worker`, and read what it says."),
            which=", ".join(late),
        )
        return replace(found, since=min((at for at in late.values() if at < seen.at), default=None))
    if failing:
        found = WORKER.warn(
            say("What is due beside the pages fails, and is tried again."),
            say("Read what the worker says on standard error."),
        )
        return replace(found, since=min(failing))
    return WORKER.ok()


def _late(work: Work, seen: Doings) -> datetime | None:
    """Return when a work was last done, if that is too long ago; now, if it never was."""
    done_at = seen.rounds.get(work, Rounds()).done_at
    if done_at is None:
        return seen.at
    return done_at if seen.at - done_at > EXPECTED[work] else None


def _seals(seen: Doings) -> Finding:
    since = seen.log.unsealed_since
    if seen.log.head:
        found = SEALS.wrong(
            say(
                "The line that says how far the access log reaches is missing, old, or can't be written."
            ),
            say("See VARDAG_LOG_HEAD and its folder's rights, and run `vardag audit verify`."),
        )
        return replace(found, detail=seen.log.head, since=since)
    if since is None or seen.at - since <= _SEALED_BY:
        return SEALS.ok()
    check = SEALS.wrong if seen.at - since > _SEALED_AT_LAST else SEALS.warn
    found = check(
        say(
            "Entries of the access log wait for their seals: who changed them now wouldn't be seen."
        ),
        say("See that the worker runs, and what it says of sealing."),
    )
    return replace(found, since=since)


def _deliveries(seen: Doings) -> Iterator[Finding]:
    since = seen.deliveries.since
    if since is not None and seen.at - since > _LATE:
        check = DELIVERIES.wrong if seen.at - since > _LOST else DELIVERIES.warn
        found = check(
            say("%(many)s messages to other systems wait, and should have been sent."),
            say("See that the worker runs, and that the other systems answer."),
            many=seen.deliveries.many,
        )
        yield replace(found, since=since, whom=Whom.OPERATIONS)
    elif not seen.failed:
        yield DELIVERIES.ok()
    for clinic, queue in (seen.failed or {}).items():
        found = DELIVERIES.warn(
            say("%(many)s messages to other systems did not come through, and nobody tries again."),
            say("Open Other systems: send again, or do it by hand."),
            many=queue.many,
        )
        yield replace(found, since=queue.since, clinic=clinic)


def _notices(seen: Doings) -> Finding:
    since = seen.notices.since
    if since is not None and seen.at - since > _LATE:
        check = NOTICES.wrong if seen.at - since > _LOST else NOTICES.warn
        found = check(
            say("%(many)s notices wait, and should have been sent: nobody is told what waits."),
            say("See that the worker runs, and that the mail server answers."),
            many=seen.notices.many,
        )
        return replace(found, since=since)
    if seen.failed_notices.many:
        found = NOTICES.warn(
            say("%(many)s notices of the last week could not be sent, and nobody tries again."),
            say(
                "See which addresses are wrong on the page Staff, and that the mail server takes mail."
            ),
            many=seen.failed_notices.many,
        )
        return replace(found, since=seen.failed_notices.since)
    return NOTICES.ok()


def _files(seen: Doings) -> Finding:
    since = seen.files.since
    if since is None or seen.at - since <= timedelta(minutes=10):
        return FILES.ok()
    check = FILES.wrong if seen.at - since > timedelta(hours=4) else FILES.warn
    found = check(
        say("Files that wait for the virus scanner, and that nobody can open: %(many)s."),
        say("See that the virus scanner answers, and that the worker runs."),
        many=seen.files.many,
    )
    return replace(found, since=since)


def _answers(check: Check, queue: Queue, seen: Doings) -> Finding:
    if queue.since is None or seen.at - queue.since <= _ANSWERED_BY:
        return check.ok()
    found = check.warn(
        say("It hasn't answered for days about %(many)s people, so what is known of them is old."),
        say("See that it answers, and what the worker says of it."),
        many=queue.many,
    )
    return replace(found, since=queue.since)


def _links(seen: Doings) -> Finding:
    if not seen.links.many:
        return LINKS.ok()
    found = LINKS.warn(
        say("Addresses in standard replies that can't be reached: %(many)s."),
        say("Open Standard replies, Links, and set addresses that work."),
        many=seen.links.many,
    )
    return replace(found, since=seen.links.since)


def _routine(seen: Doings) -> Finding:
    until = seen.routine_until
    if until is None:
        return ROUTINE.wrong(
            say("No routine holds today, so no case can be sent."),
            say("Publish one: `vardag migrate` publishes the one that comes with the product."),
        )
    if until < seen.today:
        return ROUTINE.wrong(
            say("The routine held until %(until)s, and goes on only until another is published."),
            say("Have the next version approved and published."),
            until=until,
        )
    if until < seen.today + _IN_TIME:
        return ROUTINE.warn(
            say("The routine holds until %(until)s."),
            say("Have the next version approved and published before that."),
            until=until,
        )
    return ROUTINE.ok()


def _roster(seen: Doings) -> Iterator[Finding]:
    for each in seen.clinics:
        holes = _holes(each, seen.today)
        if not holes:
            yield replace(ROSTER.ok(), clinic=each.clinic)
            continue
        check = ROSTER.wrong if holes[0] == seen.today else ROSTER.warn
        found = check(
            say(
                "Nobody is 1177-responsible on %(many)s of the coming two weeks' days, first %(first)s."
            ),
            say("Open Roster and plan somebody."),
            many=len(holes),
            first=holes[0],
        )
        yield replace(found, clinic=each.clinic)


def _holes(seen: ClinicAhead, today: date) -> list[date]:
    days = (today + timedelta(days=number) for number in range(DAYS_AHEAD))
    return [day for day in days if seen.calendar.is_working_day(day) and day not in seen.planned]
