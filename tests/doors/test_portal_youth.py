"""Who writes for oneself is spoken to as oneself: on every page, in both languages, on paper too."""

import re
from collections.abc import Iterator
from io import BytesIO
from uuid import uuid4

import pytest
from pypdf import PdfReader

from tests.build import routine
from tests.doors.home import Home, Visitor, build_home, filled, words
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId
from vardag.domain.routine.paging import pages_of

pytestmark = pytest.mark.one_database

# What is said to a parent, and would be strange to read about oneself.
TO_A_PARENT = {
    "sv": re.compile(
        r"\b(ditt|ert|dina|era) barn|\bbarnets?\b|\bditt barns\b|vårdnadshavare (till|för) (ett|ditt)"
        r"|med ett (sjukt )?barn|ett barn under",
        re.IGNORECASE,
    ),
    "en": re.compile(r"\byour child\b|\bthe child\b|guardian of a|with a child who", re.IGNORECASE),
}
KEYS = [service.key for service in routine().services]
OF_CHILDREN = [key for key in KEYS if "child" in key]


@pytest.fixture
def home(db: None, monkeypatch: pytest.MonkeyPatch) -> Home:
    return build_home(monkeypatch)


def own_pages(home: Home, name: str, keys: list[str]) -> Iterator[tuple[str, str]]:
    """Yield what every page says to somebody who writes for oneself, with its address."""
    visitor = home.sign_in(name)
    for address in ("/", "/cases/", "/cases/looks/"):
        yield address, visitor.read(address)
    for key in keys:
        yield from of_a_form(home, visitor, name, key)
    for case in several(home, name):
        for page in ("", "sent/"):
            yield f"case {case}", visitor.read(f"/cases/{case}/{page}")
        pdf = PdfReader(BytesIO(visitor.get(f"/cases/{case}/receipt/").content))
        yield "receipt", " ".join(page.extract_text() for page in pdf.pages)
    yield "cases", visitor.read("/cases/")


def of_a_form(home: Home, visitor: Visitor, name: str, key: str) -> Iterator[tuple[str, str]]:
    service = routine().service(key)
    form = routine().form(service.form) if service else None
    assert service
    assert form
    address = f"{home.form_url(key, about=name)}&key={uuid4()}"
    for page in range(1, len(pages_of(form)) + 1):
        yield f"{key} {page}", visitor.read(f"{address}&page={page}")
    if service.leads_to:
        yield (
            f"shortcut {key}",
            visitor.read(home.form_url(key, about=name).replace("new", "shortcut")),
        )
    written = filled(key, form_key=address.rsplit("=", 1)[1])
    visitor.post(address, {**written, ".do": "next", ".page": "1"})
    for number in range(2, len(pages_of(form)) + 1):
        visitor.post(address, {**written, ".do": "next", ".page": str(number)})
    yield f"review of {key}", visitor.read(f"{address}&page=review")
    yield f"refused {key}", words(visitor.post(address, {"wrong": "x"}))


def several(home: Home, name: str) -> Iterator[CaseId]:
    """Yield a case in which something is asked, and one of each kind that was closed."""
    asked = home.send(by=name, about=name)
    home.ask(asked)
    yield asked
    done = home.send("cancel-or-rebook", by=name, about=name, form={"wish": "new-time"})
    home.do(done, acts.CompleteStep("tell-clinician"), acts.CompleteStep("contact-resident"))
    home.close(done)
    yield done


@pytest.mark.parametrize(
    ("name", "language", "keys"),
    [("youth", "sv", KEYS), ("child", "sv", OF_CHILDREN), ("youth", "en", OF_CHILDREN)],
)
def test_no_page_of_ones_own_speaks_of_somebodys_child(
    home: Home, name: str, language: str, keys: list[str]
):
    original = home.sign_in

    def sign_in(who: str) -> Visitor:
        visitor = original(who)
        visitor.cookies["django_language"] = language
        return visitor

    home.sign_in = sign_in  # type: ignore[method-assign, assignment]

    found = {
        where: hit.group()
        for where, said in own_pages(home, name, keys)
        if (hit := TO_A_PARENT[language].search(said))
    }

    assert found == {}


def test_what_would_be_found_is_found_on_a_parents_pages(home: Home):
    said = home.sign_in("guardian").read(home.form_url("care-of-child-12-16-certificate"))

    assert TO_A_PARENT["sv"].search(said)


def test_the_young_are_told_who_reads_before_they_write_and_whom_to_call(home: Home):
    youth, child = home.sign_in("youth").read("/"), home.sign_in("child").read("/")

    assert "Dina föräldrar kan inte läsa det du skriver här" in youth
    assert "Dina vårdnadshavare kan läsa det du skriver här" in child
    for said in (youth, child):
        assert "Ring Bris, 116 111" in said
    assert "Bris" not in home.sign_in("guardian").read("/")
