"""Changing what a clinic offers. Cases that are open already go on, whatever is offered."""

from datetime import datetime

from django.db import IntegrityError, transaction

from vardag.domain import access
from vardag.domain.identity import ClinicId, Staff
from vardag.domain.refusals import ChangedMeanwhile, InvalidForm, Problem
from vardag.domain.rights import Deed
from vardag.domain.words import Sentence, say, visible
from vardag.rooms.offering.models import ExceptionRow


def except_service(*, clinic: ClinicId, service: str, reason: str, by: Staff, at: datetime) -> None:
    """Stop offering a service to residents (R1).

    :param at: aware
    :raises NotPermitted: if the offering of that clinic isn't this person's to set
    :raises InvalidForm: if no reason can be read
    :raises ChangedMeanwhile: if it is excepted already
    """
    access.permit_at(by, Deed.SET_OFFERING, clinic)
    if not visible(reason):
        why = say("Write why the clinic doesn't offer this.")
        raise InvalidForm(why, problems=(Problem("reason", Sentence(why)),))
    row = ExceptionRow(
        clinic_id=clinic, service=service, reason=reason.strip(), made_at=at, made_by_id=by.id
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise ChangedMeanwhile(say("Somebody made an exception of it already.")) from None


def offer_again(*, clinic: ClinicId, service: str, by: Staff, at: datetime) -> None:
    """Offer a service to residents again; the exception stays in the records as ended.

    :param at: aware
    :raises NotPermitted: if the offering of that clinic isn't this person's to set
    :raises ChangedMeanwhile: if it is offered already
    """
    access.permit_at(by, Deed.SET_OFFERING, clinic)
    current = ExceptionRow.objects.filter(clinic_id=clinic, service=service, ended_at=None)
    if not current.update(ended_at=at, ended_by_id=by.id):
        raise ChangedMeanwhile(say("The clinic offers it already."))


def except_at_installation(*, clinic: ClinicId, service: str, reason: str) -> None:
    """Except a service before anybody is there who could.

    :raises IntegrityError: if it is excepted already, or the reason is empty
    """
    ExceptionRow.objects.create(clinic_id=clinic, service=service, reason=reason)
