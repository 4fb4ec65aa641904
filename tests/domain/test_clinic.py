"""What may be written of a clinic."""

import pytest

from vardag.domain.people.clinic import clinic_key, name, phone, web_address
from vardag.domain.refusals import InvalidForm

RIGHT_ADDRESSES = (
    "https://vardag.example",
    " https://vardag.example/introduktion?del=1#sida ",
    "https://vardag.example:8443/a",
    "https://xn--rksmrgs-5wao1o.example/",
)
WRONG_ADDRESSES = (
    "",
    "vardag.example",
    "http://vardag.example",
    "HTTP://vardag.example",
    "javascript:alert(1)",
    "data:text/html,hej",
    "https://",
    "https://localhost",
    "https:vardag.example",
    "https://127.0.0.1/",
    "https://user@vardag.example",
    "https://vardag.example@elsewhere.example",
    "https://vardag.example/a b",
    "https://vardag.example/a\nb",
    "https://vardag.example:port/",
    "https://vardag.example:99999/",
    "https://[::1",
    "https://räksmörgås.example",
    "https://vardag.example/" + "a" * 500,
)


@pytest.mark.parametrize("typed", RIGHT_ADDRESSES)
def test_an_address_of_a_page_is_kept_as_it_was_written(typed: str):
    assert web_address(typed) == typed.strip()


@pytest.mark.parametrize("typed", WRONG_ADDRESSES)
def test_what_is_no_address_over_https_is_refused_at_its_field(typed: str):
    with pytest.raises(InvalidForm) as refused:
        web_address(typed, field="link-3")

    assert [each.field for each in refused.value.problems] == ["link-3"]


@pytest.mark.parametrize("typed", ["aviken", "bup-2", "a"])
def test_a_key_is_small_letters_digits_and_hyphens(typed: str):
    assert clinic_key(typed) == typed


@pytest.mark.parametrize(
    "typed", ["", "Åviken", "åviken", "2a", "-a", "a b", "a\n", "a_b", "a" * 61]
)
def test_what_is_no_key_is_refused(typed: str):
    with pytest.raises(InvalidForm):
        clinic_key(typed)


def test_a_name_is_what_somebody_can_read():
    assert name("  BUP   Åviken ") == "BUP Åviken"
    for typed in ("", "  ", "\u200b", "x" * 121):
        with pytest.raises(InvalidForm):
            name(typed)


@pytest.mark.parametrize("typed", ["031-390 06 10", "+46 31 390 06 10", "1177", ""])
def test_a_telephone_number_can_be_dialled(typed: str):
    assert phone(f" {typed} ") == typed


@pytest.mark.parametrize("typed", ["ring oss", "031-390 06 10 eller 1177", "٠٣١٣٩٠٠٦١٠", "0" * 41])
def test_what_cant_be_dialled_is_refused(typed: str):
    with pytest.raises(InvalidForm):
        phone(typed)
