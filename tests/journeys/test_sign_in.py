"""In by a real OpenID provider, and out again so that going back shows nothing: `vardag demo --oidc`."""

import random
import re
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.doors.running import Running, environment, run, started
from tests.harness.accessibility import stumbling_blocks

BACKWARDS = 8  # times: further than anybody has come


def three_free_ports() -> int:
    """Return a port that is free together with the two after it, below those that clients get."""
    for _ in range(100):
        first = random.randrange(20_000, 32_000)
        if all(_is_free(first + more) for more in range(3)):
            return first
    raise AssertionError("no three ports are free")


def _is_free(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) != 0


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("demonstration")
    port = str(three_free_ports())
    command = ("demo", "--oidc", "--port", port, "--data", str(folder))
    with started(*command, env=environment(Path("/nowhere"))) as running:
        running.wait_for("Ctrl-C")
        yield running


@pytest.fixture
def window(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="sv-SE")
    yield context.new_page()
    context.close()


def comes_in(window: Page, demo: Running, address: str, button: str, name: str) -> None:
    """Want to see a page, sign in by a provider on the way, and get there."""
    window.goto(f"{demo.url}{address}")
    assert stumbling_blocks(window) == []
    window.get_by_role("button", name=button).click()
    expect(window.get_by_role("heading", name="Authorize Client")).to_be_visible()
    window.get_by_role("button", name=re.compile(f"Authorize as {name} ")).click()
    expect(window).to_have_url(f"{demo.url}{address}")


def opens_a_case(window: Page, demo: Running, address: str) -> list[str]:
    """Open the first case of a list, and return what it says that nobody else may read."""
    case = window.locator(f"main a[href^='{address}']").first
    window.goto(f"{demo.url}{case.get_attribute('href')}")
    read = window.locator("main").inner_text()
    words = sorted(set(read.split("\n")), key=len)[-3:]
    assert all(len(each) > 40 for each in words), read
    return words


def goes_out(window: Page, demo: Running) -> None:
    """Sign out here, and then at the provider, which leads back."""
    window.set_viewport_size({"width": 1280, "height": 900})
    for menu in window.locator("[popovertarget=top-menu]").all():  # the staff's
        menu.click()
    window.get_by_role("button", name="Logga ut").first.click()
    window.wait_for_url("**/oauth2/end_session?**")
    window.get_by_role("button").first.click()
    expect(window).to_have_url(f"{demo.url}/sign-in/")


def goes_back_and_sees_nothing(window: Page, *secret: str) -> None:
    """Press Back as often as one likes: no page that needs a sign-in comes back."""
    came_to = set()
    for _ in range(BACKWARDS):
        with suppress(
            Error
        ):  # a page on the way may lead on again, and there may be no further back
            window.go_back(timeout=3_000)
        window.wait_for_load_state()
        came_to.add(window.url)
        shown = window.inner_text("body")
        assert not [each for each in secret if each in shown]
    assert any("/sign-in/?next=" in each for each in came_to), "never back at such a page"
    assert "sessionid" not in {cookie["name"] for cookie in window.context.cookies()}


def test_a_guardian_comes_in_by_a_provider_and_out_again(window: Page, demo: Running):
    comes_in(window, demo, "/cases/", "Provlegitimation", "Maria Wik")
    expect(window.get_by_text("Inloggad som Maria Wik")).to_be_visible()
    words = opens_a_case(window, demo, "/cases/")

    goes_out(window, demo)

    goes_back_and_sees_nothing(window, "Inloggad som", *words)
    window.goto(f"{demo.url}/cases/")
    expect(window).to_have_url(re.compile("/sign-in/"))


def test_staff_come_in_by_a_provider_and_out_again(window: Page, demo: Running):
    comes_in(window, demo, "/staff/", "Provtjänstekort", "Karin Åberg")
    expect(window.get_by_role("heading", level=1)).to_be_visible()
    words = opens_a_case(window, demo, "/staff/cases/")

    goes_out(window, demo)

    goes_back_and_sees_nothing(window, *words)


def test_whom_the_provider_does_not_let_in_reads_why(window: Page, demo: Running):
    window.goto(f"{demo.url}/sign-in/")
    window.get_by_role("button", name="Provlegitimation").click()
    window.get_by_role("button", name="Deny").click()

    expect(window.get_by_role("heading", name="Du har inte loggats in")).to_be_visible()
    expect(window.get_by_text("Du avbröt innan det var klart.")).to_be_visible()
    assert stumbling_blocks(window) == []
    window.get_by_role("link", name="Försök logga in igen").click()
    expect(window).to_have_url(f"{demo.url}/sign-in/")


def test_a_stranger_to_the_staff_reads_whom_to_ask(window: Page, demo: Running):
    window.goto(f"{demo.url}/sign-in/")
    window.get_by_role("button", name="Provtjänstekort").click()
    window.get_by_placeholder("Subject").fill("nobody")
    window.get_by_role("button", name="Authorize", exact=True).click()

    expect(window.get_by_role("heading", name="Du har inte loggats in")).to_be_visible()
    assert stumbling_blocks(window) == []


def test_the_ports_of_the_providers_may_be_taken(tmp_path: Path):
    port = three_free_ports()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port + 2))
        taken.listen()
        command = ("demo", "--oidc", "--port", str(port), "--data", str(tmp_path / "demo"))
        done = run(*command, env=environment(Path("/nowhere")))

    assert done.returncode == 1
    assert f"port {port + 2} of 127.0.0.1 is taken" in done.stderr
    assert "Traceback" not in done.stderr
