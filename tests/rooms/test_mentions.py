"""A note to a colleague by name: who can be told, what awaits somebody, and when it is seen."""

from datetime import timedelta

import pytest

from tests.build import MONDAY, TUESDAY, WORDS
from tests.rooms.doing import did, sent, to_group
from tests.rooms.leaving import leaves
from vardag.domain import access
from vardag.domain.case import acts
from vardag.domain.case.events import NoteAdded
from vardag.domain.notices.kinds import NoticeKind
from vardag.domain.people.identity import CaseId, Staff
from vardag.domain.refusals import InvalidForm, OutOfReach
from vardag.doors.ops.scenario.world import World
from vardag.rooms.cases.agreement import disagreements
from vardag.rooms.cases.mention_rows import MentionRow
from vardag.rooms.cases.mentions import by_name, see, tick, told
from vardag.rooms.cases.queries import full_case
from vardag.rooms.notices.queries import about_case

EVERYBODY = (
    *("receiver", "nurse", "clinician", "certificate_secretary", "doctor", "medical_receiver"),
    *("manager", "administrator", "outsider"),
)


def member(world: World, name: str) -> Staff:
    return world.staff_member(name, on=TUESDAY.date())


def noted(world: World, case: CaseId, *names: str, by: str = "receiver") -> CaseId:
    to = tuple(world.people[name] for name in names)
    did(world, case, acts.AddNote("Kan du ringa?", to=to), by=by)
    return case


def awaits(world: World, name: str) -> list[CaseId]:
    return [each.case for each in told(member(world, name))]


@pytest.fixture
def case(world) -> CaseId:
    return sent(world)


def test_who_is_told_by_name_finds_it_and_nobody_else_does(world, case):
    noted(world, case, "nurse")

    assert {name: awaits(world, name) for name in EVERYBODY if awaits(world, name)} == {
        "nurse": [case]
    }
    (found,) = told(member(world, "nurse"))
    assert (found.by, found.at, found.service) == ("receiver", MONDAY, "message")
    assert found.number == full_case(case).number
    assert about_case(case) == [(world.people["nurse"], NoticeKind.MENTIONED)]


@pytest.mark.parametrize("state", ["received", "assigned", "sent on"])
@pytest.mark.parametrize("name", [each for each in EVERYBODY if each != "receiver"])
def test_a_note_is_only_to_those_who_may_open_the_case(world, case, state, name):
    writes = "receiver"
    if state == "assigned":
        to = acts.Person(world.staff["clinician"], world.clinics["outpatient"])
        did(world, case, acts.Assign(to))
    if state == "sent on":
        did(world, case, acts.Assign(to_group(world)))
        writes = "doctor"
    if name == writes:
        return
    may = access.may_open(member(world, name), full_case(case).case)

    if may:
        noted(world, case, name, by=writes)
        assert awaits(world, name) == [case]
    else:
        with pytest.raises(InvalidForm, match=f"{name} can't read this case"):
            noted(world, case, name, by=writes)
        assert not MentionRow.objects.exists()


@pytest.mark.parametrize("name", ["guardian", "child"])
def test_a_note_is_never_to_a_family_and_says_no_more_of_one_than_of_nobody(world, case, name):
    with pytest.raises(InvalidForm) as refused:
        noted(world, case, name)
    with pytest.raises(InvalidForm) as of_nobody:
        did(world, case, acts.AddNote("Hej", to=(10**9,)))  # type: ignore[arg-type]

    assert refused.value.sentence == of_nobody.value.sentence


def test_a_note_to_nobody_that_there_is_is_refused(world, case):
    with pytest.raises(InvalidForm):
        did(world, case, acts.AddNote("Hej", to=(10**9,)))  # type: ignore[arg-type]


def test_an_event_of_old_that_tells_nobody_is_read_as_it_was(world, case):
    did(world, case, acts.AddNote("Ringt"))

    assert full_case(case).entries[-1].event == NoteAdded("Ringt")
    assert not MentionRow.objects.exists()


def test_it_is_seen_when_the_case_is_opened(world, case):
    noted(world, case, "nurse")

    see(case=case, by=member(world, "nurse"), at=TUESDAY)

    assert awaits(world, "nurse") == []
    assert MentionRow.objects.get().seen_at == TUESDAY


def test_seen_once_it_stays_seen_at_that_moment(world, case):
    noted(world, case, "nurse")
    (found,) = told(member(world, "nurse"))
    tick(mention=found.id, by=member(world, "nurse"), at=TUESDAY)

    tick(mention=found.id, by=member(world, "nurse"), at=TUESDAY + timedelta(hours=1))
    see(case=case, by=member(world, "nurse"), at=TUESDAY + timedelta(hours=1))

    assert MentionRow.objects.get().seen_at == TUESDAY


def test_nobody_ticks_what_is_to_somebody_else(world, case):
    noted(world, case, "nurse")
    (found,) = told(member(world, "nurse"))

    for mention in (found.id, 10**9):
        with pytest.raises(OutOfReach):
            tick(mention=mention, by=member(world, "receiver"), at=TUESDAY)


def test_who_may_not_open_the_case_any_more_is_not_told_of_it(world, case):
    clinician = acts.Person(world.staff["clinician"], world.clinics["outpatient"])
    did(world, case, acts.Assign(clinician))
    noted(world, case, "clinician")
    (found,) = told(member(world, "clinician"))

    did(world, case, acts.ReturnToInbox())

    assert awaits(world, "clinician") == []
    with pytest.raises(OutOfReach):
        tick(mention=found.id, by=member(world, "clinician"), at=TUESDAY)


def test_who_has_left_is_not_told(world, case):
    noted(world, case, "nurse")
    leaves(world, "nurse", on=TUESDAY.date())

    assert awaits(world, "nurse") == []


def test_the_newest_come_first_and_no_more_than_wanted(world):
    cases = [noted(world, sent(world), "nurse") for _ in range(3)]

    assert [each.case for each in told(member(world, "nurse"), most=2)] == [cases[2], cases[1]]


def test_the_rows_agree_with_the_ledgers_and_it_is_seen_when_they_do_not(world, case):
    noted(world, case, "nurse")
    did(world, case, acts.Print(world.staff["nurse"]))
    assert list(disagreements()) == []

    MentionRow.objects.all().delete()

    assert "mentions" in "".join(disagreements())


def test_a_closed_case_takes_no_note_to_anybody(world, case):
    did(world, case, acts.ReplyAndClose(WORDS))

    with pytest.raises(Exception, match="closed"):
        noted(world, case, "nurse")


PEOPLE = [(1, "Karin Ek"), (2, "Karin Ekman"), (3, "Eva Å. Sand-Lund"), (4, "")]


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("@Karin Ek kan du ringa?", (1,)),
        ("Hej @karin  ek, och @KARIN EKMAN!", (1, 2)),
        ("@Karin Ekman", (2,)),
        ("@Karin Ek-Lund", ()),
        ("Karin Ek ringde", ()),
        ("@Karin ringde", ()),
        ("fråga @Eva Å. Sand-Lund.", (3,)),
        ("skriv till karin@karin ek", (1,)),
        ("@", ()),
    ],
)
def test_a_text_calls_those_whose_whole_name_stands_after_an_at_sign(text, called):
    assert by_name(text, PEOPLE) == called  # type: ignore[arg-type]
