"""An e-mail goes to one plain address on the open network."""

import pytest

from vardag.domain.notices.addresses import mail_address, phone_number


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("anna.berg+x@vardag.example", "anna.berg+x@vardag.example"),
        ("anna@Bücher.example", "anna@xn--bcher-kva.example"),
    ],
)
def test_a_plain_address_is_taken_and_its_domain_goes_in_ascii(typed, plain):
    assert mail_address(typed) == plain


@pytest.mark.parametrize(
    "typed",
    [
        *("", "anna", "@vardag.example", "anna@", "a@localhost", "a@127.0.0.1", "a@[127.0.0.1]"),
        *("a@vardag.example,b@vardag.example", "a@b@vardag.example", "a b@vardag.example"),
        *("a@vardag.example\nBcc: b@vardag.example", "a\r@vardag.example", '"a b"@vardag.example'),
        *("a@vardag..example", "a@-vardag.example", ".a@vardag.example", "a@vardag.example "),
        *("å@vardag.example", "Anna <a@vardag.example>", f"a@{'x' * 64}.example"),
        *(f"{'a' * 65}@vardag.example", f"a@{'.'.join(['x' * 60] * 6)}", "a\x00@vardag.example"),
    ],
)
@pytest.mark.asvs("1.3.11")
def test_mischief_and_oddities_are_not(typed):
    with pytest.raises(ValueError, match="not"):
        mail_address(typed)


@pytest.mark.parametrize("typed", ["070-174 06 05", "+46 70 174 06 05", "0046701740605"])
def test_a_telephone_number_gets_its_country(typed):
    assert phone_number(typed) == "+46701740605"


@pytest.mark.parametrize("typed", ["", "112", "+46", "07o1740605", "+4670174060512345678"])
def test_what_is_no_number_is_none(typed):
    with pytest.raises(ValueError, match="not"):
        phone_number(typed)
