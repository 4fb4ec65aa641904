"""What identity providers say of themselves: their addresses and their keys, kept for a while."""

import threading
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field

from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import KeySet, import_key

from vardag.adapters.eid.addresses import is_sound
from vardag.adapters.eid.fetching import Json, Patience, fetch
from vardag.domain.people.sign_in import NotLetIn, Why

_KEPT = 15 * 60.0  # seconds
_LET_BE = 5.0  # seconds for which a provider that didn't answer is not asked again
_RSA_2048 = 342  # the letters of such a modulus
_KINDS = frozenset({"RSA", "EC"})


@dataclass(frozen=True)
class Metadata:
    """The addresses of a provider."""

    issuer: str
    authorization: str
    token: str
    keys: str
    userinfo: str
    end_session: str
    names_itself: bool  # in each answer to the browser (RFC 9207)
    takes_claims: bool  # the parameter by which single claims are asked for


@dataclass
class Known:
    """What is known of providers, fetched when it is asked for and as seldom as possible.

    A provider that is away is let be for a moment: everybody who comes meanwhile is told at once.

    :param between: seconds that must pass before keys are fetched again for a key that is unknown
    """

    patience: Patience
    between: float = 30.0
    clock: Callable[[], float] = time.monotonic
    _metadata: dict[str, tuple[float, Metadata]] = field(default_factory=dict)
    _keys: dict[str, tuple[float, KeySet]] = field(default_factory=dict)
    _away: dict[str, tuple[float, NotLetIn]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def metadata(self, issuer: str) -> Metadata:
        """Return what a provider says of itself.

        :raises NotLetIn: if it says nothing, or speaks for another
        """
        found = self._metadata.get(issuer)
        if found is None or self.clock() - found[0] > _KEPT:
            url = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
            found = (self.clock(), read(self._fetched(url), issuer=issuer))
            self._metadata[issuer] = found
        return found[1]

    def keys(self, provider: Metadata, *, with_id: str | None = None) -> KeySet:
        """Return a provider's keys; fetched anew if the one of that id isn't among those known.

        :raises NotLetIn: if the keys can't be had
        """
        with self._lock:
            found = self._keys.get(provider.keys)
            if found is None or self._should_renew(found, with_id):
                fetched = _sound_keys(self._fetched(provider.keys))
                found = self._keys[provider.keys] = (self.clock(), fetched)
            return found[1]

    def _fetched(self, url: str) -> Json:
        at, why = self._away.get(url, (0.0, None))
        if why is not None and self.clock() - at < min(_LET_BE, self.between):
            raise NotLetIn(why.why, f"{why.detail}, a moment ago")
        try:
            return fetch(url, patience=self.patience)
        except NotLetIn as wrong:
            self._away[url] = self.clock(), wrong
            raise

    def _should_renew(self, found: tuple[float, KeySet], with_id: str | None) -> bool:
        age = self.clock() - found[0]
        is_unknown = with_id is not None and all(key.kid != with_id for key in found[1].keys)
        return age > _KEPT or (is_unknown and age >= self.between)


def read(given: Json, *, issuer: str) -> Metadata:
    """Return a provider's metadata, checked.

    :raises NotLetIn: if it speaks for another issuer, or names an address that isn't sound
    """
    if given.get("issuer") != issuer:
        raise NotLetIn(Why.NOT_TRUSTED, "the discovery document is another issuer's")
    return Metadata(
        issuer=issuer,
        authorization=_address(given, "authorization_endpoint"),
        token=_address(given, "token_endpoint"),
        keys=_address(given, "jwks_uri"),
        userinfo=_address(given, "userinfo_endpoint", may_lack=True),
        end_session=_address(given, "end_session_endpoint", may_lack=True),
        names_itself=given.get("authorization_response_iss_parameter_supported") is True,
        takes_claims=given.get("claims_parameter_supported") is True,
    )


def _address(given: Json, name: str, *, may_lack: bool = False) -> str:
    url = given.get(name, "")
    if may_lack and url == "":
        return ""
    if not isinstance(url, str) or not is_sound(url):
        raise NotLetIn(Why.NOT_TRUSTED, f"the discovery document has no sound {name}")
    return url


def _sound_keys(given: Json) -> KeySet:
    """Return the keys that can vouch for an answer; shared secrets and short keys can't."""
    listed = given.get("keys")
    if not isinstance(listed, list):
        raise NotLetIn(Why.NOT_TRUSTED, "the provider's keys are no list of keys")
    found = KeySet([])
    for each in listed[:50]:
        if isinstance(each, dict) and _may_sign(each):
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore", SecurityWarning)
                    found.keys.append(import_key(each))
            except (JoseError, ValueError, TypeError, KeyError):
                continue  # a key of a kind that isn't known here; others may be
    return found


def _may_sign(key: Json) -> bool:
    if key.get("kty") not in _KINDS or key.get("use", "sig") != "sig":
        return False
    return key["kty"] != "RSA" or len(str(key.get("n", ""))) >= _RSA_2048
