"""Cases that live by chance, what they owe by the routine's words, and what the pages say of them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from tests.doors.desk import Desk, a_desk
from tests.promises.p05_almanac import (
    AN_HOUR,
    FOLLOW_UP,
    RESPONSE,
    WAIT,
    day_in_sweden,
    midnights,
    owed_by,
)
from tests.promises.promise import Tally, rolled_back
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId
from vardag.rooms.cases import actions
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.cases.queries import flags_of, full_case
from vardag.rooms.clinics.actions import close_on
from vardag.rooms.lists.inbox import Show, inbox
from vardag.rooms.lists.morning import morning
from vardag.rooms.people.actions import mark_absent

FROM, UNTIL = date(2026, 4, 1), date(2028, 8, 1)  # while the child of the world is under 13
LIVES = 20  # in one world
_FLAG = re.compile(r'<tr class="case" id="case-(\d+)"[^>]*?(?: data-flag="([a-z-]+)")?>')


def moment_in(draw: Random, first: date, last: date) -> datetime:
    """Return a moment by chance; one in three within two seconds of a midnight in Sweden."""
    day = first + timedelta(days=draw.randrange((last - first).days + 1))
    begins = datetime.fromtimestamp(midnights(day), UTC)
    if draw.random() < 1 / 3:
        return begins + timedelta(seconds=draw.randint(-2, 2))
    return begins + timedelta(seconds=draw.randrange(23 * AN_HOUR), microseconds=draw.randrange(10))


@dataclass
class Life:
    """What a case owes, by the routine's own words."""

    case: CaseId
    last: datetime
    due: date | None
    follow_up: date | None = None
    waits: date | None = None
    handled: date | None = None
    holder: str = ""
    asker: str = ""
    has_question: bool = False
    is_closed: bool = False

    def flags(self, today: date, away: dict[str, tuple[date, date]]) -> set[str]:
        """Return the flags of a local date, as processes.md words them."""
        if self.is_closed:
            return set()
        first, last = away.get(self.holder, (date.max, date.min))
        raised = {
            "due-today": self.due is not None and self.due == today,
            "overdue": self.due is not None and self.due < today,
            "follow-up-due": self.follow_up is not None and self.follow_up < today,
            "no-answer": self.waits is not None and self.waits < today,
            "handled-not-closed": self.handled is not None and self.handled < today,
            "unattended": first <= today <= last,
        }
        return {flag for flag, is_so in raised.items() if is_so}


@dataclass
class Town:
    """Cases that live at one clinic, its closed days, and who is away when."""

    desk: Desk
    draw: Random
    closed: set[date] = field(default_factory=set)
    away: dict[str, tuple[date, date]] = field(default_factory=dict)
    lives: list[Life] = field(default_factory=list)

    def owed(self, since: datetime, count: int) -> date:
        return owed_by(day_in_sweden(since), count, self.closed)

    def is_closed_on(self, day: date) -> None:
        if day not in self.closed:
            close_on(clinic=self.desk.world.clinics["outpatient"], day=day, reason="Stängt")
            self.closed.add(day)

    def comes(self, at: datetime) -> Life:
        service = self.draw.choice(("message", "contact-details"))
        life = Life(self.desk.send(service, at=at), at, self.owed(at, RESPONSE))
        self.lives.append(life)
        return life

    def _does(self, life: Life, act: acts.Act, at: datetime) -> None:
        self.desk.do(life.case, "nurse", act, at=at)
        life.holder = life.holder or "nurse"

    def interim(self, life: Life, at: datetime) -> None:
        given = self.draw.choice((None, 0, 1, 7, 200))
        chosen = None if given is None else day_in_sweden(at) + timedelta(days=given)
        self._does(life, acts.SendInterimReply(acts.Message(text="Vi återkommer."), chosen), at)
        life.due, life.waits = None, None
        life.follow_up = chosen or self.owed(at, FOLLOW_UP)

    def question(self, life: Life, at: datetime) -> None:
        self._does(life, acts.AskCounterQuestion(acts.Message(text="Vilken skola?")), at)
        life.due, life.follow_up, life.waits = None, None, self.owed(at, WAIT)
        life.has_question, life.asker = True, "nurse"

    def answer(self, life: Life, at: datetime) -> None:
        by = self.desk.world.resident("guardian", on=day_in_sweden(at))
        actions.answer(case_id=life.case, text="Bergskolan.", by=by, at=at)
        life.due, life.waits, life.has_question = self.owed(at, RESPONSE), None, False
        life.holder = life.asker

    def give(self, life: Life, at: datetime) -> None:
        clinic = self.desk.world.clinics["outpatient"]
        person = self.desk.world.staff["receiver"]
        self._does(life, acts.Assign(acts.Person(person, clinic)), at)
        life.holder = "receiver"

    def give_back(self, life: Life, at: datetime) -> None:
        self._does(life, acts.ReturnToInbox(), at)
        life.holder, life.waits = "", None

    def tick(self, life: Life, at: datetime) -> None:
        self._does(life, acts.CompleteStep("update-journal"), at)
        life.handled = day_in_sweden(at)

    def note(self, life: Life, at: datetime) -> None:
        self.desk.do(life.case, "nurse", acts.AddNote("Ringde."), at=at)

    def reply(self, life: Life, at: datetime) -> None:
        self._does(life, acts.ReplyAndClose(acts.Message(text="Klart.")), at)
        life.is_closed = True

    def choices(self, life: Life) -> list[Callable[[Life, datetime], None]]:
        """Return what can be done to a case as it is."""
        service = full_case(life.case).case.service.key
        found: list[Callable[[Life, datetime], None]] = [self.interim, self.give, self.note]
        found += [self.answer] if life.has_question else [self.question]
        found += [self.give_back] if life.holder else []
        if service == "contact-details" and life.handled is None:
            found.append(self.tick)
        else:
            found.append(self.reply)
        return found

    def goes_on(self, life: Life) -> None:
        """Do something to a case, one hour to ten days after what was done last."""
        at = life.last + timedelta(seconds=self.draw.randrange(AN_HOUR, 240 * AN_HOUR))
        if not life.is_closed:
            self.draw.choice(self.choices(life))(life, at)
            life.last = at


def a_town(patch: pytest.MonkeyPatch, draw: Random) -> Town:
    town = Town(a_desk(patch), draw)
    for _ in range(15):
        town.is_closed_on(FROM + timedelta(days=draw.randrange((UNTIL - FROM).days)))
    for name in ("nurse", "receiver"):
        first = FROM + timedelta(days=draw.randrange(800))
        last = first + timedelta(days=draw.randrange(60))
        mark_absent(person=town.desk.person(name), from_date=first, until=last)
        town.away[name] = (first, last)
    return town


# --- What is seen --------------------------------------------------------------------------------


def look_at_lives(tally: Tally) -> None:
    """Let cases live, close days that were counted on, and look at moments by chance.

    No worker has run: what a flag says is worked out when somebody looks.
    """
    while not tally.is_over:
        with rolled_back() as patch:
            town = a_town(patch, tally.draw)
            _live(town)
            for _ in range(4):
                if wrong := seen_at(town, _telling(town), tally):
                    tally.count(wrong)


def _telling(town: Town) -> datetime:
    """Return a moment by chance, most often about a day on which a flag is to come or go."""
    days = [day for life in town.lives for day in (life.due, life.follow_up, life.waits) if day]
    if not days or town.draw.random() < 0.2:
        return moment_in(town.draw, FROM, UNTIL + timedelta(days=400))
    day = town.draw.choice(days)
    return moment_in(town.draw, day - timedelta(days=1), day + timedelta(days=1))


def _live(town: Town) -> None:
    for _ in range(LIVES):
        life = town.comes(moment_in(town.draw, FROM, UNTIL - timedelta(days=120)))
        for _ in range(town.draw.randrange(6)):
            town.goes_on(life)
        # A day that is closed only now moves no date that somebody was promised.
        for day in (life.due, life.follow_up, life.waits):
            if day is not None and town.draw.random() < 0.2:
                town.is_closed_on(day)


def seen_at(town: Town, at: datetime, tally: Tally) -> str:
    """Compare every case with what its rows, its list and its pages say at a moment."""
    today = day_in_sweden(at)
    town.desk.it_is(at)
    listed, shown, counted = _on_lists(town, today), _on_page(town), _counts(town, today)
    for life in town.lives:
        wanted = life.flags(today, town.away)
        found = {str(each) for each in flags_of(full_case(life.case), on=today)}
        if found != wanted:
            return f"{life} on {today} has {found}"
        if not life.is_closed and life.case in listed and listed[life.case] != wanted:
            return f"{life} on {today} is listed with {listed[life.case]}"
        slipped = wanted - {"due-today"}
        if slipped and shown.get(life.case) not in slipped:
            return f"{life} on {today} stands in the inbox with {shown.get(life.case)}"
        if (wrong := _stored(life)) is not None:
            return f"{life} owes by its row {wrong}"
        tally.count("")
    return _wrong_counts(town, today, counted)


def _on_lists(town: Town, today: date) -> dict[CaseId, set[str]]:
    clinic = town.desk.world.clinics["outpatient"]
    found = morning(clinic, on=today)
    page = inbox(clinic, on=today, gone=found.gone, show=Show.ALL, page=1, size=150)
    return {c.id: {str(f) for f in c.flags(on=today, gone=found.gone)} for c in page.cases}


def _on_page(town: Town) -> dict[int, str]:
    """Return the gravest flag of each row of the receivers' inbox, as the browser gets it."""
    html = town.desk.sits("receiver").get("/staff/").content.decode()
    return {int(case): flag for case, flag in _FLAG.findall(html) if flag}


def _stored(life: Life) -> tuple[date | None, ...] | None:
    """Return a row's dates if they aren't what was promised."""
    row = CaseRow.objects.get(pk=life.case)
    stored = (row.response_due_date, row.follow_up_date, row.waits_until_date)
    owed = (None,) * 3 if life.is_closed else (life.due, life.follow_up, life.waits)
    return stored if stored != owed else None


def _counts(town: Town, today: date) -> tuple[int, int]:
    found = morning(town.desk.world.clinics["outpatient"], on=today)
    return found.flagged, found.today


def _wrong_counts(town: Town, today: date, counted: tuple[int, int]) -> str:
    """Compare the numbers over the inbox: what has slipped, and what is due today and hasn't."""
    raised = [life.flags(today, town.away) for life in town.lives]
    due = sum("due-today" in each for each in raised)
    slipped = sum(bool(each) and "due-today" not in each for each in raised)
    return "" if counted == (slipped, due) else f"{counted} are counted, not {(slipped, due)}"
