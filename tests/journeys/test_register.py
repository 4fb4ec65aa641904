"""The workbook becomes the register: brought in, a request handled, and taken out again."""

from pathlib import Path

from playwright.sync_api import expect

from tests.workbooks import ADA, BO, HEADINGS, read, xlsx

ROWS = (
    ("Receptförfrågningar BUP",),
    HEADINGS,
    ("2026-03-20", ADA, "Ada Ek", "Concerta 18 mg", "Mamma ringde", "2026-03-23", "MB"),
    ("30 mars 2026", f"{BO[2:8]}-{BO[8:]}", "Bo Åström", "Ritalin 10 mg"),
)


def test_a_workbook_is_brought_in_a_request_handled_and_the_workbook_taken_out(
    town, tmp_path: Path
):
    mona = town.comes_in("Mona Berg")

    mona.goes_to("/staff/registers/")
    mona.follows("Importera en arbetsbok")
    mona.looks_around()
    chosen = tmp_path / "Receptförfrågningar BUP.xlsx"
    chosen.write_bytes(xlsx((*ROWS, ("2/4", ADA, "Cilla"))))
    mona.main.get_by_label("Arbetsbok").set_input_files(chosen)
    mona.presses("Läs filen")
    mona.sees("2 nya rader, 1 sak att rätta till")
    mona.sees("”2/4” säger inte vilket år.")
    mona.looks_around()
    mona.presses("Lägg undan filen")
    mona.is_told("Filen är undanlagd. Inget importerades.")

    mona.follows("Importera en arbetsbok")
    chosen.write_bytes(xlsx(ROWS))
    mona.main.get_by_label("Arbetsbok").set_input_files(chosen)
    mona.presses("Läs filen")
    mona.looks_around()
    mona.presses("Importera 2 rader")
    mona.is_told("2 rader importerades.")

    mona.follows("Inte klara")
    row = mona.main.get_by_role("row").filter(has_text="Bo Åström")
    mona.follows(row.get_by_role("link"))
    mona.presses("Markera som klart")
    mona.is_told("Raden är klar.")
    mona.looks_around()

    mona.goes_to("/staff/registers/prescription-requests/?source=hand&show=completed")
    expect(mona.main.get_by_role("row").filter(has_text="Bo Åström")).to_be_visible()
    with mona.page.expect_download() as download:
        mona.main.get_by_role("link", name="Spara raderna som en arbetsbok").click()
    taken = read(Path(download.value.path()).read_bytes())
    done = {
        row[1]: (row[2], row[4], row[9]) for row in taken[1:] if row[1] in ("Ada Ek", "Bo Åström")
    }
    assert done == {
        "Ada Ek": (f"{ADA[:8]}-{ADA[8:]}", "Concerta 18 mg", "MB"),
        "Bo Åström": (f"{BO[:8]}-{BO[8:]}", "Ritalin 10 mg", "Mona Berg"),
    }
