"""``vardag sign-in``: whether the identity providers answer, and untying who has got a new identity."""

import secrets
import sys

from vardag.doors.ops.starting import CannotStart, or_say_why, set_up


@or_say_why("sign-in check")
def check() -> int:
    """Ask every provider of the sign-in file what it says of itself; 1 if one can't be used."""
    from django.conf import settings
    from django.utils.module_loading import import_string

    from vardag.domain.people.sign_in import Line, NotLetIn, Started

    set_up()
    if not settings.SIGN_IN_PROVIDERS:
        raise CannotStart("no providers: VARDAG_SIGN_IN names no file")
    line: Line = import_string(settings.SIGN_IN_LINE)()
    status = 0
    for each in settings.SIGN_IN_PROVIDERS:
        started = Started(each.key, *(secrets.token_urlsafe(32) for _ in range(3)))
        try:
            address = line.begin(each, started, back_to="https://check.invalid/")
            print(f"{each.key}: sends people to {address.partition('?')[0]}")
        except NotLetIn as why:
            status = 1
            print(f"{each.key}: {why.detail} ({each.issuer})", file=sys.stderr)
    return status


@or_say_why("sign-in untie")
def untie(*, issuer: str) -> int:
    """Untie the person whose number stands on standard input, so that it never lies in a history."""
    from vardag.rooms.people.identities import untie as untie_identities

    set_up()
    number = sys.stdin.readline().strip()
    if not number:
        raise CannotStart("write the personal number or HSA-id on standard input")
    count = untie_identities(issuer=issuer, number=number)
    if not count:
        raise CannotStart(f"nobody of that number has come in by {issuer}")
    print("untied: the next sign-in by that issuer ties anew")
    return 0
