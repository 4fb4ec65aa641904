"""Fill an empty, migrated PostgreSQL database with cases whose ledgers tell a whole story.

The rows come from the domain's own functions, so that every case folds to what its row says: one case
in five is open and owes a response after an answered counter-question; the others were answered.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import psycopg

from tools.bench.shape import (
    SERVICE,
    clinic_of,
    day_of,
    extra_words,
    is_open,
    people_of,
)
from vardag.domain.case import acts
from vardag.domain.case.circumstances import Circumstances
from vardag.domain.case.decide import answer, decide
from vardag.domain.case.events import Entry, Event
from vardag.domain.case.evolve import begin, evolve
from vardag.domain.case.state import Case
from vardag.domain.case.submission import submit
from vardag.domain.clock.calendar import SWEDEN
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import ClinicId, PersonId, Profession, Role, Staff
from vardag.domain.routine.document import Routine
from vardag.rooms.cases.ledger import event_data
from vardag.rooms.cases.projection import columns
from vardag.rooms.cases.stems import stems_of

WORDS = (
    "tid besök medicin skola samtal läkare recept fråga vecka svar hej tack möte remiss sömn oro"
).split()


@dataclass(frozen=True)
class Story:
    """What happened to every case received on one day, the texts left out."""

    entries: tuple[Entry, ...]
    data: tuple[dict[str, Any], ...]
    case: Case


def load(
    connection: "psycopg.Connection[Any]", routine: Routine, *, sha256: str, cases: int
) -> None:
    """Fill the database; clinics, people and the routine's row are there already."""
    stories = _Stories(routine, sha256, cases)
    _copy(connection, "case", _case_rows(stories))
    _copy(connection, "case_event", _event_rows(stories))
    _copy(connection, "case_word", _word_rows(stories))
    with connection.cursor() as cursor:
        for table in ("case", "case_event"):
            sequence = f"pg_get_serial_sequence('\"{table}\"', 'id')"
            cursor.execute(f'SELECT setval({sequence}, (SELECT max(id) FROM "{table}"))')
    connection.commit()
    connection.autocommit = True
    connection.execute("VACUUM ANALYZE")


def _text(number: int, salt: int) -> str:
    words = " ".join(WORDS[(number * 7 + salt * 11 + n * n) % len(WORDS)] for n in range(24))
    return words + extra_words(number) if salt == 1 else words


class _Stories:
    """The stories of each day, told once."""

    def __init__(self, routine: Routine, sha256: str, cases: int) -> None:
        self.routine, self.sha256, self.cases = routine, sha256, cases
        self.today = local_date(datetime.now(UTC))
        self.told: dict[tuple[date, bool], Story] = {}

    def of(self, number: int) -> Story:
        key = (day_of(number, self.cases, self.today), is_open(number))
        if key not in self.told:
            self.told[key] = _told(self.routine, key[0], open_=key[1])
        return self.told[key]


def _told(routine: Routine, day: date, *, open_: bool) -> Story:
    at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    sent = Entry(_submitted(routine, at), by=PersonId(2), at=at, date=day)
    service = routine.service(SERVICE)
    assert service is not None
    process = routine.process(service.process)
    assert process is not None
    case = begin(sent, service=service, process=process)
    entries = [sent]
    for event in _what_follows(routine, case, at, open_=open_):
        entries.append(Entry(event, by=PersonId(1), at=at, date=day))
        case = evolve(case, entries[-1])
    return Story(tuple(entries), tuple(event_data(each.event) for each in entries), case)


def _submitted(routine: Routine, at: datetime) -> Event:
    return submit(
        routine=routine,
        service=routine.service(SERVICE),
        is_offered=True,
        answers={"text": "text"},
        patient=PersonId(3),
        clinic=ClinicId(1),
        at=at,
        calendar=SWEDEN,
    )


def _what_follows(routine: Routine, case: Case, at: datetime, *, open_: bool) -> Iterator[Event]:
    staff = Staff(PersonId(1), Profession.NURSE, roles={ClinicId(1): frozenset({Role.RECEIVER})})
    now = Circumstances(by=staff, at=at, routine=routine, calendar=SWEDEN)
    words = acts.Message(text="text")
    if not open_:
        yield from decide(case, acts.SendInterimReply(words), now)
        yield from decide(case, acts.ReplyAndClose(words), now)
        return
    asked = decide(case, acts.AskCounterQuestion(words), now)[0]
    yield asked
    waiting = evolve(case, Entry(asked, by=staff.id, at=at, date=now.today))
    yield answer(
        waiting,
        text="text",
        at=at,
        asker_may_act=True,
        calendar=SWEDEN,
        working_days=routine.dates.response,
    )


def _case_rows(stories: _Stories) -> Iterator[dict[str, Any]]:
    for number in range(1, stories.cases + 1):
        story = stories.of(number)
        patient, author, staff = people_of(number)
        row = columns(story.case)
        due = row["response_due_why"]
        yield {
            "id": number,
            "routine_id": stories.sha256,
            "service": SERVICE,
            "patient_id": patient,
            "author_id": author,
            "received_at": story.entries[0].at,
            "form": json.dumps({"text": _text(number, 1)}),
            **row,
            "clinic_id": clinic_of(number),
            "holder_id": staff,
            "response_due_why": json.dumps(due) if due else None,
        }


def _event_rows(stories: _Stories) -> Iterator[dict[str, Any]]:
    for number in range(1, stories.cases + 1):
        story = stories.of(number)
        for position, (entry, data) in enumerate(
            zip(story.entries, story.data, strict=True), start=1
        ):
            yield _event_row(number, position, entry, dict(data))


def _event_row(number: int, position: int, entry: Entry, data: dict[str, Any]) -> dict[str, Any]:
    patient, author, staff = people_of(number)
    if entry.event.kind == "submitted":
        data |= {
            "patient": patient,
            "clinic": clinic_of(number),
            "form": {"text": _text(number, 1)},
        }
    else:
        data["text"] = _text(number, position)
    if entry.event.kind == "answered":
        data["holder"] = staff
    by_resident = entry.event.kind in ("submitted", "answered")
    return {
        "case_id": number,
        "number": position,
        "kind": entry.event.kind,
        "data": json.dumps(data),
        "by_id": author if by_resident else staff,
        "at": entry.at,
        "date": entry.date,
    }


def _word_rows(stories: _Stories) -> Iterator[dict[str, Any]]:
    """The index of what was written, as the product has it."""
    service = stories.routine.service(SERVICE)
    assert service is not None
    for number in range(1, stories.cases + 1):
        events = len(stories.of(number).entries)
        texts = [_text(number, position) for position in range(1, events + 1)]
        for word in sorted(stems_of([service.name.sv, service.name.en, *texts])):
            yield {"clinic_id": clinic_of(number), "word": word, "case_id": number}


def _copy(
    connection: "psycopg.Connection[Any]", table: str, rows: Iterator[dict[str, Any]]
) -> None:
    first = next(rows)
    names = ", ".join(f'"{name}"' for name in first)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
        copy.write_row(tuple(first.values()))
        for row in rows:
            copy.write_row(tuple(row.values()))
