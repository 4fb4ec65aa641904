"""Notices reach people: to whom they still may be told, where they are now, and saying nothing."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from email import message_from_bytes
from email.policy import default
from types import SimpleNamespace
from uuid import uuid4

import pytest

from tests.build import MONDAY, on
from tests.harness.mail_sink import Sink, Way, sink
from tests.rooms.broken_notices import a_notice
from vardag.adapters.mail import Mail
from vardag.adapters.mail.folder import lay
from vardag.adapters.mail.message import Sender
from vardag.adapters.mail.smtp import Server, Tls
from vardag.adapters.sms import Sms
from vardag.domain.clock.again import GIVE_UP_AFTER
from vardag.domain.notices.mailing import GATHER, LeftOut, State, Trouble
from vardag.domain.notices.wishes import Channel, Quiet, Wishes
from vardag.reactions.carrying import Letter
from vardag.reactions.notifying import send_due
from vardag.reactions.reminding import remind_all
from vardag.rooms.notices.actions import try_address
from vardag.rooms.notices.models import MailingRow, NoticeRow, WishRow
from vardag.rooms.notices.wishing import wish
from vardag.rooms.people.actions import set_email
from vardag.rooms.people.models import PersonRow
from vardag.rooms.roster.models import DutyRow

SOON = MONDAY + GATHER
TUESDAY = on("2026-04-07T10:00")
NURSE = "nurse@vardag.example"
SENDER = Sender("no-reply@vardag.example", "Ärenden")


@pytest.fixture
def server(settings) -> Iterator[Sink]:
    with sink() as found:
        behaved = Server("127.0.0.1", found.port, Tls.NONE, seconds=0.5)
        settings.MAIL = Mail(SENDER, behaved)
        settings.RESIDENT_ADDRESS = "https://arenden.vardag.example/"
        settings.STAFF_ADDRESS = "https://personal.vardag.example/staff/"
        yield found


@pytest.fixture
def told(world, server) -> SimpleNamespace:
    """A nurse who tries her own address: nothing of a case is asked then."""
    person = world.people["nurse"]
    set_email(person=person, email=NURSE)
    try_address(person=person, at=MONDAY)
    return SimpleNamespace(person=person, server=server, world=world)


def send(at: datetime = SOON) -> int:
    return send_due(lambda _: False, clock=lambda: at)


def mailing() -> MailingRow:
    return MailingRow.objects.get()


def test_a_notice_is_an_e_mail_that_says_where_to_sign_in(told):
    assert send() == 1

    (kept,) = told.server.kept
    message = message_from_bytes(kept.data, policy=default)
    key = mailing().key
    assert kept.to == message["To"] == NURSE
    assert kept.sender == f"bounce+{key.hex}@vardag.example"
    assert message["Message-ID"] == f"<{key}@vardag.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Subject"] == "Det finns något att läsa"
    assert "Logga in för att läsa: https://personal.vardag.example/staff/" in message.get_content()
    assert mailing().state == State.SENT


def test_it_is_in_the_language_that_one_wishes(told):
    wish(person=told.person, wishes=Wishes(language="en"))
    send()

    assert b"Subject: There is something to read\r\n" in told.server.kept[0].data


@pytest.mark.parametrize(
    ("way", "trouble", "state"),
    [
        (Way.BUSY, Trouble.AWAY, State.WAITING),
        (Way.GREYLIST, Trouble.AWAY, State.WAITING),
        (Way.TOO_LARGE, Trouble.AWAY, State.WAITING),
        (Way.HANG, Trouble.AWAY, State.WAITING),
        (Way.SLOW, Trouble.AWAY, State.WAITING),
        (Way.NO, Trouble.REFUSED, State.FAILED),
        (Way.RESET, Trouble.UNSURE, State.WAITING),
        (Way.KEEP_QUIET, Trouble.UNSURE, State.WAITING),
    ],
)
def test_whatever_a_server_does_is_told_for_what_it_is(told, way, trouble, state):
    told.server.way = way

    assert send() == 0
    assert (mailing().trouble, mailing().state) == (trouble, state)
    assert NURSE not in mailing().complaint


@pytest.mark.parametrize("tls", [Tls.STARTTLS, Tls.TLS])
def test_without_tls_that_holds_nothing_is_sent(told, settings, tls):
    settings.MAIL = replace(settings.MAIL, server=replace(settings.MAIL.server, tls=tls))

    assert send() == 0
    assert mailing().trouble == Trouble.AWAY
    assert not any(line.startswith("MAIL") for line in told.server.asked)


def test_a_server_that_is_gone_is_waited_for_and_the_same_e_mail_comes_at_last(told, monkeypatch):
    def no_names(*_: object, **__: object) -> None:
        raise socket.gaierror("no such name")

    with monkeypatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", no_names)
        send()
    assert mailing().trouble == Trouble.AWAY

    assert send(mailing().due_at) == 1
    assert mailing().attempts == 2


def test_a_reply_that_is_lost_gives_a_second_e_mail_of_the_same_message_id(told):
    told.server.way = Way.KEEP_QUIET
    send()
    told.server.way = Way.WELL
    send(mailing().due_at)

    first, second = (message_from_bytes(each.data)["Message-ID"] for each in told.server.kept)
    assert first == second


def test_after_seventy_two_hours_it_has_failed_and_is_not_tried_again(told):
    told.server.way = Way.BUSY
    at = SOON
    while mailing_waits() and at <= SOON + 2 * GIVE_UP_AFTER:
        send(at)
        at = mailing().due_at if mailing().due_at > at else at + timedelta(hours=1)

    assert mailing().state == State.FAILED
    assert mailing().attempts >= 12


def mailing_waits() -> bool:
    return not MailingRow.objects.exclude(state=State.WAITING).exists()


def test_it_goes_to_the_address_of_today_and_not_of_when_it_was_written(told):
    told.server.way = Way.BUSY
    send()
    set_email(person=told.person, email="new@vardag.example")
    told.server.way = Way.WELL
    send(mailing().due_at)

    assert [each.to for each in told.server.kept] == ["new@vardag.example"]


def test_who_has_lost_the_right_is_told_nothing(world, server):
    person = world.people["nurse"]
    set_email(person=person, email=NURSE)
    a_notice(world)  # of a case that isn't there for anybody
    send()

    assert server.kept == []
    assert NoticeRow.objects.get().left_out == LeftOut.NO_RIGHT
    assert mailing().state == State.DROPPED


def test_who_has_died_is_told_nothing(told):
    PersonRow.objects.filter(pk=told.person).update(died_on=date(2026, 1, 1))
    send()

    assert told.server.kept == []


def test_an_address_that_took_no_mail_gets_none_until_it_is_tried_by_its_owner(told):
    WishRow.objects.create(
        person_id=told.person, channel="email", refused_address=NURSE, refused_at=MONDAY
    )
    assert send() == 1


def test_quiet_hours_hold_for_a_try_that_comes_late_as_well(told):
    send_at = datetime.combine(MONDAY.date(), time(22), tzinfo=MONDAY.tzinfo)
    told.server.way = Way.BUSY
    send()
    wish(person=told.person, wishes=Wishes(quiet=Quiet(time(21), time(7))))
    told.server.way = Way.WELL

    assert send(send_at) == 0
    assert send(mailing().due_at) == 1


def test_a_text_message_is_laid_into_its_folder_and_names_no_mail(told, settings, tmp_path):
    settings.SMS = Sms(folder=tmp_path)
    wish(person=told.person, wishes=Wishes(Channel.SMS, phone="070-174 06 05"))

    assert send() == 1
    (file,) = tmp_path.iterdir()
    to, text = file.read_text().splitlines()
    assert to == "+46701740605"
    assert text.endswith("https://personal.vardag.example/staff/")
    assert len(text) <= 160


def test_after_ten_thousand_files_the_folder_counts_on(tmp_path):
    for number in (9_998, 9_999, 10_000):
        (tmp_path / f"{number:04}-{uuid4()}.txt").touch()
    letter = Letter(uuid4(), "+46701740605", "", "words", "sv", MONDAY)

    lay(tmp_path, letter, b"words", ending="txt")

    assert (tmp_path / f"10001-{letter.key}.txt").read_bytes() == b"words"


def test_without_a_way_to_people_notices_wait(told, settings):
    settings.MAIL = settings.SMS = None

    assert send() == 0
    assert NoticeRow.objects.get().left_out == ""
    assert not MailingRow.objects.exists()


@pytest.fixture
def morning(world, server) -> PersonRow:
    """The nurse is responsible on the Tuesday after Easter, and has been reminded in the morning."""
    row = PersonRow.objects.get(pk=world.people["nurse"])
    set_email(person=world.people["nurse"], email=NURSE)
    DutyRow.objects.create(
        clinic_id=world.clinics["outpatient"],
        date=TUESDAY.date(),
        person=row,
        planned_by_id=world.people["manager"],
        planned_at=MONDAY,
    )
    remind_all(at=TUESDAY)
    return row


def test_the_mornings_reminder_says_numbers_to_who_is_responsible_and_no_more(morning, server):
    send(TUESDAY + GATHER)

    (kept,) = (each for each in server.kept if each.to == NURSE)
    text = message_from_bytes(kept.data, policy=default).get_content()
    assert "I morse: 0 har kommit in, 0 ska besvaras, 0 är markerade." in text


def test_who_is_responsible_no_more_when_it_is_sent_is_not_told_the_numbers(morning, server):
    DutyRow.objects.all().delete()
    send(TUESDAY + GATHER)

    assert server.kept == []
    assert NoticeRow.objects.get(to=morning).left_out == LeftOut.OVER
