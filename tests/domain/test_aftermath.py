"""What a family is told of the work that goes on after its case has closed."""

from dataclasses import replace

import pytest

from tests.build import DAN, MONDAY, SARA, TUESDAY, a_case, a_closed_certificate, then
from vardag.domain.case import acts
from vardag.domain.case.aftermath import LastWork, Told, asked_for, last_work, told_of_work
from vardag.domain.case.state import Case, Status
from vardag.domain.words import Text

PIECES = ("type-dictation", "announce-in-worklist", "electronic-signature", "print-and-sign")


def told(case: Case) -> Told:
    found = told_of_work(case.process, last_work(case))
    assert found is not None
    return found


def sent(outcome: str) -> Case:
    done = (acts.CompleteWork(piece) for piece in PIECES)
    case = then(a_closed_certificate(), *done, by=DAN)
    return then(case, acts.CompleteWork("send", outcome), by=SARA, at=TUESDAY)


def test_a_family_is_told_what_happens_now_and_nobodys_name():
    case = a_closed_certificate()
    assert told(case).words.sv == "Intyget skrivs"

    case = then(case, *(acts.CompleteWork(piece) for piece in PIECES[:2]), by=DAN)

    assert told(case).words.sv == "Läkaren ska skriva under intyget"
    assert told(case).at is None


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("home", "Intyget skickades hem till er"),
        ("authority", "Intyget skickades till den som behöver det"),
        ("both", "Intyget skickades till den som behöver det och hem till er"),
    ],
)
def test_and_at_last_where_it_was_sent_and_when(outcome, words):
    after = told(sent(outcome))

    assert after.words.sv == words
    assert after.at == TUESDAY


def test_who_asked_for_oneself_is_told_so():
    assert told(sent("home")).words.to(oneself=True).sv == "Intyget skickades hem till dig"


def test_there_is_nothing_to_tell_before_there_is_work_or_where_there_is_none():
    for case in (a_case(), a_case(status=Status.CLOSED)):
        assert last_work(case) is None
        assert told_of_work(case.process, None) is None


def test_a_routine_that_says_nothing_has_nothing_told():
    process = a_closed_certificate().process
    silent = replace(
        process, work=tuple(replace(piece, promise=None, outcomes=()) for piece in process.work)
    )

    assert told_of_work(silent, LastWork("type-dictation")) is None
    assert told_of_work(silent, LastWork("send", "home", MONDAY)) is None
    assert told_of_work(silent, LastWork("not-in-this-routine")) is None


def test_a_piece_has_words_of_its_own_where_its_outcome_has_none():
    process = a_closed_certificate().process
    words = Text("Det är gjort", "It is done")
    last = replace(process.work[-1], told=words, outcomes=())

    found = told_of_work(replace(process, work=(last,)), LastWork("send", None, MONDAY))

    assert found == Told(words, MONDAY)


def test_what_the_family_asked_for_is_known_where_the_form_asked():
    case = a_closed_certificate()
    dictation, *_, send = case.process.work

    asked = asked_for(case, send)

    assert asked is not None
    assert asked.key == "home"
    assert asked_for(case, dictation) is None
