"""``vardag demo --oidc``: two real OpenID providers on this machine, with the demonstration's people.

They come from a package for testing, which is no part of the product: here anybody may choose to be
anybody, one step later than on the page where one chooses a person.
"""

import logging
import os
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from vardag.doors.ops.starting import CannotStart
from vardag.doors.ops.stopping import Stopped

if TYPE_CHECKING:
    from oidc_provider_mock import User

    from vardag.domain.people.sign_in import Provider
    from vardag.rooms.people.models import PersonRow

_FILE, _SECRET = "oidc.yaml", "VARDAG_DEMO_CLIENT_SECRET"
_TOLD = """\
# Written by `vardag demo --oidc` at each start.
providers:
  - key: e-id
    side: residents
    name: {{sv: Provlegitimation, en: Trial e-ID}}
    issuer: http://localhost:{residents}
    client_id: vardag-residents
    client_secret_env: {secret}
    claims: {{number: https://id.oidc.se/claim/personalIdentityNumber}}
    assurance: [http://id.elegnamnden.se/loa/1.0/loa3]
  - key: service-id
    side: staff
    name: {{sv: Provtjänstekort, en: Trial service card}}
    issuer: http://localhost:{staff}
    client_id: vardag-staff
    client_secret_env: {secret}
    claims: {{number: employeeHsaId}}
"""


@dataclass(frozen=True)
class Ports:
    """Where the two providers listen: beside the demonstration itself."""

    residents: int
    staff: int


def configure(folder: Path, port: int) -> Ports:
    """Write the file that names the providers, and let the settings find it.

    :raises CannotStart: if the providers aren't here
    """
    _check_that_they_are_here()
    ports = Ports(residents=port + 1, staff=port + 2)
    path = folder / _FILE
    text = _TOLD.format(residents=ports.residents, staff=ports.staff, secret=_SECRET)
    path.write_text(text, encoding="utf-8")
    os.environ |= {"VARDAG_SIGN_IN": str(path), _SECRET: secrets.token_urlsafe(32)}
    return ports


def _check_that_they_are_here() -> None:
    if find_spec("oidc_provider_mock") is None:
        raise CannotStart(
            "--oidc needs the package oidc-provider-mock, which is for testing and no part of the "
            "product. `./dev demo --oidc` brings it along; elsewhere, install it beside vardag."
        )


@contextmanager
def providers(ports: Ports) -> Iterator[None]:
    """Let both providers answer, with the people that are in the database now.

    :raises CannotStart: if one of the ports is taken
    """
    from django.conf import settings
    from oidc_provider_mock import run_server_in_thread

    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # of that package: on this machine, without TLS
    for noisy in ("werkzeug", "oidc_provider_mock"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    with ExitStack() as running:
        for provider, port in zip(
            settings.SIGN_IN_PROVIDERS, (ports.residents, ports.staff), strict=True
        ):
            users = _users(provider)
            running.enter_context(_on_a_port(port, run_server_in_thread(port, user_claims=users)))
        yield


@contextmanager
def _on_a_port(port: int, server: AbstractContextManager[object]) -> Iterator[None]:
    with ExitStack() as running:
        try:
            running.enter_context(server)
        except Stopped:
            raise
        except (OSError, SystemExit):  # which its server raises
            raise CannotStart(
                f"port {port} of 127.0.0.1 is taken; --oidc needs the two ports after --port"
            ) from None
        yield


def _users(provider: "Provider") -> "list[User]":
    from oidc_provider_mock import User

    from vardag.domain.people.sign_in import Side
    from vardag.rooms.people.invented import INVENTED
    from vardag.rooms.people.models import PersonRow

    rows = PersonRow.objects.filter(INVENTED, hsa_id__isnull=provider.side is Side.RESIDENTS)
    return [
        User(sub=_subject(row), claims=_claims(row, provider))
        for row in rows.order_by("family_name", "given_name", "pk")
    ]


def _subject(row: "PersonRow") -> str:
    """Return what the provider's page shows on a button: a name that one finds, and that is unique."""
    return f"{row.name} {row.hsa_id or row.personal_number}"


def _claims(row: "PersonRow", provider: "Provider") -> dict[str, str]:
    return {
        "given_name": row.given_name,
        "family_name": row.family_name,
        provider.claims.number[0]: row.hsa_id or row.personal_number or "",
        "acr": provider.assurance[0],
    }
