"""Writing what stands under a clinic's messages. Messages that were sent keep what stood there."""

from datetime import datetime

from django.db import IntegrityError, transaction

from vardag.domain import access
from vardag.domain.case.sign_off import sign_off_template
from vardag.domain.people.identity import ClinicId, Staff
from vardag.domain.refusals import ChangedMeanwhile
from vardag.domain.rights import Deed
from vardag.domain.words import say
from vardag.rooms.sign_offs.models import SignOffRow

_LATE = say("Somebody else changed the sign-off meanwhile. Look at it, and save again.")


def write(*, clinic: ClinicId, text: str, seen: int, by: Staff, at: datetime) -> None:
    """Write a new version of what stands under a clinic's messages, from now on.

    :param seen: the number of the version that the person read; 0 if there was none
    :param at: aware
    :raises NotPermitted: if it isn't this person's to write
    :raises InvalidForm: see ``sign_off_template``
    :raises ChangedMeanwhile: if somebody wrote another version since
    """
    access.permit_at(by, Deed.SET_SIGN_OFF, clinic)
    clean = sign_off_template(text)
    if seen != _latest(clinic):
        raise ChangedMeanwhile(_LATE)
    row = SignOffRow(clinic_id=clinic, number=seen + 1, text=clean, made_at=at, made_by_id=by.id)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # two at once
        raise ChangedMeanwhile(_LATE) from None


def _latest(clinic: ClinicId) -> int:
    """Return the number of a clinic's latest version; 0 if it has none."""
    rows = SignOffRow.objects.filter(clinic=clinic).order_by("-number")
    return rows.values_list("number", flat=True).first() or 0
