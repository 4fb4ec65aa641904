"""Taking files in, judging them, sending and forgetting them: the only writer of their rows.

A file is looked into and scanned outside of any transaction, since both take their time. It is clean
only when the scanner has said so, of the very bytes that are kept.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from vardag.domain import access
from vardag.domain.case.files import (
    MOST,
    WHY_UNFIT,
    FileRef,
    FileRules,
    Media,
    Unfit,
    Verdict,
    file_name,
)
from vardag.domain.people.identity import ClinicId, PersonId, Staff
from vardag.domain.refusals import InvalidForm
from vardag.domain.rights import Deed
from vardag.domain.words import say
from vardag.rooms.files import scanner, store
from vardag.rooms.files.inspecting.apart import look_apart
from vardag.rooms.files.inspecting.found import Found, UnfitFile
from vardag.rooms.files.models import FileRow, RulesRow
from vardag.rooms.files.queries import largest_bytes

UNSENT_FOR = timedelta(days=1)  # how long what was chosen waits for being sent
APART_FOR = timedelta(days=30)  # how long the bytes of a harmful file are kept for operations
_AT_ONCE = 3.0  # seconds that the scanner gets while somebody waits
_AFTERWARDS = 60.0  # and when nobody does
_MOST_UNSENT = 20  # files of one person


def keep(
    *, data: bytes, name: str, purpose: str, by: PersonId, rules: FileRules, at: datetime
) -> UUID:
    """Take a file in for somebody who means to send it, and return its id.

    Its bytes are on the disk before its row is. A scanner that gives no verdict leaves it awaiting.

    :param data: as it came; more than the clinic takes may have been left out, and is still too large
    :param purpose: what it is chosen for; at most five wait there to be sent
    :param at: aware
    :raises InvalidForm: if it isn't taken, with what to do instead
    """
    _check_room(by, purpose)
    found = _looked(data, name, rules)
    file = uuid4()
    store.write(file, found.data, preview=found.preview)
    verdict = _verdict(found.data, within=_AT_ONCE)
    if verdict is Verdict.REFUSED:
        store.remove(file)
        raise _unfit(Unfit.INFECTED, name, rules)
    FileRow.objects.create(
        id=file,
        owner_id=by,
        purpose=purpose,
        name=file_name(name, found.media),
        media=found.media,
        size=len(found.data),
        sha256=hashlib.sha256(found.data).hexdigest(),
        is_readable=found.is_readable,
        has_preview=found.preview is not None,
        verdict=verdict,
        uploaded_at=at,
        checked_at=at if verdict is Verdict.CLEAN else None,
    )
    return file


def _check_room(by: PersonId, purpose: str) -> None:
    unsent = FileRow.objects.filter(owner=by, sent_at=None)
    if unsent.filter(purpose=purpose).count() >= MOST:
        raise InvalidForm(say("Send at most %(most)s files at a time. Remove some."), most=MOST)
    if unsent.count() >= _MOST_UNSENT:
        raise InvalidForm(
            say("Many files wait to be sent already. Send or remove some of them first.")
        )


def _looked(data: bytes, name: str, rules: FileRules) -> Found:
    if len(data) > largest_bytes(rules):
        raise _unfit(Unfit.TOO_LARGE, name, rules)
    try:
        found = look_apart(data)
    except UnfitFile as unfit:
        raise _unfit(unfit.why, name, rules) from unfit
    if found.media not in rules.media:
        raise _unfit(Unfit.NOT_HERE, name, rules)
    return found


def _unfit(why: Unfit, name: str, rules: FileRules) -> InvalidForm:
    kinds = ", ".join(each.value.upper() for each in Media if each in rules.media)
    return InvalidForm(WHY_UNFIT[why], name=name, most=rules.largest, kinds=kinds)


def _verdict(data: bytes, *, within: float) -> Verdict:
    try:
        found = scanner.current().finds(data, within=within)
    except scanner.NoVerdict:
        return Verdict.AWAITING
    return Verdict.REFUSED if found else Verdict.CLEAN


def judge(file: UUID, *, at: datetime) -> Verdict:
    """Ask the scanner about a file that waits for it, and return what is known of it then.

    Bytes that have changed on the disk are damage, and never become clean.

    :param at: aware
    :raises FileNotFoundError: if its bytes aren't there
    """
    row = FileRow.objects.get(pk=file)
    data = store.read(file)
    if hashlib.sha256(data).hexdigest() != row.sha256:
        raise FileNotFoundError(f"the bytes of file {file} are not those that were kept")
    verdict = _verdict(data, within=_AFTERWARDS)
    if verdict is Verdict.AWAITING:
        return verdict
    waiting = FileRow.objects.filter(pk=file, verdict=Verdict.AWAITING)
    why = Unfit.INFECTED.value if verdict is Verdict.REFUSED else ""
    if waiting.update(verdict=verdict, why=why, checked_at=at) and why:
        store.set_apart(file)
    return verdict


def send(files: Sequence[FileRef], *, by: PersonId, at: datetime) -> None:
    """Let files of one's own be sent; within the transaction that writes the ledger.

    :raises InvalidForm: if one of them has been sent already, or has been removed meanwhile
    """
    rows = FileRow.objects.filter(
        pk__in=[each.id for each in files], owner=by, sent_at=None
    ).exclude(verdict=Verdict.REFUSED)
    if rows.update(sent_at=at) != len(files):
        raise InvalidForm(say("A file is no longer here. Choose it again."))


def remove_unsent(file: UUID, *, by: PersonId) -> None:
    """Remove a file of one's own that isn't sent; nothing if there is none."""
    with transaction.atomic():
        removed, _ = FileRow.objects.filter(pk=file, owner=by, sent_at=None).delete()
    if removed:
        store.remove(file)


def remove_all_unsent(*, by: PersonId, purpose: str) -> None:
    """Remove all that somebody has chosen for a purpose and not sent."""
    for file in FileRow.objects.filter(owner=by, purpose=purpose, sent_at=None):
        remove_unsent(file.pk, by=by)


def move_unsent(*, by: PersonId, purpose: str, to: str) -> None:
    """Let what somebody has chosen for one purpose wait for another."""
    FileRow.objects.filter(owner=by, purpose=purpose, sent_at=None).update(purpose=to)


def forget(*, at: datetime) -> int:
    """Remove what nobody sent for a day, and the bytes of what has long been known to be harmful.

    :param at: aware
    :returns: how many files were removed
    """
    old = FileRow.objects.filter(sent_at=None, uploaded_at__lt=at - UNSENT_FOR)
    removed = 0
    for file, owner in old.values_list("pk", "owner"):
        remove_unsent(file, by=PersonId(owner))
        removed += 1
    harmful = FileRow.objects.filter(verdict=Verdict.REFUSED, checked_at__lt=at - APART_FOR)
    for file in harmful.values_list("pk", flat=True):
        if store.is_apart(file):
            store.remove(file)
            removed += 1
    return removed


def set_rules(*, clinic: ClinicId, rules: FileRules, by: Staff, at: datetime) -> None:
    """Decide which files a clinic takes and sends from now on; what was decided before stands.

    :param at: aware
    :raises NotPermitted: if what that clinic offers isn't this person's to set
    :raises InvalidForm: if no clinic can have such rules
    """
    access.permit_at(by, Deed.SET_OFFERING, clinic)
    rules.check()
    RulesRow.objects.create(
        clinic_id=clinic,
        from_residents=rules.from_residents,
        from_staff=rules.from_staff,
        media=" ".join(each.value for each in Media if each in rules.media),
        largest=rules.largest,
        at=at,
        by_id=by.id,
    )


def let_go(files: Sequence[UUID]) -> None:
    """Remove the rows of files whose cases are disposed of, in the disposal's transaction."""
    FileRow.objects.filter(pk__in=files).delete()


def let_bytes_go(files: Sequence[UUID]) -> None:
    """Remove the bytes of files that have no rows any more; called when that is committed.

    What a broken-off disposal leaves, ``vardag files check`` finds.
    """
    for file in files:
        store.remove(file)
