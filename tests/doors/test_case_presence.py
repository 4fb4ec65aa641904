"""Who else is at a case, and what they did meanwhile: information, never a lock."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from tests.doors.desk import TUESDAY, Desk, a_desk
from tests.doors.inboxes import address_of, look, opened, read, sent, text
from tests.rooms.logged import log
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId
from vardag.rooms.cases import actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def here(desk: Desk, case: CaseId, who: str = "receiver", seen: int | None = None, **more) -> str:
    return text(read(sent(desk, case, "here", more, who=who, seen=seen)))


def test_who_has_the_case_open_is_seen_on_its_page_and_in_the_list(desk):
    case = desk.send("message")

    here(desk, case, "nurse")

    assert "nurse har ärendet öppet" in here(desk, case)
    assert "nurse har ärendet öppet" in text(opened(desk, case))
    assert "Öppet hos nurse" in text(look(desk))
    assert "Öppet hos nurse" not in text(look(desk, "nurse"))


def test_who_writes_is_said_to_write(desk):
    case = desk.send("message")
    sent(desk, case, "keep", {"note-text": "Ring skolan"}, who="nurse")

    assert "nurse skriver" in here(desk, case)


def test_who_leaves_or_falls_silent_is_gone(desk):
    case = desk.send("message")
    here(desk, case, "nurse")
    assert sent(desk, case, "here", {"left": "1"}, who="nurse").status_code == 204
    assert here(desk, case) == ""

    here(desk, case, "nurse")
    desk.it_is(TUESDAY + timedelta(seconds=46))

    assert here(desk, case) == ""
    assert "Öppet hos nurse" not in text(look(desk))


def did(desk: Desk, case: CaseId, act: acts.Act) -> str:
    desk.do(case, "nurse", act, at=TUESDAY)
    return here(desk, case, seen=1)


WORDS = acts.Message(text="HEMLIGT")


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (acts.SendInterimReply(WORDS), "nurse skrev till familjen 10.00"),
        (acts.AskCounterQuestion(WORDS), "nurse skrev till familjen 10.00"),
        (acts.ReplyAndClose(WORDS), "nurse avslutade ärendet 10.00"),
        (acts.AddNote("HEMLIGT"), "nurse skrev en anteckning 10.00"),
        (acts.Claim(), "nurse tog ärendet 10.00"),
        (acts.KeepFromGuardians("HEMLIGT"), "nurse gjorde något i ärendet 10.00"),
    ],
)
def test_what_others_did_meanwhile_is_told_by_its_kind_and_without_a_word_of_it(desk, act, told):
    case = desk.send("message")

    said = did(desk, case, act)

    assert told in said
    assert "HEMLIGT" not in said


def test_a_familys_answer_is_told_before_whatever_else_happened(desk):
    case = desk.send("message")
    desk.do(case, "receiver", acts.AskCounterQuestion(WORDS), at=TUESDAY)
    guardian = desk.world.resident("guardian", on=TUESDAY.date())
    actions.answer(case_id=case, text="På torsdag.", by=guardian, at=TUESDAY)
    desk.do(case, "nurse", acts.AddNote("Ja"), at=TUESDAY)

    said = here(desk, case, seen=2)
    assert "Familjen svarade 10.00" in said
    assert "guardian" not in said


def test_what_one_did_oneself_in_another_window_is_no_news(desk):
    case = desk.send("message")
    desk.do(case, "receiver", acts.AddNote("Ja"), at=TUESDAY)

    assert here(desk, case, seen=1) == ""
    assert here(desk, case) == ""
    assert text(read(desk.sits("receiver").post(address_of(case, "here"), {"seen": "x"}))) == ""


def test_who_has_not_read_a_case_is_not_told_who_wrote_it(desk):
    case = desk.send("message")

    said = here(desk, case, seen=0)

    assert "Familjen gjorde något i ärendet" in said
    assert "guardian" not in said
    assert not log()


def test_being_there_is_no_reading_and_is_not_written_as_such(desk):
    case = desk.send("message")
    here(desk, case)
    before = len(log())

    here(desk, case)
    sent(desk, case, "here", {"left": "1"})

    assert len(log()) == before


def test_who_may_not_open_the_case_is_not_at_it_and_hears_nothing(desk):
    case = desk.send("message")

    assert sent(desk, case, "here", who="outsider").status_code == 404
    assert here(desk, case) == ""


def test_an_open_page_keeps_nobody_signed_in(desk):
    case = desk.send("message")
    client = desk.sits("receiver")
    session = client.session
    seen = int(TUESDAY.timestamp())
    session.update(
        {"side": "staff", "begun": seen, "seen": seen, "provider": "siths", "assigned": None}
    )
    session.save()
    saved = Session.objects.get(pk=session.session_key).session_data

    for minutes in (5, 10, 14):
        desk.it_is(TUESDAY + timedelta(minutes=minutes))
        assert client.post(address_of(case, "here"), {"seen": "1"}).status_code == 200
    assert Session.objects.get(pk=session.session_key).session_data == saved
    desk.it_is(TUESDAY + timedelta(minutes=15))

    assert client.post(address_of(case, "here"), {"seen": "1"}).status_code == 302
