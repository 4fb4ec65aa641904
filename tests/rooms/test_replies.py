"""A clinic's own standard replies and links: who writes them, what stays, what is sent and counted."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.build import MONDAY, TUESDAY
from tests.rooms.doing import did, sent, to_group
from vardag.domain.case import acts
from vardag.domain.case.events import ReplySent
from vardag.domain.people.identity import Role
from vardag.domain.refusals import (
    ChangedMeanwhile,
    InvalidForm,
    LeftUnfilled,
    NotPermitted,
    OutOfReach,
)
from vardag.domain.replies.links import Answer, Found
from vardag.domain.replies.reply import OwnReply
from vardag.domain.replies.writing import Draft
from vardag.doors.ops.scenario.world import World
from vardag.rooms.cases.queries import full_case
from vardag.rooms.cases.uses import uses
from vardag.rooms.clinics.queries import link_addresses, own
from vardag.rooms.people.actions import grant
from vardag.rooms.replies import actions
from vardag.rooms.replies.models import LinkCheckRow, LinkSetRow, ReplyRow, VersionRow
from vardag.rooms.replies.queries import checked, every_reply, in_use, links_set, to_check, versions
from vardag.rooms.routines.queries import routine_on

pytestmark = pytest.mark.django_db
TODAY, DAY = MONDAY.date(), timedelta(days=1)
MAP = "https://www.vardag.example/karta"


def draft(world: World, sv: str = "Hej! Tiden är bokad.", **said) -> Draft:
    whole = Draft(name="Tid bokad", sv=sv, acts=("reply",), owner=world.staff["manager"])
    return replace(whole, **said)


def add(
    world: World, sv: str = "Hej! Tiden är bokad.", *, by="manager", replaces="", **said
) -> int:
    return actions.add(
        clinic=world.clinics["outpatient"],
        draft=draft(world, sv, **said),
        routine=routine_on(TODAY),
        by=world.staff_member(by, on=TODAY),
        at=MONDAY,
        replaces=replaces,
    )


def rewrite(world: World, reply: int, *, seen: int = 1, by="manager", at=MONDAY, **said) -> int:
    return actions.rewrite(
        clinic=world.clinics["outpatient"],
        reply=reply,
        draft=draft(world, **said),
        seen=seen,
        routine=routine_on(TODAY),
        by=world.staff_member(by, on=TODAY),
        at=at,
    )


def withdraw(world: World, reply: int, *, reason="Inte längre.", by="manager") -> None:
    actions.withdraw(
        clinic=world.clinics["outpatient"],
        reply=reply,
        reason=reason,
        by=world.staff_member(by, on=TODAY),
        at=MONDAY,
    )


def usable(world: World, *, on=TODAY) -> list[tuple[str, str]]:
    return [(each.key, each.text.sv) for each in in_use(world.clinics["outpatient"], on=on)]


def link(world: World, key="evi", address=MAP, *, by="manager", is_new=False, **said) -> None:
    actions.set_link(
        clinic=world.clinics["outpatient"],
        draft=actions.LinkDraft(
            key=key, address=address, **{"owner": world.staff["manager"], **said}
        ),
        routine=routine_on(TODAY),
        by=world.staff_member(by, on=TODAY),
        at=MONDAY,
        is_new=is_new,
    )


def take_away(world: World, key="evi", *, by="manager") -> None:
    actions.take_link_away(
        clinic=world.clinics["outpatient"],
        key=key,
        routine=routine_on(TODAY),
        by=world.staff_member(by, on=TODAY),
        at=MONDAY,
    )


# --- Writing ------------------------------------------------------------------------------------


def test_what_a_manager_or_an_administrator_writes_can_be_used_at_once_and_only_there(world: World):
    add(world)
    add(world, "Hej igen!", by="administrator")

    assert usable(world) == [
        ("own-tid-bokad", "Hej! Tiden är bokad."),
        ("own-tid-bokad-2", "Hej igen!"),
    ]
    assert in_use(world.clinics["elsewhere"], on=TODAY) == []


@pytest.mark.parametrize("by", ["receiver", "nurse", "clinician", "outsider"])
def test_nobody_else_writes_changes_or_withdraws_one(world: World, by: str):
    reply = add(world)

    for deed in (
        lambda: add(world, by=by),
        lambda: rewrite(world, reply, by=by),
        lambda: withdraw(world, reply, by=by),
        lambda: link(world, by=by),
        lambda: take_away(world, by=by),
        lambda: actions.judge(
            clinic=world.clinics["outpatient"],
            draft=draft(world),
            routine=routine_on(TODAY),
            by=world.staff_member(by, on=TODAY),
            at=MONDAY,
        ),
    ):
        with pytest.raises(NotPermitted):
            deed()
    assert (VersionRow.objects.count(), LinkSetRow.objects.count()) == (1, 0)


def test_a_manager_elsewhere_finds_no_such_reply(world: World):
    reply = add(world)
    grant(
        person=world.staff["outsider"],
        clinic=world.clinics["elsewhere"],
        role=Role.MANAGER,
        from_date=TODAY,
    )

    with pytest.raises(OutOfReach):
        actions.withdraw(
            clinic=world.clinics["elsewhere"],
            reply=reply,
            reason="Nej",
            by=world.staff_member("outsider", on=TODAY),
            at=MONDAY,
        )


def test_a_new_version_says_who_wrote_it_and_the_old_stays(world: World):
    reply = add(world)

    assert rewrite(world, reply, sv="Hej! Ny tid.", by="administrator") == 2

    assert usable(world) == [("own-tid-bokad", "Hej! Ny tid.")]
    assert [(row.number, row.text_sv, row.by_id) for row in versions(reply)] == [
        (2, "Hej! Ny tid.", world.staff["administrator"]),
        (1, "Hej! Tiden är bokad.", world.staff["manager"]),
    ]


def test_of_two_who_rewrite_the_second_is_told(world: World):
    reply = add(world)
    rewrite(world, reply)

    with pytest.raises(ChangedMeanwhile):
        rewrite(world, reply)
    assert VersionRow.objects.count() == 2


def test_a_version_to_come_leaves_the_old_in_use_until_its_day(world: World):
    reply = add(world)
    rewrite(world, reply, sv="Hej! Från i morgon.", from_date=str(TODAY + DAY))

    assert usable(world) == [("own-tid-bokad", "Hej! Tiden är bokad.")]
    assert usable(world, on=TODAY + DAY) == [("own-tid-bokad", "Hej! Från i morgon.")]


def test_after_its_last_day_a_reply_cannot_be_used(world: World):
    add(world, until=str(TODAY))

    assert usable(world)
    assert usable(world, on=TODAY + DAY) == []


def test_what_is_withdrawn_stays_with_its_reason_and_comes_back_with_a_new_version(world: World):
    reply = add(world)
    rewrite(world, reply, sv="Hej! Ny tid.")

    withdraw(world, reply, reason="  Vi ringer i stället. ")

    assert usable(world) == []
    (whole,) = every_reply(world.clinics["outpatient"])
    assert whole.withdrawal is not None
    assert whole.withdrawal.reason == "Vi ringer i stället."
    with pytest.raises(ChangedMeanwhile):
        withdraw(world, reply)
    rewrite(world, reply, seen=2, sv="Hej! Åter.")
    assert usable(world) == [("own-tid-bokad", "Hej! Åter.")]


def test_a_reply_is_not_withdrawn_without_a_reason(world: World):
    reply = add(world)

    with pytest.raises(InvalidForm):
        withdraw(world, reply, reason="\u200b")
    assert usable(world)


def test_what_cannot_be_is_not_saved(world: World):
    with pytest.raises(InvalidForm):
        add(world, "{mottagnigen}")
    assert not ReplyRow.objects.exists()


def judged(world: World, key: str = "") -> OwnReply:
    return actions.judge(
        clinic=world.clinics["outpatient"],
        draft=draft(world),
        routine=routine_on(TODAY),
        by=world.staff_member("manager", on=TODAY),
        at=MONDAY,
        key=key,
    )


def test_a_reply_is_judged_without_being_saved(world: World):
    assert judged(world).text.sv == "Hej! Tiden är bokad."
    with pytest.raises(InvalidForm):
        judged(world, key="evi")
    assert not ReplyRow.objects.exists()


# --- In the routine's place ---------------------------------------------------------------------


def test_own_words_stand_where_the_routine_means_its_reply(world: World):
    add(world, "Skriv till EVI:\n{länk:evi}", replaces="evi")
    case = sent(world, "self-referral", form={})

    did(world, case, acts.ReplyAndClose(acts.Message(standard_reply="evi")))

    event = full_case(case).entries[-1].event
    assert isinstance(event, ReplySent)
    assert event.text.startswith("Skriv till EVI:\nhttps://")


@pytest.mark.parametrize("key", ["driving-licence-not-needed", "no-such-reply"])
def test_what_the_routine_fixes_or_lacks_is_not_replaced(world: World, key: str):
    with pytest.raises(OutOfReach):
        add(world, replaces=key)


def test_a_reply_is_replaced_once(world: World):
    add(world, replaces="received")

    with pytest.raises(ChangedMeanwhile):
        add(world, replaces="received")


# --- Sending ------------------------------------------------------------------------------------


def test_a_reply_is_counted_when_it_is_sent_and_not_before(world: World):
    here = world.clinics["outpatient"]
    add(world)
    did(world, sent(world), acts.Claim())
    assert uses(here) == {}

    message = acts.Message(text="Hej! Ändrat.", standard_reply="own-tid-bokad")
    did(world, sent(world), acts.ReplyAndClose(message))
    did(world, sent(world), acts.SendInterimReply(acts.Message(standard_reply="received")))
    did(world, sent(world), acts.AskCounterQuestion(message), at=TUESDAY)

    found = uses(here)
    assert {key: use.count for key, use in found.items()} == {"own-tid-bokad": 2, "received": 1}
    assert found["own-tid-bokad"].last == TUESDAY.date()
    assert uses(world.clinics["medical"]) == {}


def test_an_interim_reply_with_a_case_that_goes_elsewhere_is_counted_where_it_was_written(
    world: World,
):
    case = sent(world, "care-allowance-certificate")
    did(world, case, acts.CompleteStep("document-request"))
    words = acts.Message(standard_reply="handed-to-doctor")

    did(world, case, acts.Assign(to_group(world), interim_reply=words))

    assert uses(world.clinics["outpatient"])["handed-to-doctor"].count == 1
    assert uses(world.clinics["medical"]) == {}


def test_a_reply_with_a_gap_left_is_not_sent_and_nothing_is_counted(world: World):
    add(world, "Tiden är {fyll i: dag}. {mitt namn}")
    case = sent(world)

    for message in (
        acts.Message(standard_reply="own-tid-bokad"),
        acts.Message(text="Tiden är {fyll i: dag}.", standard_reply="own-tid-bokad"),
        acts.Message(text="Hälsningar {mitt namn}"),
    ):
        for act in (acts.ReplyAndClose(message), acts.SendInterimReply(message)):
            with pytest.raises(LeftUnfilled):
                did(world, case, act)
    assert full_case(case).case.version == 1
    assert uses(world.clinics["outpatient"]) == {}


def test_a_withdrawn_or_unknown_reply_is_refused(world: World):
    withdraw(world, add(world))
    case = sent(world)

    with pytest.raises(InvalidForm):
        did(world, case, acts.ReplyAndClose(acts.Message("Hej", standard_reply="own-tid-bokad")))


# --- Links --------------------------------------------------------------------------------------


def test_a_clinics_address_holds_in_every_reply_and_says_who_set_it(world: World):
    here = world.clinics["outpatient"]

    link(world, until=str(TODAY), by="administrator")

    assert own(here).links == {"evi": MAP}
    row = links_set(here)["evi"]
    assert (row.owner_id, row.by_id) == (world.staff["manager"], world.staff["administrator"])
    assert row.until_date == TODAY
    case = sent(world, "self-referral", form={})
    did(world, case, acts.ReplyAndClose(acts.Message(standard_reply="evi")))
    event = full_case(case).entries[-1].event
    assert isinstance(event, ReplySent)
    assert MAP in event.text


def test_a_link_of_the_clinics_own_can_stand_in_its_replies(world: World):
    with pytest.raises(InvalidForm):
        add(world, "Hitta hit: {länk:karta}")

    link(world, "karta", name="Karta", is_new=True)
    add(world, "Hitta hit: {länk:karta}")

    assert usable(world)
    with pytest.raises(InvalidForm):
        take_away(world, "karta")
    assert own(world.clinics["outpatient"]).links == {"karta": MAP}


def test_what_nothing_leads_to_is_taken_away_and_remembered(world: World):
    here = world.clinics["outpatient"]
    link(world, "karta", name="Karta", is_new=True)
    withdraw(world, add(world, "Hitta hit: {länk:karta}"))

    take_away(world, "karta")

    assert own(here).links == {}
    assert links_set(here)["karta"].address == ""
    with pytest.raises(OutOfReach):
        take_away(world, "karta")


def test_the_routines_address_holds_again(world: World):
    link(world)

    take_away(world)

    assert own(world.clinics["outpatient"]).links == {}
    with pytest.raises(ChangedMeanwhile):
        take_away(world)


WRONG_LINKS = {
    "no page": {"address": "http://vardag.example"},
    "somebody's number": {"address": "https://vardag.example/20150915-2384"},
    "nobody owns it": {"owner": None},
    "no day": {"until": "soon"},
    "a day that has been": {"until": str(TODAY - DAY)},
    "a key that is taken": {"is_new": True},
    "no key": {"key": "å", "is_new": True},
    "no name": {"key": "karta", "is_new": True},
}


@pytest.mark.parametrize("said", WRONG_LINKS.values(), ids=WRONG_LINKS.keys())
def test_a_link_that_cannot_be_changes_nothing(world: World, said):
    with pytest.raises(InvalidForm):
        link(world, **said)
    assert own(world.clinics["outpatient"]).links == {}
    assert not LinkSetRow.objects.exists()


def test_there_is_no_such_link(world: World):
    with pytest.raises(OutOfReach):
        link(world, "karta", name="Karta")


# --- Asking -------------------------------------------------------------------------------------


def test_what_came_of_asking_is_kept_with_when_it_last_worked(world: World):
    actions.note_check(MAP, Answer(Found.WORKS, "200"), at=MONDAY)
    actions.note_check(MAP, Answer(Found.GONE, "404"), at=TUESDAY)

    found = checked([MAP, "https://other.example"])
    assert found.keys() == {MAP}
    assert (found[MAP].found, found[MAP].at, found[MAP].worked_at) == (Found.GONE, TUESDAY, MONDAY)


def test_when_none_of_several_answers_nothing_is_written(world: World):
    silent = Answer(Found.SILENT)

    assert not actions.note_checks({MAP: silent, f"{MAP}/2": silent}, at=MONDAY)
    assert not LinkCheckRow.objects.exists()
    assert actions.note_checks({MAP: silent}, at=MONDAY)
    assert actions.note_checks({MAP: silent, f"{MAP}/2": Answer(Found.WORKS)}, at=TUESDAY)
    assert checked([MAP])[MAP].found is Found.SILENT


def test_those_are_asked_for_first_that_nobody_has_asked_for(world: World):
    actions.note_check("https://b.example", Answer(Found.WORKS), at=TUESDAY)
    actions.note_check("https://c.example", Answer(Found.WORKS), at=MONDAY)
    all_three = [f"https://{each}.example" for each in "abc"]

    assert to_check(all_three, asked_before=MONDAY) == ["https://a.example"]
    assert to_check(all_three, asked_before=TUESDAY + DAY) == [
        f"https://{each}.example" for each in "acb"
    ]
    assert to_check([], asked_before=TUESDAY) == []


def test_every_clinics_address_is_known_to_who_asks(world: World):
    link(world)

    assert link_addresses() == {MAP}
