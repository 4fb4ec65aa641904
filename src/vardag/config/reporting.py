"""Where somebody who has found a weakness writes: ``/.well-known/security.txt`` (RFC 9116)."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_KINDS = ("https", "mailto", "tel")


def read_reporting(environ: Mapping[str, str]) -> tuple[tuple[str, ...], date | None]:
    """Return where weaknesses are told, and the day on which that is to be said anew; or nothing.

    :raises ImproperlyConfigured: if only one of the two is set, or one is nothing that can be read
    """
    contacts = tuple(_given(environ, "VARDAG_SECURITY_CONTACT").replace(",", " ").split())
    expires = _given(environ, "VARDAG_SECURITY_EXPIRES")
    if not contacts and not expires:
        return (), None
    if not contacts or not expires:
        raise ImproperlyConfigured(
            "VARDAG_SECURITY_CONTACT and VARDAG_SECURITY_EXPIRES belong together: set both, or neither."
        )
    for each in contacts:
        _check(each)
    return contacts, _day(expires)


def _given(environ: Mapping[str, str], name: str) -> str:
    return environ.get(name, "").strip()


def _check(contact: str) -> None:
    kind, _, rest = contact.partition(":")
    whole = urlsplit(contact).netloc if kind == "https" else "@" in rest or kind == "tel"
    if kind in _KINDS and rest and whole and contact.isascii() and contact.isprintable():
        return
    raise ImproperlyConfigured(
        f"VARDAG_SECURITY_CONTACT names {contact!r}. Write an address with its kind, such as "
        "mailto:security@arenden.example.se or https://arenden.example.se/security."
    )


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise ImproperlyConfigured(
            f"VARDAG_SECURITY_EXPIRES is {given!r}. Set it to a day within a year, such as 2027-06-30."
        ) from None
