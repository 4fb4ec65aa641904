"""What people type into a workbook or a form, read as a row of a register: dates, numbers, headings."""

from datetime import date

import pytest

from vardag.domain.people.personal_number import check_digit
from vardag.domain.registers.cells import LONGEST, Cell, NotReadable, Unread, Why, is_blank, text_of
from vardag.domain.registers.dates import serial_date, typed_date
from vardag.domain.registers.entry import Entry, changed, completed, entry_of
from vardag.domain.registers.headings import (
    heading_row,
    heading_text,
    known_headings,
    recognized,
    targets,
)
from vardag.domain.registers.numbers import number_within, typed_patient_number
from vardag.domain.registers.table import Known, Reading, Standing, judge
from vardag.domain.routine.document import Field, Form, Register
from vardag.domain.words import Text

TODAY = date(2026, 4, 10)
SECOND = date(2026, 4, 2)


def whole(eleven: str) -> str:
    return f"{eleven}{check_digit(eleven[2:])}"


CHILD = whole("20140505238")
EARLY = whole("20040512123")
COLUMNS = (
    *("received", "patient", "sender", "field:medicine", "field:note"),
    *("case", "first_response", "closed", "closed_by"),
)
REGISTER = Register("prescription-requests", Text("Receptförfrågningar", "Requests"), COLUMNS)
FORM = Form(
    "renew",
    (
        Field("medicine", Text("Vilken medicin gäller det?", "Which medicine?"), required=True),
        Field("note", Text("Något mer?", "Anything else?")),
        Field("other", Text("Annat", "Other")),
    ),
)


@pytest.mark.parametrize(
    "cell",
    [
        SECOND,
        46114,
        46114.5,
        "46114",
        20260402,
        260402,
        "2026-04-02",
        "2026/4/2",
        "2026.04.02",
        "2026 04 02",
        "20260402",
        "260402",
        "26-04-02",
        "2/4 2026",
        "2/4-26",
        "2.4.26",
        "02/04/2026",
        "2-4-2026",
        "2 4 26",
        "2 apr 26",
        "2 april 2026",
        "2:a april -26",
        "2 Apr. 2026",
        "den 2 april 2026",
        "tors 2 april 2026",
        "torsdag den 2:a april 2026",
        "April 2, 2026",
        "2026-04-02 10:30",
        "2026-04-02T08:30:00Z",
        "2026-04-02 kl 10.30",
        " 2026 – 04 – 02 ",
        "'2026-04-02",
        "2\u00a0april\u00a02026",
    ],
)
def test_a_date_is_read_in_every_shape_that_people_type(cell):
    assert typed_date(cell, on=TODAY) == SECOND


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("2/4", "doesn't say which year"),
        ("2 april", "doesn't say which year"),
        ("31/2 2026", "There is no such day"),
        ("2 hej 2026", "There is no such day"),
        ("2026-04-11", "hasn't come yet"),
        ("1999-12-31", "before the year 2000"),
        ("02-04-26", "two different days"),
        ("efter lunch", "is no date"),
        (True, "is no date"),
        (12, "is no date"),
        (0.5, "is no date"),
        (1e300, "is no date"),
        (3_000_000, "is no date"),
        (12_345.5, "before the year 2000"),
        (Unread(Why.FORMULA), "formula that hasn't been worked out"),
        (Unread(Why.ERROR, "#REF!"), "“#REF!”"),
    ],
)
def test_what_is_no_date_is_refused_with_what_to_do(cell, says):
    with pytest.raises(NotReadable) as wrong:
        typed_date(cell, on=TODAY)

    assert says in str(wrong.value.problem)
    assert str(wrong.value.remedy)


def test_nothing_is_no_date_and_no_fault():
    assert typed_date("  ", on=TODAY) is None
    assert typed_date(None, on=TODAY) is None


def test_a_year_of_two_digits_is_the_latest_that_has_come():
    assert typed_date("31/12 25", on=TODAY) == date(2025, 12, 31)
    assert typed_date("12-12-12", on=TODAY) == date(2012, 12, 12)
    assert typed_date("19-11-30", on=TODAY) == date(2019, 11, 30)


def test_an_old_workbook_of_a_mac_counts_from_another_day():
    assert typed_date(46114 - 1462, on=TODAY, since_1904=True) == SECOND
    assert serial_date(5) is None


@pytest.mark.parametrize(
    "cell",
    [
        CHILD,
        int(CHILD),
        float(CHILD),
        f"{CHILD[2:8]}-{CHILD[8:]}",
        f"'{CHILD}",
        f"{CHILD[:8]} - {CHILD[8:]}",
    ],
)
def test_a_personal_number_is_read_as_text_and_as_a_number(cell):
    assert typed_patient_number(cell, on=TODAY) == CHILD


def test_a_number_that_lost_its_zero_has_it_back():
    assert typed_patient_number(int(EARLY[2:]), on=TODAY) == EARLY


@pytest.mark.parametrize(
    "cell", ["20140505", "hej", 12, True, f"{CHILD[:-1]}{(int(CHILD[-1]) + 1) % 10}"]
)
def test_what_is_no_personal_number_is_refused(cell):
    with pytest.raises(NotReadable):
        typed_patient_number(cell, on=TODAY)


def test_a_number_in_the_names_column_is_taken_out_of_it():
    assert number_within(f"Ada Ek, {CHILD[:8]}-{CHILD[8:]}", on=TODAY) == ("Ada Ek", CHILD)
    assert number_within("Ada 20141332-1234", on=TODAY) == ("Ada 20141332-1234", "")


def test_cells_are_read_as_the_words_that_a_person_sees():
    assert [text_of(cell) for cell in (None, 18, 18.0, 2.5, True, False, SECOND, " a\u200b ")] == [
        *("", "18", "18", "2,5", "x", "", "2026-04-02"),
        "a\u200b",
    ]
    assert text_of(1e20) == "1e+20"
    assert text_of("\u200b") == ""
    assert is_blank(" ")
    assert not is_blank(0)
    with pytest.raises(NotReadable):
        text_of("a" * (LONGEST + 1))


def a_row(**other: Cell) -> dict[str, Cell]:
    medicine = {"field:medicine": "Concerta 18 mg"}
    return {"received": "2026-04-02", "patient": "Ada Ek", **medicine, **other}


def read(**other: Cell) -> Entry:
    entry, problems = entry_of(a_row(**other), on=TODAY)
    assert entry, problems
    return entry


def wrong_with(**other: Cell) -> list[str]:
    entry, problems = entry_of(a_row(**other), on=TODAY)
    assert entry is None
    return [each.column for each in problems]


def test_a_row_says_whom_it_is_about_and_when_it_came():
    entry = read(personal_number=CHILD, sender="Mamma", closed="2026-04-03", closed_by="Sam")

    assert entry == Entry(
        received=SECOND,
        patient="Ada Ek",
        personal_number=CHILD,
        texts={"field:medicine": "Concerta 18 mg", "sender": "Mamma"},
        is_done=True,
        done=date(2026, 4, 3),
        done_by="Sam",
    )
    assert wrong_with(received="", patient="") == ["received", "patient"]
    assert wrong_with(received="i går") == ["received"]
    assert wrong_with(patient="A" * 161) == ["patient"]
    assert read(patient="", personal_number=CHILD).patient == ""


def test_a_name_may_stand_in_two_columns_and_with_its_number():
    assert read(patient="", given_name="Ada", family_name="Ek").patient == "Ada Ek"
    assert read(patient=f"Ada Ek {CHILD}").personal_number == CHILD


def test_every_fault_of_a_row_is_told_at_once():
    assert wrong_with(
        received="x", personal_number="y", closed="z", **{"field:note": "n" * 5000}
    ) == [*("received", "personal_number", "closed", "field:note")]


@pytest.mark.parametrize(
    ("cell", "is_done", "day"),
    [
        ("x", True, None),
        ("Klart", True, None),
        (True, True, None),
        (1, True, None),
        ("nej", False, None),
        (False, False, None),
        ("-", False, None),
        ("", False, None),
        (None, False, None),
        ("3/4 26", True, date(2026, 4, 3)),
    ],
)
def test_a_tick_says_that_it_is_done_and_not_when(cell, is_done, day):
    entry = read(closed=cell, closed_by="Sam")

    assert (entry.is_done, entry.done) == (is_done, day)
    assert entry.done_by == ("Sam" if is_done else "")


def test_nothing_is_done_before_it_came():
    assert wrong_with(closed="2026-04-01") == ["closed"]
    assert wrong_with(first_response="2026-04-01") == ["first_response"]


def test_a_row_is_the_same_however_it_was_typed():
    one = read(personal_number=CHILD)

    assert (
        one.fingerprint
        == read(personal_number=int(CHILD), patient="ADA  EK", closed="x").fingerprint
    )
    assert one.fingerprint != read().fingerprint
    assert read().fingerprint == read(patient=" ada ek ").fingerprint
    assert read().fingerprint != read(received="2026-04-03").fingerprint
    assert read().fingerprint != read(**{"field:medicine": "Ritalin"}).fingerprint


def test_a_row_is_completed_on_a_day_by_somebody():
    after = completed(read(), done="2026-04-03", by="Sam Sjö", on=TODAY)

    assert (after.is_done, after.done, after.done_by) == (True, date(2026, 4, 3), "Sam Sjö")
    for day in ("", "2026-04-01", "2027-01-01"):
        with pytest.raises(NotReadable):
            completed(read(), done=day, by="Sam", on=TODAY)


def test_what_a_correction_changed_is_told_by_columns():
    before, after = (
        read(),
        read(patient="Ada Elk", closed="x", closed_by="S", **{"field:note": "N"}),
    )

    assert changed(before, after) == ("patient", "closed", "closed_by", "field:note")
    assert changed(before, before) == ()


HEADINGS = (
    "Datum",
    "Personnr.",
    "Namn",
    "Läkemedel / styrka",
    "Dos",
    "Klart",
    "Sign",
    "Läge",
    "Ålder",
)


def test_headings_are_known_by_the_names_that_people_give_them():
    known = known_headings(REGISTER, FORM)

    assert recognized((*HEADINGS, None), known) == (
        *("received", "personal_number", "patient", "field:medicine", "field:medicine"),
        *("closed", "closed_by", "status", "", ""),
    )
    assert recognized(("Datum", "Inkom", "Vilken medicin gäller det?", "MEDICINE"), known) == (
        *("received", "", "field:medicine", "field:medicine"),
    )
    assert "field:other" not in known.values()
    assert "given_name" in targets(REGISTER)


def test_headings_are_found_below_what_stands_above_them():
    known = known_headings(REGISTER, FORM)

    assert heading_row([(), ("Receptförfrågningar BUP",), HEADINGS, ("2026-04-02",)], known) == 2
    assert heading_row([(), ("a", "b")], known) == 1
    assert heading_row([], known) == 0
    assert heading_row([("x",)] * 30 + [HEADINGS], known) == 0
    assert [heading_text(cell) for cell in (None, Unread(Why.ERROR), " a\n b ")] == ["", "", "a b"]


READING = Reading(0, ("received", "patient", "field:medicine", "field:medicine", "", "case"))


def judged(*rows: tuple[Cell, ...], known: Known = Known()):  # noqa: B008
    return judge([("Inkom",), *rows], READING, known, on=TODAY)


def test_a_sheet_is_read_row_by_row_and_empty_rows_are_none():
    found = judged(
        ("2026-04-02", "Ada Ek", "Concerta", 18, "bort"), (), (None, " "), (46114, "Bo Å")
    )

    assert found.can_be_imported
    assert [(row, entry.patient) for row, entry in found.new] == [(2, "Ada Ek"), (5, "Bo Å")]
    assert found.new[0][1].texts == {"field:medicine": "Concerta, 18"}


def test_one_row_that_cannot_be_read_stops_them_all_and_says_where():
    found = judged(
        ("2026-04-02", "Ada Ek", "Concerta"),
        ("i går", "Bo Å", "x", Unread(Why.ERROR, "#NAMN?")),
        ("2/4", "Bo Å"),
    )

    assert not found.can_be_imported
    assert [(each.row, each.column) for each in found.faults] == [
        (3, "field:medicine"),
        (4, "received"),
    ]


def test_what_is_there_already_is_told_and_left_out():
    there, _ = entry_of({"received": "2026-04-02", "patient": "Ada Ek"}, on=TODAY)
    assert there
    known = Known(
        {there.fingerprint: Standing(1, SECOND)},
        {"26-0001": None},
        {"Skyddade personuppgifter"},
    )

    found = judged(
        ("2026-04-02", "Ada Ek"),
        ("2026-04-02", "Bo Å"),
        ("2 april 2026", "BO Å"),
        ("2026-04-02", "Cy", None, None, None, "26-0001"),
        ("2026-04-02", "Skyddade personuppgifter"),
        known=known,
    )

    assert [each.row for each in found.left_out] == [2, 4, 5, 6]
    assert [str(each.why) for each in found.left_out][1] == "The same as row 3."
    assert [row for row, _ in found.new] == [3]


# Columns: received, patient, case, closed, closed by.
OF_DONE = Reading(0, ("received", "patient", "case", "closed", "closed_by"))


def done_in_a_workbook(*rows: tuple[Cell, ...], known: Known):
    return judge([("Inkom",), *rows], OF_DONE, known, on=TODAY)


def standing(is_open: bool, received: date = SECOND) -> Known:
    there, _ = entry_of({"received": "2026-04-02", "patient": "Ada Ek"}, on=TODAY)
    assert there
    return Known({there.fingerprint: Standing(7, received, is_open=is_open)})


@pytest.mark.parametrize("cell", ["2026-04-03", "x", "Klart"])
def test_a_row_that_waits_here_and_is_done_in_the_workbook_is_done_by_it(cell):
    row = ("2026-04-02", "Ada Ek", None, cell, "SS")

    found = done_in_a_workbook(row, row, known=standing(is_open=True))

    (done,) = found.done
    assert (done.row, done.id, done.entry.is_done, done.entry.done_by) == (2, 7, True, "SS")
    assert found.can_be_imported
    assert not found.new
    assert [str(each.why) for each in found.left_out] == ["The same as row 2."]


def test_a_row_that_is_done_or_struck_out_here_and_one_that_waits_in_both_are_there_already():
    waits, done = ("2026-04-02", "Ada Ek"), ("2026-04-02", "Ada Ek", None, "x")

    for rows, known in ((done, standing(is_open=False)), (waits, standing(is_open=True))):
        found = done_in_a_workbook(rows, known=known)
        assert [str(each.why) for each in found.left_out] == ["The row is in the register already."]
        assert not found.can_be_imported


def test_a_row_of_two_marks_is_done_once():
    other, _ = entry_of({"received": "2026-04-02", "patient": "Ada Elk"}, on=TODAY)
    assert other
    known = standing(is_open=True)
    both = Known({**known.rows, other.fingerprint: Standing(7, SECOND, is_open=True)})

    found = done_in_a_workbook(
        *(("2026-04-02", name, None, "x") for name in ("Ada Ek", "Ada Elk")), known=both
    )

    assert [each.row for each in found.done] == [2]
    assert [each.row for each in found.left_out] == [3]


def test_a_row_is_not_done_before_the_day_on_which_it_came_as_corrected_here():
    found = done_in_a_workbook(
        ("2026-04-02", "Ada Ek", None, "2026-04-03"),
        known=standing(is_open=True, received=date(2026, 4, 4)),
    )

    assert [(each.row, each.column) for each in found.faults] == [(2, "closed")]
    assert not found.can_be_imported


@pytest.mark.parametrize(
    ("here", "cell", "says"),
    [
        (None, "x", "The workbook says that it is done, and the case isn't answered."),
        (None, "2026-04-03", "The workbook says that it is done"),
        (SECOND, "2026-04-03", "was done on 2026-04-02. The workbook says 2026-04-03."),
    ],
)
def test_what_a_workbook_says_otherwise_of_a_cases_row_is_told_and_changes_nothing(
    here, cell, says
):
    found = done_in_a_workbook(
        ("2026-04-01", "Ada Ek", "26-0001", cell), known=Known(cases={"26-0001": here})
    )

    (told,) = found.left_out
    assert told.differs
    assert says in str(told.why)
    assert not found.can_be_imported


@pytest.mark.parametrize(
    ("here", "cell"),
    [(None, None), (None, "nej"), (SECOND, "x"), (SECOND, "2/4 2026"), (SECOND, "?")],
)
def test_a_cases_row_that_agrees_or_cannot_be_told_is_there_already(here, cell):
    found = done_in_a_workbook(
        ("2026-04-01", "Ada Ek", " 26-0001 ", cell), known=Known(cases={"26-0001": here})
    )

    (told,) = found.left_out
    assert not told.differs
    assert not found.faults


def test_a_sheet_without_a_date_or_a_name_is_not_read():
    found = judge([("a", "b")], Reading(0, ("", "field:note")), Known(), on=TODAY)

    assert len(found.missing) == 2
    assert not found.can_be_imported


def test_a_code_of_one_column_is_not_put_together_with_another():
    found = judge(
        [(), ("2026-04-02", "Ada", "Ek")],
        Reading(0, ("received", "patient", "patient")),
        Known(),
        on=TODAY,
    )

    assert found.new[0][1].patient == "Ek"
