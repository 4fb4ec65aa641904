"""A video meeting's link and time: told when the step is done, and put into the reply (R18)."""

import pytest

from tests.build import MONDAY, RUT, TUESDAY, a_case, on, then, under
from vardag.domain.case import acts
from vardag.domain.case.decide import decide
from vardag.domain.case.events import Entry, ReplySent
from vardag.domain.case.evolve import evolve
from vardag.domain.case.meeting import Meeting, known_of, meeting_of
from vardag.domain.case.receipts import confirmed
from vardag.domain.case.state import Case
from vardag.domain.case.step_events import StepSent
from vardag.domain.clock.deadline import local_date
from vardag.domain.refusals import InvalidForm, LeftUnfilled

BOOKS, LINK = "book-video-meeting", "https://video.vardag.example/mote/1"


def to_book() -> Case:
    case = a_case("cancel-or-rebook", form={"wish": "remote-video"})
    return then(case, acts.CompleteStep("ask-clinician", "possible"))


def booked(link: str | None = LINK, starts: str | None = "2026-09-14T10:00") -> Case:
    return then(to_book(), acts.CompleteStep(BOOKS, link=link, starts=starts))


def test_what_is_told_of_a_meeting_is_kept_with_the_step():
    assert meeting_of(booked()) == Meeting("2026-09-14T10:00", LINK)
    assert meeting_of(booked(f"  {LINK} ")).link == LINK


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_neither_has_to_be_told(nothing):
    case = booked(nothing, None)

    assert meeting_of(case) == Meeting()
    assert set(known_of(case).values()) == {""}


@pytest.mark.parametrize(
    "link",
    [
        "http://video.vardag.example/1",
        "video.vardag.example/1",
        "javascript:alert(1)",
        "https://",
        "https://user@video.vardag.example/1",
        "https://video.vardag.example/1 2",
        f"https://video.vardag.example/{'a' * 500}",
    ],
)
def test_a_link_is_an_address_over_https(link):
    with pytest.raises(InvalidForm, match="begins with https"):
        decide(to_book(), acts.CompleteStep(BOOKS, link=link), under(RUT))


@pytest.mark.parametrize(
    ("starts", "why"),
    [
        ("på tisdag", "Write the day and the time"),
        ("2026-09-14", "Write the day and the time"),
        ("2026-09-31T10:00", "can't be read"),
        ("2026-09-01T10:00", "has passed"),
        ("2028-09-14T10:00", "more than a year"),
    ],
)
def test_a_time_is_one_to_come(starts, why):
    with pytest.raises(InvalidForm, match=why):
        decide(to_book(), acts.CompleteStep(BOOKS, starts=starts), under(RUT))


@pytest.mark.asvs("2.2.3")
def test_a_step_that_books_no_meeting_takes_no_link():
    case = a_case("cancel-or-rebook", form={"wish": "cancel"})

    with pytest.raises(InvalidForm, match="books no video meeting"):
        decide(case, acts.CompleteStep("journal-note", link=LINK), under(RUT))
    assert meeting_of(then(case, acts.CompleteStep("journal-note", starts="x"))) == Meeting()


def test_the_standard_reply_holds_the_link():
    (reply,) = decide(
        booked(), acts.ReplyAndClose(acts.Message(standard_reply="changed-to-video")), under(RUT)
    )

    assert isinstance(reply, ReplySent)
    assert LINK in reply.text
    assert known_of(booked()) == {"video-link": LINK, "time": "14/9 2026 kl. 10.00"}


def test_a_reply_whose_link_nobody_has_told_is_not_sent():
    case = booked(link=None)

    for message in (
        acts.Message(standard_reply="changed-to-video"),
        acts.Message(text="Här är länken: {videolänk}. Tiden är {bokad tid}."),
    ):
        with pytest.raises(LeftUnfilled):
            decide(case, acts.ReplyAndClose(message), under(RUT))


def test_a_systems_receipt_confirms_the_time_that_it_was_told():
    case = to_book()
    for event in (StepSent(BOOKS, "vard-och-halsa", "Boka.", "2026-09-14T10:00"), None):
        happened = event or confirmed(case, BOOKS, "Appointment/1", under(RUT))[0]
        assert meeting_of(case).starts is None
        case = evolve(case, Entry(happened, by=RUT.id, at=MONDAY, date=local_date(MONDAY)))

    assert meeting_of(case) == Meeting("2026-09-14T10:00")


def test_the_last_that_is_booked_stands():
    case = a_case("cancel-or-rebook", form={"wish": "remote-phone"})
    case = then(case, acts.CompleteStep("ask-clinician", "not-possible"))
    case = then(case, acts.CompleteStep("contact-resident"), at=TUESDAY)

    case = then(case, acts.CompleteStep("book-new-time", starts="2026-09-21T13:00"), at=TUESDAY)

    assert meeting_of(case).starts == "2026-09-21T13:00"
    assert on("2026-09-21T13:00") > TUESDAY
