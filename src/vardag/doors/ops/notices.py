"""``vardag notices``: what waits, what reached nobody, a trial, and what came back."""

import argparse
import sys
from collections.abc import Callable
from uuid import UUID

from vardag.domain.people.identity import PersonId
from vardag.doors.ops.bounces import bounced
from vardag.doors.ops.starting import CannotStart
from vardag.doors.shared.moments import now
from vardag.rooms.notices.actions import try_address
from vardag.rooms.notices.mailing import note_bounced, send_again
from vardag.rooms.notices.queries import counted, failed
from vardag.rooms.people.queries import with_number

_LARGEST = 1024 * 1024  # bytes of a message that came back


def perform(options: argparse.Namespace) -> int:
    """Do what the command line asks for, and return its exit status."""
    return _ACTS[options.act](options)


def _list(_: argparse.Namespace) -> int:
    for state, many in counted().items():
        print(f"{state:<8} {many}")
    for each in failed():
        print(f"{each.key}  {each.settled_at:%Y-%m-%d %H:%M}  {each.trouble}  {each.complaint}")
    return 0


def _again(options: argparse.Namespace) -> int:
    try:
        keys = [each.key for each in failed()] if options.all else [UUID(options.key)]
    except ValueError:
        raise CannotStart(f"{options.key} is no key. `vardag notices list` shows them") from None
    many = sum(send_again(key, at=now()) for key in keys)
    print(f"{many} on the way again")
    return 0 if many or options.all else 1


def _try(options: argparse.Namespace) -> int:
    row = with_number(options.hsa_id)
    if row is None or not row.is_staff:
        raise CannotStart(f"nobody here has the HSA-id {options.hsa_id}")
    if not try_address(person=PersonId(row.pk), at=now()):
        raise CannotStart("that address was tried just now. Wait a minute, and try again")
    print("the worker sends it in a minute; `vardag notices list` tells how it went")
    return 0


def _bounce(_: argparse.Namespace) -> int:
    """Read what came back. What counts for nothing is no trouble of the mail server's."""
    found = bounced(sys.stdin.buffer.read(_LARGEST))
    if found is not None:
        note_bounced(found.key, complaint=f"it came back: {found.status}", at=now())
    return 0


_ACTS: dict[str, Callable[[argparse.Namespace], int]] = {
    "list": _list,
    "again": _again,
    "try": _try,
    "bounce": _bounce,
}
