"""What is begun and not sent: its writer's own, gone when sent, thrown or old, and in nobody's way."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from tests.build import MONDAY, TUESDAY
from tests.rooms.doing import did, sent
from vardag.domain.case import acts
from vardag.domain.case.form import LONGEST_ANSWER
from vardag.domain.people.identity import CaseId, PersonId
from vardag.domain.refusals import InvalidForm, NotPermitted, OutOfReach, TooMuchBegun
from vardag.doors.ops.scenario.world import World
from vardag.rooms.cases.actions import submit
from vardag.rooms.cases.agreement import disagreements
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.cases.queries import full_case
from vardag.rooms.unsent import actions
from vardag.rooms.unsent.actions import MOST, Place, discard, discard_old, keep, move
from vardag.rooms.unsent.models import UnsentDisposalRow, UnsentRow
from vardag.rooms.unsent.queries import all_of, begun, kept

KEY = UUID(int=7)


def place(world: World, service: str = "message") -> Place:
    return Place(service, world.residents["child"], world.clinics["outpatient"])


def writes(world: World, text: str = "Hej", *, key: UUID = KEY, by: str = "guardian", at=MONDAY):
    keep(
        author=world.residents[by],
        form_key=key,
        place=place(world),
        answers={"text": text},
        at=at,
    )


def words(world: World, by: str = "guardian") -> list[str]:
    return [each.answers["text"] for each in all_of(world.residents[by])]


def test_what_is_written_last_stands_and_when_it_began_is_kept(world):
    writes(world, "Hej")
    writes(world, "Hej igen", at=TUESDAY)

    row = UnsentRow.objects.get()
    assert row.answers == {"text": "Hej igen"}
    assert (row.began_at, row.changed_at) == (MONDAY, TUESDAY)


def test_only_its_writer_finds_it(world):
    writes(world)
    guardian, other = world.residents["guardian"], world.residents["other_guardian"]

    assert kept(guardian, KEY) is not None
    assert kept(other, KEY) is None
    assert words(world, "other_guardian") == words(world, "child") == []
    assert not discard(author=other, form_key=KEY)
    assert words(world) == ["Hej"]


def test_two_who_write_in_forms_of_one_key_keep_one_each(world):
    writes(world, "Mitt")
    writes(world, "Ditt", by="other_guardian")

    assert (words(world), words(world, "other_guardian")) == (["Mitt"], ["Ditt"])


def test_the_latest_of_what_was_begun_is_found_by_what_it_is_about(world):
    writes(world, "Först")
    writes(world, "Sedan", key=uuid4(), at=TUESDAY)
    guardian = world.residents["guardian"]
    where = {"patient": world.residents["child"], "clinic": world.clinics["outpatient"]}

    found = begun(guardian, service="message", **where)

    assert found is not None
    assert found.answers == {"text": "Sedan"}
    assert begun(guardian, service="contact-details", **where) is None
    assert words(world) == ["Sedan", "Först"]


def test_thrown_is_gone(world):
    writes(world)

    assert discard(author=world.residents["guardian"], form_key=KEY)
    assert not UnsentRow.objects.exists()
    assert not UnsentDisposalRow.objects.exists()


def test_what_no_database_stores_alike_is_left_out_and_the_rest_is_kept(world):
    writes(world, "före\x00efter\ud800\r\nny rad ")

    assert words(world) == ["föreefter\nny rad "]


def test_what_is_too_long_to_send_is_refused_and_what_was_kept_stands(world):
    writes(world)

    with pytest.raises(InvalidForm):
        writes(world, "x" * (LONGEST_ANSWER + 1))

    assert words(world) == ["Hej"]


def test_nobody_begins_more_than_can_be_looked_through_but_goes_on_with_what_is_begun(world):
    for number in range(MOST):
        writes(world, key=UUID(int=number))

    with pytest.raises(TooMuchBegun):
        writes(world, key=uuid4())
    writes(world, "Mer", key=UUID(int=3), at=TUESDAY)
    writes(world, by="other_guardian", key=uuid4())

    assert words(world)[0] == "Mer"


def test_what_was_written_can_go_on_as_another_case(world):
    writes(world, "Nytt recept, tack")
    other = uuid4()

    move(
        author=world.residents["guardian"],
        form_key=KEY,
        to=place(world, "renew-prescription"),
        as_key=other,
        answers={"note": "Nytt recept, tack"},
        at=TUESDAY,
    )

    (row,) = UnsentRow.objects.all()
    assert (row.service, row.form_key) == ("renew-prescription", other)
    assert row.answers == {"note": "Nytt recept, tack"}


def test_what_lies_for_thirty_days_goes_and_that_it_went_is_written_down(world):
    writes(world, at=MONDAY)
    writes(world, "Nyare", key=uuid4(), at=MONDAY + timedelta(days=1))

    early = discard_old(at=MONDAY + timedelta(days=30))
    late = discard_old(at=MONDAY + timedelta(days=30, seconds=1))

    assert (early, late) == (0, 1)
    row = UnsentDisposalRow.objects.get()
    assert (row.many, row.before_at) == (1, MONDAY + timedelta(seconds=1))
    assert words(world) == ["Nyare"]


# --- Sending ends it --------------------------------------------------------------------------------


def test_what_is_sent_is_not_begun_any_more(world):
    writes(world)
    writes(world, "Ett annat", key=uuid4())

    sent(world, form_key=KEY)

    assert words(world) == ["Ett annat"]


def test_what_could_not_be_sent_is_still_there(world, monkeypatch):
    writes(world)

    with pytest.raises(InvalidForm):
        submit(
            service="message",
            patient=world.residents["child"],
            clinic=world.clinics["outpatient"],
            answers={"text": " "},
            by=world.resident("guardian", on=MONDAY.date()),
            at=MONDAY,
            form_key=KEY,
        )

    assert words(world) == ["Hej"]
    assert actions.MOST == MOST


# --- Writing again ----------------------------------------------------------------------------------


def again(world: World, follows: CaseId, *, by: str = "guardian", about: str = "child") -> CaseId:
    return submit(
        service="message",
        patient=world.residents[about],
        clinic=world.clinics["outpatient"],
        answers={"text": "En sak till"},
        by=world.resident(by, on=MONDAY.date()),
        at=MONDAY,
        follows=follows,
    )


def closed(world: World, by: str = "guardian", about: str = "child") -> CaseId:
    case = sent(world, by=by, about=about) if about != "child" else sent(world)
    did(world, case, acts.ReplyAndClose(acts.Message(text="Klart.")))
    return case


def test_who_writes_again_ties_the_new_case_to_the_old(world):
    old = closed(world)

    new = again(world, old)

    assert full_case(new).case.follows == old
    assert CaseRow.objects.get(pk=new).follows_id == old
    assert list(disagreements()) == []


def test_the_other_guardian_can_write_again_too_and_a_stranger_never(world):
    old = closed(world)

    assert again(world, old, by="other_guardian")
    with pytest.raises(NotPermitted):
        again(world, old, by="stranger")


def test_only_a_closed_case_about_the_same_patient_can_be_followed(world):
    is_open, old = sent(world), closed(world)

    for follows, by, about in (
        (is_open, "guardian", "child"),
        (CaseId(10_000), "guardian", "child"),
        (old, "youth", "youth"),
    ):
        with pytest.raises(OutOfReach):
            again(world, follows, by=by, about=about)
    assert not CaseRow.objects.filter(follows__isnull=False).exists()


def test_a_guardian_can_not_follow_what_is_kept_from_guardians(world):
    old = closed(world)
    did(world, old, acts.KeepFromGuardians("Barnet vill prata själv."))

    with pytest.raises(OutOfReach):
        again(world, old)


def test_a_place_says_what_a_form_is_about(world):
    assert replace(place(world), service="x").service == "x"
    assert place(world).patient == PersonId(world.residents["child"])
