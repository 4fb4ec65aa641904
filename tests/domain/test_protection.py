"""Protected identity: who may see whom a case is about, and what is told to everybody else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.build import (
    KLAS,
    MEDICAL,
    NORA,
    OTTO,
    OUTPATIENT,
    RUT,
    SARA,
    STAFF,
    TO_CERTIFICATE_HANDLERS,
    a_case,
    an_entry,
    routine,
    then,
    to,
)
from vardag.domain import access
from vardag.domain.case import acts
from vardag.domain.case.events import NoteAdded
from vardag.domain.case.masking import masked_answers, masked_case, masked_entry
from vardag.domain.case.state import Case, Status
from vardag.domain.people.identity import ClinicId, Role, Staff
from vardag.domain.people.protection import HIDDEN, Protection, is_protected
from vardag.domain.refusals import NotPermitted, OutOfReach
from vardag.domain.rights import Deed
from vardag.domain.routine.document import Field, FieldKind, Form
from vardag.domain.words import Text

NAME = Text(sv="Fråga", en="Question")


def cleared(person: Staff, at: ClinicId = OUTPATIENT) -> Staff:
    """Return somebody with clearance at a clinic besides the roles that the person has."""
    roles = {clinic: frozenset(held) for clinic, held in person.roles.items()}
    return replace(person, roles={**roles, at: roles.get(at, frozenset()) | {Role.CLEARED}})


HELD_BY_KLAS = then(a_case(), acts.Assign(to(KLAS)))
HELD_BY_A_GROUP = then(
    a_case("care-allowance-certificate"),
    acts.CompleteStep("document-request"),
    acts.Assign(TO_CERTIFICATE_HANDLERS),
)


# --- Who ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", STAFF)
@pytest.mark.parametrize("case", [a_case(), HELD_BY_KLAS, HELD_BY_A_GROUP])
def test_nobody_sees_without_clearance(name: str, case: Case):
    assert not access.may_see_protected(STAFF[name], case)


@pytest.mark.parametrize(
    ("person", "case", "sees"),
    [
        (cleared(KLAS), HELD_BY_KLAS, True),
        (cleared(SARA, MEDICAL), HELD_BY_A_GROUP, True),
        (cleared(NORA), then(a_case(), acts.Claim(), by=NORA), True),
        (cleared(KLAS), a_case(), False),  # nobody has it
        (cleared(RUT), HELD_BY_KLAS, False),  # receives, and doesn't have it
        (cleared(KLAS, MEDICAL), HELD_BY_KLAS, False),  # cleared elsewhere
        (cleared(SARA), HELD_BY_A_GROUP, False),  # the same, in a group
        (cleared(OTTO), HELD_BY_KLAS, False),
        (replace(KLAS, roles={OUTPATIENT: frozenset({Role.CLEARED})}), HELD_BY_KLAS, False),
    ],
)
def test_who_is_cleared_where_the_case_lies_and_has_it_sees(person: Staff, case: Case, sees: bool):
    assert access.may_see_protected(person, case) == sees


def test_clearance_outlives_the_closing_of_the_case_and_not_its_return():
    claimed = then(a_case(), acts.Claim(), by=NORA)
    closed = then(claimed, acts.ReplyAndClose(acts.Message(text="Hej")), by=NORA)

    assert closed.status is Status.CLOSED
    assert access.may_see_protected(cleared(NORA), closed)
    assert not access.may_see_protected(cleared(NORA), then(claimed, acts.ReturnToInbox(), by=NORA))


@given(
    person=st.sampled_from(list(STAFF.values())),
    case=st.sampled_from([a_case(), HELD_BY_KLAS, HELD_BY_A_GROUP]),
    clinic=st.sampled_from([OUTPATIENT, MEDICAL]),
)
def test_clearance_opens_no_case_and_gives_no_act(person: Staff, case: Case, clinic: ClinicId):
    with_it = cleared(person, clinic)

    assert access.may_open(with_it, case) == access.may_open(person, case)
    assert access.may_act(with_it, case) == access.may_act(person, case)
    for deed in Deed:
        assert access.may_at(with_it, deed, clinic) == access.may_at(person, deed, clinic)


def test_who_may_not_see_is_told_so_or_that_there_is_no_such_case():
    access.permit_seeing_protected(cleared(KLAS), HELD_BY_KLAS)
    with pytest.raises(NotPermitted) as refused:
        access.permit_seeing_protected(KLAS, HELD_BY_KLAS)
    assert not isinstance(refused.value, OutOfReach)
    with pytest.raises(OutOfReach):
        access.permit_seeing_protected(cleared(OTTO), HELD_BY_KLAS)


@given(person=st.sampled_from(list(STAFF.values())))
def test_by_exception_a_protected_case_is_read_by_who_is_cleared_there_and_nobody_else(
    person: Staff,
):
    def reads(who: Staff, *, is_protected: bool) -> bool:
        return access.may_open(who, a_case(), by_exception=True, is_protected=is_protected)

    usually = access.may_open(person, a_case())
    assert reads(person, is_protected=True) == usually
    assert reads(cleared(person), is_protected=True) == reads(person, is_protected=False)
    assert reads(cleared(person, MEDICAL), is_protected=True) == usually


# --- What ---------------------------------------------------------------------------------------


@given(st.lists(st.sampled_from(["", None, *Protection]), max_size=4))
def test_a_case_is_protected_if_anybody_whom_it_is_about_or_from_is(of: list[str | None]):
    assert is_protected(*of) == bool({*of} & {*Protection})


def test_who_lives_under_an_assumed_identity_has_no_mark_to_be_known_by():
    assert [each.value for each in Protection] == ["marked", "registered-elsewhere"]


@pytest.mark.parametrize(
    ("autocomplete", "contact", "is_contact"),
    [
        (None, None, False),
        ("tel", None, True),
        ("email", None, True),
        ("street-address", None, True),
        ("name", None, True),
        (None, True, True),
        ("tel", False, False),
    ],
)
def test_what_a_browser_can_fill_in_reaches_the_family_unless_the_routine_says_otherwise(
    autocomplete: str | None, contact: bool | None, is_contact: bool
):
    field = Field("x", NAME, autocomplete=autocomplete, contact=contact)

    assert field.is_contact == is_contact


FIELDS = st.builds(
    Field,
    key=st.sampled_from("abcdef"),
    label=st.just(NAME),
    kind=st.sampled_from(FieldKind),
    autocomplete=st.sampled_from([None, "tel", "email"]),
    contact=st.sampled_from([None, True, False]),
)
FORMS = st.lists(FIELDS, unique_by=lambda field: field.key).map(
    lambda fields: Form("form", tuple(fields))
)
ANSWERS = st.dictionaries(st.sampled_from("abcdefxyz"), st.text(min_size=1))


@given(form=FORMS, answers=ANSWERS)
def test_only_answers_that_reach_nobody_come_through_and_all_keep_their_places(
    form: Form, answers: dict[str, str]
):
    masked = masked_answers(form, answers)

    harmless = {field.key for field in form.fields if not field.is_contact}
    assert masked.keys() == answers.keys()
    for key, text in masked.items():
        assert text == (answers[key] if key in harmless else HIDDEN)
    assert masked_answers(form, masked) == masked


@pytest.mark.parametrize("service", ["contact-details", "message", "cancel-or-rebook"])
def test_a_masked_case_goes_the_same_way(service: str):
    case = a_case(service)
    form = routine().form(case.service.form)
    assert form is not None

    masked = masked_case(case, form)

    assert masked.open_steps == case.open_steps
    assert masked.remaining_steps == case.remaining_steps
    assert (masked.form == case.form) == (service != "contact-details")


def test_the_ledgers_first_line_is_masked_and_the_others_stand():
    sent = an_entry("contact-details", form={"phone": "031-390 06 01"})
    form = routine().form("contact-details")
    assert form is not None

    masked = masked_entry(sent, form)

    assert "031-390" not in str(masked)
    other = replace(sent, event=NoteAdded(text="En anteckning"))
    assert masked_entry(other, form) is other


def test_the_packaged_routine_asks_how_to_reach_the_family_in_one_form_alone():
    asked = {
        (form.key, field.key)
        for form in routine().forms
        for field in form.fields
        if field.is_contact
    }

    assert asked == {("contact-details", key) for key in ("phone", "email", "address")}
