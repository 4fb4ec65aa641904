"""Speaking with identity providers: the authorization code flow with PKCE, as a confidential client."""

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from vardag.adapters.eid import id_token
from vardag.adapters.eid.fetching import Json, Patience, fetch
from vardag.adapters.eid.metadata import Known, Metadata
from vardag.domain.people.sign_in import Claims, NotLetIn, Provider, Started, Verified, Why

_LONGEST_CODE = 4096
_LONGEST_NAME = 80
_AWAY = frozenset({"server_error", "temporarily_unavailable"})


class OpenIdLine:
    """The line to every provider of an installation; see ``domain.people.sign_in.Line``."""

    def __init__(self, *, patience: Patience | None = None, between: float = 30.0) -> None:
        self._patience = patience or Patience()
        self._known = Known(self._patience, between=between)

    def begin(self, provider: Provider, started: Started, *, back_to: str) -> str:
        known = self._known.metadata(provider.issuer)
        asked = {
            "response_type": "code",
            "client_id": provider.client_id,
            "redirect_uri": back_to,
            "scope": " ".join(provider.scopes),
            "state": started.state,
            "nonce": started.nonce,
            "code_challenge": _challenge(started.verifier),
            "code_challenge_method": "S256",
            "acr_values": " ".join(provider.assurance),
            **_claims_asked(provider, known),
        }
        return _with(known.authorization, asked)

    def finish(
        self,
        provider: Provider,
        started: Started,
        answer: Mapping[str, str],
        *,
        back_to: str,
        at: datetime,
    ) -> Verified:
        known = self._known.metadata(provider.issuer)
        given = self._redeem(provider, known, _code(answer, known), started, back_to=back_to)
        token = given.get("id_token")
        keys = self._known.keys(known, with_id=id_token.key_id(token))
        claims = id_token.claims_of(str(token), keys)
        id_token.check(claims, provider, started, at=at)
        if provider.asks_userinfo:
            claims = {**self._userinfo(known, given, claims["sub"]), **claims}
        return _verified(claims, provider)

    def end(self, provider: Provider, *, back_to: str) -> str:
        known = self._known.metadata(provider.issuer)
        if not known.end_session:
            return ""
        asked = {"client_id": provider.client_id, "post_logout_redirect_uri": back_to}
        return _with(known.end_session, asked)

    def _redeem(
        self, provider: Provider, known: Metadata, code: str, started: Started, *, back_to: str
    ) -> Json:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back_to,
            "code_verifier": started.verifier,
        }
        sent = {"Authorization": _basic(provider.client_id, provider.client_secret)}
        return fetch(known.token, patience=self._patience, form=form, headers=sent)

    def _userinfo(self, known: Metadata, given: Json, subject: str) -> Json:
        token = given.get("access_token")
        if not known.userinfo or not isinstance(token, str) or not _is_plain(token):
            raise NotLetIn(Why.NOT_TRUSTED, "there is no way to the user's claims")
        sent = {"Authorization": f"Bearer {token}"}
        found = fetch(known.userinfo, patience=self._patience, headers=sent)
        if found.get("sub") != subject:
            raise NotLetIn(Why.NOT_TRUSTED, "the user's claims are another user's")
        return found


def _code(answer: Mapping[str, str], known: Metadata) -> str:
    """Return the code of an answer that came by way of the browser."""
    named = answer.get("iss")
    if named != known.issuer and (named is not None or known.names_itself):
        raise NotLetIn(Why.NOT_TRUSTED, "the answer is another issuer's")
    if "error" in answer:
        raise _refused(answer["error"])
    code = answer.get("code", "")
    if not (code and len(code) <= _LONGEST_CODE and _is_plain(code)):
        raise NotLetIn(Why.NOT_TRUSTED, "the answer has no code")
    return code


def _refused(error: str) -> NotLetIn:
    if error == "access_denied":
        return NotLetIn(Why.CANCELLED, "the provider says access_denied")
    if error in _AWAY:
        return NotLetIn(Why.PROVIDER_AWAY, f"the provider says {error}")
    return NotLetIn(Why.NOT_TRUSTED, "the provider says that something is wrong")


def _verified(claims: dict[str, Any], provider: Provider) -> Verified:
    names: Claims = provider.claims
    given, family = (_text(claims, each) for each in (names.given_name, names.family_name))
    return Verified(
        issuer=provider.issuer,
        subject=claims["sub"],
        number=next((found for each in names.number if (found := _text(claims, each))), ""),
        given_name=given[:_LONGEST_NAME],
        family_name=family[:_LONGEST_NAME],
        assignment=_text(claims, names.assignment) if names.assignment else "",
        level=claims[names.assurance],
    )


def _text(claims: dict[str, Any], name: str) -> str:
    value = claims.get(name)
    return " ".join(value.split()) if isinstance(value, str) and value.isprintable() else ""


def _claims_asked(provider: Provider, known: Metadata) -> dict[str, str]:
    """Return the levels of assurance as a demand, which ``acr_values`` alone is not."""
    if not known.takes_claims:
        return {}
    several = len(provider.assurance) > 1
    accepted = {"values": list(provider.assurance)} if several else {"value": provider.assurance[0]}
    levels = {**accepted, "essential": True}
    return {"claims": json.dumps({"id_token": {provider.claims.assurance: levels}})}


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def _basic(client: str, secret: str) -> str:
    both = f"{quote(client, safe='')}:{quote(secret, safe='')}"
    return f"Basic {base64.b64encode(both.encode()).decode('ascii')}"


def _with(url: str, asked: Mapping[str, str]) -> str:
    return f"{url}{'&' if urlsplit(url).query else '?'}{urlencode(asked)}"


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable()
