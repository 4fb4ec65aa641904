"""The pictures of the documents and the handbook: who looks at what, and what was to be read there.

Beside the pictures lies what each said when it was taken. The tests read the pages anew: a picture that
no longer says what the page says is a lie, and is taken again by ``./dev pictures``.
"""

import io
import json
import re
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page

from tests.journeys.person import Person

ROOT = Path(__file__).resolve().parent.parent.parent
DOCUMENTS = ROOT / "docs/pictures"
HANDBOOK = ROOT / "src/vardag/doors/help/static/help"
SAID = Path(__file__).with_name("pictures.json")
PHONE, DESK = (390, 844), (1280, 900)
_COLORS = 128


@dataclass(frozen=True)
class Picture:
    """A page, or a part of one, as one of the demonstration's people sees it.

    :param steps: what is clicked before, each a part of the page by its selector
    :param part: the selector of what is pictured; all of the window without one
    """

    file: Path
    who: str
    address: str
    size: tuple[int, int] = DESK
    steps: tuple[str, ...] = ()
    part: str = ""

    @property
    def name(self) -> str:
        return str(self.file.relative_to(ROOT))

    def is_before(self, somebody: Person) -> Page:
        """Open what is pictured before somebody who is signed in."""
        page = somebody.page
        page.set_viewport_size({"width": self.size[0], "height": self.size[1]})
        somebody.goes_to(self.address)
        for step in self.steps:
            page.locator(step).first.click()
            page.wait_for_load_state()
        return page

    def says(self, page: Page) -> list[str]:
        """Return what is to be read, line by line."""
        words = self._pictured(page).inner_text()
        return [line for each in words.splitlines() if (line := re.sub(r"\s+", " ", each).strip())]

    def take(self, page: Page) -> None:
        """Write the picture, with few colors, which keeps it light."""
        page.evaluate("document.activeElement?.blur()")
        taken = self._pictured(page).screenshot() if self.part else page.screenshot()
        self.file.parent.mkdir(parents=True, exist_ok=True)
        image = Image.open(io.BytesIO(taken)).convert("RGB")
        image.quantize(_COLORS, dither=Image.Dither.NONE).save(self.file, optimize=True)

    def _pictured(self, page: Page) -> Locator:
        return page.locator(self.part or "body").first


def said() -> dict[str, list[str]]:
    """Return what every picture said when it was taken."""
    return json.loads(SAID.read_text(encoding="utf-8")) if SAID.exists() else {}


def write(found: dict[str, list[str]]) -> None:
    text = json.dumps(dict(sorted(found.items())), ensure_ascii=False, indent=1)
    SAID.write_text(text + "\n", encoding="utf-8")


def _case(row: str) -> str:
    return f"main :is(tr, li, article):has-text('{row}') a"


def _handbook(name: str, who: str, address: str, **rest: object) -> Picture:
    return Picture(HANDBOOK / f"{name}.png", who, address, **rest)  # type: ignore[arg-type]


PICTURES = (
    Picture(DOCUMENTS / "inbox.png", "Karin Åberg", "/staff/"),
    Picture(DOCUMENTS / "case.png", "Karin Åberg", "/staff/", steps=(_case("Vera Ståhl"),)),
    Picture(DOCUMENTS / "worklist.png", "Birgitta Sjö", "/staff/work/"),
    Picture(DOCUMENTS / "roster.png", "Maj Ekdal", "/staff/office/roster/"),
    Picture(DOCUMENTS / "portal.png", "Maria Wik", "/", PHONE),
    Picture(DOCUMENTS / "thread.png", "Maria Wik", "/cases/", PHONE, (_case("Förnya recept"),)),
    _handbook("family-start", "Maria Wik", "/", size=PHONE),
    _handbook("family-turn", "Maria Wik", "/cases/", size=PHONE, steps=(_case("Förnya recept"),)),
    _handbook("youth-start", "Nils Wik", "/", size=PHONE),
    _handbook("receiver-inbox", "Karin Åberg", "/staff/"),
    _handbook("receiver-case", "Karin Åberg", "/staff/", steps=(_case("Nour Haddad"),)),
    _handbook("handler-mine", "Jonas Ek", "/staff/mine/"),
    _handbook("certificates-work", "Gun Lövgren", "/staff/work/"),
    _handbook("manager-roster", "Maj Ekdal", "/staff/office/roster/"),
    _handbook("manager-staff", "Eva Strand", "/staff/office/staff/"),
    _handbook("administrator-introductions", "Lars Hedin", "/staff/office/introductions/"),
    _handbook("administrator-services", "Lars Hedin", "/staff/office/e-services/"),
    _handbook("asked-questions", "Nina Alver", "/staff/questions/", size=PHONE),
    _handbook("reviewer-log", "Maj-Britt Alm", "/staff/office/log/"),
)
