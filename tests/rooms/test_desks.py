"""What lies on somebody's desk of a case: drafts that nobody else reads, and who is there now."""

from datetime import datetime, timedelta

import pytest

from tests.build import MONDAY
from tests.rooms.doing import did, sent
from vardag.domain.case import acts
from vardag.domain.case.files import Media, Verdict
from vardag.domain.people.identity import CaseId, ClinicId, PersonId
from vardag.domain.refusals import ChangedMeanwhile, EmptyText, InvalidForm, OutOfReach
from vardag.doors.ops.scenario.world import World
from vardag.rooms.cases.queries import full_case
from vardag.rooms.desks import actions
from vardag.rooms.desks.actions import KEPT
from vardag.rooms.desks.lying import Lying, lying
from vardag.rooms.desks.models import DeskRow
from vardag.rooms.desks.queries import STAYS, Words, at_cases
from vardag.rooms.files.models import FileRow
from vardag.rooms.files.queries import unsent
from vardag.rooms.habits import actions as habits
from vardag.rooms.habits.queries import Habits, habits_of

pytestmark = pytest.mark.django_db

SOON = MONDAY + timedelta(seconds=20)
WORDS = {"interim": {"interim-text": "Vi tittar på det."}}
NOTE = {"note": {"note-text": "Ring skolan"}}
INTERIM = acts.SendInterimReply(acts.Message(text="Vi tittar på det."))


@pytest.fixture
def case(world: World) -> CaseId:
    return sent(world)


def keep(world: World, case: CaseId, words: Words, *, who="receiver", seen=1, at=MONDAY):
    by = world.staff_member(who, on=at.date())
    return actions.keep(case=case, words=words, seen=seen, by=by, at=at)


def sends(world: World, case: CaseId, *, who="receiver", seen=None, act: acts.Act = INTERIM):
    by = world.staff_member(who, on=MONDAY.date())
    return actions.perform(case=case, act=act, uses=WORDS, by=by, at=MONDAY, seen=seen)


def lying_before(world: World, case: CaseId, who: str, *, at) -> Lying:
    clinic = world.clinics["outpatient"]
    return lying(case, reader=world.people[who], clinic=clinic, at=at, purposes=("a", "b"))


def draft(world: World, case: CaseId, who="receiver") -> Words:
    found = lying_before(world, case, who, at=MONDAY).draft
    return found.words if found else {}


def names_at(world: World, case: CaseId, *, than="receiver", at=MONDAY) -> list[tuple[str, bool]]:
    others = lying_before(world, case, than, at=at).others
    return [(each.who.given_name, each.writes) for each in others]


def test_what_one_writes_is_kept_part_by_part_and_comes_back(world: World, case: CaseId):
    assert keep(world, case, WORDS) == MONDAY
    assert keep(world, case, NOTE, at=SOON) == SOON

    found = lying_before(world, case, "receiver", at=SOON).draft

    assert found is not None
    assert found.words == {**WORDS, **NOTE}
    assert found.fields == {"interim-text": "Vi tittar på det.", "note-text": "Ring skolan"}
    assert found.saved_at == SOON


def test_a_part_that_is_emptied_is_kept_no_more_and_the_same_again_is_no_news(
    world: World, case: CaseId
):
    keep(world, case, {**WORDS, **NOTE})

    assert keep(world, case, {**WORDS, **NOTE}, at=SOON) == MONDAY
    assert keep(world, case, {"interim": {}}, at=SOON) == SOON
    assert draft(world, case) == NOTE
    assert keep(world, case, {"note": {}}, at=SOON) is None
    assert draft(world, case) == {}


def test_nobody_reads_anothers_draft(world: World, case: CaseId):
    keep(world, case, WORDS)
    keep(world, case, NOTE, who="nurse")

    assert draft(world, case) == WORDS
    assert draft(world, case, "nurse") == NOTE


@pytest.mark.parametrize("who", ["outsider", "manager", "clinician"])
def test_who_may_not_open_the_case_keeps_nothing_of_it_and_is_not_at_it(
    world: World, case: CaseId, who: str
):
    by = world.staff_member(who, on=MONDAY.date())

    with pytest.raises(OutOfReach):
        keep(world, case, WORDS, who=who)
    with pytest.raises(OutOfReach):
        actions.be_there(case=case, by=by, at=MONDAY)
    with pytest.raises(OutOfReach):
        actions.throw_away(case=case, parts=["interim"], by=by)
    assert not DeskRow.objects.exists()


def test_what_is_too_much_changes_nothing(world: World, case: CaseId):
    keep(world, case, WORDS)

    with pytest.raises(InvalidForm):
        keep(world, case, {"interim": {"interim-text": "å" * 20_001}})

    assert draft(world, case) == WORDS


def test_an_act_uses_up_its_words_and_no_others(world: World, case: CaseId):
    keep(world, case, {**WORDS, **NOTE})

    after = sends(world, case)

    assert after.interim_reply_sent
    assert draft(world, case) == NOTE


def test_an_act_that_uses_up_the_last_words_leaves_no_draft(world: World, case: CaseId):
    keep(world, case, WORDS)
    sends(world, case)

    row = DeskRow.objects.get()

    assert (row.words, row.saved_at) == ({}, None)


def test_an_act_that_is_refused_keeps_the_words(world: World, case: CaseId):
    keep(world, case, WORDS)
    did(world, case, acts.Claim(), by="nurse")

    with pytest.raises(ChangedMeanwhile):
        sends(world, case, seen=1)

    assert draft(world, case) == WORDS


def test_an_act_without_words_touches_no_desk(world: World, case: CaseId):
    by = world.staff_member("receiver", on=MONDAY.date())

    actions.perform(case=case, act=acts.Claim(), uses={}, by=by, at=MONDAY)

    assert not DeskRow.objects.exists()


def test_a_save_that_comes_after_the_sending_brings_nothing_back(world: World, case: CaseId):
    after = sends(world, case)

    assert keep(world, case, WORDS, seen=1) is None
    assert keep(world, case, {"interim": {"interim-text": "Något nytt"}}, seen=1) == MONDAY
    assert keep(world, case, WORDS, seen=after.version, at=SOON) == SOON


def test_a_rehearsal_refuses_what_the_act_would_and_changes_nothing(world: World, case: CaseId):
    by = world.staff_member("receiver", on=MONDAY.date())

    actions.rehearse(case=case, act=INTERIM, by=by, at=MONDAY, seen=1)
    empty = acts.SendInterimReply(acts.Message(text=" "))
    with pytest.raises(EmptyText):
        actions.rehearse(case=case, act=empty, by=by, at=MONDAY, seen=1)

    full = full_case(case)
    assert (full.case.version, full.row.version) == (1, 1)
    assert not full.case.interim_reply_sent


def test_a_draft_is_thrown_away_by_its_parts(world: World, case: CaseId):
    by = world.staff_member("receiver", on=MONDAY.date())
    actions.throw_away(case=case, parts=["interim"], by=by)
    keep(world, case, {**WORDS, **NOTE})

    actions.throw_away(case=case, parts=["interim"], by=by)
    assert draft(world, case) == NOTE

    actions.throw_away(case=case, parts=["note"], by=by)
    assert draft(world, case) == {}


def test_a_draft_of_a_case_that_one_lost_waits_and_is_there_if_the_case_comes_back(world: World):
    case = sent(world)
    clinician = acts.Person(world.people["clinician"], ClinicId(world.clinics["outpatient"]))
    did(world, case, acts.Assign(clinician))
    keep(world, case, WORDS, who="clinician", seen=2)

    did(world, case, acts.ReturnToInbox())
    with pytest.raises(OutOfReach):
        keep(world, case, NOTE, who="clinician", seen=2)
    did(world, case, acts.Assign(clinician))

    assert draft(world, case, "clinician") == WORDS


def test_who_has_the_case_open_is_seen_by_others_for_a_while(world: World, case: CaseId):
    by = world.staff_member("nurse", on=MONDAY.date())

    full = actions.be_there(case=case, by=by, at=MONDAY)
    actions.be_there(case=case, by=by, at=MONDAY)

    assert full.id == case
    assert names_at(world, case) == [("nurse", False)]
    assert names_at(world, case, than="nurse") == []
    assert names_at(world, case, at=MONDAY + STAYS) == []


def test_who_writes_is_said_to_write(world: World, case: CaseId):
    keep(world, case, NOTE, who="nurse")

    assert names_at(world, case) == [("nurse", True)]


def test_who_leaves_is_gone_at_once_and_keeps_the_draft(world: World, case: CaseId):
    keep(world, case, NOTE, who="nurse")
    actions.be_there(case=case, by=world.staff_member("receiver", on=MONDAY.date()), at=MONDAY)

    for who in ("nurse", "receiver"):
        actions.go(case=case, by=PersonId(world.people[who]))

    assert names_at(world, case) == []
    assert draft(world, case, "nurse") == NOTE
    assert DeskRow.objects.count() == 1


def test_a_list_asks_once_who_is_at_its_cases_and_where_one_has_a_draft(
    world: World, case: CaseId, django_assert_num_queries
):
    other, quiet = sent(world), sent(world)
    keep(world, case, NOTE, who="nurse")
    keep(world, case, WORDS)
    keep(world, other, WORDS)
    reader = PersonId(world.people["receiver"])

    with django_assert_num_queries(1):
        found = at_cases([case, other, quiet], reader=reader, at=SOON)

    assert found.keys() == {case, other}
    assert [each.who.given_name for each in found[case].others] == ["nurse"]
    assert (found[case].has_draft, found[other].has_draft) == (True, True)
    assert found[other].others == ()


def test_what_nobody_has_touched_for_long_is_thrown_away(world: World, case: CaseId):
    keep(world, case, WORDS)
    actions.be_there(case=case, by=world.staff_member("nurse", on=MONDAY.date()), at=MONDAY)

    assert actions.forget(at=MONDAY + timedelta(hours=20)) == 0
    assert actions.forget(at=MONDAY + timedelta(hours=25)) == 1
    assert draft(world, case) == WORDS
    assert actions.forget(at=MONDAY + KEPT + timedelta(seconds=1)) == 1
    assert not DeskRow.objects.exists()


def test_what_lies_on_a_desk_is_what_each_room_says_of_it(world: World, case: CaseId):
    me, here = world.people["receiver"], world.clinics["outpatient"]
    habits.set_habits(person=me, has_keys=False, goes_on=True, columns=("who", "days"))
    for name, address, first in (("Äldst", "days=9", True), ("Mina", "holder=me", False)):
        habits.keep_view(person=me, clinic=here, name=name, address=address, is_first=first)
    habits.keep_view(person=me, clinic=world.clinics["medical"], name="Där", address="flag=late")
    for number, purpose in enumerate(("b", "a", "b", "c")):
        a_file(me, purpose, at=MONDAY + timedelta(minutes=number))
    for name in ("ö.pdf", "a.pdf", "m.pdf"):
        a_file(me, "b", at=MONDAY, name=name)

    found = lying_before(world, case, "receiver", at=MONDAY)

    assert found.habits == habits_of(me, at=here)
    assert found.files == {each: unsent(by=me, purpose=each) for each in ("a", "b")}
    assert {purpose: len(files) for purpose, files in found.files.items()} == {"a": 1, "b": 5}
    assert [each.name for each in found.files["b"]][:4] == ["a.pdf", "brev.pdf", "m.pdf", "ö.pdf"]


def test_who_has_no_habits_works_as_everybody_does_at_first(world: World, case: CaseId):
    assert lying_before(world, case, "receiver", at=MONDAY).habits == Habits()


def a_file(owner: PersonId, purpose: str, *, at: datetime, name: str = "brev.pdf") -> None:
    FileRow.objects.create(
        owner_id=owner,
        purpose=purpose,
        name=name,
        media=Media.PDF,
        size=7,
        sha256="0" * 64,
        verdict=Verdict.AWAITING,
        is_readable=False,
        uploaded_at=at,
    )
