"""What a page weighs on the line, and that nothing moves while it loads."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Page

from tests.build import on
from tests.doors.desk import TUESDAY, WEDNESDAY, Desk, a_desk, shown
from tests.doors.inboxes import INBOX, rows
from vardag.config.static_version import static_version
from vardag.doors.ops.demo.monday import read_weekend

pytestmark = pytest.mark.one_database

IN_ALL = 90_000  # bytes, with the computer's own font
ONE_ROUND_TRIP = 14_000  # a server may send so many before it is answered
WITH_A_FONT = 140_000
OURS = re.compile(r'(?:href|src)="/static/([^"]+)"')
FONT = "vardag/vendor/inter/inter-latin.woff2"  # fetched only where the computer has no good one


@pytest.fixture
def desk(db, monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


@pytest.fixture
def monday(desk) -> bytes:
    """Return the inbox with ninety new cases, with what people write."""
    for story in read_weekend().cases:
        words = story.form.get("reason") or story.form.get("text") or "Hej, vi undrar en sak."
        subject = story.form.get("subject", "")
        desk.send("message", at=TUESDAY, form={"subject": subject, "text": words})
    content: bytes = desk.sits("receiver").get(INBOX).content
    assert len(rows(content.decode())) == 90
    return content


def compressed(html: str) -> Iterator[int]:
    for name in sorted(set(OURS.findall(html))):
        path = finders.find(name)
        assert path, f"{name} is not there"
        yield len(gzip.compress(Path(path).read_bytes(), 6))


def test_a_heavy_mondays_inbox_comes_in_one_round_trip_and_weighs_little_in_all(desk, monday):
    html = len(gzip.compress(monday, 6))
    font = Path(finders.find(FONT) or "").stat().st_size

    weight = html + sum(compressed(monday.decode()))

    assert html < ONE_ROUND_TRIP
    assert weight < IN_ALL
    assert weight + font < WITH_A_FONT


def test_what_is_text_is_sent_compressed_and_nothing_else(desk):
    client = desk.sits("receiver")

    page = client.get(INBOX, headers={"Accept-Encoding": "gzip"})
    plain = client.get(INBOX)

    assert page.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(page.content).startswith(b"\n") or b"<html" in gzip.decompress(
        page.content
    )
    assert "Content-Encoding" not in plain.headers
    made = desk.certificate_to_print()
    fields = {"seen": desk.case(made).case.version, "print-for": str(desk.person("doctor"))}
    paper = desk.sits("doctor").post(
        f"/staff/cases/{made}/print/", fields, headers={"Accept-Encoding": "gzip"}
    )
    assert "Content-Encoding" not in paper.headers


def test_nothing_moves_while_the_inbox_loads(desk, page, monday):
    page.add_init_script(
        """window.moved = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((e) => { moved += e.value; }))
            .observe({ type: "layout-shift", buffered: true });"""
    )
    shown(page, monday)
    page.wait_for_load_state("networkidle")

    assert page.evaluate("moved") == 0


def in_the_usual_font(page: Page) -> None:
    """Let the text stand in a font as wide as those of most computers, however late it comes."""
    page.add_style_tag(
        content=f'@font-face {{ font-family: Inter; src: url("/static/{FONT}"); '
        "font-weight: 100 900; }"
    )
    page.evaluate("document.fonts.load('13px Inter').then(() => document.fonts.ready)")
    page.evaluate(
        "new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
    )


def test_an_ordinary_days_cases_stand_on_one_screen_each_on_one_line(desk, page):
    stories = read_weekend().cases[:23]
    days = [on("2026-03-30T10:00")] * 6 + [WEDNESDAY] * 3 + [TUESDAY] * 14
    for story, at in zip(stories, days, strict=True):
        words = story.form.get("reason") or story.form.get("text") or "Hej, vi undrar en sak."
        desk.send("care-allowance-certificate", at=at, form={"reason": words, "send_to": "home"})
    page.set_viewport_size({"width": 1280, "height": 900})
    shown(page, desk.sits("receiver").get(INBOX).content)
    in_the_usual_font(page)

    boxes = [each.bounding_box() for each in page.locator("tr.case").all()]

    assert [box["height"] for box in boxes[6:]] == [24] * 17
    assert all(box["height"] < 36 for box in boxes[:6])
    assert boxes[-1]["y"] + boxes[-1]["height"] <= 900


def test_static_files_have_another_address_when_one_of_them_is_another(tmp_path):
    door = tmp_path / "inbox/static/inbox"
    door.mkdir(parents=True)
    (door / "a.css").write_text("a")
    first = static_version(tmp_path)

    (door / "a.css").write_text("b")
    second = static_version(tmp_path)
    (door / "a.css").rename(door / "b.css")

    assert len({first, second, static_version(tmp_path)}) == 3
    assert static_version(tmp_path) == static_version(tmp_path)
