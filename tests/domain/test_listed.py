"""Another system's list: how its rows are read, and what they agree with among the cases here."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from tests.workbooks import ADA, BO
from vardag.domain.people.identity import CaseId
from vardag.domain.reconciliation.compared import (
    Finding,
    Known,
    Stands,
    Verdict,
    Why,
    compare,
)
from vardag.domain.reconciliation.listed import (
    CASE,
    DAY,
    MOST,
    NUMBER,
    WHAT,
    WHO,
    Listed,
    ReadList,
    known_headings,
    read_list,
)
from vardag.domain.registers.cells import Cell, Unread
from vardag.domain.registers.cells import Why as WhyUnread
from vardag.domain.registers.headings import recognized
from vardag.domain.registers.table import Reading

TODAY = date(2026, 4, 10)
WEEK = (date(2026, 3, 30), date(2026, 4, 5))
TICKED = date(2026, 4, 1)


def read(*rows: tuple[Cell, ...], columns: tuple[str, ...] = (CASE, NUMBER, DAY, WHAT, WHO)):
    head = tuple(columns)
    return read_list((head, *rows), Reading(0, columns), on=TODAY)


# --- Reading ----------------------------------------------------------------------------------------


def test_a_row_names_a_case_or_a_person_and_a_day():
    found = read(
        ("26-0107", None, None, None, None),
        (None, ADA, "2026-04-01", "Återbud", "AB"),
        ("Ärende 26-0012, återbud", f"{ADA[2:8]}-{ADA[8:]}", date(2026, 4, 2), "", ""),
        ("", "", " ", None, ""),
    )

    assert found.lines == (
        Listed(2, case=107),
        Listed(3, number=ADA, day=TICKED, what="Återbud", who="AB"),
        Listed(4, case=12, number=ADA, day=date(2026, 4, 2)),
    )
    assert found.days == (TICKED, date(2026, 4, 2))
    assert found.can_be_compared


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        (("26-0107 26-0108",), CASE, "isn't one case number"),
        (("ärende 7",), CASE, "isn't one case number"),
        ((None, "123"), NUMBER, "isn't a personal number"),
        ((None, ADA, "2/4"), DAY, "doesn't say which year"),
        ((None, ADA, "2027-01-01"), DAY, "hasn't come yet"),
        ((None, ADA), DAY, "The date is missing"),
        ((None, None, "2026-04-01"), NUMBER, "neither a case number nor a personal number"),
        ((Unread(WhyUnread.FORMULA),), CASE, "formula"),
    ],
)
def test_a_row_that_cannot_be_read_is_told_with_its_column_and_stops_all(row, column, says):
    found = read(("26-0001",), row)

    (fault,) = found.faults
    assert (fault.row, fault.column) == (3, column)
    assert says in str(fault.problem)
    assert str(fault.remedy)
    assert not found.can_be_compared


def test_a_list_needs_the_case_or_whom_and_when():
    assert not read((ADA,), columns=(NUMBER,)).can_be_compared
    assert read((ADA,), columns=(NUMBER,)).missing
    assert not read(("2026-04-01",), columns=(DAY,)).can_be_compared
    assert read(("26-0001",), columns=(CASE,)).can_be_compared
    assert not ReadList().can_be_compared
    assert ReadList().days is None


def test_a_list_is_of_a_week_and_not_of_years():
    rows = [("26-0001",)] * (MOST + 1)

    found = read(*rows, columns=(CASE,))

    assert "more than 5000 rows" in str(found.missing[0])


def test_of_two_columns_of_a_kind_the_first_that_says_anything_holds():
    found = read((None, "26-0001", "x"), columns=(CASE, CASE, ""))

    assert [line.case for line in found.lines] == [1]


def test_headings_are_known_as_people_name_them():
    head = ("Personnr", "Datum", "Mall", "Signatur", "Ärendenr", "Avdelning")

    assert recognized(head, known_headings()) == (NUMBER, DAY, WHAT, WHO, CASE, "")


# --- Comparing --------------------------------------------------------------------------------------


def step(case: int = 1, stands: Stands = Stands.DONE, **other: object) -> Known:
    done = TICKED if stands is Stands.DONE else None
    facts: dict[str, object] = {
        "step": "journal-note",
        "template": "",
        "number": ADA,
        "received": date(2026, 3, 30),
        "done": done,
    }
    return Known(CaseId(case), stands=stands, **{**facts, **other})  # type: ignore[arg-type]


def held(*lines: Listed, known: list[Known], days: tuple[date, date] | None = WEEK):
    return compare(lines, known, days=days, cases={each.case for each in known})


OPEN, CLOSED = Stands.OPEN, Stands.LEFT_OUT
BY_CASE, BY_PERSON = Listed(2, case=1), Listed(2, number=ADA, day=TICKED)


@pytest.mark.parametrize("line", [BY_CASE, BY_PERSON])
def test_what_is_done_in_both_agrees(line):
    assert held(line, known=[step()]).agree == 1
    assert held(line, known=[step()]).findings == ()


@pytest.mark.parametrize("stands", [OPEN, CLOSED])
@pytest.mark.parametrize("line", [BY_CASE, BY_PERSON])
def test_what_is_done_there_and_not_here_names_the_case_and_its_step(line, stands):
    (found,) = held(line, known=[step(stands=stands)]).findings

    assert (found.verdict, found.row, found.case) == (Verdict.ONLY_THERE, 2, 1)
    assert found.step == "journal-note"


def test_a_patient_without_a_number_is_found_by_the_case_alone():
    nameless = step(number="")

    assert held(BY_CASE, known=[nameless]).agree == 1
    assert held(Listed(2, number="", day=TICKED), known=[nameless]).agree == 0


def test_what_is_ticked_here_within_the_lists_days_and_isnt_in_it_is_here_alone():
    late = step(2, done=date(2026, 4, 6))
    (found,) = held(known=[step(), late]).findings

    assert found == Finding(Verdict.ONLY_HERE, None, CaseId(1), "journal-note", TICKED)
    assert held(known=[step()], days=None).findings == ()  # a list that names no day
    assert held(known=[step(is_ours=False)]).findings == ()  # ticked where it was sent


@pytest.mark.parametrize(
    ("known", "why"),
    [
        ([], Why.NO_CASE),
        ([step(stands=OPEN), step(2, stands=OPEN)], Why.SEVERAL),
        ([step(received=date(2026, 4, 2))], Why.NO_CASE),  # came after it was done there
        ([step(done=date(2026, 4, 20))], Why.NO_CASE),  # weeks from it
        ([step(number=BO)], Why.NO_CASE),
    ],
)
def test_a_row_of_a_person_that_fits_no_case_or_several_is_unclear(known, why):
    found = held(BY_PERSON, known=known, days=None).findings

    assert [(each.verdict, each.why) for each in found] == [(Verdict.UNCLEAR, why)]


def test_a_row_of_a_case_that_isnt_here_or_has_no_such_step_is_unclear():
    (gone,) = compare([BY_CASE], [], days=None, cases=()).findings
    (none,) = compare([BY_CASE], [], days=None, cases=[CaseId(1)]).findings
    (other,) = held(Listed(2, case=1, number=BO), known=[step(stands=OPEN)]).findings

    assert (gone.why, none.why, none.case) == (Why.NO_CASE, Why.NO_STEP, 1)
    assert (other.why, other.case) == (Why.OTHER_PERSON, None)


def test_a_person_with_two_cases_has_each_row_matched_by_its_own():
    near, far = step(1), step(2, done=date(2026, 4, 3))
    rows = [BY_PERSON, Listed(3, number=ADA, day=date(2026, 4, 3)), Listed(4, case=2)]

    assert held(*rows, known=[near, far]).agree == 3
    assert held(*rows, known=[near, far]).findings == ()


def test_a_template_tells_two_steps_of_a_case_apart():
    note = step(template="Återbud", stands=OPEN)
    other = step(step="background", template="Patientbakgrund", stands=OPEN)

    (found,) = held(Listed(2, case=1, what="mall ÅTERBUD"), known=[note, other]).findings
    assert found.step == "journal-note"
    (unclear,) = held(BY_CASE, known=[note, other]).findings
    assert unclear.why is Why.SEVERAL


def test_the_same_row_twice_says_the_same_twice():
    assert held(BY_PERSON, BY_PERSON, known=[step()]).agree == 2


# --- Hundreds of rows, and an oracle --------------------------------------------------------------


@dataclass
class Oracle:
    agree: int = 0
    there: set[int] = None  # type: ignore[assignment]
    here: set[int] = None  # type: ignore[assignment]
    unclear: int = 0


@pytest.mark.parametrize("seed", range(20))
def test_seeded_disagreements_are_all_found_and_agreeing_rows_never(seed):
    chance = random.Random(seed)
    oracle = Oracle(there=set(), here=set())
    known, lines = [], []
    for case in range(1, 61):
        number = f"{20100101 + case:08d}{case:04d}"
        day = WEEK[0] + timedelta(days=chance.randrange(7))
        line = (
            Listed(case + 1, case=case)
            if chance.random() < 0.5
            else Listed(case + 1, number=number, day=day)
        )
        what = chance.choice(["agrees", "there", "closed", "here", "nobody", "open"])
        before = WEEK[0] - timedelta(days=chance.randrange(20))
        stands = {"agrees": Stands.DONE, "here": Stands.DONE, "closed": CLOSED}.get(what, OPEN)
        if what != "nobody":
            ticked = min(day + timedelta(days=chance.randrange(3)), WEEK[1])
            done = ticked if stands is Stands.DONE else None
            known.append(step(case, stands, number=number, received=before, done=done))
        if what not in ("here", "open"):
            lines.append(line)
        oracle.agree += what == "agrees"
        oracle.there |= {case} if what in ("there", "closed") else set()
        oracle.here |= {case} if what == "here" else set()
        oracle.unclear += what == "nobody"
    chance.shuffle(lines)

    found = held(*lines, known=known)

    by = {each: [one for one in found.findings if one.verdict is each] for each in Verdict}
    assert found.agree == oracle.agree
    assert {one.case for one in by[Verdict.ONLY_THERE]} == oracle.there
    assert {one.case for one in by[Verdict.ONLY_HERE]} == oracle.here
    assert len(by[Verdict.UNCLEAR]) == oracle.unclear
