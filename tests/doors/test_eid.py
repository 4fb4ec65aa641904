"""What is fetched from an identity provider, and how seldom."""

import pytest

from tests.doors import idp as idps
from tests.doors.idp import KEY, OTHER_KEY, Idp, reply
from vardag.adapters.eid.addresses import is_sound
from vardag.adapters.eid.fetching import Patience
from vardag.adapters.eid.metadata import Known
from vardag.domain.people.sign_in import NotLetIn

DISCOVERY = "/.well-known/openid-configuration"


class Clock:
    """Seconds that a test moves on."""

    def __init__(self) -> None:
        self.at = 1_000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def idp():
    with idps.serving(Idp()) as served:
        yield served


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def known(clock) -> Known:
    return Known(Patience(0.5, 1.0), clock=clock)


def test_what_a_provider_says_of_itself_is_fetched_once_in_a_while(idp, known, clock):
    for later in (0, 899, 1):
        clock.at += later
        known.metadata(idp.issuer)
    assert idp.asked.count(DISCOVERY) == 1

    clock.at += 1
    known.metadata(idp.issuer)

    assert idp.asked.count(DISCOVERY) == 2


def test_a_provider_that_is_away_is_let_be_for_a_moment(idp, known, clock):
    idp.answers[DISCOVERY] = lambda handler: reply(handler, 503, {})
    for _ in range(5):
        with pytest.raises(NotLetIn):
            known.metadata(idp.issuer)
    assert idp.asked.count(DISCOVERY) == 1

    idp.answers.clear()
    clock.at += 5

    assert known.metadata(idp.issuer).issuer == idp.issuer


def test_unknown_keys_are_asked_for_twice_a_minute_at_the_most(idp, known, clock):
    metadata = known.metadata(idp.issuer)
    for _ in range(5):
        known.keys(metadata, with_id="made-up")
    assert idp.asked.count("/keys") == 1

    idp.published = [OTHER_KEY.as_dict(private=False)]
    clock.at += 30

    assert [key.kid for key in known.keys(metadata, with_id="two").keys] == ["two"]
    assert idp.asked.count("/keys") == 2


def test_a_key_that_was_withdrawn_is_worth_nothing_after_a_while(idp, known, clock):
    metadata = known.metadata(idp.issuer)
    assert [key.kid for key in known.keys(metadata, with_id="one").keys] == ["one"]
    idp.published = []
    clock.at += 15 * 60 + 1

    assert known.keys(metadata, with_id="one").keys == []


def test_a_key_that_is_broken_takes_none_of_the_others_away(idp, known):
    sound = KEY.as_dict(private=False)
    idp.published = [{"kty": "EC", "crv": "P-256", "x": "?"}, {"kty": "new"}, sound]

    assert [key.kid for key in known.keys(known.metadata(idp.issuer)).keys] == ["one"]


@pytest.mark.parametrize(
    ("address", "sound"),
    [
        ("https://id.example", True),
        ("https://id.example:8443/a/b?c=d", True),
        ("http://127.0.0.1:8484", True),
        ("http://localhost/x", True),
        ("http://[::1]:8484/x", True),
        ("http://id.example", False),
        ("http://127.0.0.1.example", False),
        ("http://localhost.example", False),
        ("https://user@id.example", False),
        ("https://user:word@id.example", False),
        ("https://id.example/#part", False),
        ("https://", False),
        ("https://id.example:none", False),
        ("https://[id", False),
        ("https://häst.example", False),
        ("ftp://id.example", False),
        ("file:///etc/passwd", False),
        ("javascript:alert(1)", False),
        ("//id.example", False),
        ("", False),
    ],
)
def test_only_an_address_that_nobody_can_listen_to_is_asked(address, sound):
    assert is_sound(address) is sound
