"""Changing what a clinic offers. Cases that are open already go on, whatever is offered."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from vardag.domain import access
from vardag.domain.people.identity import ClinicId, Staff
from vardag.domain.refusals import ChangedMeanwhile, InvalidForm, Problem
from vardag.domain.rights import Deed
from vardag.domain.words import Sentence, say, visible
from vardag.rooms.offering.models import ExceptionRow
from vardag.rooms.offering.queries import current, excepted_at

_EXCEPTED = say("Somebody made an exception of it already.")


@transaction.atomic
def except_services(
    *, clinic: ClinicId, services: Iterable[str], reason: str, by: Staff, at: datetime
) -> None:
    """Stop offering services to residents (R1); all of them, to take no new cases at all.

    :param at: aware
    :raises NotPermitted: if the offering of that clinic isn't this person's to set
    :raises InvalidForm: if no reason can be read
    :raises ChangedMeanwhile: if each of them is excepted already
    """
    access.permit_at(by, Deed.SET_OFFERING, clinic)
    if not visible(reason):
        why = say("Write why the clinic doesn't offer this.")
        raise InvalidForm(why, problems=(Problem("reason", Sentence(why)),))
    already = excepted_at(clinic)
    rows = [
        ExceptionRow(
            clinic_id=clinic, service=each, reason=reason.strip(), made_at=at, made_by_id=by.id
        )
        for each in services
        if each not in already
    ]
    if not rows:
        raise ChangedMeanwhile(_EXCEPTED)
    try:
        with transaction.atomic():
            ExceptionRow.objects.bulk_create(rows)
    except IntegrityError:  # two at once
        raise ChangedMeanwhile(_EXCEPTED) from None


@transaction.atomic
def offer_again(*, clinic: ClinicId, services: Iterable[str], by: Staff, at: datetime) -> None:
    """Offer services to residents again; the exceptions stay in the records as ended.

    :param at: aware
    :raises NotPermitted: if the offering of that clinic isn't this person's to set
    :raises ChangedMeanwhile: if each of them is offered already
    """
    access.permit_at(by, Deed.SET_OFFERING, clinic)
    rows = current().filter(clinic_id=clinic, service__in=list(services))
    if not rows.update(ended_at=at, ended_by_id=by.id):
        raise ChangedMeanwhile(say("The clinic offers it already."))


def except_at_installation(*, clinic: ClinicId, service: str, reason: str) -> None:
    """Except a service before anybody is there who could.

    :raises IntegrityError: if it is excepted already, or the reason is empty
    """
    ExceptionRow.objects.create(clinic_id=clinic, service=service, reason=reason)
