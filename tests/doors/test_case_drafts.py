"""What staff write is kept on the server while they write it, and comes back into the same fields."""

from datetime import timedelta

import pytest

from tests.doors.desk import TUESDAY, Desk, a_desk
from tests.doors.inboxes import address_of, field, has_field, look, opened, read, sent, text
from tests.rooms.logged import log
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId
from vardag.rooms.desks.models import DeskRow

pytestmark = pytest.mark.django_db

MINE = {"interim-text": "Mitt eget delsvar.", "note-text": "Ring skolan"}
THROW = "discard/"


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def kept(desk: Desk, case: CaseId, fields=MINE, who: str = "receiver", status: int = 200) -> str:
    return read(sent(desk, case, "keep", fields, who=who), status)


def test_what_one_writes_is_there_on_another_computer_with_when_it_was_saved(desk):
    case = desk.send("message")

    said = kept(desk, case)
    page = opened(desk, case)

    assert said == "Utkast sparat 10.00"
    assert field(page, "interim-text") == "Mitt eget delsvar."
    assert field(page, "note-text") == "Ring skolan"
    assert "Utkast sparat 10.00" in text(page)


def test_a_draft_of_another_day_says_of_which(desk):
    case = desk.send("message")
    kept(desk, case)
    desk.it_is(TUESDAY + timedelta(days=1))

    assert "Utkast från tis 7 april 10.00" in text(opened(desk, case))


def test_a_draft_is_its_writers_alone(desk):
    case = desk.send("message")
    kept(desk, case)

    page = opened(desk, case, "nurse")

    assert "Mitt eget delsvar." not in page
    assert f'formaction="{address_of(case, "discard")}" hidden' in " ".join(page.split())


def test_the_open_act_is_the_one_that_words_are_kept_for(desk):
    case = desk.send("message")
    kept(desk, case, {"question-text": "När passar det?"})

    page = " ".join(opened(desk, case).split())

    assert 'value="counter-question" autocomplete="off" checked' in page


def test_every_press_on_the_page_keeps_what_is_written_without_a_script(desk):
    case = desk.send("message")

    sent(desk, case, "draft", MINE)

    assert field(opened(desk, case), "interim-text") == "Mitt eget delsvar."


def test_a_standard_reply_as_it_stands_is_nobodys_draft(desk):
    case = desk.send("message")
    fetched = sent(desk, case, "draft", {"interim-standard": "received", "insert": "interim-reply"})
    words = field(read(fetched), "interim-text")

    sent(desk, case, "draft", {"interim-text": words, "interim-used": "received"})

    assert not DeskRow.objects.filter(saved_at__isnull=False).exists()


def test_sending_uses_up_its_own_words_and_keeps_the_others(desk):
    case = desk.send("message")
    kept(desk, case)

    sent(desk, case, "interim-reply", MINE)

    page = opened(desk, case)
    assert field(page, "interim-text") == ""
    assert field(page, "note-text") == "Ring skolan"


def test_a_refused_act_keeps_the_words(desk):
    case = desk.send("message")

    sent(desk, case, "reply", {"reply-text": " ", "note-text": "Ring skolan"})

    assert field(opened(desk, case), "note-text") == "Ring skolan"


def test_who_is_too_late_has_the_words_in_the_draft_as_well(desk):
    case = desk.send("message")
    desk.do(case, "nurse", acts.SendInterimReply(acts.Message(text="Jag ser på det.")), at=TUESDAY)

    sent(desk, case, "interim-reply", MINE, seen=1)

    assert field(opened(desk, case), "interim-text") == "Mitt eget delsvar."


def test_words_for_what_can_not_be_done_any_more_are_shown_to_be_copied(desk):
    case = desk.send("message")
    kept(desk, case)
    desk.do(case, "nurse", acts.ReplyAndClose(acts.Message(text="Klart.")))

    page = opened(desk, case)

    assert "Ärendet är avslutat." in page
    assert field(page, "interim-text") == "Mitt eget delsvar."
    assert "readonly" in page


def test_a_draft_of_a_case_that_one_may_not_open_is_nowhere_and_comes_back_with_the_case(desk):
    case = desk.send("message")
    clinician = acts.Person(desk.person("clinician"), desk.world.clinics["outpatient"])
    desk.do(case, "receiver", acts.Assign(clinician))
    kept(desk, case, who="clinician")
    desk.do(case, "receiver", acts.ReturnToInbox())

    gone = read(desk.sits("clinician").get(address_of(case)), 404)
    unkept = kept(desk, case, {"note-text": "Mer"}, who="clinician", status=404)
    desk.do(case, "receiver", acts.Assign(clinician))

    assert "Mitt eget delsvar." not in gone + unkept + look(desk, "clinician", "/staff/mine/")
    assert field(opened(desk, case, "clinician"), "note-text") == "Ring skolan"


def test_a_thrown_draft_is_gone_and_can_be_fetched_back_at_once(desk):
    case = desk.send("message")
    kept(desk, case)

    page = read(sent(desk, case, "discard", MINE))

    assert "Utkastet är slängt." in page
    assert field(opened(desk, case), "interim-text") == ""
    assert page.index("Mitt eget delsvar.") < page.index('id="case-form"')
    back = read(sent(desk, case, "draft", MINE))
    assert field(back, "interim-text") == "Mitt eget delsvar."


def test_throwing_away_what_came_too_late_leaves_the_rest(desk):
    case = desk.send("message")
    desk.do(case, "nurse", acts.Claim())
    late = read(sent(desk, case, "interim-reply", MINE, seen=1), 409)

    page = read(sent(desk, case, "discard", {**MINE, "part": "interim"}))

    assert 'name="part" value="interim"' in " ".join(late.split())
    assert field(page, "note-text") == "Ring skolan"
    assert field(opened(desk, case), "interim-text") == ""


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("å" * 20_001, "Utkastet är för långt för att sparas."),
        ("tecken \x00", "Utkastet har tecken som inte kan sparas."),
    ],
)
def test_what_cant_be_kept_is_said_and_stands_on_the_page(desk, words, sentence):
    case = desk.send("message")

    said = kept(desk, case, {"note-text": words}, status=422)
    page = read(sent(desk, case, "draft", {"note-text": words}))

    assert said.startswith(sentence)
    assert sentence in page
    assert field(page, "note-text") == words


def test_keeping_a_draft_is_no_reading_and_no_log_holds_its_words(desk):
    case = desk.send("message")
    client = desk.sits("receiver")
    before = len(log())

    client.post(address_of(case, "keep"), {"seen": "1", **MINE})

    assert len(log()) == before


def test_a_draft_whose_sign_in_has_ended_isnt_kept_and_says_so(desk):
    case = desk.send("message")
    client = desk.sits("receiver")
    client.cookies.clear()

    assert client.post(address_of(case, "keep"), {"seen": "1", **MINE}).status_code == 403


def test_the_lists_show_where_one_has_a_draft_and_nobody_elses(desk):
    case = desk.send("message")
    kept(desk, case, who="nurse")

    assert "Ditt utkast" in look(desk, "nurse")
    assert "Ditt utkast" not in look(desk)


def test_who_reads_by_exception_has_no_draft_and_is_told_of_nobody(desk):
    case = desk.send("message")
    number = desk.case(case).number
    client = desk.sits("manager")
    client.post("/staff/exceptional/", {"number": number, "reason": "Klagomål från familjen."})

    page = read(client.get(address_of(case)))

    assert "data-here" not in page
    assert not has_field(page, "interim-text")
    assert client.post(address_of(case, "keep"), {"seen": "1", **MINE}).status_code == 404
