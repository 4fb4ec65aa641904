"""What can be done on the page of a case, what can't and why, and the checklist of its process."""

import re

import pytest

from tests.doors.desk import TUESDAY, Desk, a_desk
from tests.doors.inboxes import address_of, field, has_field, opened, read, text
from vardag.domain.access import permit
from vardag.domain.case import acts
from vardag.domain.case.circumstances import Circumstances
from vardag.domain.case.decide import decide
from vardag.domain.case.events import Printed
from vardag.domain.people.identity import CaseId
from vardag.domain.refusals import Refusal
from vardag.doors.shared.sentences import why_refused
from vardag.rooms.clinics.actions import set_link
from vardag.rooms.clinics.queries import calendar_of

pytestmark = pytest.mark.django_db

WORDS = acts.Message(text="Vi hör av oss.")


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def steps(html: str) -> dict[str, str]:
    """Return the checklist's steps in words, by their state and number."""
    found = re.findall(r'<li class="step"\s+data-state="(\w+)"[^>]*>(.*?)</li>', html, re.DOTALL)
    return {
        f"{number} {state}": text(words) for number, (state, words) in enumerate(found, start=1)
    }


def tab(html: str, look: str) -> str:
    """Return one of the composer's tabs."""
    found = re.search(rf'<label class="act-tab" data-act="{look}">(.*?)</label>', html, re.DOTALL)
    assert found
    return found[1]


def sentence(desk: Desk, case: CaseId, act: acts.Act, who: str) -> str:
    """Return the sentence that the act would be refused with."""
    full, by = desk.case(case), desk.world.staff_member(who, on=TUESDAY.date())
    now = Circumstances(
        by=by, at=TUESDAY, routine=full.routine, calendar=calendar_of(full.case.clinic)
    )
    try:
        permit(by, act, full.case)
        decide(full.case, act, now)
    except Refusal as refusal:
        return why_refused(refusal)
    raise AssertionError("the act is possible")


@pytest.mark.parametrize(
    ("service", "act", "look", "who"),
    [
        ("contact-details", acts.ReplyAndClose(WORDS), "close", "receiver"),
        ("renew-prescription", acts.ReplyAndClose(WORDS), "close", "receiver"),
        ("renew-prescription", acts.ReplyAndClose(WORDS), "close", "nurse"),
        ("care-allowance-certificate", acts.ReplyAndClose(WORDS), "close", "receiver"),
    ],
)
def test_an_act_that_is_not_possible_stands_there_with_the_rules_own_sentence(
    desk, service, act, look, who
):
    case = desk.send(service)

    html = opened(desk, case, who)

    assert sentence(desk, case, act, who) in text(tab(html, look))
    assert " disabled" in tab(html, look)
    assert not has_field(html, "reply-text")


def closes(html: str) -> bool:
    """Tell whether the page has the button that closes without a reply, usable or not."""
    return 'name="send" value="close"' in " ".join(html.split())


def test_closing_without_a_reply_stands_there_only_where_the_routine_allows_it(desk):
    certificate = desk.certificate_to_print()
    message = desk.send("message")

    html = opened(desk, certificate, "certificate_secretary")

    assert sentence(desk, certificate, acts.CloseWithoutReply(), "certificate_secretary") in html
    assert closes(html)
    assert not closes(opened(desk, message))


def test_the_checklist_says_what_is_done_what_is_next_and_what_opens_the_rest(desk):
    case = desk.send("care-of-child-under-12-certificate")
    desk.do(case, "receiver", acts.SendInterimReply(WORDS))

    for_nurse, for_receiver = steps(opened(desk, case, "nurse")), steps(opened(desk, case))

    assert list(for_nurse) == ["1 done", "2 open", "3 later", "4 later", "5 later"]
    assert "receiver, ons 1 april" in for_nurse["1 done"]
    assert "Klart: Skriv intyget" in for_nurse["2 open"]
    assert "öppnas när ”Skriv intyget” är klart" in for_nurse["3 later"]
    assert "Bara en sjuksköterska kan göra ”Skriv intyget”." in for_receiver["2 open"]
    assert "Klart: Skriv intyget" not in for_receiver["2 open"]
    assert "Standardsvar: Intyget är skickat." in for_nurse["5 later"]


def test_a_step_has_its_system_its_template_and_its_ready_text(desk):
    case = desk.send("cancel-or-rebook", form={"wish": "cancel", "appointment": "2026-04-09"})

    first = steps(opened(desk, case))["1 open"]

    assert "Melior" in first
    assert "mall Återbud" in first
    assert "avbokar besöket tors 9 april via e-tjänst ons 1 april. Ärende 26-" in first
    assert "Klart i Melior" in first


def test_the_ready_text_for_the_journal_is_swedish_for_any_reader(desk):
    case = desk.send("cancel-or-rebook", form={"wish": "cancel", "appointment": "2026-04-09"})
    reader = desk.sits("receiver")
    in_swedish = read(reader.get(address_of(case)))
    reader.cookies["django_language"] = "en"

    in_english = read(reader.get(address_of(case)))

    assert "Vårdnadshavare guardian avbokar besöket tors 9 april" in text(journal(in_swedish))
    assert journal(in_english) == journal(in_swedish)
    assert "Copy the text" in text(in_english)


def journal(html: str) -> str:
    found = re.search(r'<blockquote class="journal"[^>]* lang="sv">(.*?)</blockquote>', html)
    assert found
    return found[1]


def test_steps_that_an_act_does_say_which(desk):
    case = desk.send("care-allowance-certificate")

    found = list(steps(opened(desk, case)).values())

    assert "Görs med Fördela, till Intygshanterare läkare." in found[1]
    assert "Görs med ett delsvar." in found[2]
    assert "Görs med Skriv ut." in found[3]


def test_the_step_of_printing_asks_for_whom_among_those_of_the_clinic(desk):
    case = desk.certificate_to_print()

    html = opened(desk, case, "certificate_secretary")
    _, *people = re.findall(r'<option value="(\d*)">(.*?)</option>', choice_of_whom(html))
    printed_for = next(pk for pk, name in people if name.startswith("doctor"))
    paper = desk.sits("certificate_secretary").post(
        f"{address_of(case)}print/", {"for": printed_for}
    )

    names = [text(name).partition(",")[0].strip() for _, name in people]
    assert names == ["certificate_secretary", "doctor", "medical_receiver"]
    assert paper.headers["Content-Type"] == "application/pdf"
    assert desk.case(case).entries[-1].event == Printed(
        for_=desk.person("doctor"), step="print-for-doctor"
    )
    assert not choice_of_whom(opened(desk, case, "certificate_secretary"))


def test_who_is_not_to_print_is_not_asked_for_whom(desk):
    assert not choice_of_whom(opened(desk, desk.send("message")))
    assert not choice_of_whom(opened(desk, desk.send("care-allowance-certificate")))


def choice_of_whom(html: str) -> str:
    found = re.search(r'<select[^>]* form="print-form">(.*?)</select>', html, re.DOTALL)
    return found[1] if found else ""


def test_what_was_skipped_says_why(desk):
    case = desk.send("contact-details")
    desk.do(case, "receiver", acts.SkipStep("update-journal", reason="Stod redan där"))

    assert "Stod redan där" in steps(opened(desk, case))["1 skipped"]


def test_an_empty_request_is_answered_by_one_button(desk):
    set_link(clinic=desk.world.clinics["outpatient"], key="evi", address="https://exempel.se/evi")
    case = desk.send("referral-question", form={})

    html = opened(desk, case)

    assert "Förfrågan kom tom." in html
    assert " checked" in tab(html, "close")
    assert "https://exempel.se/evi" in field(html, "reply-text")
    assert field(html, "reply-used") == "evi"


def test_the_address_can_ask_for_an_act_and_a_standard_reply(desk):
    case = desk.send("message")

    html = opened(desk, case, act="counter-question", standard="received")

    assert " checked" in tab(html, "question")
    assert field(html, "question-text").startswith("Hej!\nVi har tagit emot ditt ärende")
    assert field(html, "reply-text") == ""


@pytest.mark.parametrize(
    "asks",
    [
        {"act": "nothing"},
        {"act": "reply", "standard": "no-such"},
        {"act": "reply\x00", "standard": "'"},
        {"act": "assign", "standard": "evi"},
        {"act": "x" * 5000, "standard": "é" * 5000},
    ],
)
def test_any_wish_in_the_address_is_a_page(desk, asks):
    opened(desk, desk.send("message"), **asks)
