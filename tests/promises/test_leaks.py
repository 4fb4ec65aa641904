"""What looks for leaks finds them, however they are written; and nothing where nothing is."""

import base64
import quopri
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import quote

import pytest

from tests.promises.leaks import Secrets, leaks, spellings

WORD, PHRASE, NUMBER = "Åkerbärsö", "Förnya recept", "201603129804"
SECRETS = Secrets.of([WORD, "BUP", "7000123"], [PHRASE], [NUMBER])
_TEXT = f"Hej {WORD}, här är allt."


def an_e_mail(subject: str = "Hej", text: str = "Hej", cte: str = "8bit") -> bytes:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = subject
    message.set_content(text, cte=cte)
    return message.as_bytes()


IN_BYTES = {
    "as it is": _TEXT.encode(),
    "in other letters": _TEXT.upper().encode(),
    "in letters put together": "A\u030akerba\u0308rso\u0308".encode(),
    "in an old encoding": _TEXT.encode("latin-1"),
    "in two bytes a letter": _TEXT.encode("utf-16-le"),
    "in a subject": an_e_mail(subject=_TEXT),
    "in a long subject": an_e_mail(subject=f"{'och sedan ' * 12}{_TEXT}"),
    "in a subject of base64": b"Subject: " + Header(_TEXT, "utf-8").encode().encode() + b"\r\n\r\n",
    "in quoted-printable": an_e_mail(text=_TEXT, cte="quoted-printable"),
    "at the end of its lines": quopri.encodestring(f"{'x' * 68} {_TEXT}".encode()),
    "in base64": an_e_mail(text=_TEXT * 9, cte="base64"),
    "in base64 for addresses": b"https://a.example/" + base64.urlsafe_b64encode(_TEXT.encode()),
    "in an address": f"https://a.example/?about={quote(_TEXT)}".encode(),
    "in an address in an e-mail": an_e_mail(
        text=f"https://a.example/?about={quote(_TEXT)}", cte="base64"
    ),
    "in HTML": b"Hej &Aring;kerb&#228;rs&#xf6;!",
}


@pytest.mark.parametrize("data", IN_BYTES.values(), ids=list(IN_BYTES))
def test_a_word_is_found(data):
    assert leaks(data, SECRETS) == {WORD.casefold()}


def test_a_few_words_in_a_row_are_found_over_the_end_of_a_line():
    assert leaks("Du vill förnya\r\n  recept".encode(), SECRETS) == {PHRASE.casefold()}


def test_the_number_of_a_case_is_found_where_it_stands_alone():
    assert leaks(b"case 7000123: told", SECRETS) == {"7000123"}
    assert leaks(b"/cases/7000123/", SECRETS) == {"7000123"}


@pytest.mark.parametrize("spelled", spellings(NUMBER))
@pytest.mark.parametrize("written", [str, quote], ids=["plain", "percent"])
def test_a_personal_number_is_found_in_each_of_six_spellings(spelled, written):
    assert leaks(f"of {written(spelled)}, today".encode(), SECRETS)
    assert leaks(an_e_mail(text=f"of {written(spelled)}, today", cte="base64"), SECRETS)


def test_three_letters_in_a_subject_are_found():
    assert leaks(an_e_mail(subject="Från BUP"), SECRETS) == {"bup"}


def test_nothing_is_found_where_nothing_is():
    assert leaks(an_e_mail("Det finns något att läsa", "Logga in. Kl. 20260312."), SECRETS) == set()
    assert leaks(b"Message-ID: <7140c1d2-ba8e-414a-b3cd-14bfc02b8b63@x.example>", SECRETS) == set()
