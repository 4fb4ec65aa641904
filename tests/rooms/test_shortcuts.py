"""Counts of shortcuts: a row for each clinic, service and day, to which two at once both add."""

from datetime import date
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction

from tests.build import on
from tests.filing import keep
from tests.rooms.at_once import at_once
from tests.rooms.doing import did
from vardag.domain.case import acts
from vardag.domain.measures.shortcuts import Counted, Sent, Use
from vardag.domain.people.identity import CaseId, ClinicId
from vardag.doors.ops.scenario.world import World
from vardag.rooms.cases import actions
from vardag.rooms.cases.nevertheless import sent_nevertheless
from vardag.rooms.shortcuts.actions import count
from vardag.rooms.shortcuts.models import CountRow
from vardag.rooms.shortcuts.queries import counted, counted_since

pytestmark = pytest.mark.django_db
KEY, ANOTHER = "self-referral", "record-copy"
MONDAY, TUESDAY = date(2026, 4, 13), date(2026, 4, 14)


def here(world: World, key: str = "outpatient") -> ClinicId:
    return ClinicId(world.clinics[key])


# --- Counting -----------------------------------------------------------------------------------


def test_each_use_adds_to_its_day(world: World):
    clinic = here(world)
    for use in (Use.SHOWN, Use.SHOWN, Use.FOLLOWED):
        count(clinic=clinic, service=KEY, use=use, on=MONDAY)
    count(clinic=clinic, service=KEY, use=Use.FOLLOWED, on=TUESDAY)
    count(clinic=clinic, service=ANOTHER, use=Use.SHOWN, on=TUESDAY)
    count(clinic=here(world, "elsewhere"), service=KEY, use=Use.SHOWN, on=date(2026, 3, 2))

    assert counted(clinic, first=MONDAY, last=TUESDAY) == (
        Counted(KEY, MONDAY, shown=2, followed=1),
        Counted(ANOTHER, TUESDAY, shown=1),
        Counted(KEY, TUESDAY, followed=1),
    )
    assert counted(clinic, first=date(2026, 4, 15), last=date(2026, 5, 1)) == ()
    assert counted_since() == date(2026, 3, 2)


def test_before_anything_is_counted_there_is_no_first_day():
    assert counted_since() is None


def test_what_is_kept_is_a_number_and_nothing_of_anybody(world: World):
    count(clinic=here(world), service=KEY, use=Use.FOLLOWED, on=MONDAY)

    names = [field.name for field in CountRow._meta.get_fields()]
    assert names == ["id", "clinic", "service", "date", "shown", "followed"]


def test_a_use_at_no_clinic_is_not_counted():
    def counts_nowhere() -> None:
        count(clinic=ClinicId(10**6), service=KEY, use=Use.SHOWN, on=MONDAY)
        connection.check_constraints()

    with pytest.raises(IntegrityError), transaction.atomic():
        counts_nowhere()


def test_of_many_at_once_each_is_counted(real_world: World):
    clinic = here(real_world)
    one = partial(count, clinic=clinic, service=KEY, use=Use.FOLLOWED, on=MONDAY)

    outcomes = at_once([one] * 8)

    assert outcomes == [None] * 8
    assert counted(clinic, first=MONDAY, last=MONDAY) == (Counted(KEY, MONDAY, followed=8),)


# --- What was sent nevertheless -----------------------------------------------------------------


def sent(
    world: World, text: str | None = None, *, at: str = "2026-04-13T10:00", files: int = 0
) -> CaseId:
    guardian = world.resident("guardian", on=MONDAY)
    moment = on(at)
    return actions.submit(
        service=KEY,
        patient=world.residents["child"],
        clinic=here(world),
        answers={} if text is None else {"text": text},
        by=guardian,
        at=moment,
        files=[keep(guardian.id, at=moment) for _ in range(files)],
    )


def nevertheless(world: World, clinic: str = "outpatient") -> tuple[Sent, ...]:
    return sent_nevertheless(here(world, clinic), (KEY,), ("evi",), first=MONDAY, last=TUESDAY)


def test_what_is_sent_is_empty_without_a_word_or_a_file(world: World):
    for text, files in ((None, 0), ("  ", 0), ("När får vi tid?", 0), ("", 1)):
        sent(world, text, files=files)

    assert [each.is_empty for each in nevertheless(world)] == [True, True, False, False]


def test_a_file_that_comes_later_makes_no_empty_request_full(world: World):
    case = sent(world)
    nurse = world.staff_member("nurse", on=MONDAY)
    act = acts.SendInterimReply(acts.Message(text="Se bilden."))
    picture = keep(nurse.id, at=on("2026-04-13T11:00"))
    actions.perform(case_id=case, act=act, by=nurse, at=on("2026-04-13T11:00"), files=[picture])

    assert [each.is_empty for each in nevertheless(world)] == [True]


def test_days_are_swedens(world: World):
    for at in ("2026-04-12T23:59", "2026-04-13T00:00", "2026-04-14T23:59", "2026-04-15T00:00"):
        sent(world, at=at)

    assert [each.day for each in nevertheless(world)] == [MONDAY, TUESDAY]


def test_it_counts_where_it_was_sent_also_when_it_has_gone_on(world: World):
    did(world, sent(world), acts.Assign(acts.Clinic(here(world, "medical"))))

    assert len(nevertheless(world)) == 1
    assert nevertheless(world, "medical") == ()


def test_a_case_is_closed_by_the_reply_that_points_on_or_otherwise(world: World):
    cases = [sent(world) for _ in range(4)]
    evi, other = acts.Message(standard_reply="evi"), acts.Message(text="Vi ringer.")
    did(world, cases[0], acts.ReplyAndClose(evi))
    did(world, cases[1], acts.ReplyAndClose(other))
    did(world, cases[2], acts.SendInterimReply(evi))

    assert [each.is_pointed_on for each in nevertheless(world)] == [True, False, False, False]


def test_other_services_are_not_asked_about(world: World):
    sent(world)

    assert sent_nevertheless(here(world), (ANOTHER,), (), first=MONDAY, last=TUESDAY) == ()
