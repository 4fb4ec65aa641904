"""Keeping what residents have begun and not sent. Only a form's own writer can keep or throw it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from vardag.domain.case.form import LONGEST_ANSWER, storable
from vardag.domain.people.identity import CaseId, ClinicId, PersonId
from vardag.domain.refusals import InvalidForm, TooMuchBegun
from vardag.domain.words import say
from vardag.rooms.prepared import delete
from vardag.rooms.unsent.models import UnsentDisposalRow, UnsentRow

MOST = 20  # forms that one person can have begun at a time
KEPT_FOR = timedelta(days=30)  # after the last change


@dataclass(frozen=True)
class Place:
    """What a form is about: which service, for whom, to which clinic, after which case."""

    service: str
    patient: PersonId
    clinic: ClinicId
    follows: CaseId | None = None


@transaction.atomic
def keep(
    *,
    author: PersonId,
    form_key: UUID,
    place: Place,
    answers: Mapping[str, str],
    page: int = 1,
    at: datetime,
) -> None:
    """Keep what somebody has written so far, in the place of what was kept of that form before.

    Whether that person may send it is asked before. Answers needn't be right yet; of a character that
    no database stores alike, nothing is kept.

    :param answers: only of questions that the form asks
    :param page: of the form, on which it was written; from 1
    :param at: aware
    :raises InvalidForm: if an answer is longer than any that can be sent
    :raises TooMuchBegun: if there are twenty others already
    """
    if any(len(text) > LONGEST_ANSWER for text in answers.values()):
        raise InvalidForm(say("What you wrote is too long. Write at most 10,000 characters."))
    others = UnsentRow.objects.filter(author_id=author).exclude(form_key=form_key)
    if others.count() >= MOST:
        raise TooMuchBegun(say("You have begun so many forms. Send or throw one of them first."))
    written = {
        "service": place.service,
        "patient_id": place.patient,
        "clinic_id": place.clinic,
        "follows_id": place.follows,
        "answers": {key: storable(text) for key, text in answers.items()},
        "page": page,
        "changed_at": at,
    }
    UnsentRow.objects.update_or_create(
        author_id=author,
        form_key=form_key,
        defaults=written,
        create_defaults={**written, "began_at": at},
    )


@transaction.atomic
def move(
    *,
    author: PersonId,
    form_key: UUID,
    to: Place,
    as_key: UUID,
    answers: Mapping[str, str],
    at: datetime,
) -> None:
    """Put what somebody has begun into another form, and throw the one it was in.

    :param as_key: the other form's
    :param at: aware
    :raises InvalidForm: see ``keep``; then nothing is moved
    """
    discard(author=author, form_key=form_key)
    keep(author=author, form_key=as_key, place=to, answers=answers, at=at)


def discard(*, author: PersonId, form_key: UUID) -> bool:
    """Throw what somebody has begun; tells whether there was anything.

    Also a part of sending it, in the same transaction.
    """
    return delete(UnsentRow, where={"author_id": author, "form_key": form_key}) > 0


@transaction.atomic
def discard_old(*, at: datetime) -> int:
    """Remove what nobody has changed for thirty days, write down how many, and return that.

    :param at: aware
    """
    before = at - KEPT_FOR
    removed, _ = UnsentRow.objects.filter(changed_at__lt=before).delete()
    if removed:
        UnsentDisposalRow.objects.create(at=at, before_at=before, many=removed)
    return removed
