"""Words: what a reader would see of them, and which a resident is sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.build import RUT, routine, under
from vardag.domain.case.acts import Message
from vardag.domain.case.circumstances import Circumstances
from vardag.domain.case.words import (
    LONGEST_MESSAGE,
    message_text,
    reason_text,
    standard_text,
    written_text,
)
from vardag.domain.refusals import EmptyText, InvalidForm
from vardag.domain.words import Sentence, Text, say, visible

INVISIBLE = [
    "",
    " ",
    "\t\r\n",
    "\u00a0",  # no-break space
    "\u00ad",  # soft hyphen
    "\u034f",  # combining grapheme joiner
    "\u0301",  # an accent with nothing under it
    "\u115f",  # Hangul filler
    "\u200b\u200c\u200d\u2060\ufeff",  # zero widths
    "\u200e\u200f\u202e",  # directions
    "\u2800",  # braille pattern blank
    "\u3000",  # ideographic space
    "\ufe0f",  # variation selector
    "\U000e0020",  # tag space
]


@pytest.mark.parametrize("text", INVISIBLE)
def test_what_nobody_can_see_is_empty(text):
    assert not visible(text)
    with pytest.raises(EmptyText):
        written_text(text)
    with pytest.raises(InvalidForm):
        reason_text(text)
    assert written_text(text, may_be_empty=True) == ""


@pytest.mark.parametrize("text", [".", "å", "A\u030a", "👍", "\u200b.", "  hej  ", "你", "א", "?"])
def test_what_can_be_seen_is_words(text):
    assert visible(text)
    assert written_text(text)
    assert reason_text(text)


@given(st.text(), st.sampled_from(INVISIBLE))
def test_adding_what_nobody_sees_changes_nothing_for_the_eye(text, nothing):
    assert visible(text + nothing) == visible(text)


def test_words_are_kept_as_written_but_for_their_outer_space():
    assert written_text("  Hej!\r\n\r\nVi ses. ") == "Hej!\n\nVi ses."


@pytest.mark.parametrize("character", ["\0", "\x1b", "\udfff"])
def test_words_that_could_not_be_kept_are_refused(character):
    for refuse in (written_text, reason_text):
        with pytest.raises(InvalidForm):
            refuse(f"Hej{character}")


def test_a_message_has_a_longest_length():
    assert len(written_text("a" * LONGEST_MESSAGE)) == LONGEST_MESSAGE
    with pytest.raises(InvalidForm):
        written_text("a" * (LONGEST_MESSAGE + 1))


def test_a_standard_reply_is_sent_as_it_is_or_as_it_was_edited():
    now = under(RUT)

    assert message_text(Message(standard_reply="received"), now).startswith("Hej!")
    edited = Message(standard_reply="received", text="Hej Gunilla!")
    assert message_text(edited, now) == "Hej Gunilla!"


@pytest.mark.parametrize("reply", [each.key for each in routine().standard_replies])
def test_no_standard_reply_leaves_a_gap_in_it(reply):
    told = {"video-link": "https://video.vardag.example/1"}
    text = standard_text(reply, under(RUT), known=told)

    assert visible(text)
    assert "{" not in text
    assert "}" not in text


def test_a_clinics_own_address_stands_in_the_standard_reply():
    plain = under(RUT)
    own = Circumstances(
        by=plain.by,
        at=plain.at,
        routine=plain.routine,
        calendar=plain.calendar,
        links={"evi": "https://vardag.example/evi"},
    )
    link = routine().link("evi")
    assert link is not None

    assert link.address in standard_text("evi", plain)
    assert "https://vardag.example/evi" in standard_text("evi", own)
    assert link.address not in standard_text("evi", own)


def test_an_unknown_standard_reply_is_refused_even_with_words_of_ones_own():
    for message in (
        Message(standard_reply="no-such-reply"),
        Message(standard_reply="", text="Hej"),
        Message(standard_reply="no-such-reply", text="Hej"),
    ):
        with pytest.raises(InvalidForm):
            message_text(message, under(RUT))


@pytest.mark.parametrize("message", [Message(), Message(text=""), Message("", "received")])
def test_a_message_without_words_is_refused(message):
    with pytest.raises(EmptyText):
        message_text(message, under(RUT))


@pytest.mark.parametrize(
    "key", ["handed-to-doctor", "cancelled", "central-archive", "evi", "received"]
)
def test_the_routines_five_standard_replies_are_there(key):
    assert routine().standard_reply(key) is not None


@pytest.mark.parametrize(
    "key",
    [
        "central-archive",
        "evi",
        "harm-assessment",
        "introduction-material",
        "base-offering",
        "statistics",
    ],
)
def test_the_routines_six_links_are_there(key):
    assert routine().link(key) is not None


def test_a_sentence_keeps_its_particulars_apart_until_it_is_read():
    assert str(Sentence("%(count)s steps remain.", {"count": 2})) == "2 steps remain."
    assert str(Sentence("100 % sure")) == "100 % sure"
    assert say("As it is.") == "As it is."


def test_a_text_is_swedish_in_every_language_but_english():
    text = Text("Hej", "Hello")

    assert text.in_("en") == "Hello"
    assert [text.in_(language) for language in ("sv", "fi", "")] == ["Hej"] * 3


def test_who_writes_for_oneself_is_spoken_to_as_oneself_where_the_document_says_how():
    both = Text("Ditt barn", "Your child", oneself=Text("Du", "You"))
    one = Text("Medicin", "Medicine")

    assert both.to(oneself=True).in_("sv") == "Du"
    assert both.to(oneself=False).in_("en") == "Your child"
    assert one.to(oneself=True) is one
