"""Where notices go, and from whom they come: checked before anything starts."""

from collections.abc import Mapping
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from vardag.adapters.asking import is_safe
from vardag.adapters.mail import Mail
from vardag.adapters.mail.message import Sender
from vardag.adapters.mail.smtp import Server, Tls
from vardag.adapters.sms import Sms
from vardag.config.settings_file import secret
from vardag.domain.notices.addresses import mail_address

type Given = Mapping[str, str]
_HERE = ("127.0.0.1", "localhost", "::1")
_PORTS = {Tls.STARTTLS: 587, Tls.TLS: 465, Tls.NONE: 25}


def read_mail(given: Given) -> Mail | None:
    """Return where e-mail goes; None where nothing is said, and then none is sent.

    :raises ImproperlyConfigured: if what is said can't be used
    """
    where = given.get("VARDAG_MAIL", "")
    if not where:
        return None
    sender = _sender(given.get("VARDAG_MAIL_FROM", ""))
    if where.startswith("folder:"):
        return Mail(sender, folder=_folder("VARDAG_MAIL", where))
    return Mail(sender, server=_server(where, given.get("VARDAG_MAIL_PASSWORD_FILE", "")))


def read_sms(given: Given) -> Sms | None:
    """Return where text messages go; None where nothing is said, and then none are sent.

    :raises ImproperlyConfigured: if what is said can't be used
    """
    where = given.get("VARDAG_SMS", "")
    if not where:
        return None
    if where.startswith("folder:"):
        return Sms(folder=_folder("VARDAG_SMS", where))
    if not is_safe(where) or "?" in where or "@" in where:
        raise ImproperlyConfigured(
            "VARDAG_SMS must be https://HOST/PATH without a question mark, or folder:/PATH."
        )
    file = given.get("VARDAG_SMS_TOKEN_FILE", "")
    token = secret(file=file, variable="")
    if file and not token:
        raise ImproperlyConfigured(f"VARDAG_SMS_TOKEN_FILE {file}: it can't be read, or is empty.")
    return Sms(address=where, token=token)


def address_of(given: str, *, hosts: tuple[str, ...], secure: bool, path: str) -> str:
    """Return the address at which one signs in, which notices name; empty where nobody can tell.

    :param given: what the setting says, if anything
    :param hosts: names that the product answers to on that side; the first is taken
    """
    if given:
        return given.rstrip("/") + path
    first = next((each for each in hosts if not each.startswith((".", "*"))), "")
    return f"{'https' if secure else 'http'}://{first}{path}" if first else ""


def _sender(given: str) -> Sender:
    name, address = parseaddr(given)
    try:
        return Sender(mail_address(address), name)
    except ValueError:
        raise ImproperlyConfigured(
            "VARDAG_MAIL_FROM must be an address, such as Ärenden <no-reply@example.se>. It is read on "
            "locked screens: let it name no clinic and nothing of health."
        ) from None


def _folder(setting: str, where: str) -> Path:
    path = Path(where.removeprefix("folder:"))
    if not path.is_absolute():
        raise ImproperlyConfigured(f"{setting}: write the whole path of the folder, from /.")
    return path


def _server(where: str, password_file: str) -> Server:
    wrong = ImproperlyConfigured(
        "VARDAG_MAIL must be smtp://USER:PASSWORD@HOST:PORT?tls=starttls (or tls, or none on this "
        "machine), or folder:/PATH."
    )
    try:
        parts = urlsplit(where)
        asked = parse_qs(parts.query, strict_parsing=bool(parts.query))
        tls = Tls(asked.pop("tls", ["starttls"])[0])
        host, port = parts.hostname, parts.port
    except ValueError:
        raise wrong from None
    if parts.scheme != "smtp" or not host or asked or parts.path not in ("", "/"):
        raise wrong
    if tls is Tls.NONE and host not in _HERE:
        raise ImproperlyConfigured("VARDAG_MAIL: tls=none is for a mail server on this machine.")
    password = unquote(parts.password or "")
    if password_file:
        password = secret(file=password_file, variable="")
    if parts.username and not password:
        raise ImproperlyConfigured(
            "VARDAG_MAIL names a user: VARDAG_MAIL_PASSWORD_FILE must hold the password."
        )
    return Server(host, port or _PORTS[tls], tls, unquote(parts.username or ""), password)
