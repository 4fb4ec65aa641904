"""What the clinics' staff do and see on theirs."""

import re
from io import BytesIO

from playwright.sync_api import Locator, Route, expect
from pypdf import PdfReader

from tests.journeys.person import Person


def row_of(member: Person, words: str) -> Locator:
    """Return the row of a list in which a case's number stands, or a child's name."""
    return member.main.get_by_role("row").filter(has_text=words)


def when_she_opens_the_case(member: Person, number: str, *, list_: str = "/staff/") -> None:
    """Open a case from a list where it stands."""
    member.goes_to(list_)
    member.looks_around()
    member.follows(row_of(member, number).get_by_role("link").first)
    member.page.wait_for_url(re.compile(r"/staff/cases/\d+/"))
    member.sees(number)
    member.looks_around()


def then_she_cannot(member: Person, act: str, *, because: str) -> None:
    """See that an act is not possible now, with the sentence that the rule gives."""
    expect(member.main.get_by_role("radio", name=re.compile(f"^{act}"))).to_be_disabled()
    expect(member.main.locator("label.act-tab").filter(has_text=act)).to_contain_text(because)


def when_she_assigns(
    member: Person, to: str, *, telling: str = "", standard_reply: str = ""
) -> None:
    """Assign the case, with or without an interim reply in the same act."""
    member.presses("Fördela")
    panel = member.main.get_by_role("region", name="Fördela ärendet")
    targets = panel.get_by_label("Till", exact=True)
    chosen = targets.locator("option").filter(has_text=to).first.get_attribute("value")
    targets.select_option(chosen)
    member.looks_around()
    if standard_reply:
        when_she_fetches(member, standard_reply, within=panel)
    if telling:
        panel.get_by_role("textbox", name="Delsvar på samma gång").fill(telling)
    if telling or standard_reply:
        member.presses("Fördela och skicka delsvar")
        when_she_does_not_wait(member)
    else:
        member.presses("Fördela utan delsvar")


def when_she_fetches(member: Person, standard_reply: str, *, within: Locator | None = None) -> None:
    """Choose a standard reply, and have its text put where one writes."""
    place = within or member.main.locator(".act-panel:visible")
    place.get_by_label("Standardsvar", exact=True).select_option(label=standard_reply)
    member.presses("Hämta texten", within=place)
    expect(place.locator("textarea")).not_to_have_value("")


def when_she_ticks(member: Person, step: str, *, outcome: str = "", text: str = "") -> None:
    """Say that a step is done, and how it turned out."""
    place = member.main.get_by_role("listitem").filter(
        has=member.page.get_by_role("heading", name=step)
    )
    if outcome:
        place.get_by_role("radio", name=outcome, exact=True).check()
    if text:
        place.get_by_label(re.compile("^Kommentar")).fill(text)
    member.presses(place.locator(".step-ready:not(.asking) button[type=submit]"))


def when_she_asks(member: Person, colleague: str, step: str, *, text: str) -> None:
    """Ask a colleague by name what a step asks."""
    place = member.main.locator("li.step").filter(has_text=step)
    whom = place.get_by_label("Vem", exact=True)
    chosen = whom.locator("option").filter(has_text=colleague).first.get_attribute("value")
    whom.select_option(chosen)
    place.get_by_label(re.compile("^Några ord")).fill(text)
    member.presses(place.get_by_role("button", name=re.compile("^Fråga kollegan")))


def then_the_step_is_done(member: Person, step: str, *, by: str) -> None:
    place = member.main.locator("li.step[data-state=done]").filter(has_text=step)
    expect(place).to_contain_text(by)


def when_she_writes(member: Person, act: str, text: str) -> None:
    """Choose one of the three ways to write to the resident, and write."""
    member.chooses(act)
    member.main.locator(".act-panel:visible textarea").fill(text)


def when_she_sends(member: Person, act: str, text: str) -> None:
    """Write to the resident, and press that act's own button."""
    when_she_writes(member, act, text)
    member.presses(member.main.locator(".act-panel:visible .act-foot button"))
    when_she_does_not_wait(member)


def when_she_does_not_wait(member: Person) -> None:
    """Send at once what waits ten seconds to be undone, or without scripts what is shown before."""
    member.presses(member.main.locator("#sending [data-send]"))


def when_she_prints(
    member: Person, button: Locator | None = None, *, address: str = "**/print/"
) -> PdfReader:
    """Print the case, or what the button prints, and take the paper, whichever window it comes in."""
    window = member.page.context
    papers: list[bytes] = []

    def take(route: Route) -> None:
        papers.append(route.fetch().body())
        route.fulfill(body="", content_type="text/plain")

    window.route(address, take)
    end = address.removeprefix("**")
    with window.expect_event("response", lambda answer: answer.url.endswith(end)):
        (button or member.main.get_by_role("button", name=re.compile("^Skriv ut")).first).click()
    for other in window.pages:
        if other != member.page:
            other.close()
    assert papers[0].startswith(b"%PDF")
    return PdfReader(BytesIO(papers[0]))


def when_she_finishes(member: Person, child: str, fact: str, *, outcome: str = "") -> None:
    """Record on the worklist what has been done about a certificate."""
    row = row_of(member, child)
    if outcome:
        row.locator("summary").click()
        row.get_by_role("radio", name=re.compile(f"^{outcome}")).check()
        member.looks_around()
        member.presses(row.get_by_role("button", name=re.compile(f"^{fact}")))
    else:
        member.presses(row.get_by_role("button", name=re.compile(f"^{fact}:")))
