"""Forty bad answers of an identity provider, and forty refusals: nobody in, nothing broken (T5, P9)."""

import logging
import time
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from joserfc.errors import SecurityWarning
from joserfc.jwk import RSAKey

from tests.doors import idp as idps
from tests.doors.idp import (
    KEY,
    NUMBER,
    OTHER_KEY,
    HastyLine,
    Idp,
    begins,
    comes_back,
    reply,
    signs_in,
)
from tests.doors.town import build_town
from vardag.adapters.eid.fetching import Patience
from vardag.domain.people.sign_in import Side
from vardag.doors.shared.moments import now
from vardag.doors.signin import providers
from vardag.rooms.people.identity_rows import IdentityRow
from vardag.rooms.people.models import PersonRow

type Bad = Callable[[Client, Idp], Any]

NOT_TRUSTED = "Vi kunde inte lita på svaret från e-legitimeringen."
AWAY = "Tjänsten för e-legitimation svarar inte just nu."
BEFORE = "Den här inloggningen är redan använd, eller påbörjad i ett annat fönster."
WEAK = "E-legitimationen du använde är inte tillräckligt stark."
RESERVED = "Ditt nummer är ett reservnummer, och med det kan ingen logga in."
NO_NUMBER = "E-legitimeringen gav oss inte ditt personnummer."
NOT_AS_BEFORE = "E-legitimeringen stämmer inte med vem du var förra gången."
FORTY: list[tuple[str, str, Bad]] = []


def bad(name: str, says: str) -> Callable[[Bad], Bad]:
    def keep(answer: Bad) -> Bad:
        FORTY.append((name, says, answer))
        return answer

    return keep


def says(name: str, sentence: str, **twist: Any) -> None:
    """Add a token that says something else, signed as it should be."""

    @bad(name, sentence)
    def twisted(client: Client, idp: Idp) -> Any:
        idp.twist = twist
        return signs_in(client, idp)


def made(name: str, sentence: str, change: Callable[[Idp], None]) -> None:
    """Add a provider that does something else."""

    @bad(name, sentence)
    def changed(client: Client, idp: Idp) -> Any:
        change(idp)
        return signs_in(client, idp)


def brings(name: str, sentence: str, **changed: str | None) -> None:
    """Add an answer by way of the browser that has been changed on its way."""

    @bad(name, sentence)
    def brought(client: Client, idp: Idp) -> Any:
        answer = {**idp.authorize(begins(client)), **changed}
        return comes_back(client, {k: v for k, v in answer.items() if v is not None})


NOW = int(now().timestamp())
DAY = 24 * 60 * 60

# ---- Tokens that say something else ----------------------------------------------------------------

says("of another issuer", NOT_TRUSTED, iss="https://elsewhere.example")
says("of the issuer with a slash more", NOT_TRUSTED, iss="http://127.0.0.1/")
says("without issuer", NOT_TRUSTED, iss=None)
says("for another client", NOT_TRUSTED, aud="somebody-else")
says("for us and another client", NOT_TRUSTED, aud=["vardag", "somebody-else"])
says("for nobody", NOT_TRUSTED, aud=[])
says("without audience", NOT_TRUSTED, aud=None)
says("given to another client", NOT_TRUSTED, azp="somebody-else")
says("of another sign-in", NOT_TRUSTED, nonce="another")
says("of no sign-in", NOT_TRUSTED, nonce=None)
says("with a nonce that is no text", NOT_TRUSTED, nonce=["a"])
says("that has ended", NOT_TRUSTED, exp=NOW - 2 * DAY)
says("that never ends", NOT_TRUSTED, exp=None)
says("that ends some time", NOT_TRUSTED, exp="later")
says("that was made yesterday", NOT_TRUSTED, iat=NOW - DAY)
says("that was made tomorrow", NOT_TRUSTED, iat=NOW + DAY, exp=NOW + 2 * DAY)
says("that was never made", NOT_TRUSTED, iat=None)
says("that was made at no time", NOT_TRUSTED, iat=True)
says("that isn't valid yet", NOT_TRUSTED, nbf=NOW + DAY)
says("without subject", NOT_TRUSTED, sub=None)
says("with an empty subject", NOT_TRUSTED, sub="")
says("with a subject that is a number", NOT_TRUSTED, sub=17)
says("with a subject of a thousand letters", NOT_TRUSTED, sub="s" * 1_000)
says("with a subject that hides something", NOT_TRUSTED, sub="s\x00ub")
says("of level 2", WEAK, acr="http://id.sambi.se/loa/loa2")
says("of no level", WEAK, acr=None)
says("of several levels", WEAK, acr=[idps.LOA3])
says("of a level in other letters", WEAK, acr=idps.LOA3.upper())
says("without number", NO_NUMBER, **{NUMBER: None})
says("with a number of ten digits", NO_NUMBER, **{NUMBER: "1212121212"})
says("with a number with a hyphen", NO_NUMBER, **{NUMBER: "20121212-1212"})
says("with a wrong check digit", NO_NUMBER, **{NUMBER: "201212121213"})
says("with a day that there isn't", NO_NUMBER, **{NUMBER: "201213121211"})
says("with fullwidth digits", NO_NUMBER, **{NUMBER: "２０１２１２１２１２１２"})
says("with a number that is no text", NO_NUMBER, **{NUMBER: 201212121212})
says("with a national reserve number", RESERVED, **{NUMBER: "198108320014"})
says("with a regional reserve number", RESERVED, **{NUMBER: "19810829M071"})
says("with somebody unborn", NO_NUMBER, **{NUMBER: "209901019802"})

# ---- Signatures ------------------------------------------------------------------------------------


def spoilt(token: str) -> str:
    head, body, signature = token.split(".")
    return f"{head}.{body}.{'A' * len(signature)}"


def reworded(token: str) -> str:
    head, body, signature = token.split(".")
    return f"{head}.{body[:-4]}AAAA.{signature}"


def signed_by_another(idp: Idp) -> None:
    idp.key = OTHER_KEY


def an_unknown_key(idp: Idp) -> None:
    idp.key, idp.header = OTHER_KEY, {"alg": "RS256", "kid": "two"}


def a_key_for_secrets(idp: Idp) -> None:
    idp.published = [{**KEY.as_dict(private=False), "use": "enc"}]


def an_algorithm_of_another_kind(idp: Idp) -> None:
    key = idps.elliptic()
    idp.published = [{**KEY.as_dict(private=False), "kid": "curve"}]
    idp.key, idp.header, idp.algorithms = key, {"alg": "ES256", "kid": "curve"}, ["ES256"]


def its_own_key(idp: Idp) -> None:
    """The token brings the key that it is signed with, and nobody else knows it."""
    own = OTHER_KEY.as_dict(private=False)
    idp.key, idp.header = OTHER_KEY, {"alg": "RS256", "kid": "one", "jwk": own}


def turned_into(token: object) -> Callable[[Idp], None]:
    def change(idp: Idp) -> None:
        idp.remade = lambda _: token  # type: ignore[assignment,return-value]  # as a hostile one would

    return change


def remade_by(change: Callable[[str], str]) -> Callable[[Idp], None]:
    def remake(idp: Idp) -> None:
        idp.remade = change

    return remake


def a_short_key(idp: Idp) -> None:
    with pytest.warns(SecurityWarning):
        idp.key = RSAKey.generate_key(1024, {"kid": "one", "use": "sig"})
    idp.published = [idp.key.as_dict(private=False)]


def of_kind(kind: object) -> Callable[[Idp], None]:
    def change(idp: Idp) -> None:
        idp.header = {**idp.header, "typ": kind}

    return change


made("signed by a key that is too short", NOT_TRUSTED, a_short_key)
made("not signed at all", NOT_TRUSTED, remade_by(idps.unsigned))
made(
    "signed with our public key as a secret",
    NOT_TRUSTED,
    remade_by(idps.with_public_key_as_secret),
)
made("with a spoilt signature", NOT_TRUSTED, remade_by(spoilt))
made("changed after it was signed", NOT_TRUSTED, remade_by(reworded))
made("signed by another's key", NOT_TRUSTED, signed_by_another)
made("signed by a key that nobody knows", NOT_TRUSTED, an_unknown_key)
made("signed by a key for other things", NOT_TRUSTED, a_key_for_secrets)
made("signed by a key of another kind", NOT_TRUSTED, an_algorithm_of_another_kind)
made("signed by a key that it brings itself", NOT_TRUSTED, its_own_key)
for _kind in ("at+jwt", "application/at+jwt", "logout+jwt", "secevent+jwt", "AT+JWT"):
    made(f"that says it is {_kind}", NOT_TRUSTED, of_kind(_kind))
made("that is no token", NOT_TRUSTED, turned_into("no token"))
made("that is a number", NOT_TRUSTED, turned_into(5))
made("that is nothing", NOT_TRUSTED, turned_into(None))
made("of a hundred thousand letters", NOT_TRUSTED, turned_into("a" * 100_000 + ".b.c"))
made("of three empty parts", NOT_TRUSTED, turned_into(".."))
made("of five parts", NOT_TRUSTED, turned_into("a.b.c.d.e"))

# ---- Answers of the provider's servers -------------------------------------------------------------


def answers(path: str, status: int, body: object, **headers: str) -> Callable[[Idp], None]:
    def change(idp: Idp) -> None:
        idp.answers[path] = lambda handler: reply(handler, status, body, **headers)

    return change


def with_a_megabyte_more(idp: Idp) -> None:
    idp.more = {"more": "x" * 1_000_000}


def hurried(change: Callable[[Idp], None]) -> Bad:
    """Sign in at a provider that is slow, with less patience than the product has."""

    def hurry(client: Client, idp: Idp) -> Any:
        change(idp)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(HastyLine, "patience", Patience(part=1.0, whole=1.5))
            return signs_in(client, idp)

    return hurry


def sleeps(idp: Idp) -> None:
    def late(handler: Any) -> None:
        time.sleep(1.6)

    idp.answers["/token"] = late


def drips(idp: Idp) -> None:
    def slowly(handler: Any) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(30):
            time.sleep(0.1)
            try:
                handler.wfile.write(b" ")
            except OSError:
                return

    idp.answers["/token"] = slowly


made("sent elsewhere for the token", NOT_TRUSTED, answers("/token", 307, {}, Location="/keys"))
made("with an error instead of a token", NOT_TRUSTED, answers("/token", 400, {"error": "no"}))
made("with a failure instead of a token", AWAY, answers("/token", 500, b"<h1>oh</h1>"))
made("with a page instead of a token", NOT_TRUSTED, answers("/token", 200, b"<h1>oh</h1>"))
made("with a list instead of a token", NOT_TRUSTED, answers("/token", 200, []))
made("with nothing instead of a token", NOT_TRUSTED, answers("/token", 200, {}))
made("nested beyond all bounds", NOT_TRUSTED, answers("/token", 200, b"[" * 100_000))
made("with letters that are none", NOT_TRUSTED, answers("/token", 200, b'{"id_token":"\xff"}'))
made("of a megabyte, though all is right in it", NOT_TRUSTED, with_a_megabyte_more)
bad("that never comes", AWAY)(hurried(sleeps))
bad("that comes letter by letter", AWAY)(hurried(drips))
made(
    "sent elsewhere for the keys",
    NOT_TRUSTED,
    answers("/keys", 302, {}, Location="/elsewhere/keys"),
)
made("with keys that are away", AWAY, answers("/keys", 503, {}))
made("with keys that are none", NOT_TRUSTED, answers("/keys", 200, {"keys": "none"}))
made("with keys that are broken", NOT_TRUSTED, answers("/keys", 200, {"keys": [7, {"kty": "RSA"}]}))

# ---- Answers by way of the browser -----------------------------------------------------------------

brings("broken off by the user", "Du avbröt innan det var klart.", error="access_denied", code=None)
brings("broken off by the provider", AWAY, error="temporarily_unavailable", code=None)
brings("with an error of its own", NOT_TRUSTED, error="<script>alert(1)</script>", code=None)
brings("without code", NOT_TRUSTED, code=None)
brings("with an empty code", NOT_TRUSTED, code="")
brings("with a code that nobody gave", NOT_TRUSTED, code="guessed")
brings("with a code of many letters", NOT_TRUSTED, code="c" * 5_000)
brings("with a code that is two lines", NOT_TRUSTED, code="a\r\nb")
brings("in the name of another issuer", NOT_TRUSTED, iss="https://elsewhere.example")
brings("in nobody's name", NOT_TRUSTED, iss=None)
brings("without state", BEFORE, state=None)
brings("with a state that nobody gave", BEFORE, state="guessed")
brings("with a state that is no text", BEFORE, state="\ud800".encode("utf-8", "replace").decode())


@bad("of another browser", BEFORE)
def another_browser(client: Client, idp: Idp) -> Any:
    other = Client()
    answer = idp.authorize(begins(other))
    begins(client)
    return comes_back(client, answer)


@bad("with the code of another's sign-in", NOT_TRUSTED)
def anothers_code(client: Client, idp: Idp) -> Any:
    stolen = idp.authorize(begins(Client()))
    own = idp.authorize(begins(client))
    return comes_back(client, {**own, "code": stolen["code"]})


@bad("that was used before", BEFORE)
def used_before(client: Client, idp: Idp) -> Any:
    answer = idp.authorize(begins(client))
    assert comes_back(client, answer).status_code == 302
    client.post("/sign-in/out/")
    IdentityRow.objects.all().delete()
    return comes_back(client, answer)


@bad("to a sign-in that was answered before", BEFORE)
def answered_before(client: Client, idp: Idp) -> Any:
    answer = idp.authorize(begins(client))
    denied = {"state": answer["state"], "iss": idp.issuer, "error": "access_denied"}
    assert comes_back(client, denied).status_code == 403
    return comes_back(client, answer)


@bad("with a code that was used before", NOT_TRUSTED)
def code_used_before(client: Client, idp: Idp) -> Any:
    first = idp.authorize(begins(client))
    comes_back(client, first)
    client.post("/sign-in/out/")
    IdentityRow.objects.all().delete()
    return comes_back(client, {**idp.authorize(begins(client)), "code": first["code"]})


@bad("that comes to another provider's address", BEFORE)
def anothers_address(client: Client, idp: Idp) -> Any:
    return comes_back(client, idp.authorize(begins(client, "staff")), "residents")


@bad("of somebody whose number is another's now", NOT_AS_BEFORE)
def reassigned_subject(client: Client, idp: Idp) -> Any:
    return _second_time(client, idp, **{NUMBER: "201212121212"})


@bad("of a number that comes as somebody else", NOT_AS_BEFORE)
def another_subject(client: Client, idp: Idp) -> Any:
    return _second_time(client, idp, sub="another")


def _second_time(client: Client, idp: Idp, **changed: str) -> Any:
    other = Client()
    assert signs_in(other, idp).status_code == 302
    idp.claims |= changed
    answer = signs_in(client, idp)
    IdentityRow.objects.all().delete()
    return answer


@bad("from an issuer that calls itself something else", NOT_TRUSTED)
def another_issuers_discovery(client: Client, idp: Idp) -> Any:
    idp.metadata = {"issuer": "https://elsewhere.example"}
    return client.post("/sign-in/with/residents/")


@bad("from an issuer with an address in the clear", NOT_TRUSTED)
def an_address_in_the_clear(client: Client, idp: Idp) -> Any:
    idp.metadata = {"token_endpoint": "http://elsewhere.example/token"}
    return client.post("/sign-in/with/residents/")


@bad("from an issuer with an address that is a script", NOT_TRUSTED)
def an_address_that_is_a_script(client: Client, idp: Idp) -> Any:
    idp.metadata = {"authorization_endpoint": "javascript:alert(1)"}
    return client.post("/sign-in/with/residents/")


@bad("from an issuer without keys", NOT_TRUSTED)
def no_address_of_keys(client: Client, idp: Idp) -> Any:
    idp.metadata = {"jwks_uri": ["x"]}
    return client.post("/sign-in/with/residents/")


@bad("from an issuer that is away", AWAY)
def away(client: Client, idp: Idp) -> Any:
    answers("/.well-known/openid-configuration", 502, {})(idp)
    return client.post("/sign-in/with/residents/")


# ---- All of them -----------------------------------------------------------------------------------


@pytest.fixture
def idp(db, settings):
    town = build_town()
    gunilla = PersonRow.objects.get(pk=town["gunilla"])
    with idps.serving(Idp()) as served:
        served.claims = {"sub": "gunilla", NUMBER: gunilla.personal_number}
        served.claims |= {"given_name": "Gunilla", "family_name": "Gran"}
        settings.SIGN_IN_PROVIDERS = (
            idps.provider(served),
            idps.provider(served, Side.STAFF),
        )
        settings.SIGN_IN_LINE = "tests.doors.idp.HastyLine"
        providers.line.cache_clear()
        yield served
    providers.line.cache_clear()


def test_there_are_forty_and_more():
    assert len({name for name, _, _ in FORTY}) == len(FORTY) >= 40


def test_a_good_answer_lets_in(client, idp):
    """Were it not so, the refusals would say nothing."""
    assert signs_in(client, idp).status_code == 302
    assert PersonRow.objects.get(pk=client.session["person"]).given_name == "Gunilla"


@pytest.mark.parametrize(
    ("sentence", "answer"), [each[1:] for each in FORTY], ids=[each[0] for each in FORTY]
)
@pytest.mark.asvs(
    "6.8.2",
    "6.8.4",
    "9.1.1",
    "9.1.2",
    "9.1.3",
    "9.2.1",
    "9.2.2",
    "9.2.3",
    "10.2.1",
    "10.2.2",
    "10.5.1",
    "10.5.3",
    "10.5.4",
)
def test_a_bad_answer_lets_nobody_in(client, idp, caplog, sentence, answer):
    people = PersonRow.objects.count()
    with caplog.at_level(logging.WARNING, "vardag.doors.signin"):
        refused = answer(client, idp)

    page = unescape(refused.content.decode())
    assert refused.status_code == (503 if sentence == AWAY else 403), page
    assert "Du har inte loggats in" in page
    assert sentence in page
    assert "<script>alert" not in page
    assert "person" not in client.session
    assert client.get("/cases/").status_code == 302
    assert not IdentityRow.objects.exists()
    assert PersonRow.objects.count() == people
    *_, said = (each for each in caplog.records if each.name.startswith("vardag.doors.signin"))
    assert said.getMessage().startswith("nobody signed in by ")
    assert idp.claims[NUMBER] not in said.getMessage()
