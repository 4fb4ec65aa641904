"""HSA-ids have one form, however they were typed or pasted, or else one named error."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardag.domain.people.hsa import LONGEST, hsa_id
from vardag.domain.refusals import InvalidForm

ONE = "SE0000000000-AB12"
AROUND = " \t\r\n\u00a0\u2003\u200b\ufeff\u00ad\u2060"

PASTED = {
    "as it is": ONE,
    "with a leading blank": f" {ONE}",
    "with blanks and a line's end": f"\t {ONE} \r\n",
    "with a blank that doesn't break": f"\u00a0{ONE}\u00a0",
    "with marks that aren't seen": f"\ufeff\u200b {ONE}\u200b \u2060",
    "in small letters": ONE.lower(),
    "in mixed letters": "sE0000000000-aB12",
}
WRONG = {
    "nothing": "",
    "blanks": " \u00a0 ",
    "another country": "NO0000000000-AB12",
    "nine digits": "SE000000000-AB12",
    "eleven digits": "SE00000000000-AB12",
    "an organization number with its hyphen": "SE000000-0000-AB12",
    "no hyphen": "SE0000000000AB12",
    "nothing after the hyphen": "SE0000000000-",
    "a dash for a hyphen": "SE0000000000\u2013AB12",
    "a hyphen that doesn't break": "SE0000000000\u2011AB12",
    "a blank inside": "SE0000000000-AB 12",
    "a mark inside that isn't seen": "SE0000000000-AB\u200b12",
    "Swedish letters": "SE0000000000-ÅÄÖ",
    "two in one field": f"{ONE}#{ONE}",
    "32 characters": f"SE0000000000-{'A' * 19}",
    "digits of another script": "SE\uff10000000000-AB12",
    "Arabic digits": "SE\u0660000000000-AB12",
    "a letter that turns Latin in capitals": "\u017fe0000000000-AB12",
    "a ligature that does": "SE0000000000-\ufb01",
    "a dotless i": "SE0000000000-\u0131",
    "a line's end inside": "SE0000000000-AB12\nX",
    "a zero inside": "SE0000000000-AB\x0012",
    "markup": "SE0000000000-<b>",
}
LETTERS_AND_DIGITS = string.ascii_letters + string.digits


@pytest.mark.parametrize("typed", PASTED.values(), ids=PASTED.keys())
def test_what_is_pasted_comes_in_one_form(typed):
    assert hsa_id(typed) == ONE


@pytest.mark.parametrize("typed", WRONG.values(), ids=WRONG.keys())
def test_what_is_none_is_told_with_what_one_looks_like(typed):
    with pytest.raises(InvalidForm) as refused:
        hsa_id(typed)

    (problem,) = refused.value.problems
    assert problem.field == "hsa_id"
    assert "SE0000000000-AB12" in str(problem.sentence)


@given(
    st.text(string.digits, min_size=10, max_size=10),
    st.text(LETTERS_AND_DIGITS, min_size=1, max_size=18),
    st.text(AROUND),
    st.text(AROUND),
)
def test_every_id_of_the_form_is_one_and_the_same_whatever_stands_around(
    digits, own, before, after
):
    written = f"SE{digits}-{own}"

    found = hsa_id(f"{before}{written}{after}")

    assert found == written.upper() == hsa_id(written.lower())
    assert hsa_id(found) == found
    assert len(found) <= LONGEST


@given(st.text(max_size=40))
def test_any_text_is_an_id_in_one_form_or_a_named_error(typed):
    try:
        found = hsa_id(typed)
    except InvalidForm:
        return
    assert found.isascii()
    assert found == found.upper()
