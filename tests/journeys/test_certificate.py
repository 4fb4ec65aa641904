"""A certificate that two clinics make together: asked for at one, written and sent by the other."""

from tests.journeys.clinics import (
    row_of,
    when_she_assigns,
    when_she_does_not_wait,
    when_she_finishes,
    when_she_opens_the_case,
    when_she_prints,
    when_she_ticks,
)
from tests.journeys.families import (
    given_a_guardian_starts,
    then_she_reads,
    when_she_goes_on,
    when_she_opens_her_case,
    when_she_sends_it,
)

CHILD = "Noel Sand"
HANDED_OVER = "Vi har läst att du behöver ett intyg"


def given_a_request_for_care_allowance(guardian) -> str:
    given_a_guardian_starts(guardian, "Få ett intyg > Omvårdnadsbidrag")
    guardian.writes(
        "Försäkringskassan vill ha ett läkarutlåtande.", "Vad ska intyget användas till?"
    )
    when_she_goes_on(guardian)
    guardian.chooses("Hem")
    return when_she_sends_it(guardian)


def then_the_paper_says(paper, *words: str) -> None:
    said = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    assert [each for each in words if each not in said] == []


def then_it_is_at(member, child: str, piece: str) -> None:
    assert piece in row_of(member, child).inner_text()


def when_she_takes_it(member, child: str) -> None:
    row_of(member, child).get_by_role("button", name="Ta").click()
    member.is_told("Nu är den din.")


def when_she_leaves_a_message(member, child: str, words: str) -> None:
    row_of(member, child).get_by_role("link", name="Fördela, historik").click()
    member.writes(words, "Meddelande")
    member.presses("Spara meddelandet")
    member.is_told("Meddelandet är sparat.")


def when_she_makes_a_label(member, child: str, address: str) -> None:
    """Go from the row of the work to its envelope, write the address, take the labels, and go back."""
    row = row_of(member, child)
    row.locator("summary").click()
    member.follows(row.get_by_role("link", name="Etiketter och följebrev"))
    member.writes(address, "Adress")
    member.looks_around()
    button = member.main.get_by_role("button", name="Gör etiketter")
    label = when_she_prints(member, button, address="**/paper/")
    then_the_paper_says(label, f"Petra Sand {' '.join(address.splitlines())}")
    member.goes_to("/staff/work/")


def then_it_was_sent(member, number: str, *words: str) -> None:
    member.follows("Post")
    member.looks_around()
    said = row_of(member, number).inner_text()
    assert [each for each in words if each not in said] == []


def test_a_certificate_crosses_to_the_medical_clinic_and_is_sent(town):
    petra, karin, birgitta = (
        town.comes_in(name) for name in ("Petra Sand", "Karin Åberg", "Birgitta Sjö")
    )
    number = given_a_request_for_care_allowance(petra)

    when_she_opens_the_case(karin, number)
    when_she_ticks(karin, "Skriv i journalen")
    karin.is_told("Steget är klart.")
    when_she_assigns(karin, "Intygshanterare läkare", standard_reply="Lämnat till läkare")
    karin.is_told("Ärendet är fördelat och delsvaret är skickat.")
    karin.looks_around()

    when_she_opens_the_case(birgitta, number, list_="/staff/mine/")
    paper = when_she_prints(birgitta)
    then_the_paper_says(paper, number, f"Sida 1 av {len(paper.pages)}", "Utskrivet av Birgitta Sjö")

    birgitta.page.reload()
    birgitta.presses("Avsluta utan svar")
    when_she_does_not_wait(birgitta)
    birgitta.goes_to("/staff/work/")
    birgitta.looks_around()
    when_she_takes_it(birgitta, CHILD)
    when_she_leaves_a_message(birgitta, CHILD, "Diktatet ligger i Melior.")
    birgitta.looks_around()
    when_she_opens_her_case(petra, number)
    then_she_reads(petra, "Intyget skrivs", "avslutat")
    birgitta.goes_to("/staff/work/")
    for piece, fact in [
        ("Skriv diktat", "Skrivet"),
        ("Meddela i uppdragslistan", "Meddelat"),
        ("Läkarens e-signatur", "Signerat"),
        ("Skriv ut, fysisk signatur", "Utskrivet och signerat"),
    ]:
        then_it_is_at(birgitta, CHILD, piece)
        when_she_finishes(birgitta, CHILD, fact)
    then_it_is_at(birgitta, CHILD, "Skicka intyget")
    when_she_makes_a_label(birgitta, CHILD, "Storgatan 12 A\n451 40 Uddevalla")
    when_she_finishes(birgitta, CHILD, "Skickat", outcome="Hem till familjen")
    birgitta.is_told(f"{number}: Skickat. Nu är allt klart.")
    birgitta.looks_around()
    then_it_was_sent(birgitta, number, "Original", "Hem: Petra Sand", "Birgitta Sjö")

    when_she_opens_her_case(petra, number)
    then_she_reads(petra, HANDED_OVER, "Intyget skickades hem till er")
