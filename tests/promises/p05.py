"""P5: dates and flags are right, whatever the clock and whoever was down."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from tests.build import OUTPATIENT, PIM, RUT, routine
from tests.promises import p05_clock
from tests.promises.p05_almanac import (
    FOLLOW_UP,
    RESPONSE,
    WAIT,
    day_in_sweden,
    days_counted,
    midnights,
)
from tests.promises.p05_clock import JUMPS, jump
from tests.promises.p05_goldens import GOLDENS
from tests.promises.p05_lives import look_at_lives, moment_in
from tests.promises.p05_reminded import (
    nothing_is_unique,
    sweep,
    what_passed_while_it_was_down_is_skipped,
)
from tests.promises.planting import everywhere
from tests.promises.promise import Fault, Promise, Tally, Trial
from vardag.domain.case import flags as flagging
from vardag.domain.case.circumstances import Circumstances
from vardag.domain.case.flags import Dates, Flag
from vardag.domain.case.submission import submit
from vardag.domain.clock import deadline as clock
from vardag.domain.clock import holidays
from vardag.domain.clock.calendar import CALENDAR_NAME, Day, WorkingCalendar
from vardag.domain.clock.deadline import Deadline

# --- Counting ------------------------------------------------------------------------------------

FIRST, LAST = date(2024, 1, 1), date(2035, 12, 31)
_CHANGES = [
    *("2024-03-31", "2024-10-27", "2025-03-30", "2025-10-26", "2026-03-29", "2026-10-25"),
    *("2030-03-31", "2030-10-27", "2035-03-25", "2035-10-28"),
]


def an_instant(draw: Random) -> datetime:
    """Return a moment of 2024 to 2035; one in ten in a night when clocks are changed."""
    if draw.random() < 0.1:
        begins = midnights(date.fromisoformat(draw.choice(_CHANGES)))
        return datetime.fromtimestamp(begins, UTC) + timedelta(seconds=draw.randrange(5 * 3600))
    return moment_in(draw, FIRST, LAST)


def count_from_each(tally: Tally) -> None:
    """Ask by when a case is owed a response that comes at a moment, with the clinic's closed days."""
    while not tally.is_over:
        at = an_instant(tally.draw)
        closed = {
            day_in_sweden(at) + timedelta(days=tally.draw.randrange(-1, 30))
            for _ in range(tally.draw.choice((0, 0, 1, 3, 12)))
        }
        tally.count(wrong_with(at, closed))


def wrong_with(at: datetime, closed: set[date] | frozenset[date]) -> str:
    """Return how the product's dates differ from the oracle's; empty if they don't."""
    calendar = WorkingCalendar(closed=dict.fromkeys(closed, "Stängt"))
    now = Circumstances(by=RUT, at=at, routine=routine(), calendar=calendar)
    dates = routine().dates
    found = {
        RESPONSE: _submitted(at, calendar),
        FOLLOW_UP: now.in_working_days(dates.follow_up),
        WAIT: now.in_working_days(dates.waiting),
    }
    today = day_in_sweden(at)
    for count, due in found.items():
        counted = days_counted(today, count, closed)
        said = [day.date for day in due.days if day.counts]
        if (due.since, due.date, said) != (today, counted[-1], counted):
            return f"{count} days from {at.isoformat()}, closed {sorted(map(str, closed))}: {due}"
    return ""


def _submitted(at: datetime, calendar: WorkingCalendar) -> Deadline:
    return submit(
        routine=routine(),
        service=routine().service("message"),
        is_offered=True,
        answers={"text": "Hej"},
        patient=PIM.id,
        clinic=OUTPATIENT,
        at=at,
        calendar=calendar,
    ).response_due


COUNTING = Trial(
    "moments counted from",
    "a moment of 2024 to 2035, with closed days of the clinic: the response date, the follow-up date,"
    " the end of a wait, and the days counted, are those of an almanac that shares no code with ours",
    many=100_000,
    minutes=0.6,
    run=count_from_each,
    one_database=True,
)


def hold_against_the_goldens(tally: Tally) -> None:
    """Hold the product against every date found by hand, however few are wanted."""
    for golden in GOLDENS:
        wrong = wrong_with(golden.came, golden.closed)
        due = _submitted(golden.came, WorkingCalendar(dict.fromkeys(golden.closed, "Stängt"))).date
        tally.count(wrong if due == golden.owed else f"{golden.why}: {due}, not {golden.owed}")


GOLDEN = Trial(
    "dates found by hand",
    "a date found with an almanac and a pencil: Easter, Midsummer Eve, 31 December, squeeze days,"
    " leap days, the last second of a day, both nights when clocks are changed",
    many=len(GOLDENS),
    minutes=0.1,
    run=hold_against_the_goldens,
    one_database=True,
)

# --- Looking and jumping -------------------------------------------------------------------------

LOOKING = Trial(
    "cases looked at",
    "a case with a life by chance, looked at on a moment by chance, with no worker ever having run: its"
    " stored dates, its flags, its place and flag in the inbox, and the numbers there",
    many=4_000,
    minutes=2,
    run=look_at_lives,
)
JUMPING = Trial(
    "jumps of the clock",
    f"a process whose clock is moved ({', '.join(JUMPS)}), back again, and three days on without a"
    " worker; from it a case is sent and the inbox looked at each time",
    many=40,
    minutes=1,
    run=jump,
    commits=True,
)

REMINDING = Trial(
    "cases reminded of",
    "an open case of up to two thousand that a worker sweeps, days after the last round, while its"
    " clock is set to and fro: late, the holder and the manager are reminded of it once, else nobody;"
    " a round within a minute",
    many=10_000,
    minutes=2,
    run=sweep,
)

# --- Faults --------------------------------------------------------------------------------------


def days_are_those_of_greenwich(patch: pytest.MonkeyPatch) -> None:
    def fault(moment: datetime) -> date:
        return moment.astimezone(UTC).date()

    everywhere(patch, clock.local_date, fault)


def clocks_are_an_hour_ahead_all_year(patch: pytest.MonkeyPatch) -> None:
    def fault(moment: datetime) -> date:
        return (moment.astimezone(UTC) + timedelta(hours=1)).date()

    everywhere(patch, clock.local_date, fault)


def two_days_are_two_days(patch: pytest.MonkeyPatch) -> None:
    def fault(since: date, *, working_days: int, calendar: WorkingCalendar) -> Deadline:
        days = tuple(Day(since + timedelta(days=n + 1)) for n in range(working_days))
        return Deadline(since, days[-1].date, days, CALENDAR_NAME)

    everywhere(patch, clock.deadline, fault)


def eves_are_worked(patch: pytest.MonkeyPatch) -> None:
    def fault(year: int) -> dict[date, str]:
        return {day: name for day, name in as_it_is(year).items() if not name.endswith("Eve")}

    as_it_is = holidays.holidays_of
    patch.setattr("vardag.domain.clock.calendar._holidays", fault)


def closed_days_count(patch: pytest.MonkeyPatch) -> None:
    as_it_is = clock.deadline

    def fault(since: date, *, working_days: int, calendar: WorkingCalendar) -> Deadline:
        return as_it_is(since, working_days=working_days, calendar=WorkingCalendar())

    everywhere(patch, clock.deadline, fault)


def a_job_says_what_is_late(patch: pytest.MonkeyPatch) -> None:
    """Nothing is late until a sweep has said so; here, as with a worker that is down, none has."""
    as_it_is = flagging.flags

    def fault(dates: Dates, *, today: date, holder_is_away: bool = False) -> tuple[Flag, ...]:
        found = as_it_is(dates, today=today, holder_is_away=holder_is_away)
        return tuple(flag for flag in found if flag is not Flag.OVERDUE)

    everywhere(patch, flagging.flags, fault)


def it_is_late_on_the_day_itself(patch: pytest.MonkeyPatch) -> None:
    as_it_is = flagging.flags

    def fault(dates: Dates, *, today: date, holder_is_away: bool = False) -> tuple[Flag, ...]:
        early = dates.follow_up and dates.follow_up - timedelta(days=1)
        dates = replace(dates, follow_up=early)
        return as_it_is(dates, today=today, holder_is_away=holder_is_away)

    everywhere(patch, flagging.flags, fault)


def the_clock_is_read_once(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(p05_clock, "PLANTED", ["the_clock_is_read_once"])


def the_clock_never_goes_back(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(p05_clock, "PLANTED", ["the_clock_never_goes_back"])


P5 = Promise(
    "P5",
    "Dates and flags are right, whatever the clock does and whoever was down.",
    (COUNTING, GOLDEN, LOOKING, JUMPING, REMINDING),
    (
        Fault(
            "Greenwich",
            "days begin at midnight by universal time",
            days_are_those_of_greenwich,
            COUNTING,
        ),
        Fault("eves", "the three eves are worked", eves_are_worked, COUNTING),
        Fault("closed days", "a clinic's closed days count", closed_days_count, COUNTING),
        Fault("two days", "two working days are two days", two_days_are_two_days, GOLDEN),
        Fault(
            "winter time",
            "clocks are an hour ahead all the year",
            clocks_are_an_hour_ahead_all_year,
            GOLDEN,
        ),
        Fault("a job", "a job says what is late, and it is down", a_job_says_what_is_late, LOOKING),
        Fault(
            "a day early", "a follow-up is late on its day", it_is_late_on_the_day_itself, LOOKING
        ),
        Fault("read once", "a process reads the clock once", the_clock_is_read_once, JUMPING),
        Fault(
            "never back",
            "a process's clock never goes back, though the machine's was set right",
            the_clock_never_goes_back,
            JUMPING,
        ),
        Fault("no key", "no key says that a reminder was written", nothing_is_unique, REMINDING),
        Fault(
            "skipped",
            "what passed while the worker was down is skipped",
            what_passed_while_it_was_down_is_skipped,
            REMINDING,
        ),
    ),
    notes=(
        "Reminders are held against what is written; that they are sent is P2.",
        "The law itself is asked for response dates; cases that are looked at are in a database.",
        "A clock is moved by a library between a real process and the operating system.",
    ),
)
