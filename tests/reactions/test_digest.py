"""Once a day the clinic's administrators are told how many notices reached nobody; a number alone."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from uuid import uuid4

import pytest

from tests.build import on
from tests.harness.mail_sink import Sink, sink
from vardag.adapters.mail import Mail
from vardag.adapters.mail.message import Sender
from vardag.adapters.mail.smtp import Server, Tls
from vardag.domain.notices.mailing import GATHER, LeftOut
from vardag.domain.people.identity import Role
from vardag.reactions.notifying import send_due
from vardag.reactions.reminding import remind_all
from vardag.rooms.notices.models import MailingRow, NoticeRow
from vardag.rooms.people.actions import grant, set_email
from vardag.rooms.people.models import GrantRow

NIGHT = on("2026-04-08T02:00")
SEVEN = on("2026-04-08T07:00")
ADDRESS = "admin@vardag.example"


@pytest.fixture
def server(world, settings) -> Iterator[Sink]:
    with sink() as found:
        behaved = Server("127.0.0.1", found.port, Tls.NONE, seconds=0.5)
        settings.MAIL = Mail(Sender("no-reply@vardag.example", "Ärenden"), behaved)
        settings.STAFF_ADDRESS = "https://personal.vardag.example/staff/"
        set_email(person=world.people["administrator"], email=ADDRESS)
        yield found


def failed(world, who: str = "nurse", *, at: datetime = NIGHT) -> MailingRow:
    row = MailingRow.objects.create(
        key=uuid4(),
        to_id=world.people[who],
        channel="email",
        state="failed",
        trouble="refused",
        since=at,
        due_at=at,
        settled_at=at,
    )
    NoticeRow.objects.create(to_id=world.people[who], kind="assigned", case=1, at=at, mailing=row)
    return row


def digests() -> list[tuple[int, date | None]]:
    return list(NoticeRow.objects.filter(kind="failed").values_list("to", "day"))


def sent(at: datetime = SEVEN + GATHER) -> int:
    return send_due(lambda _: False, clock=lambda: at)


def test_administrators_are_told_once_a_day_from_seven_however_often_it_is_asked(world, server):
    failed(world)
    remind_all(at=SEVEN - timedelta(minutes=1))
    assert digests() == []

    for _ in range(3):
        remind_all(at=SEVEN)
    remind_all(at=SEVEN + timedelta(hours=9))

    assert digests() == [(world.people["administrator"], SEVEN.date())]


def test_it_says_how_many_and_of_nobody(world, server):
    failed(world)
    failed(world, "receiver")
    remind_all(at=SEVEN)
    sent()

    (kept,) = [each for each in server.kept if each.to == ADDRESS]
    text = message_from_bytes(kept.data, policy=default).get_content()
    assert "inte nådde någon: 2" in text or "2" in text.splitlines()[0]
    assert "nurse" not in text


def test_a_day_on_which_nothing_failed_has_none(world, server):
    remind_all(at=SEVEN)
    failed(world, at=SEVEN - timedelta(days=1, minutes=1))
    failed(world, at=SEVEN)
    remind_all(at=SEVEN)

    assert digests() == []


def test_what_failed_this_morning_is_told_of_tomorrow(world, server):
    failed(world, at=SEVEN)

    remind_all(at=SEVEN + timedelta(days=1))

    assert digests() == [(world.people["administrator"], SEVEN.date() + timedelta(days=1))]


def test_it_is_not_sent_when_all_has_been_sent_again_or_the_day_is_over(world, server):
    row = failed(world)
    remind_all(at=SEVEN)
    MailingRow.objects.filter(pk=row.pk).update(state="dropped", trouble="")
    assert sent() == 0

    assert NoticeRow.objects.get(kind="failed").left_out == LeftOut.OVER
    failed(world, at=SEVEN)
    remind_all(at=SEVEN + timedelta(days=1))
    assert sent(SEVEN + timedelta(days=2)) == 0


def test_it_is_not_sent_to_who_is_administrator_no_more(world, server):
    failed(world)
    remind_all(at=SEVEN)
    administrator = world.people["administrator"]
    GrantRow.objects.filter(person=administrator).update(until_date=SEVEN.date() - timedelta(1))
    clinic = world.clinics["outpatient"]
    grant(person=administrator, clinic=clinic, role=Role.RECEIVER, from_date=date(2026, 4, 1))

    assert sent() == 0
    assert NoticeRow.objects.get(kind="failed").left_out == LeftOut.OVER
