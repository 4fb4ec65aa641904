"""Whatever is typed is kept as it is or refused in words: never lost, never run, never our error."""

import re
import unicodedata
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.doors.home import Home, Visitor, build_home
from vardag.rooms.cases.models import CaseRow

NAUGHTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</textarea><script>alert(1)</script>",
    '\'; DROP TABLE "case"; --',
    "{{ 7|add:7 }} {% load i18n %} {% csrf_token %}",
    "${7*7} #{7*7} %(text)s %s {0}",
    "\u202egnp.exe\u202c och \u2066gömt\u2069",
    "a\u200bb\u200c\u200dc\ufeff",
    "\u0000",
    "före\u0000efter",
    "klocka\u0007 och \u001b[31mfärg",
    "Å som tv\u0061\u030a tecken",
    "👩‍👩‍👧‍👦 🏳️‍🌈",
    "مرحبا بالعالم",
    "Z" + "\u0301" * 500 + "algo",
    "\r\nSet-Cookie: a=b",
    "=1+1\t@SUM(A1)",
    "\ud7ff\ue000\uffff",
    "\u2028\u2029",
    "x" * 10_000,
    "x" * 10_001,
    "å" * 500_000,
    "null undefined NaN True 1/0",
    "javascript:alert(1) http://a.example/<b>",
    "%3Cscript%3E %253C &lt;b&gt; &amp;lt; \\u003cb\\u003e",
]


@pytest.fixture
def home(db: None, monkeypatch: pytest.MonkeyPatch) -> Home:
    return build_home(monkeypatch)


@pytest.fixture
def guardian(home: Home) -> Visitor:
    return home.sign_in("guardian")


def kept(text: str) -> str:
    """Return text as the rules keep it: composed, plain line ends, no outer space."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def bubbles(html: str) -> list[str]:
    found = re.findall(r'<p class="bubble-text" dir="auto">(.*?)</p>', html, re.DOTALL)
    return [unescape(text) for text in found]


def areas(html: str) -> list[str]:
    return [
        unescape(text) for text in re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", html, re.DOTALL)
    ]


def assert_harmless(html: str) -> None:
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def send_and_see(home: Home, guardian: Visitor, text: str) -> None:
    page = guardian.post(home.form_url("message"), {"subject": "", "text": text})

    if page.status_code == 302:
        shown = guardian.get(page.headers["location"].replace("sent/", "")).content.decode()
        assert bubbles(shown) == [kept(text)]
    else:
        shown = page.content.decode()
        assert page.status_code == 422
        assert areas(shown) == [text]
    assert_harmless(shown)


@pytest.mark.parametrize("text", NAUGHTY, ids=lambda text: ascii(text[:20]))
@pytest.mark.asvs("1.2.4", "1.1.1", "1.3.7")
def test_naughty_words_in_a_message_are_kept_or_come_back(home: Home, guardian, text: str):
    send_and_see(home, guardian, text)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=60))
def test_any_words_in_a_message_are_kept_or_come_back(home: Home, guardian, text: str):
    send_and_see(home, guardian, text)


@pytest.mark.parametrize("text", NAUGHTY, ids=lambda text: ascii(text[:20]))
def test_naughty_words_in_an_answer_are_kept_or_come_back(home: Home, guardian, text: str):
    case = home.send()
    home.ask(case)

    page = guardian.post(f"/cases/{case}/answer/", {"text": text})

    html = page.content.decode()
    if page.status_code == 302:
        html = guardian.get(f"/cases/{case}/").content.decode()
        assert kept(text) in bubbles(html)
    else:
        assert page.status_code == 422
        assert areas(html) == [text]
    assert_harmless(html)


@pytest.mark.parametrize("text", NAUGHTY, ids=lambda text: ascii(text[:20]))
@pytest.mark.asvs("2.2.1", "2.2.2")
def test_naughty_words_for_a_day_or_an_alternative_are_refused(home: Home, guardian, text: str):
    answers = {"wish": text, "appointment": text, "reason": text}

    page = guardian.post(home.form_url("cancel-or-rebook"), answers)

    assert page.status_code == 422
    assert areas(page.content.decode()) == [text]
    assert_harmless(page.content.decode())
    assert not CaseRow.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"text=%ED%A0%80",
        b"text=%FF%FE%00",
        b"text=\xff\xfe",
        b"form_key=not-a-key&text=Hej",
        b"form_key=&text=Hej",
        b"text=a&text=b",
        b"%00=1&text=Hej",
        b"=&=&=",
        b"",
    ],
)
def test_a_body_that_no_browser_sends_is_taken_or_refused(home: Home, guardian, body: bytes):
    page = guardian.generic(
        "POST",
        home.form_url("message"),
        body,
        content_type="application/x-www-form-urlencoded",
    )

    assert page.status_code in {302, 422}


@pytest.mark.parametrize(
    "query",
    [
        "for=1&clinic=%00",
        "for=%00&clinic=outpatient",
        "for=٣&clinic=outpatient",
        "for=1e3&clinic=outpatient",
        f"for={'9' * 5000}&clinic=outpatient",
        "for=1&clinic=%ED%A0%80",
        "for=1&clinic=" + "a" * 3000,
        "for=1&for=2&clinic=outpatient&key=%00",
    ],
)
@pytest.mark.parametrize("door", ["new", "shortcut"])
def test_an_address_that_nobody_was_given_is_no_error_of_ours(
    home: Home, guardian, door: str, query: str
):
    for address in (f"/{door}/self-referral/?{query}", f"/?{query}"):
        assert guardian.get(address).status_code < 500


def test_more_than_can_be_taken_is_refused_in_words(home: Home, guardian: Visitor):
    page = guardian.post(home.form_url("message"), {"text": "x" * 5_000_000})

    assert page.status_code == 400
    assert "Vi kunde inte läsa det som skickades" in page.content.decode()
