"""Who of a family is kept from a case, and from one message of it; and by which rule."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.build import (
    AGES,
    GUNILLA,
    KLAS,
    MONDAY,
    OLLE,
    PIM,
    RUT,
    SARA,
    STINA,
    WORDS,
    YNGVE,
    YRSA,
    a_case,
    an_entry,
    answered,
    routine,
    then,
    to,
    under,
)
from vardag.domain.access import permit
from vardag.domain.case import acts
from vardag.domain.case.as_seen import for_guardians
from vardag.domain.case.decide import answer, decide
from vardag.domain.case.events import (
    Answered,
    ClosedWithoutReply,
    Entry,
    Event,
    KeptFromGuardians,
    NoteAdded,
    ReplySent,
    ShownToGuardians,
    is_past_guardians,
)
from vardag.domain.case.notices import notices
from vardag.domain.case.state import Case, Status
from vardag.domain.clock.calendar import SWEDEN
from vardag.domain.kinship import (
    Bar,
    may_read,
    may_see,
    permit_submission,
    permit_words_past_guardians,
    standing,
)
from vardag.domain.people.identity import Child, PersonId, Resident
from vardag.domain.refusals import InvalidForm, NothingAsked, NotPermitted, OutOfReach
from vardag.domain.rights import Relation

AT_TEN, AT_THIRTEEN = date(2026, 9, 7), date(2028, 9, 15)
OWN_NAME = "care-allowance-certificate"
BLOCKED = replace(GUNILLA, children=(), blocked=frozenset({PIM.id}))
HIDDEN = acts.Message(text="Bara för dig.", not_for_guardians=True)
WHY = "Pim vill prata själv."


def stands(who: Resident, case: Case, on: date = AT_TEN) -> Relation | Bar:
    return standing(who, case, on=on, ages=AGES)


# --- By which rule --------------------------------------------------------------------------------

TABLE = {  # (service, who sent it): how each of the family stands, as a child and as a youth
    ("message", "Gunilla"): (
        {"Pim": Bar.TOO_YOUNG, "Gunilla": Relation.GUARDIAN, "Olle": Relation.GUARDIAN},
        {
            "Pim": Relation.ACTS_ALONE,
            "Gunilla": Bar.CHILD_ACTS_ALONE,
            "Olle": Bar.CHILD_ACTS_ALONE,
        },
    ),
    ("message", "Pim"): (
        {"Pim": Relation.SENT_OWN, "Gunilla": Relation.GUARDIAN, "Olle": Relation.GUARDIAN},
        {
            "Pim": Relation.ACTS_ALONE,
            "Gunilla": Bar.CHILD_ACTS_ALONE,
            "Olle": Bar.CHILD_ACTS_ALONE,
        },
    ),
    (OWN_NAME, "Gunilla"): (
        {
            "Pim": Bar.OWN_NAME_OF_ANOTHER,
            "Gunilla": Relation.OWN_NAME,
            "Olle": Relation.GUARDIAN,
        },
        {
            "Pim": Bar.OWN_NAME_OF_ANOTHER,
            "Gunilla": Relation.OWN_NAME,
            "Olle": Bar.CHILD_ACTS_ALONE,
        },
    ),
}
FAMILY = {"Pim": PIM, "Gunilla": GUNILLA, "Olle": OLLE}


@pytest.mark.parametrize(("service", "sender"), TABLE)
def test_each_of_a_family_sees_it_or_not_by_the_rule_in_the_table(service, sender):
    case = a_case(service, by=FAMILY[sender])
    as_a_child, as_a_youth = TABLE[service, sender]

    assert {name: stands(who, case) for name, who in FAMILY.items()} == as_a_child
    assert {name: stands(who, case, AT_THIRTEEN) for name, who in FAMILY.items()} == as_a_youth
    assert stands(STINA, case) is Bar.NO_GUARDIAN


# --- A guardian who is blocked --------------------------------------------------------------------


@pytest.mark.parametrize("service", ["message", OWN_NAME])
def test_a_blocked_guardian_sees_nothing_about_the_child_and_sends_nothing(service):
    case = a_case(service, by=GUNILLA)

    assert stands(BLOCKED, case) is Bar.BLOCKED
    assert stands(OLLE, case) is Relation.GUARDIAN
    with pytest.raises(NotPermitted):
        permit_submission(
            BLOCKED, patient=PIM.id, service=routine().service(service), on=AT_TEN, ages=AGES
        )


def test_who_is_blocked_from_one_child_still_acts_for_another():
    sister = Child(PersonId(77), date(2017, 1, 1))
    guardian = replace(BLOCKED, children=(sister,))
    case = a_case("message", by=guardian, about=Resident(sister.id, sister.born))

    assert stands(guardian, case) is Relation.GUARDIAN


# --- A case that is kept from guardians -----------------------------------------------------------


def kept(case: Case) -> Case:
    return then(case, acts.KeepFromGuardians(WHY))


def test_a_kept_case_is_read_by_the_child_who_sent_it_and_by_no_guardian():
    case = kept(a_case("message", by=PIM))

    assert stands(PIM, case) is Relation.SENT_OWN
    assert stands(GUNILLA, case) is stands(OLLE, case) is Bar.KEPT


def test_a_case_in_a_guardians_own_name_can_be_kept_from_that_guardian_too():
    assert stands(YNGVE, kept(a_case(OWN_NAME, by=YNGVE, about=YRSA))) is Bar.KEPT


def test_shown_again_it_is_read_as_before():
    case = then(kept(a_case("message", by=PIM)), acts.ShowToGuardians("Pim har ändrat sig."))

    assert stands(GUNILLA, case) is Relation.GUARDIAN


@pytest.mark.parametrize("status", Status)
def test_a_case_can_be_kept_whatever_its_status_for_it_is_read_when_it_is_closed_too(status):
    case = a_case("message", status)

    after = kept(case)

    assert after.kept_from_guardians
    assert (after.status, after.holder, after.response_due) == (
        case.status,
        case.holder,
        case.response_due,
    )


def test_keeping_takes_a_reason_and_is_done_once():
    case = a_case("message")
    now, for_no_reason, kept_already = under(RUT), acts.KeepFromGuardians(" "), kept(case)
    with pytest.raises(InvalidForm, match="Say why"):
        decide(case, for_no_reason, now)
    with pytest.raises(InvalidForm, match="kept from guardians already"):
        decide(kept_already, acts.KeepFromGuardians(WHY), now)
    with pytest.raises(InvalidForm, match="isn't kept"):
        decide(case, acts.ShowToGuardians(WHY), now)


def test_what_happened_stands_with_its_reason():
    case = a_case("message")

    assert decide(case, acts.KeepFromGuardians(WHY), under(RUT)) == (KeptFromGuardians(WHY),)
    assert decide(kept(case), acts.ShowToGuardians(WHY), under(RUT)) == (ShownToGuardians(WHY),)


def test_who_handles_the_case_keeps_it_and_nobody_else_does():
    case = then(a_case("message"), acts.Assign(to(KLAS)))

    permit(KLAS, acts.KeepFromGuardians(WHY), case)
    permit(RUT, acts.KeepFromGuardians(WHY), case)
    with pytest.raises(OutOfReach):
        permit(SARA, acts.KeepFromGuardians(WHY), case)


# --- A message that isn't for guardians -----------------------------------------------------------

SENDINGS = (
    acts.SendInterimReply(HIDDEN),
    acts.AskCounterQuestion(HIDDEN),
    acts.ReplyAndClose(HIDDEN),
    acts.Assign(to(KLAS), interim_reply=HIDDEN),
)


@pytest.mark.parametrize("act", SENDINGS, ids=lambda act: type(act).__name__)
def test_a_message_past_guardians_is_marked_in_what_happened(act):
    events = decide(a_case("message", by=PIM), act, under(RUT))

    assert [getattr(each, "not_for_guardians", None) for each in events][-1] is True


@pytest.mark.parametrize("act", SENDINGS, ids=lambda act: type(act).__name__)
def test_the_words_of_an_act_are_found_in_it(act):
    assert acts.message_of(act) == HIDDEN


def test_an_act_without_words_has_none():
    assert acts.message_of(acts.Claim()) is None
    assert acts.message_of(acts.Assign(to(KLAS))) is None


@pytest.mark.parametrize("relation", Relation)
def test_only_guardians_are_kept_from_it(relation):
    reads = may_read(relation)
    family = {Relation.ACTS_ALONE, Relation.SENT_OWN, Relation.GUARDIAN, Relation.OWN_NAME}

    assert reads == (relation in family)
    assert may_read(relation, not_for_guardians=True) == (
        relation in {Relation.ACTS_ALONE, Relation.SENT_OWN}
    )


@pytest.mark.parametrize("bar", Bar)
def test_who_doesnt_see_the_case_reads_no_message_of_it(bar):
    assert not may_read(bar)
    assert not may_read(bar, not_for_guardians=True)


def test_a_message_that_nobody_could_read_is_refused():
    by_a_guardian, by_the_child = a_case("message"), a_case("message", by=PIM)

    with pytest.raises(InvalidForm, match="nobody in the family could read"):
        permit_words_past_guardians(PIM, by_a_guardian, on=AT_TEN, ages=AGES)
    permit_words_past_guardians(PIM, by_the_child, on=AT_TEN, ages=AGES)
    permit_words_past_guardians(PIM, by_a_guardian, on=AT_THIRTEEN, ages=AGES)


def asked() -> Case:
    return then(a_case("message", by=PIM), acts.AskCounterQuestion(HIDDEN))


def test_the_answer_to_a_question_past_guardians_is_past_them_too():
    case = asked()
    assert case.question_not_for_guardians

    after = answered(case, by=PIM)

    assert not after.question_not_for_guardians
    event = answer(
        case, text="Ja.", at=under(RUT).at, asker_may_act=True, calendar=SWEDEN, working_days=2
    )
    assert isinstance(event, Answered)
    assert event.not_for_guardians


def test_who_may_not_read_a_question_isnt_asked_anything():
    with pytest.raises(NothingAsked):
        answer(
            asked(),
            text="Ja.",
            at=under(RUT).at,
            asker_may_act=True,
            was_asked=False,
            calendar=SWEDEN,
            working_days=2,
        )


def test_closing_ends_a_question_past_guardians():
    assert not then(asked(), acts.ReplyAndClose(WORDS)).question_not_for_guardians


def test_one_question_is_open_at_a_time_for_the_same_readers():
    hidden, open_to_all = acts.AskCounterQuestion(HIDDEN), acts.AskCounterQuestion(WORDS)
    case, hidden_case, now = then(a_case("message", by=PIM), open_to_all), asked(), under(RUT)
    with pytest.raises(InvalidForm, match="others can read is open"):
        decide(case, hidden, now)
    with pytest.raises(InvalidForm, match="others can read is open"):
        decide(hidden_case, open_to_all, now)

    assert then(case, open_to_all).question_open
    assert then(hidden_case, hidden).question_not_for_guardians


# --- What is written while a case is kept from guardians ------------------------------------------


@pytest.mark.parametrize(
    "act",
    [acts.SendInterimReply(WORDS), acts.AskCounterQuestion(WORDS), acts.ReplyAndClose(WORDS)],
    ids=lambda act: type(act).__name__,
)
def test_what_is_written_while_it_is_kept_stays_past_guardians(act):
    (event,) = decide(kept(a_case("message", by=PIM)), act, under(RUT))

    assert is_past_guardians(event)


def test_an_answer_that_is_written_while_it_is_kept_stays_past_guardians():
    case = kept(then(a_case("message", by=PIM), acts.AskCounterQuestion(WORDS)))

    event = answer(
        case, text="Ja.", at=under(RUT).at, asker_may_act=True, calendar=SWEDEN, working_days=2
    )

    assert event.not_for_guardians


# --- The case as guardians see it -----------------------------------------------------------------


def ledger(*events: Event) -> list[Entry]:
    start = an_entry("message", by=PIM)
    return [start, *(Entry(each, by=RUT.id, at=MONDAY, date=start.date) for each in events)]


def hidden_words() -> tuple[Event, ...]:
    """Return everything that can be kept from guardians, but the closing reply."""
    open_case = a_case("message", by=PIM)
    (told,) = decide(open_case, acts.SendInterimReply(HIDDEN), under(RUT))
    (question,) = decide(open_case, acts.AskCounterQuestion(HIDDEN), under(RUT))
    said = answer(
        asked(), text="Ja.", at=MONDAY, asker_may_act=True, calendar=SWEDEN, working_days=2
    )
    return (told, question, said)


@given(st.lists(st.sampled_from(range(3)), max_size=5))
def test_whatever_is_hidden_guardians_see_the_case_as_if_it_hadnt_happened(order):
    hidden = [hidden_words()[nth] for nth in order]
    events = ledger(KeptFromGuardians(WHY), *hidden, NoteAdded("Hej"), ShownToGuardians(WHY))

    assert [each.event for each in for_guardians(events)][1:] == [NoteAdded("Hej")]


def test_a_hidden_reply_is_a_closing_without_words():
    seen = for_guardians(ledger(ReplySent("Bara för dig", not_for_guardians=True)))

    assert [each.event for each in seen][1:] == [ClosedWithoutReply()]


def test_a_case_knows_that_something_in_it_is_hidden():
    assert asked().has_hidden
    assert not then(a_case("message", by=PIM), acts.AskCounterQuestion(WORDS)).has_hidden


# --- An author who lives under protection ---------------------------------------------------------


@pytest.mark.parametrize(
    ("reader", "stands"),
    [(OLLE, Bar.AUTHOR_PROTECTED), (GUNILLA, Relation.GUARDIAN), (PIM, Bar.TOO_YOUNG)],
    ids=["the other guardian", "the author", "the child"],
)
def test_what_a_protected_guardian_sent_is_not_for_the_other_guardian(reader, stands):
    case = a_case("contact-details", by=GUNILLA)

    found = standing(reader, case, on=AT_TEN, ages=AGES, author_is_protected=True)

    assert found is stands


# --- Notices --------------------------------------------------------------------------------------


def told(case: Case, event: object) -> list[PersonId]:
    found = notices(event, case, by=RUT.id, members=lambda _: ())  # type: ignore[arg-type]
    return [each.to for each in found]


def test_a_message_past_guardians_is_told_to_the_patient():
    case = a_case("message", by=PIM)

    assert told(case, ReplySent("Hej", not_for_guardians=True)) == [PIM.id]


def test_no_guardian_is_told_of_a_case_that_is_kept_from_guardians():
    assert told(kept(a_case("message", by=GUNILLA)), ReplySent("Hej")) == [PIM.id]
    assert told(kept(a_case("message", by=PIM)), ReplySent("Hej")) == [PIM.id]
    assert told(a_case("message", by=GUNILLA), ReplySent("Hej")) == [GUNILLA.id]


# --- Whatever the family --------------------------------------------------------------------------

DAYS = st.dates(date(2015, 9, 15), date(2040, 1, 1))
SERVICES = st.sampled_from(["message", OWN_NAME])
MEMBERS = st.sampled_from([PIM, GUNILLA, OLLE, STINA])


@given(DAYS, SERVICES, st.sampled_from([PIM, GUNILLA, OLLE]), MEMBERS)
def test_barring_guardians_never_lets_anybody_in(day, service, sender, who):
    case = a_case(service, by=sender)
    blocked = replace(who, children=(), blocked=frozenset({PIM.id}))

    for reader, thread in ((blocked, case), (who, replace(case, kept_from_guardians=True))):
        now = may_see(reader, thread, on=day, ages=AGES)
        assert not now or may_see(who, case, on=day, ages=AGES)
        assert not now or reader.id == PIM.id


@given(DAYS, SERVICES, st.sampled_from([PIM, GUNILLA, OLLE]), MEMBERS)
def test_somebody_sees_a_case_by_a_relation_and_doesnt_by_a_bar(day, service, sender, who):
    case = a_case(service, by=sender)

    found = standing(who, case, on=day, ages=AGES)

    assert may_see(who, case, on=day, ages=AGES) == isinstance(found, Relation)
