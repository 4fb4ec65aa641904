"""Gaps of standard replies: what fills them, what is left to a person, and what is only words."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.build import RUT, under
from vardag.domain.case.acts import Message
from vardag.domain.case.words import message_text
from vardag.domain.gaps import (
    BLANK,
    MEANINGS,
    NAMES,
    Gap,
    called,
    fill,
    left,
    links,
    mistakes,
    parts,
)
from vardag.domain.refusals import LeftUnfilled
from vardag.domain.words import Text

LINKS = frozenset({"evi", "central-archive"})
PIECES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["{mottagningen}", "{link:evi}", "{fyll i: dag}", "{", "}", "{hej}", "{}"]),
)
TEXTS = st.lists(PIECES, max_size=8).map("".join)


def keys(text: str) -> list[str]:
    return [part.key for part in parts(text) if part.key]


@pytest.mark.parametrize("gap", Gap)
def test_every_gap_has_a_name_in_both_languages_and_a_meaning(gap: Gap):
    assert keys(f"{{{NAMES[gap].sv}}}") == keys(f"{{{NAMES[gap].en}}}") == [gap.value]
    assert MEANINGS[gap]


@pytest.mark.parametrize("gap", Gap)
def test_every_gap_stands_in_the_guide_for_those_who_write_replies(gap: Gap):
    guide = (Path(__file__).parents[2] / "docs/how-to/standard-replies.md").read_text()

    assert f"| `{{{NAMES[gap].sv}}}` | `{{{NAMES[gap].en}}}` |" in guide


def test_no_two_gaps_have_one_name():
    names = [name for text in NAMES.values() for name in (text.sv, text.en)]

    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("{Mottagningen}", "clinic"),
        ("{ patientens   förnamn }", "patient"),
        ("{patient\u2019s first name}", "patient"),
        ("{länk:evi}", "link:evi"),
        ("{Link: central-archive}", "link:central-archive"),
        ("{fyll i: dag och tid}", BLANK),
        ("{Fill in:day}", BLANK),
    ],
)
def test_a_gap_is_known_however_carefully_it_is_written(written: str, key: str):
    assert keys(f"Hej {written}!") == [key]


@pytest.mark.parametrize(
    "written",
    [
        "{hej}",
        "{}",
        "{länk}",
        "{länk:}",
        "{länk:å}",
        "{fyll i}",
        "{fyll i: }",
        "mottagningen",
        "{a\nb}",
    ],
)
def test_other_words_in_braces_are_words(written: str):
    assert keys(written) == []
    assert left(written) == ()
    assert message_text(Message(text=f"Hej {written}"), under(RUT)) == f"Hej {written}".strip()


@given(TEXTS)
def test_the_pieces_of_a_text_are_the_text(text: str):
    assert "".join(part.text for part in parts(text)) == text


@given(TEXTS)
def test_what_is_filled_in_is_left_no_more_and_the_rest_stays(text: str):
    known = {"clinic": "BUP", "link:evi": "https://vardag.example"}

    filled = fill(text, known)

    assert not {part.key for part in left(filled)} & known.keys()
    assert fill(filled, known) == filled
    assert fill(text, {}) == text


@given(st.text(alphabet=st.characters(exclude_characters="{}")))
def test_a_text_without_braces_has_no_gaps(text: str):
    assert left(text) == ()
    assert not list(mistakes(text, link_keys=LINKS))


@given(TEXTS)
def test_a_message_is_sent_exactly_when_no_gap_is_left_in_it(text: str):
    message = Message(text=f"Hej{text}.".replace("\r", ""))
    try:
        sent = message_text(message, under(RUT))
    except LeftUnfilled:
        assert left(text)
    except Exception:  # noqa: BLE001 - what can't be kept is another rule's
        pass
    else:
        assert not left(sent)


def test_a_value_in_which_nothing_is_seen_fills_nothing():
    assert fill("Ring {mottagningens telefon}", {"phone": " "}) == "Ring {mottagningens telefon}"


def test_what_is_left_is_named_once_and_in_order():
    text = "{fyll i: dag} {mitt namn} {fyll i: dag} {länk:evi} {Fyll i: Tid på dagen}"

    assert [called(part) for part in left(text)] == [
        Text("dag", "dag"),
        Text("mitt namn", "my name"),
        Text("evi", "evi"),
        Text("Tid på dagen", "Tid på dagen"),
    ]
    assert links(text) == ("evi",)


def test_a_message_with_a_gap_left_is_refused_and_says_which():
    with pytest.raises(LeftUnfilled) as refused:
        message_text(Message(text="Vi ses {fyll i: dag}. {mitt namn}"), under(RUT))

    assert refused.value.sentence.particulars == {
        "gaps": (Text("dag", "dag"), Text("mitt namn", "my name"))
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hej\n{mottagnigen}", (2, "{mottagnigen}", "{mottagningen}")),
        ("{länk:evii}", (1, "{länk:evii}", "{länk:evi}")),
        ("{qqqq}", (1, "{qqqq}", "")),
        ("{}", (1, "{}", "")),
        ("Hej {", (1, "{", "")),
        ("a\nb\nc } d", (3, "}", "")),
        ("{mottag\nningen}", (1, "{", "")),
    ],
)
def test_what_nothing_can_fill_is_found_with_its_line_and_what_was_meant(text: str, found):
    first = next(mistakes(text, link_keys=LINKS))

    assert (first.line, first.written, first.meant) == found


def test_what_can_be_filled_is_no_mistake():
    text = "{mottagningen} {länk:evi} {link:central-archive} {fyll i: vad som helst}"

    assert not list(mistakes(text, link_keys=LINKS))
