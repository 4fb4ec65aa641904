"""Addresses that a notice may go to: one, written plainly, on the open network."""

import re

from vardag.domain.notices.telephone import spelled

LONGEST = 254  # characters, by RFC 5321
_LONGEST_BEFORE_AT = 64
_BEFORE_AT = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def mail_address(typed: str) -> str:
    """Return an e-mail address as it goes on the wire, its domain in ASCII (RFC 5891).

    Quoted names, comments, two in one and names of machines without a dot are no address here: they
    are seldom somebody's, and often somebody's mischief.

    :raises ValueError: if it isn't one
    """
    name, at, domain = typed.partition("@")
    if not at or len(name) > _LONGEST_BEFORE_AT or not _BEFORE_AT.fullmatch(name):
        raise ValueError("not one plain address")
    try:
        plain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise ValueError("not a domain") from None
    labels = plain.split(".")
    is_domain = len(labels) > 1 and all(_LABEL.fullmatch(each) for each in labels)
    if not is_domain or labels[-1].isdigit() or len(f"{name}@{plain}") > LONGEST:
        raise ValueError("not a domain")
    return f"{name}@{plain}"


def phone_number(typed: str) -> str:
    """Return a telephone number with its country, such as +46701740605; a Swedish one needs none.

    :raises ValueError: if it isn't one
    """
    found = spelled(typed)
    if found is None:
        raise ValueError("not a telephone number")
    return found
