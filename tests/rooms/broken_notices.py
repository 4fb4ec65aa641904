"""Notices, mailings and wishes that the database itself refuses, for ``test_constraints``."""

from datetime import time
from uuid import UUID, uuid4

from tests.build import MONDAY
from vardag.doors.ops.scenario.world import World
from vardag.rooms.notices.models import MailingRow, NoticeRow, WishRow


def a_mailing(world: World, **columns: object) -> UUID:
    told = {"to_id": world.people["nurse"], "channel": "email", "state": "waiting"}
    when = {"since": MONDAY, "due_at": MONDAY}
    return MailingRow.objects.create(**{"key": uuid4(), **told, **when, **columns}).key


def a_notice(world: World, **columns: object) -> None:
    told = {"to_id": world.people["nurse"], "kind": "assigned", "case": 1, "at": MONDAY}
    NoticeRow.objects.create(**{**told, **columns})


def a_wish(world: World, **columns: object) -> None:
    WishRow.objects.create(**{"person_id": world.people["nurse"], "channel": "email", **columns})


def a_mailing_by_pigeon(world: World) -> None:
    a_mailing(world, channel="pigeon")


def a_mailing_to_somebody_who_wants_none(world: World) -> None:
    a_mailing(world, channel="none")


def a_mailing_that_is_nowhere(world: World) -> None:
    a_mailing(world, state="lost", settled_at=MONDAY)


def a_mailing_with_any_trouble(world: World) -> None:
    a_mailing(world, trouble="rain")


def a_mailing_that_failed_without_a_word(world: World) -> None:
    a_mailing(world, state="failed", settled_at=MONDAY)


def a_mailing_that_waits_and_is_settled(world: World) -> None:
    a_mailing(world, settled_at=MONDAY)


def a_mailing_sent_at_no_time(world: World) -> None:
    a_mailing(world, state="sent")


def a_notice_of_anything(world: World) -> None:
    a_notice(world, kind="gossip")


def a_notice_left_out_for_any_reason(world: World) -> None:
    a_notice(world, left_out="mood")


def a_notice_carried_and_left_out(world: World) -> None:
    a_notice(world, mailing_id=a_mailing(world), left_out="over")


def a_wish_for_pigeons(world: World) -> None:
    a_wish(world, channel="pigeon")


def a_wish_for_text_messages_to_nowhere(world: World) -> None:
    a_wish(world, channel="sms")


def a_quiet_that_never_ends(world: World) -> None:
    a_wish(world, quiet_from=time(21))


def a_wish_in_latin(world: World) -> None:
    a_wish(world, language="la")


def an_address_refused_at_no_time(world: World) -> None:
    a_wish(world, refused_address="nurse@vardag.example")


def a_refusal_of_no_address(world: World) -> None:
    a_wish(world, refused_at=MONDAY)


TRIES_OF_NOTICES = {
    "a_mailing_has_a_known_channel": (a_mailing_by_pigeon, a_mailing_to_somebody_who_wants_none),
    "a_mailing_is_in_a_known_state": (a_mailing_that_is_nowhere,),
    "a_mailing_has_a_known_trouble": (a_mailing_with_any_trouble,),
    "a_failed_mailing_says_why": (a_mailing_that_failed_without_a_word,),
    "a_mailing_waits_or_is_settled": (
        a_mailing_that_waits_and_is_settled,
        a_mailing_sent_at_no_time,
    ),
    "a_notice_is_of_a_known_kind": (a_notice_of_anything,),
    "a_notice_is_left_out_for_a_known_reason": (a_notice_left_out_for_any_reason,),
    "a_notice_is_carried_or_left_out": (a_notice_carried_and_left_out,),
    "a_wish_names_a_known_channel": (a_wish_for_pigeons,),
    "a_wish_for_text_messages_has_a_number": (a_wish_for_text_messages_to_nowhere,),
    "a_wish_for_quiet_has_both_ends": (a_quiet_that_never_ends,),
    "a_wish_is_in_a_known_language": (a_wish_in_latin,),
    "an_address_is_refused_at_a_moment": (an_address_refused_at_no_time, a_refusal_of_no_address),
}
