"""Notices wait for one another, are carried once, and are tried until they come through."""

from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from tests.build import MONDAY
from tests.rooms.at_once import at_once
from tests.rooms.broken_notices import a_mailing, a_notice
from vardag.domain.clock.again import GIVE_UP_AFTER
from vardag.domain.notices.kinds import NoticeKind
from vardag.domain.notices.mailing import GATHER, LeftOut, State, Trouble
from vardag.domain.notices.wishes import NIGHT, Channel, Quiet, Wishes
from vardag.domain.people.identity import PersonId
from vardag.domain.refusals import InvalidForm
from vardag.rooms.notices.actions import Reminder, remind, try_address
from vardag.rooms.notices.mailing import (
    Try,
    gather,
    leave_out,
    note_bounced,
    note_dropped,
    note_sent,
    note_trouble,
    pass_on,
    postpone,
    send_again,
    try_now,
)
from vardag.rooms.notices.models import MailingRow, NoticeRow
from vardag.rooms.notices.queries import due, failed_to, refused, to_gather, wishes_of
from vardag.rooms.notices.wishing import set_own, wish
from vardag.rooms.people.actions import set_email

ADDRESS = "nurse@vardag.example"
SOON = MONDAY + GATHER


@pytest.fixture
def nurse(world) -> PersonId:
    person = world.people["nurse"]
    set_email(person=person, email=ADDRESS)
    return person


def mailings() -> list[MailingRow]:
    return list(MailingRow.objects.order_by("since", "pk"))


def taken(world, nurse, *, at: datetime = SOON) -> Try:
    a_notice(world)
    gather(nurse, at=at)
    (key,) = due(at=at, most=10)
    mine = try_now(key, at=at)
    assert mine is not None
    return mine


def test_ten_notices_in_a_minute_are_ten_rows_and_one_mailing(world, nurse):
    for _ in range(10):
        a_notice(world)

    assert to_gather(at=SOON - timedelta(seconds=1), most=10) == []
    assert to_gather(at=SOON, most=10) == [nurse]
    gather(nurse, at=SOON)

    (mailing,) = mailings()
    assert NoticeRow.objects.filter(mailing=mailing).count() == 10
    assert to_gather(at=SOON, most=10) == []
    assert due(at=SOON, most=10) == [mailing.key]


def test_what_comes_while_the_mail_server_is_away_joins_what_waits(world, nurse):
    mine = taken(world, nurse)
    note_trouble(mine, Trouble.AWAY, complaint="down", address=ADDRESS, at=SOON)
    a_notice(world, at=SOON)
    gather(nurse, at=SOON + GATHER)

    (mailing,) = mailings()
    assert mailing.notices.count() == 2


@pytest.mark.parametrize("trouble", [Trouble.UNSURE, None])
def test_what_may_have_been_read_takes_nothing_more(world, nurse, trouble):
    mine = taken(world, nurse)
    if trouble is not None:
        note_trouble(mine, trouble, complaint="reset", address=ADDRESS, at=SOON)
    a_notice(world, at=SOON)
    gather(nurse, at=SOON + GATHER)

    assert len(mailings()) == 2


def test_a_gathering_of_nothing_makes_no_mailing(world, nurse):
    gather(nurse, at=SOON)

    assert not mailings()


@pytest.mark.parametrize(
    ("wishes", "why"),
    [
        (Wishes(Channel.NONE), LeftOut.UNWANTED),
        (Wishes(Channel.EMAIL), LeftOut.NO_ADDRESS),
    ],
)
def test_who_wants_none_or_has_no_address_gets_none_and_the_row_says_why(world, wishes, why):
    person = world.people["nurse"]
    set_email(person=person, email="")
    wish(person=person, wishes=wishes)
    a_notice(world)
    gather(person, at=SOON)

    assert NoticeRow.objects.get().left_out == why
    assert not mailings()


def test_a_text_message_waits_for_the_morning(world, nurse):
    wishes = Wishes(Channel.SMS, "+46700000000", NIGHT, "en")
    wish(person=nurse, wishes=wishes)
    night = MONDAY.replace(hour=22, minute=30)
    a_notice(world, at=night)
    gather(nurse, at=night + GATHER)

    (mailing,) = mailings()
    assert mailing.channel == Channel.SMS
    assert mailing.due_at == (MONDAY + timedelta(days=1)).replace(hour=7, minute=0)
    assert wishes_of(nurse) == wishes


def test_wishes_can_be_changed_and_hold_from_then_on(nurse):
    assert wishes_of(nurse) == Wishes()
    wish(person=nurse, wishes=Wishes(Channel.SMS, "+46700000000", Quiet(time(20), time(8))))
    wish(person=nurse, wishes=Wishes(Channel.NONE))

    assert wishes_of(nurse) == Wishes(Channel.NONE)


def test_a_mailing_is_tried_by_one_worker_at_a_time(world, nurse):
    mine = taken(world, nurse)

    assert try_now(mine.key, at=SOON) is None
    assert due(at=SOON, most=10) == []
    again = try_now(mine.key, at=SOON + timedelta(minutes=2))
    assert again is not None
    assert (again.key, again.number) == (mine.key, 2)


def test_who_died_with_a_mailing_has_no_say_any_more(world, nurse):
    first = taken(world, nurse)
    second = try_now(first.key, at=SOON + timedelta(minutes=2))
    assert second is not None
    note_sent(second, address=ADDRESS, at=SOON + timedelta(minutes=2))
    note_trouble(first, Trouble.AWAY, complaint="late", address=ADDRESS, at=SOON)

    assert MailingRow.objects.get().state == State.SENT


def test_what_is_tried_for_three_days_has_failed_and_can_be_sent_again(world, nurse):
    mine = taken(world, nurse)
    end = SOON + GIVE_UP_AFTER

    assert note_trouble(mine, Trouble.AWAY, complaint="x" * 999, address=ADDRESS, at=end) is (
        State.FAILED
    )
    (failed,) = failed_to([nurse])
    assert (failed.trouble, len(failed.complaint)) == (Trouble.AWAY, 200)
    assert send_again(mine.key, at=end)
    assert not send_again(mine.key, at=end)
    assert due(at=end, most=10) == [mine.key]
    assert failed_to([nurse]) == []


def test_an_address_that_is_refused_is_remembered(world, nurse):
    mine = taken(world, nurse)
    note_trouble(mine, Trouble.REFUSED, complaint="550", address=ADDRESS, at=SOON)

    assert refused([nurse]) == {nurse: ADDRESS}
    assert [each.trouble for each in failed_to([nurse])] == [Trouble.REFUSED]


def test_who_sends_a_refused_one_again_has_mended_the_address(world, nurse):
    mine = taken(world, nurse)
    note_trouble(mine, Trouble.REFUSED, complaint="550", address=ADDRESS, at=SOON)

    assert send_again(mine.key, at=SOON)

    assert refused([nurse]) == {}


def test_what_comes_back_is_shown_on_the_person_once(world, nurse):
    mine = taken(world, nurse)
    assert not note_bounced(mine.key, complaint="no such user", at=SOON)
    note_sent(mine, address=ADDRESS, at=SOON)

    assert note_bounced(mine.key, complaint="no such user", at=SOON)
    assert not note_bounced(mine.key, complaint="no such user", at=SOON)
    assert not note_bounced(uuid4(), complaint="no such user", at=SOON)
    assert refused([nurse]) == {nurse: ADDRESS}


def test_what_is_to_be_told_no_more_is_left_out_of_its_mailing(world, nurse):
    mine = taken(world, nurse)
    leave_out([each.id for each in mine.notices], why=LeftOut.NO_RIGHT)
    note_dropped(mine, at=SOON)

    assert NoticeRow.objects.get().left_out == LeftOut.NO_RIGHT
    assert MailingRow.objects.get().state == State.DROPPED


def test_what_somebody_may_read_no_more_is_passed_on_to_another_once(world, nurse):
    mine = taken(world, nurse)
    (notice,) = mine.notices
    another = world.people["youth"]

    pass_on(notice, to=another, at=SOON)
    pass_on(notice, to=another, at=SOON)

    left = NoticeRow.objects.get(pk=notice.id)
    assert (left.mailing, left.left_out) == (None, LeftOut.NO_RIGHT)
    (told,) = NoticeRow.objects.filter(to=another)
    assert (told.kind, told.case, told.at) == (notice.kind, notice.case, SOON)


def test_a_reminder_of_the_same_comes_once(world, nurse):
    late = Reminder(nurse, NoticeKind.LATE, once="late 1 2026-04-13", day=MONDAY.date())
    other = Reminder(nurse, NoticeKind.LATE, once="late 2 2026-04-13")

    assert remind([late], at=MONDAY) == 1
    assert remind([late, other], at=SOON) == 1
    assert remind([], at=SOON) == 0
    assert NoticeRow.objects.count() == 2


def test_the_database_itself_refuses_a_second_reminder_of_the_same(world):
    a_notice(world, once="late 1")

    with pytest.raises(IntegrityError), transaction.atomic():
        a_notice(world, once="late 1")


def test_one_can_try_ones_own_address(world, nurse):
    try_address(person=nurse, at=MONDAY)
    gather(nurse, at=SOON)
    mine = try_now(mailings()[0].key, at=SOON)

    assert mine is not None
    assert [each.kind for each in mine.notices] == [NoticeKind.TRIAL]


def test_a_mailing_that_isnt_due_is_not_tried(world, nurse):
    key = a_mailing(world, due_at=SOON)

    assert try_now(key, at=MONDAY) is None


@pytest.mark.django_db(transaction=True)
def test_eight_workers_gather_one_persons_notices_into_one_mailing(world, nurse):
    for _ in range(10):
        a_notice(world)

    outcomes = at_once([lambda: gather(nurse, at=SOON)] * 8)

    assert outcomes == [None] * 8
    assert len(mailings()) == 1
    assert connection.is_usable()


@pytest.mark.django_db(transaction=True)
def test_eight_workers_remind_once(world, nurse):
    late = Reminder(nurse, NoticeKind.LATE, once="late 1 2026-04-13")

    outcomes = at_once([lambda: remind([late], at=MONDAY)] * 8)

    assert not [each for each in outcomes if isinstance(each, BaseException)]
    assert NoticeRow.objects.count() == 1


def test_ones_own_address_is_not_tried_twice_in_a_minute(world, nurse):
    assert try_address(person=nurse, at=MONDAY)
    assert not try_address(person=nurse, at=MONDAY + timedelta(seconds=30))
    assert try_address(person=nurse, at=MONDAY + timedelta(minutes=1))


def test_what_came_in_somebodys_quiet_hours_waits_and_takes_more_along(world, nurse):
    mine = taken(world, nurse)
    later = SOON + timedelta(hours=8)
    postpone(mine, until=later)

    assert due(at=SOON, most=10) == []
    assert due(at=later, most=10) == [mine.key]
    a_notice(world, at=SOON)
    gather(nurse, at=SOON + GATHER)
    assert len(mailings()) == 1


def test_ones_own_wishes_are_set_with_the_address_or_not_at_all(nurse):
    text = Wishes(Channel.SMS, "+46700000000")

    held = set_own(person=nurse, email="new@vardag.example", wishes=text)

    assert held == wishes_of(nurse) == Wishes(Channel.SMS, "+46700000000", NIGHT)
    with pytest.raises(InvalidForm):
        set_own(person=nurse, email="nowhere", wishes=Wishes(Channel.NONE))
    assert wishes_of(nurse) == held
