"""``vardag notices``: a message that came back is known by its key; nothing else counts."""

import base64
import time
from uuid import UUID

import pytest

from vardag.doors.ops.bounces import Bounce, bounced

KEY = UUID("7140c1d2-ba8e-414a-b3cd-14bfc02b8b63")


def report(
    *, to: str = "", action: str = "failed", status: str = "5.1.1", within: str = ""
) -> bytes:
    return f"""\
From: MAILER-DAEMON@mail.example.se
To: {to or "nobody@vardag.example"}
Content-Type: multipart/report; report-type=delivery-status; boundary=x

--x
Content-Type: text/plain

It could not be delivered.
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.se

Final-Recipient: rfc822; nurse@vardag.example
Action: {action}
Status: {status}
--x
Content-Type: text/rfc822-headers

Message-ID: {within}
--x--
""".encode()


def test_it_is_known_by_the_address_it_came_back_to():
    assert bounced(report(to=f"bounce+{KEY.hex}@vardag.example")) == Bounce(KEY, "5.1.1")


def test_or_by_the_message_id_of_what_lies_within():
    assert bounced(report(within=f"<{KEY}@vardag.example>")) == Bounce(KEY, "5.1.1")


@pytest.mark.parametrize(
    "given",
    [
        b"",
        b"\xff\x00 no message at all",
        b"To: bounce+7140c1d2ba8e414ab3cd14bfc02b8b63@vardag.example\n\nI am away until Monday.",
        report(),
        report(to=f"bounce+{KEY.hex}@vardag.example", action="delayed", status="4.4.1"),
        report(to=f"bounce+{KEY.hex}@vardag.example", action="delivered", status="2.0.0"),
        report(to="bounce+@vardag.example"),
    ],
)
def test_what_does_not_say_that_it_failed_for_good_counts_for_nothing(given):
    assert bounced(given) is None


def test_it_is_known_in_whatever_way_its_lines_end_and_its_report_is_wrapped_up():
    plain = report(to=f"bounce+{KEY.hex}@vardag.example")
    head, status, rest = plain.partition(b"Content-Type: message/delivery-status\n\n")
    said, edge, end = rest.partition(b"\n--x\n")
    wrapped = b"Content-Type: message/global-delivery-status; charset=utf-8\n"
    wrapped += b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(said)

    assert status
    assert bounced(plain.replace(b"\n", b"\r\n")) == Bounce(KEY, "5.1.1")
    assert bounced(head + wrapped + edge + end) == Bounce(KEY, "5.1.1")
    assert bounced(plain.replace(b"could not", "kunde inte nå".encode("iso-8859-1")))


def test_one_that_ends_before_its_reason_counts_for_nothing_and_breaks_nothing():
    plain = report(to=f"bounce+{KEY.hex}@vardag.example")

    found = [bounced(plain[:length]) for length in range(len(plain))]

    assert not any(found[: plain.index(b"Status: 5")])
    assert found[-1] == Bounce(KEY, "5.1.1")


@pytest.mark.parametrize(
    "rubbish",
    [
        b"Content-Type: multipart/report; " + b'";' * 50_000,
        b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n" * 25_000,
        b"".join(
            b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (each, each)
            for each in range(2_000)
        ),
        b"Content-Type: message/rfc822\n\n" * 3_300,
        report()[:300] + b"\n\na: b" * 17_000,
        b"action:" + b" " * 100_000,
        b"<7140c1d2-" * 10_000,
        b"To:" * 33_000,
        b"To: a\n" * 17_000,
    ],
    ids=[
        "quotes",
        "edges",
        "parts-in-parts",
        "letters-in-letters",
        "blocks",
        "spaces",
        "keys",
        "one",
        "to",
    ],
)
def test_a_hundred_kilobytes_of_rubbish_take_no_time(rubbish):
    began = time.process_time()

    assert bounced(rubbish) is None
    assert time.process_time() - began < 0.3
