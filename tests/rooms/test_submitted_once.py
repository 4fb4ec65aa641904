"""A double click, a retry, the back button or a form sent again makes one case."""

from functools import partial
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError

from tests.build import TUESDAY, on
from tests.rooms.at_once import at_once
from tests.rooms.doing import answered, did, sent
from tests.rooms.everything import everything
from vardag.domain.case import acts
from vardag.domain.refusals import ChangedMeanwhile, InvalidForm
from vardag.doors.ops.scenario.world import World
from vardag.rooms.cases import submitting
from vardag.rooms.cases.family import sent_with
from vardag.rooms.cases.models import CaseRow, EventRow, RegisterRow
from vardag.rooms.people.actions import add_guardian

KEY = UUID("6c1f0b1e-77a3-4c57-9a9e-0d5a4a1f2b10")


def test_the_same_form_sent_again_gives_the_case_that_it_made(world):
    case = sent(world, "renew-prescription", form_key=KEY)
    before = everything()

    assert sent(world, "renew-prescription", form_key=KEY) == case
    assert sent(world, "renew-prescription", form_key=KEY, at=on("2026-11-02T08:00")) == case
    assert everything() == before
    assert RegisterRow.objects.count() == 1


def test_the_same_answers_in_another_spelling_are_the_same_form(world):
    case = sent(world, form={"text": "Hej\r\ndu ", "subject": ""}, form_key=KEY)

    assert sent(world, form={"text": " Hej\ndu"}, form_key=KEY) == case


def test_it_gives_its_case_also_when_the_case_has_moved_on_and_closed(world):
    case = sent(world, form_key=KEY)
    did(world, case, acts.Assign(acts.Clinic(world.clinics["medical"])))
    did(world, case, acts.ReplyAndClose(acts.Message("Hej")), by="medical_receiver")

    assert sent(world, form_key=KEY, at=TUESDAY) == case


@pytest.mark.parametrize(
    "other",
    [
        {"form": {"text": "Något annat"}},
        {"service": "self-referral", "form": {"text": "Hej"}},
    ],
)
def test_the_same_form_with_something_else_in_it_is_told_of_and_not_sent(world, other):
    case = sent(world, form_key=KEY)
    before = everything()

    with pytest.raises(ChangedMeanwhile) as refused:
        sent(world, **other, form_key=KEY)

    assert CaseRow.objects.get(pk=case).number in str(refused.value)
    assert everything() == before


def test_the_same_form_about_another_child_is_another_thing(world):
    sent(
        world,
        by="youth_guardian",
        about="youth",
        service="care-allowance-certificate",
        form_key=KEY,
    )
    add_guardian(guardian=world.residents["youth_guardian"], child=world.residents["child"])

    with pytest.raises(ChangedMeanwhile) as refused:
        sent(world, "care-allowance-certificate", by="youth_guardian", form_key=KEY)
    assert CaseRow.objects.get().number not in str(refused.value)


@pytest.mark.parametrize("form", [None, {"text": "Något annat"}])
def test_a_used_form_tells_nothing_of_a_case_that_is_kept_from_its_sender(world, form):
    case = sent(world, form_key=KEY)
    did(world, case, acts.KeepFromGuardians("Barnet vill prata själv."))

    with pytest.raises(ChangedMeanwhile, match="has been used") as refused:
        sent(world, form=form, form_key=KEY)

    assert CaseRow.objects.get(pk=case).number not in str(refused.value)


def test_a_form_thats_not_been_used_has_sent_nothing(world):
    by, about = world.resident("guardian", on=TUESDAY.date()), world.residents["child"]

    assert sent_with(KEY, by=by, patient=about, on=TUESDAY.date()) is None


def test_another_persons_form_of_the_same_key_is_that_persons(world):
    first = sent(world, form_key=KEY)
    second = sent(world, by="other_guardian", form_key=KEY)

    assert first != second


def test_forms_without_a_key_are_each_a_case(world):
    assert sent(world) != sent(world)


def test_a_form_that_was_refused_can_be_put_right_and_sent(world):
    with pytest.raises(InvalidForm):
        sent(world, form={"text": ""}, form_key=KEY)

    assert sent(world, form_key=KEY) == sent(world, form_key=KEY)


@pytest.mark.asvs("2.3.4")
def test_eight_posts_of_one_form_at_the_same_time_make_one_case(real_world: World):
    for round_ in range(1, 11):
        key = uuid4()
        post = partial(sent, real_world, "renew-prescription", form_key=key)

        outcomes = at_once([post] * 8)

        assert len(set(outcomes)) == 1, outcomes
        assert all(isinstance(case, int) for case in outcomes), outcomes
        assert CaseRow.objects.filter(form_key=key).count() == 1
        assert EventRow.objects.filter(case__form_key=key).count() == 1
        assert RegisterRow.objects.count() == CaseRow.objects.count() == round_


def test_different_forms_at_the_same_time_each_make_their_case(real_world: World):
    posts = [partial(sent, real_world, form_key=uuid4()) for _ in range(8)]

    outcomes = at_once(posts)

    assert len(set(outcomes)) == 8, outcomes
    assert CaseRow.objects.count() == 8


def test_a_broken_row_that_has_nothing_to_do_with_the_form_is_not_taken_for_a_twin(
    world, monkeypatch
):
    def broken(*_: object, **__: object) -> None:
        raise IntegrityError("something else")

    monkeypatch.setattr(submitting, "_begin", broken)

    for key in (None, KEY):
        with pytest.raises(IntegrityError, match="something else"):
            sent(world, form_key=key)


def test_an_answer_sent_twice_is_one_answer(world):
    case = sent(world)
    did(world, case, acts.AskCounterQuestion(acts.Message("Vad?")))
    answered(world, case)
    before = everything()

    with pytest.raises(Exception, match="no question"):
        answered(world, case)

    assert everything() == before
