"""Mistakes that sending could have had, planted into a process that works (``p02_house``)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.promises.planting import everywhere
from vardag.domain.notices.wishes import Channel
from vardag.domain.people.identity import PersonId
from vardag.reactions import notifying, wording
from vardag.reactions import still as asking
from vardag.rooms.cases.queries import full_case
from vardag.rooms.notices import mailing, queries
from vardag.rooms.notices.models import MailingRow


def plant(name: str) -> None:
    """Plant a fault in this process, which ends with it."""
    FAULTS[name](pytest.MonkeyPatch())


def subject_says_service(patch: pytest.MonkeyPatch) -> None:
    as_it_is = wording.words

    def fault(told: Any, **named: Any) -> tuple[str, str]:
        told = list(told)
        _, text = as_it_is(told, **named)
        case = full_case(told[0][0].case)
        return f"Svar: {case.case.service.name.sv}, ärende {told[0][0].case}", text

    everywhere(patch, as_it_is, fault)


def in_one_transaction(patch: pytest.MonkeyPatch) -> None:
    from django.db import transaction  # noqa: PLC0415

    as_it_is = notifying.send_due
    everywhere(patch, as_it_is, transaction.atomic(as_it_is))


def no_lease(patch: pytest.MonkeyPatch) -> None:
    def fault(key: UUID, *, at: datetime) -> mailing.Try | None:
        row = MailingRow.objects.filter(pk=key, state="waiting").first()
        if row is None:
            return None
        notices = queries.waiting_in(key)
        to, channel = PersonId(row.to_id), Channel(row.channel)
        return mailing.Try(key, to, channel, row.since, row.attempts, notices)

    everywhere(patch, mailing.try_now, fault)


def address_of_then(patch: pytest.MonkeyPatch) -> None:
    gathered, receiver = mailing.gather, notifying._receiver

    def gather(person: Any, *, at: datetime) -> None:
        gathered(person, at=at)
        for row in MailingRow.objects.filter(to=person, address=""):
            MailingRow.objects.filter(pk=row.pk).update(address=row.to.email)

    def fault(mine: mailing.Try, wishes: Any) -> Any:
        then = MailingRow.objects.get(pk=mine.key).address
        now = receiver(mine, wishes)
        return replace(now, address=then or now.address)

    everywhere(patch, gathered, gather)
    patch.setattr(notifying, "_receiver", fault)


def right_not_asked(patch: pytest.MonkeyPatch) -> None:
    everywhere(patch, asking.still, lambda *_, **__: asking.Said())


def another_identifier(patch: pytest.MonkeyPatch) -> None:
    as_it_is = notifying._given

    def fault(channel: Any, letter: Any) -> str:
        return as_it_is(channel, replace(letter, key=uuid4()))

    patch.setattr(notifying, "_given", fault)


def lease_without_end(patch: pytest.MonkeyPatch) -> None:
    def fault(*, at: datetime, most: int) -> list[UUID]:
        rows = MailingRow.objects.filter(lease_until=None, state="waiting", due_at__lte=at)
        return list(rows.order_by("due_at").values_list("key", flat=True)[:most])

    everywhere(patch, queries.due, fault)


def log_says_address(patch: pytest.MonkeyPatch) -> None:
    as_it_is = notifying._given

    def fault(channel: Any, letter: Any) -> str:
        import sys  # noqa: PLC0415

        sys.stderr.write(f"sending to {letter.address}\n")
        return as_it_is(channel, letter)

    patch.setattr(notifying, "_given", fault)


FAULTS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "subject-says-service": subject_says_service,
    "in-one-transaction": in_one_transaction,
    "no-lease": no_lease,
    "address-of-then": address_of_then,
    "right-not-asked": right_not_asked,
    "another-identifier": another_identifier,
    "lease-without-end": lease_without_end,
    "log-says-address": log_says_address,
}
