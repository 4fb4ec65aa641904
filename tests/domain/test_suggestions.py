"""Help to the right kind of case: found where it is meant, silent where it would be a false alarm."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from tests.domain.planted import findings, packaged, planted
from vardag.domain.routine.check.suggestions import check_suggestions
from vardag.domain.routine.suggestion import Suggestion, fitting
from vardag.domain.words import Text

WORDS = Text("Ord", "Words")
DAY = date(2026, 4, 1)


def found(service: str, *texts: str, **answers: str) -> list[str]:
    """Return which suggestions somebody would get who is about to send these words."""
    given = {f"text-{number}": text for number, text in enumerate(texts)} | answers
    routine = packaged()
    fits = fitting(
        routine.suggestions, service=service, answers=given, on=DAY, places=routine.places
    )
    return [each.key for each in fits]


MEANT = [
    ("message", "Hej! Jag skulle behöva förnya hans gamla recept på Concerta.", "prescription"),
    ("message", "Medicinen är slut på fredag, kan ni ordna ett nytt recept?", "prescription"),
    ("message", "Receptet har gått ut.", "prescription"),
    ("message", "Vi måste tyvärr avboka på torsdag.", "appointment"),
    ("message", "Går det att boka om tiden? Elsa är sjuk.", "appointment"),
    ("message", "Vi vill gärna ha en annan tid.", "appointment"),
    ("message", "Hur får jag en kopia av journalen?", "record"),
    ("message", "Hur går det med min remiss?", "referral-question"),
    ("message", "Jag vill skriva en egenremiss för min son.", "referral-in"),
    ("message", "Vi har fått ett nytt telefonnummer, 070-000 00 00.", "contact-details"),
    ("message", "Vi behöver ett intyg för omvårdnadsbidrag.", "care-allowance"),
    ("message", "Kan ni skriva ett intyg för körkort?", "driving-licence-in-message"),
    ("renew-prescription", "Kan vi höja dosen?", "message-in"),
    ("driving-licence-certificate", "Jag har ADHD och ska ta körkort.", "driving-licence"),
    ("message", "I need to RENEW my prescription", "prescription"),
]


@pytest.mark.parametrize(("service", "text", "key"), MEANT, ids=[text for _, text, _ in MEANT])
def test_who_writes_the_wrong_kind_of_case_is_helped(service: str, text: str, key: str):
    assert [each for each in found(service, text) if each.startswith(key)]


FALSE_ALARMS = [
    ("message", "Hej! Undrar när kursen börjar."),
    ("message", "Vi har redan hämtat ut medicinen, tack."),
    ("message", "Jag vill inte avboka, bara säga att vi kommer."),
    ("message", "Ni hade avbokat vår tid, varför då?"),
    ("message", "Jag kan inte komma ihåg vad ni sa om sömnen."),
    ("message", "Vi behöver inte förnya receptet än."),
    ("message", "Han övningskör nu och har snart körkort."),
    ("message", "Hon får biverkningar av medicinen. Behöver vi ett nytt recept?"),
    ("message", "Medicinen fungerar bra. Skolan tar slut i juni."),
    ("message", "Tiden på torsdag passar bra."),
    ("message", "Jag undrar över något som står i journalen."),
    ("message", "Vår utredning är pågående utredning sedan maj, kan vi få svar?"),
    ("message", "Det är slut. Medicinen hjälper inte."),
    ("renew-prescription", "Melatonin 3 mg, räcker en vecka till."),
    ("renew-prescription", "Concerta 36 mg. Den fungerar bra."),
    ("driving-licence-certificate", "Jag har en intellektuell funktionsnedsättning och adhd."),
    ("driving-licence-certificate", "Transportstyrelsen har frågat efter intyg om min adhd."),
    ("cancel-or-rebook", "Vi vill avboka."),
    ("message", ""),
]


@pytest.mark.parametrize(("service", "text"), FALSE_ALARMS, ids=[text for _, text in FALSE_ALARMS])
def test_who_writes_the_right_kind_of_case_is_left_in_peace(service: str, text: str):
    assert found(service, text) == []


def test_words_of_different_answers_make_no_phrase():
    assert found("message", "Om förnya", "receptet vi fick") == []


def test_an_answer_that_was_chosen_can_be_enough_or_be_wanted_too():
    once = Suggestion("a", ("x",), WORDS, when={"wish": ("cancel",)})
    both = replace(once, phrases=("ny tid",))

    def fits(each: Suggestion, **answers: str) -> bool:
        return bool(list(fitting((each,), service="x", answers=answers, on=DAY)))

    assert fits(once, wish="cancel")
    assert not fits(once, wish="new-time")
    assert fits(both, wish="cancel", text="Jag vill ha ny tid")
    assert not fits(both, wish="cancel", text="Tack")


def test_every_suggestion_of_the_routine_is_tried_here():
    tried = {each for service, text, _ in MEANT for each in found(service, text)}
    tried |= set(found("narcotics-travel-certificate", destination="Spanien"))

    assert tried == {each.key for each in packaged().suggestions}


def problems(**changes: object) -> Iterator[str]:
    routine = packaged()
    first = replace(routine.suggestions[0], **changes)  # type: ignore[arg-type]
    return (each.key for each in check_suggestions(replace(routine, suggestions=(first,))))


FAULTS = [
    ({"of": ()}, "suggestions.prescription-in-message.of"),
    ({"of": ("mesage",)}, "suggestions.prescription-in-message.of[0]"),
    ({"phrases": ()}, "suggestions.prescription-in-message"),
    ({"phrases": ("*",)}, "suggestions.prescription-in-message.phrases[0]"),
    ({"unless": (" ",)}, "suggestions.prescription-in-message.unless[0]"),
    ({"service": "renew"}, "suggestions.prescription-in-message.service"),
    ({"link": "nowhere"}, "suggestions.prescription-in-message.link"),
    ({"into": "nothing"}, "suggestions.prescription-in-message.into"),
    ({"service": "cancel-or-rebook", "into": "wish"}, "suggestions.prescription-in-message.into"),
]


@pytest.mark.parametrize(("changes", "place"), FAULTS)
def test_a_suggestion_that_could_help_nobody_is_found(changes: dict[str, object], place: str):
    assert place in list(problems(**changes))


def test_a_fault_is_told_with_its_line():
    text = planted("    into: note\n", "    into: nte  # <-\n")

    (finding,) = findings(text)
    assert "nte" in finding.problem
