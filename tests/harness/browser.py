"""A real browser: one found on this machine, or else fetched."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
# Quiet, and deaf to everything but this machine.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


class NoBrowser(Exception):
    """There is no browser here and none could be fetched; the text says what helps."""


@dataclass(frozen=True)
class Browser:
    """A browser that answers: where it is, and how it came there."""

    path: str
    origin: str


def find() -> Browser | None:
    """Find a browser that starts; what ``VARDAG_BROWSER`` names is taken before any other."""
    for path, origin in _candidates():
        if _answers(path):
            return Browser(path, origin)
    return None


def find_or_fetch(say: Callable[[str], object]) -> Browser:
    """Find a browser, or fetch one by the first way that works.

    :raises NoBrowser: if no way does
    """
    if found := find():
        return found
    for what, command in _ways_to_fetch():
        say(f"no browser here: {what} ...")
        done = subprocess.run(command, stdin=subprocess.DEVNULL, check=False, stdout=sys.stderr)
        if not done.returncode and (found := find()):
            return found
    raise NoBrowser(
        "No browser was found or could be fetched, and the journeys need one. Install Chromium or "
        "Chrome (Debian: apt-get install chromium), or name one in VARDAG_BROWSER, and try again."
    )


def _candidates() -> Iterator[tuple[str, str]]:
    if named := os.environ.get("VARDAG_BROWSER"):
        yield named, "named by VARDAG_BROWSER"
    for name in NAMES:
        if path := shutil.which(name):
            yield path, "found on this machine"
    for path in ELSEWHERE:
        yield path, "found on this machine"
    yield from ((str(path), "playwright's own") for path in _fetched_by_playwright())


def _fetched_by_playwright() -> list[Path]:
    """Return the browsers in playwright's folder, the newest first."""
    named = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    mac = sys.platform == "darwin"
    usual = Path.home() / ("Library/Caches" if mac else ".cache") / "ms-playwright"
    folder = Path(named) if named else usual
    patterns = (
        "chromium*/*/headless_shell",
        "chromium*/*/chrome-headless-shell",
        "chromium-*/*/chrome",
    )
    return sorted((path for each in patterns for path in folder.glob(each)), reverse=True)


def _ways_to_fetch() -> Iterator[tuple[str, list[str]]]:
    playwright = [sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]
    yield "fetching playwright's own", playwright
    if shutil.which("apt-get") and os.geteuid() == 0:
        apt = "apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -q install -y chromium"
        yield "installing the distribution's chromium", ["sh", "-c", apt]


def _answers(path: str) -> bool:
    """Tell whether a browser starts: a stub, or one that lacks its libraries, does not."""
    try:
        done = subprocess.run(
            [path, "--version"], capture_output=True, timeout=60, check=False, text=True
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return not done.returncode and "Chrom" in done.stdout
