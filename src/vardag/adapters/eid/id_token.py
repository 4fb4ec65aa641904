"""The checks of an ID token: each is one line, and all of them must hold."""

import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Any, TypeGuard

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from vardag.domain.people.sign_in import NotLetIn, Provider, Started, Why

# None of those with a shared secret, and not "none": whoever has our public parts could sign so.
ALGORITHMS = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"}
)
# What the same issuer signs with the same keys: RFC 9068, OpenID Connect Back-Channel Logout, RFC 8417.
_OTHER_KINDS = frozenset({"at+jwt", "logout+jwt", "secevent+jwt"})
LEEWAY = 60  # seconds by which two clocks may differ
_OLDEST = 10 * 60  # seconds since a token was made: it is fetched at once, never kept
_LONGEST = 64 * 1024
_SUBJECT = 255


def key_id(token: object) -> str | None:
    """Return which key a token says it is signed with.

    :raises NotLetIn: if it is no signed token, or says that it is one for something else
    """
    if not isinstance(token, str) or token.count(".") != 2 or len(token) > _LONGEST:
        raise NotLetIn(Why.NOT_TRUSTED, "no signed ID token")
    try:
        header = jws.extract_compact(token.encode()).headers()
    except (JoseError, ValueError, TypeError, RecursionError):
        raise NotLetIn(Why.NOT_TRUSTED, "an ID token that can't be read") from None
    if str(header.get("typ", "JWT")).lower().removeprefix("application/") in _OTHER_KINDS:
        raise NotLetIn(Why.NOT_TRUSTED, "a token of another kind than an ID token")
    kid = header.get("kid")
    return kid if isinstance(kid, str) else None


def claims_of(token: str, keys: KeySet) -> dict[str, Any]:
    """Return what a token says, once its signature has been found good.

    :raises NotLetIn: if it isn't signed by one of the keys, in one of the ways that are accepted
    """
    registry = jws.JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
    try:
        return dict(jwt.decode(token, keys, registry=registry).claims)
    except (JoseError, ValueError, TypeError, RecursionError) as wrong:
        detail = f"the ID token's signature isn't accepted: {type(wrong).__name__}"
        raise NotLetIn(Why.NOT_TRUSTED, detail) from None


def check(claims: dict[str, Any], provider: Provider, started: Started, *, at: datetime) -> None:
    """Check that a token is this provider's, for us, of this sign-in, of now, and strong enough.

    :raises NotLetIn: if not
    """
    for wrong in _wrong(claims, provider, started, int(at.timestamp())):
        raise NotLetIn(Why.NOT_TRUSTED, f"the ID token's {wrong}")
    if claims.get(provider.claims.assurance) not in provider.assurance:
        raise NotLetIn(Why.TOO_WEAK, "the level of assurance isn't one that is accepted")


def _wrong(claims: dict[str, Any], provider: Provider, started: Started, now: int) -> Iterator[str]:
    if claims.get("iss") != provider.issuer:
        yield "iss is another's"
    if claims.get("aud") not in (provider.client_id, [provider.client_id]):
        yield "aud isn't us alone"
    if claims.get("azp", provider.client_id) != provider.client_id:
        yield "azp is another's"
    if not _same(claims.get("nonce"), started.nonce):
        yield "nonce is another sign-in's"
    if not _is_subject(claims.get("sub")):
        yield "sub is missing or malformed"
    yield from _wrong_times(claims, now)


def _wrong_times(claims: dict[str, Any], now: int) -> Iterator[str]:
    exp, iat, nbf = claims.get("exp"), claims.get("iat"), claims.get("nbf", 0)
    if not (_is_time(exp) and now - LEEWAY < exp):
        yield "exp has passed or is missing"
    if not (_is_time(iat) and now - _OLDEST <= iat <= now + LEEWAY):
        yield "iat is too old, to come or missing"
    if not (_is_time(nbf) and nbf <= now + LEEWAY):
        yield "nbf is to come"


def _is_time(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 2**40


def _is_subject(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _SUBJECT and value.isprintable()


def _same(value: object, wanted: str) -> bool:
    return isinstance(value, str) and secrets.compare_digest(value.encode(), wanted.encode())
