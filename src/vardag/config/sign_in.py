"""The file that says who vouches for residents and staff, read and checked before anything starts."""

from collections import Counter
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from vardag.adapters.eid.addresses import is_sound
from vardag.config.settings_file import Strict, read, secret
from vardag.domain.people.sign_in import Claims, Provider, Side
from vardag.domain.words import Text

# What staff must come in with unless the file says otherwise: level 3, as cards of SITHS have it.
LEVEL_3 = ("http://id.sambi.se/loa/loa3",)


class _Name(Strict):
    sv: str = Field(min_length=1, max_length=40)
    en: str = Field(min_length=1, max_length=40)


class _Claims(Strict):
    number: str | tuple[str, ...]
    given_name: str = "given_name"
    family_name: str = "family_name"
    assurance: str = "acr"
    assignment: str = ""


class _Provider(Strict):
    key: str = Field(pattern=r"^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$")
    side: Side
    name: _Name
    issuer: str
    client_id: str = Field(min_length=1)
    client_secret_file: str = ""
    client_secret_env: str = ""
    claims: _Claims
    assurance: tuple[Annotated[str, Field(max_length=200)], ...] = ()
    scopes: tuple[str, ...] = ("openid", "profile")
    clinics: dict[str, str] = Field(default_factory=dict)
    asks_userinfo: bool = False


class _File(Strict):
    providers: tuple[_Provider, ...] = Field(min_length=1)


def read_providers(path: str | None) -> tuple[Provider, ...]:
    """Return the providers that a file describes; none without a file.

    :raises ImproperlyConfigured: with a line for each thing that is wrong, and what helps
    """
    if not path:
        return ()
    given = read("VARDAG_SIGN_IN", path, _File, _wrong_with)
    return tuple(_provider(each) for each in given.providers)


def _wrong_with(given: _File) -> Iterator[str]:
    yield from _repeated(given)
    for nth, each in enumerate(given.providers):
        yield from (f"providers[{nth}].{problem}" for problem in _problems(each))


def _repeated(given: _File) -> Iterator[str]:
    counted = Counter(each.key for each in given.providers)
    yield from (f"two providers have the key {key}" for key, n in counted.items() if n > 1)


def _problems(given: _Provider) -> Iterator[str]:
    if not is_sound(given.issuer) or "?" in given.issuer or len(given.issuer) > 255:
        yield "issuer: must begin with https:// and have no question mark (http:// on this machine)"
    if not given.assurance and given.side is Side.RESIDENTS:
        yield "assurance: name the levels (acr) that are accepted, as the provider writes them"
    if "openid" not in given.scopes:
        yield "scopes: openid must be among them"
    if bool(given.claims.assignment) != bool(given.clinics):
        yield "clinics: needed with claims.assignment, and only with it: unit's HSA-id to clinic's key"
    if given.side is Side.RESIDENTS and given.clinics:
        yield "clinics: only staff have assignments"
    yield from _problems_of_secret(given)


def _problems_of_secret(given: _Provider) -> Iterator[str]:
    if bool(given.client_secret_file) == bool(given.client_secret_env):
        yield "client_secret_file, client_secret_env: name one of the two"
    elif not _secret(given):
        where = given.client_secret_file or f"the variable {given.client_secret_env}"
        yield f"the client's secret can't be read, or is empty: {where}"


def _secret(given: _Provider) -> str:
    return secret(file=given.client_secret_file, variable=given.client_secret_env)


def _provider(given: _Provider) -> Provider:
    numbers = given.claims.number
    claims = given.claims.model_dump(exclude={"number"})
    return Provider(
        key=given.key,
        side=given.side,
        issuer=given.issuer,
        client_id=given.client_id,
        client_secret=_secret(given),
        name=Text(sv=given.name.sv, en=given.name.en),
        claims=Claims(number=(numbers,) if isinstance(numbers, str) else numbers, **claims),
        assurance=given.assurance or LEVEL_3,
        scopes=given.scopes,
        clinics={unit.upper(): key for unit, key in given.clinics.items()},
        asks_userinfo=given.asks_userinfo,
    )
