"""Reminders of late cases: each once, whatever the clock does, however long all workers were down."""

import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.doors.desk import Desk, a_desk
from tests.promises.p05_almanac import OFF, RESPONSE, day_in_sweden, midnights, owed_by
from tests.promises.planting import everywhere
from tests.promises.promise import Tally, rolled_back
from vardag.domain.case import acts
from vardag.domain.duty import reminders as law
from vardag.domain.people.identity import CaseId
from vardag.reactions.reminding import remind_all
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.notices import actions as notices
from vardag.rooms.notices.models import NoticeRow

TOWN = 100  # cases whose lives begin with a submission; the rest of a sweep are their likes
SWEPT_IN = 60.0  # seconds, of ten thousand cases
FIRST, LAST = date(2026, 4, 1), date(2027, 12, 1)
JUMPS = [timedelta(hours=1), timedelta(hours=-1), timedelta(days=-1)]


def sweep(tally: Tally) -> None:
    """Let cases lie, work at moments that jump, and count who was reminded of each."""
    while not tally.is_over:
        with rolled_back() as patch:
            tally.count(_a_sweep(a_desk(patch), tally), of=min(tally.many - tally.trials, 2_000))


def _a_sweep(desk: Desk, tally: Tally) -> str:
    begins = FIRST + timedelta(days=tally.draw.randrange((LAST - FIRST).days))
    came, last = _cases(desk, tally, begins, min(tally.many - tally.trials, 2_000)), begins
    worked: set[date] = set()
    for _ in range(3):
        last += timedelta(days=tally.draw.randrange(1, 5))  # nobody worked meanwhile
        if wrong := _works(tally, last, worked):
            return wrong
    return _wrong_reminders(came, worked)


def _works(tally: Tally, day: date, worked: set[date]) -> str:
    """Work for some rounds of a day while the clock is set to and fro; it ends in the evening."""
    noon = datetime.fromtimestamp(midnights(day), UTC) + timedelta(hours=12, minutes=30)
    for at in (noon, noon + tally.draw.choice(JUMPS), noon + timedelta(hours=5)):
        began = time.monotonic()
        remind_all(at=at)
        worked.add(day_in_sweden(at))
        if time.monotonic() - began > SWEPT_IN:
            return f"a round took {time.monotonic() - began:.0f} s"
    return ""


def _cases(desk: Desk, tally: Tally, begins: date, many: int) -> dict[CaseId, date]:
    """Return cases that the nurse holds, with the days on which they came."""
    for _ in range(min(many, TOWN)):
        day = begins - timedelta(days=tally.draw.randrange(12))
        at = datetime.fromtimestamp(midnights(day), UTC) + timedelta(hours=9)
        case = desk.send("message", at=at)
        desk.do(case, "nurse", acts.Claim(), at=at)
    for _ in range((many - 1) // TOWN):
        alike = list(CaseRow.objects.order_by("pk")[:TOWN])
        for row in alike:
            row.pk, row.form_key = None, None
        CaseRow.objects.bulk_create(alike)
    return {CaseId(row.pk): day_in_sweden(row.received_at) for row in CaseRow.objects.all()}


def _wrong_reminders(came: dict[CaseId, date], worked: set[date]) -> str:
    """Compare what was written with what should have been, by the days on which somebody worked."""
    rows = NoticeRow.objects.filter(kind__in=("late", "unhandled"))
    found = Counter(
        (CaseId(case), kind) for case, kind in rows.values_list("case", "kind") if case is not None
    )
    wanted = Counter(
        (case, kind)
        for case, day in came.items()
        for kind in ("late", "unhandled")
        if _was_to_be_told(day, worked)
    )
    if found != wanted:
        missing, more = wanted - found, found - wanted
        return f"{missing.total()} reminders are missing and {more.total()} are too many"
    return ""


def _was_to_be_told(came: date, worked: set[date]) -> bool:
    """Tell whether somebody worked on a working day after the one on which a response was owed."""
    owed = owed_by(came, RESPONSE)
    return any(day > owed and day not in OFF for day in worked)


# --- Faults --------------------------------------------------------------------------------------


def nothing_is_unique(patch: pytest.MonkeyPatch) -> None:
    def fault(reminders: object, *, at: datetime) -> int:
        rows = [
            NoticeRow(to_id=r.to, kind=r.kind, case=r.case, clinic_id=r.clinic, day=r.day, at=at)
            for r in reminders  # type: ignore[attr-defined]
        ]
        return len(NoticeRow.objects.bulk_create(rows))

    everywhere(patch, notices.remind, fault)


def what_passed_while_it_was_down_is_skipped(patch: pytest.MonkeyPatch) -> None:
    as_it_is = law.due

    def fault(clinic: law.Watched, *, at: datetime) -> list[law.Due]:
        yesterday = clinic.today - timedelta(days=1)
        return [each for each in as_it_is(clinic, at=at) if each.day >= yesterday]

    everywhere(patch, law.due, fault)
