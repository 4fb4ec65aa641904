"""What families do and see on their side."""

from playwright.sync_api import expect

from tests.journeys.person import Person


def given_a_guardian_starts(
    guardian: Person, what: str, *, clinic: str = "BUP Åviken", child: str = ""
) -> None:
    """Go from the first page to a form; ``what`` is the way, such as "Få ett intyg > Resa"."""
    guardian.goes_to("/")
    guardian.looks_around()
    for choice in filter(None, (child, clinic)):
        guardian.follows(guardian.main.get_by_role("link", name=choice))
    *rows, last = what.split(" > ")
    for row in rows:
        guardian.opens(row)
    guardian.follows(guardian.main.get_by_role("link", name=last))
    guardian.page.wait_for_url("**/new/**")
    guardian.looks_around()


def when_she_goes_on(guardian: Person) -> None:
    """Go on to the form's next page, or to the summary."""
    guardian.presses("Fortsätt")
    guardian.looks_around()


def when_she_sends_it(guardian: Person) -> str:
    """Read the form through, send it, and return the number of the case on the receipt."""
    while guardian.main.get_by_role("heading", name="Läs igenom").count() == 0:
        when_she_goes_on(guardian)
    guardian.presses("Skicka")
    guardian.page.wait_for_url("**/sent/")
    guardian.looks_around()
    return guardian.number_on_the_page()


def then_she_is_promised(guardian: Person, day: str, *, why: str) -> None:
    guardian.sees("Du hör från oss senast", day, why)


def when_she_opens_her_case(guardian: Person, number: str) -> None:
    guardian.goes_to("/cases/")
    guardian.looks_around()
    line = guardian.main.get_by_role("link").filter(has_text=number)
    if not line.is_visible():
        guardian.opens("avslutat ärende")
    guardian.follows(line)
    guardian.page.wait_for_url("**/cases/*/")
    guardian.looks_around()


def then_she_reads(guardian: Person, *words: str) -> None:
    guardian.sees(*words)


def when_she_answers(guardian: Person, text: str) -> None:
    """Answer the clinic's question, in the case where it was asked."""
    guardian.writes(text, "Ditt svar")
    guardian.presses("Skicka svar")
    guardian.looks_around()


def then_she_has_one_case(guardian: Person) -> None:
    guardian.goes_to("/cases/")
    expect(guardian.main.locator("a.row")).to_have_count(1)
