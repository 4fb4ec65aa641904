"""An identity provider on loopback that does as it should, unless a test twists what it says."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, parse_qsl, urlsplit

from django.test import Client
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from vardag.adapters.eid.fetching import Patience
from vardag.adapters.eid.line import OpenIdLine
from vardag.domain.people.sign_in import Claims, Provider, Side
from vardag.domain.words import Text
from vardag.doors.shared.moments import now
from vardag.doors.signin import providers

NUMBER = "https://id.oidc.se/claim/personalIdentityNumber"
LOA3 = "http://id.sambi.se/loa/loa3"
CLIENT, SECRET = "vardag", "a secret: with + and %"
KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
OTHER_KEY = RSAKey.generate_key(2048, {"kid": "two", "use": "sig"})

type Json = dict[str, Any]


class HastyLine(OpenIdLine):
    """The product's line, but unknown keys are asked for at once; a test may take its patience."""

    patience: ClassVar[Patience] = Patience()

    def __init__(self) -> None:
        super().__init__(patience=self.patience, between=0.0)


@dataclass
class Idp:
    """A provider with keys, codes and one user at a time; ``claims`` is what it says of the user."""

    issuer: str = ""
    claims: Json = field(default_factory=dict)
    metadata: Json = field(default_factory=dict)  # what the discovery document says instead
    twist: Json = field(default_factory=dict)  # what the ID token says instead; None leaves it out
    header: Json = field(default_factory=lambda: {"alg": "RS256", "kid": "one"})
    published: list[Json] = field(default_factory=lambda: [KEY.as_dict(private=False)])
    key: Any = field(default_factory=lambda: KEY)
    algorithms: list[str] = field(default_factory=lambda: ["RS256"])
    answers: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    more: Json = field(default_factory=dict)  # what the token endpoint's answer says besides
    remade: Callable[[str], str] = str  # what becomes of a token once signed
    codes: dict[str, Json] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def authorize(self, address: str) -> dict[str, str]:
        """Do as a user who agrees, and return what the browser comes back with."""
        asked = dict(parse_qsl(urlsplit(address).query, strict_parsing=True))
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = f"code-{len(self.codes)}-{asked['nonce'][:8]}"
        self.codes[code] = {**asked, "user": dict(self.claims)}
        return {"code": code, "state": asked["state"], "iss": self.issuer}

    def id_token(self, code: Json) -> str:
        at = int(now().timestamp())
        said = {
            "iss": self.issuer,
            "aud": CLIENT,
            "exp": at + 300,
            "iat": at,
            "nonce": code["nonce"],
            "acr": LOA3,
            **code["user"],
            **self.twist,
        }
        said = {name: value for name, value in said.items() if value is not None}
        token = jwt.encode(dict(self.header), said, self.key, algorithms=self.algorithms)
        return self.remade(token)

    def documents(self) -> dict[str, Json]:
        own = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "end_session_endpoint": f"{self.issuer}/end",
            "authorization_response_iss_parameter_supported": True,
            "claims_parameter_supported": True,
            **self.metadata,
        }
        return {
            "/.well-known/openid-configuration": own,
            "/keys": {"keys": self.published},
            "/elsewhere/keys": {"keys": self.published},
            "/userinfo": dict(self.claims),
        }

    def redeem(self, form: dict[str, str], authorization: str) -> tuple[int, Json]:
        """Return status and answer of the token endpoint, as strict as one ought to be."""
        code = self.codes.pop(form["code"], None)
        if authorization != f"Basic {_basic()}":
            return 401, {"error": "invalid_client"}
        if code is None or form["redirect_uri"] != code["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != code["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        token = {
            "id_token": self.id_token(code),
            "access_token": "access",
            "token_type": "Bearer",
            **self.more,
        }
        return 200, token


def _basic() -> str:
    return base64.b64encode(b"vardag:a%20secret%3A%20with%20%2B%20and%20%25").decode()


@contextmanager
def serving(idp: Idp) -> Iterator[Idp]:
    """Serve a provider on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(lambda: (200, idp.documents().get(self.path, {})))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = dict(parse_qsl(body))
            self.answer(lambda: idp.redeem(form, self.headers.get("Authorization", "")))

        def answer(self, found: Callable[[], tuple[int, Json]]) -> None:
            idp.asked.append(self.path)
            if self.path in idp.answers:
                idp.answers[self.path](self)
            else:
                reply(self, *found())

        def log_message(self, *said: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    idp.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield idp
    server.shutdown()
    server.server_close()
    thread.join()


def for_both_sides(settings: Any) -> Iterator[Idp]:
    """Yield a provider that residents and staff can sign in by; for a fixture to yield from."""
    with serving(Idp()) as served:
        settings.SIGN_IN_PROVIDERS = (provider(served), provider(served, Side.STAFF))
        settings.SIGN_IN_LINE = "tests.doors.idp.HastyLine"
        providers.line.cache_clear()
        yield served
    providers.line.cache_clear()


def reply(to: BaseHTTPRequestHandler, status: int, body: object, **headers: str) -> None:
    """Answer with JSON, or with bytes as they are."""
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    to.send_response(status)
    for name, value in {"Content-Type": "application/json", **headers}.items():
        to.send_header(name.replace("_", "-"), value)
    to.send_header("Content-Length", str(len(sent)))
    to.end_headers()
    to.wfile.write(sent)


def provider(idp: Idp, side: Side = Side.RESIDENTS, **more: Any) -> Provider:
    """Return the installation's description of the provider."""
    claims = Claims(number=(NUMBER,) if side is Side.RESIDENTS else ("employeeHsaId",))
    given: dict[str, Any] = {"claims": claims, "assurance": (LOA3,), **more}
    return Provider(
        key=side.value,
        side=side,
        issuer=idp.issuer,
        client_id=CLIENT,
        client_secret=SECRET,
        name=Text(sv="Provlegitimation", en="Trial ID"),
        **given,
    )


def begins(client: Client, key: str = "residents", **more: str) -> str:
    """Press the button of a provider, and return the address that the page leads on to."""
    response = client.post(f"/sign-in/with/{key}/", more)
    assert response.status_code == 200, response.content.decode()
    page = response.content.decode()
    return unescape(page.split('http-equiv="refresh" content="0; url=')[1].split('"')[0])


def comes_back(client: Client, answer: dict[str, str], key: str = "residents") -> Any:
    return client.get(f"/sign-in/back/{key}/", answer)


def signs_in(client: Client, idp: Idp, key: str = "residents", **more: str) -> Any:
    return comes_back(client, idp.authorize(begins(client, key, **more)), key)


def of_address(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)


def unsigned(token: str) -> str:
    """Return a token with the algorithm ``none`` and no signature."""
    header = _encoded(b'{"alg":"none","typ":"JWT"}')
    return f"{header}.{token.split('.')[1]}."


def with_public_key_as_secret(token: str) -> str:
    """Sign anew with HMAC, and as its secret what everybody knows. By hand: no library would."""
    header = _encoded(b'{"alg":"HS256","kid":"one"}')
    signed = f"{header}.{token.split('.')[1]}".encode()
    signature = hmac.digest(KEY.as_pem(private=False), signed, "sha256")
    return f"{signed.decode()}.{_encoded(signature)}"


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def elliptic() -> ECKey:
    return ECKey.generate_key("P-256", {"kid": "curve", "use": "sig"})
