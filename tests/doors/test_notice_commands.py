"""``vardag notices``: a message that came back is known by its key; nothing else counts."""

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
