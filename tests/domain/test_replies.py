"""A clinic's own standard replies and links: what may be written, what is in use, what to look at."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.build import routine
from vardag.domain.people.identity import PersonId
from vardag.domain.refusals import InvalidForm
from vardag.domain.replies import links
from vardag.domain.replies.links import Found, LinkConcern, LinkStanding
from vardag.domain.replies.reply import (
    Act,
    Concern,
    OwnReply,
    Standing,
    State,
    concerns,
    own_key,
    state,
)
from vardag.domain.replies.writing import Draft, Ground, written
from vardag.domain.words import Text

TODAY = date(2026, 9, 7)
DAY = timedelta(days=1)
LARS = PersonId(1)
DRAFT = Draft(name="Tid bokad", sv="Hej {invånarens förnamn}!", acts=("reply",), owner=LARS)
GROUND = Ground(routine=routine(), link_keys=frozenset({"evi"}), owners={LARS}, on=TODAY)
REPLY = OwnReply(
    key="own-tid-bokad",
    name="Tid bokad",
    text=Text("Hej!", ""),
    acts=(Act.REPLY,),
    owner=LARS,
    from_date=TODAY,
)


def write(draft: Draft, ground: Ground = GROUND) -> OwnReply:
    return written(draft, ground, key="own-tid-bokad", version=1)


def test_what_is_written_is_kept_in_one_spelling_and_begins_today():
    draft = replace(DRAFT, name="  Tid   bokad ", sv=" Hej!\r\nVi ses. ", en=" \u200b", until="")

    found = write(draft)

    assert (found.name, found.text) == ("Tid bokad", Text("Hej!\nVi ses.", ""))
    assert (found.from_date, found.until, found.version) == (TODAY, None, 1)


def test_acts_and_services_stand_in_the_order_of_the_tabs_and_of_the_routine():
    draft = replace(
        DRAFT,
        acts=("reply", "interim-reply"),
        services=("message", "care-allowance-certificate"),
        from_date="2026-10-01",
        until="2026-12-24",
    )

    found = write(draft)

    assert found.acts == (Act.INTERIM_REPLY, Act.REPLY)
    assert found.services == ("care-allowance-certificate", "message")
    assert (found.from_date, found.until) == (date(2026, 10, 1), date(2026, 12, 24))


EVI = routine().standard_reply("evi")
WRONG: dict[str, tuple[str, Draft, Ground]] = {
    "no name": ("name", replace(DRAFT, name=" \u200b"), GROUND),
    "a long name": ("name", replace(DRAFT, name="x" * 81), GROUND),
    "a name that can't be read": ("name", replace(DRAFT, name="a\x07b"), GROUND),
    "no text": ("sv", replace(DRAFT, sv=" "), GROUND),
    "a long text": ("sv", replace(DRAFT, sv="x" * 10_001), GROUND),
    "a text that can't be kept": ("sv", replace(DRAFT, sv="Hej\x00"), GROUND),
    "a gap that nothing fills": ("sv", replace(DRAFT, sv="{mottagnigen}"), GROUND),
    "a gap like nothing": ("sv", replace(DRAFT, sv="{qqqq}"), GROUND),
    "no such link": ("sv", replace(DRAFT, sv="{länk:nowhere}"), GROUND),
    "a brace alone": ("en", replace(DRAFT, sv="Hej", en="Hello {"), GROUND),
    "other gaps in English": ("en", replace(DRAFT, en="Hello!"), GROUND),
    "a follow-up date in a reply": ("sv", replace(DRAFT, sv="{uppföljningsdatum}"), GROUND),
    "not the routine's link": ("sv", DRAFT, replace(GROUND, replaces=EVI)),
    "for no act": ("acts", replace(DRAFT, acts=()), GROUND),
    "for an act that there isn't": ("acts", replace(DRAFT, acts=("reply", "sing")), GROUND),
    "for no such service": ("services", replace(DRAFT, services=("no-such",)), GROUND),
    "nobody owns it": ("owner", replace(DRAFT, owner=None), GROUND),
    "a stranger owns it": ("owner", replace(DRAFT, owner=PersonId(2)), GROUND),
    "begins on no day": ("from_date", replace(DRAFT, from_date="soon"), GROUND),
    "ends on no day": ("until", replace(DRAFT, until="soon"), GROUND),
    "has ended": ("until", replace(DRAFT, until="2026-09-06"), GROUND),
    "ends first": ("until", replace(DRAFT, from_date="2026-10-02", until="2026-10-01"), GROUND),
}


@pytest.mark.parametrize(("field", "draft", "ground"), WRONG.values(), ids=WRONG.keys())
def test_what_cannot_be_is_refused_at_its_field(field: str, draft: Draft, ground: Ground):
    with pytest.raises(InvalidForm) as refused:
        write(draft, ground)

    assert [each.field for each in refused.value.problems] == [field]
    for each in refused.value.problems:
        assert str(each.sentence)


def test_every_field_that_is_wrong_is_told_of_at_once():
    with pytest.raises(InvalidForm) as refused:
        write(Draft(name="", sv="", acts=(), owner=None))

    assert [each.field for each in refused.value.problems] == ["name", "sv", "acts", "owner"]


def test_words_in_the_routines_place_keep_its_links():
    found = write(replace(DRAFT, sv="Skriv till EVI: {länk:evi}"), replace(GROUND, replaces=EVI))

    assert found.links == ("evi",)


def test_an_interim_reply_can_say_when_we_are_in_touch():
    found = write(replace(DRAFT, sv="Vi hörs {uppföljningsdatum}.", acts=("interim-reply",)))

    assert found.acts == (Act.INTERIM_REPLY,)


def test_english_words_ask_for_the_same():
    found = write(replace(DRAFT, en="Hello {resident's first name}!"))

    assert found.as_standard.text.en.startswith("Hello")
    assert REPLY.as_standard.text == Text("Hej!", "Hej!")


@pytest.mark.parametrize(
    ("services", "service", "act", "fits"),
    [
        ((), "message", "reply", True),
        (("message",), "message", "reply", True),
        (("message",), "evi", "reply", False),
        ((), "message", "interim-reply", False),
    ],
)
def test_a_reply_fits_its_acts_and_services(services, service, act, fits):
    assert replace(REPLY, services=services).fits(service=service, act=act) == fits


@pytest.mark.parametrize(
    ("from_date", "until", "withdrawn", "expected"),
    [
        (TODAY, None, False, State.IN_USE),
        (TODAY - DAY, TODAY, False, State.IN_USE),
        (TODAY + DAY, None, False, State.COMING),
        (TODAY - DAY, TODAY - DAY, False, State.EXPIRED),
        (TODAY, None, True, State.WITHDRAWN),
    ],
)
def test_the_days_of_a_reply_say_whether_it_is_in_use(from_date, until, withdrawn, expected):
    reply = replace(REPLY, from_date=from_date, until=until)

    assert state(reply, Standing(on=TODAY, is_withdrawn=withdrawn)) is expected
    assert reply.holds(TODAY) == (expected in (State.IN_USE, State.WITHDRAWN))


LONG_AGO = TODAY - timedelta(days=184)
SEEN: list[tuple[OwnReply, Standing, list[Concern]]] = [
    (REPLY, Standing(TODAY), []),
    (REPLY, Standing(TODAY, in_use_since=LONG_AGO), [Concern.UNUSED]),
    (REPLY, Standing(TODAY, in_use_since=LONG_AGO, last_used=TODAY - DAY), []),
    (REPLY, Standing(TODAY, in_use_since=LONG_AGO - DAY, last_used=LONG_AGO), [Concern.UNUSED]),
    (REPLY, Standing(TODAY, in_use_since=LONG_AGO + DAY), []),
    (REPLY, Standing(TODAY, owner_is_here=False), [Concern.OWNER_LEFT]),
    (REPLY, Standing(TODAY, bad_links=("evi",)), [Concern.LINK]),
    (replace(REPLY, until=TODAY + 30 * DAY), Standing(TODAY), [Concern.EXPIRES_SOON]),
    (replace(REPLY, until=TODAY + 31 * DAY), Standing(TODAY), []),
    (
        replace(REPLY, from_date=TODAY - DAY, until=TODAY - DAY),
        Standing(TODAY, in_use_since=LONG_AGO, owner_is_here=False),
        [Concern.EXPIRED, Concern.OWNER_LEFT],
    ),
    (REPLY, Standing(TODAY, is_withdrawn=True, owner_is_here=False, in_use_since=LONG_AGO), []),
    (replace(REPLY, from_date=TODAY + DAY), Standing(TODAY, in_use_since=LONG_AGO), []),
]


@pytest.mark.parametrize(("reply", "now", "expected"), SEEN)
def test_what_should_be_looked_at_is_seen_the_gravest_first(reply, now, expected):
    assert list(concerns(reply, now)) == expected


def test_a_key_is_made_of_the_name_and_is_nobody_elses():
    assert own_key("Tid bokad på Åviken!", taken=()) == "own-tid-bokad-pa-aviken"
    assert own_key("Tid", taken={"own-tid", "own-tid-2"}) == "own-tid-3"
    assert own_key("你好", taken=()) == "own-reply"
    assert len(own_key("x" * 80, taken=())) <= 90


# --- Links --------------------------------------------------------------------------------------

PAGES = [
    "https://www.vardag.example/vantetider",
    "https://www.vardag.example:443/a?del=1#sida",
    "https://www.vardag.example/artikel/1234567890",
]
NO_PAGES = [
    "http://www.vardag.example/",
    "https://www.vardag.example/?pnr=20150915-2384",
    "https://www.vardag.example/1509152384",
    "https://www.vardag.example/151275-2384",
    "https://www.vardag.example/?till=maria%40vardag.example",
    "https://intranat.local/",
    "https://host.internal/",
    "https://www.vardag.example:8443/",
    "mailto:maria@vardag.example",
]


@pytest.mark.parametrize("typed", PAGES)
def test_a_page_on_the_open_web_can_be_led_to(typed: str):
    assert links.public_address(f" {typed} ") == typed


@pytest.mark.parametrize("typed", NO_PAGES)
def test_no_family_is_led_into_a_house_or_with_anybodys_number(typed: str):
    with pytest.raises(InvalidForm) as refused:
        links.public_address(typed)

    assert [each.field for each in refused.value.problems] == ["address"]


def test_a_link_has_a_key_and_a_name():
    assert links.link_key(" Vantetider ") == "vantetider"
    assert links.link_name(" Väntetider  nu ") == "Väntetider nu"
    for wrong in ("", "å", "a", "2a", "a b", "x" * 41):
        with pytest.raises(InvalidForm):
            links.link_key(wrong)
    with pytest.raises(InvalidForm):
        links.link_name(" ")


FINE = LinkStanding(on=TODAY, found=Found.WORKS)


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (FINE, []),
        (replace(FINE, found=None), [LinkConcern.UNCHECKED]),
        (replace(FINE, found=Found.GONE), [LinkConcern.BROKEN]),
        (replace(FINE, found=Found.NOT_ASKED), [LinkConcern.BROKEN]),
        (replace(FINE, until=TODAY - DAY), [LinkConcern.EXPIRED]),
        (replace(FINE, until=TODAY), [LinkConcern.EXPIRES_SOON]),
        (replace(FINE, until=TODAY + 31 * DAY), []),
        (replace(FINE, has_owner=False), [LinkConcern.NO_OWNER]),
        (replace(FINE, owner_is_here=False), [LinkConcern.OWNER_LEFT]),
        (replace(FINE, is_own=False, has_owner=False, owner_is_here=False), []),
    ],
)
def test_what_should_be_looked_at_of_a_link(link: LinkStanding, expected: list[LinkConcern]):
    assert list(links.concerns(link)) == expected
