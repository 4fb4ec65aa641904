"""What is found, by whom and in which order: on both databases what a plain reading of all finds."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.build import MONDAY, TUESDAY
from tests.rooms.doing import answered, did, sent, to_group
from vardag.domain import access
from vardag.domain.case import acts
from vardag.domain.case.said import said
from vardag.domain.case.state import Case
from vardag.domain.folding import folded_words
from vardag.domain.people.identity import CaseId, ClinicId, Staff
from vardag.domain.refusals import InvalidForm
from vardag.doors.ops.scenario.world import World
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.cases.queries import FullCase, full_case
from vardag.rooms.cases.stems import stem
from vardag.rooms.lists.search import statements
from vardag.rooms.lists.search.finding import MOST, Found, Show, find
from vardag.rooms.lists.search.sought import Sought, sought
from vardag.rooms.people.invented import personal_number
from vardag.rooms.people.models import PersonRow
from vardag.rooms.people.names import note_names

TODAY = MONDAY.date()


def search(
    world: World,
    typed: str,
    *,
    by: str = "receiver",
    clinic: str = "outpatient",
    show: Show = Show.ALL,
) -> Found:
    return find(
        sought(typed, on=TODAY),
        by=world.staff_member(by, on=TODAY),
        clinic=ClinicId(world.clinics[clinic]),
        on=TODAY,
        show=show,
    )


def found(world: World, typed: str, **asks) -> list[CaseId]:
    return [hit.case.id for hit in search(world, typed, **asks).hits]


def named(world: World, who: str, given: str, family: str) -> PersonRow:
    row = PersonRow.objects.get(pk=world.residents[who])
    row.given_name, row.family_name = given, family
    row.save()
    note_names([row])
    return row


# --- What is found --------------------------------------------------------------------------------


def test_a_case_is_found_by_its_number_however_it_is_written(world):
    case = sent(world)
    number = CaseRow.objects.get(pk=case).number

    for typed in (number, number.replace("-", "\u2013"), number.replace("-", " - "), str(case)):
        assert found(world, typed) == [case]
    assert found(world, f"25-{case:04d}") == []  # of another year
    assert found(world, number.replace("-", "")) == []


@pytest.mark.parametrize(
    "typed",
    [
        "recept",
        "Recepten",
        "RECEPTET",
        "medicinen recept",
        "Åsa",
        "åsa",
        "förny",
        "melat",
        "sömnen",
    ],
)
def test_a_case_is_found_by_the_words_in_it(world, typed):
    case = sent(
        world, form={"text": "Receptet på melatonin till Åsa: sömn och medicin, förnyelse."}
    )
    sent(world, form={"text": "Något annat"})

    assert found(world, typed) == [case]


@pytest.mark.parametrize("typed", ["asa", "re", "elatonin", "recept annat", "receptbelagt"])
def test_it_is_not_found_by_others(world, typed):
    sent(world, form={"text": "Receptet på melatonin till Åsa"})
    sent(world, form={"text": "Något annat"})

    assert found(world, typed) == []


def test_whole_words_come_with_the_longer_ones_that_begin_so(world):
    first = sent(world, form={"text": "Receptförnyelse, tack"})
    second = sent(world, form={"text": "Ett recept, tack"})

    assert found(world, "recept") == [second, first]
    assert found(world, "receptförnyelsen") == [first]


def test_what_staff_and_family_write_later_is_found_as_well(world):
    case = sent(world)
    did(world, case, acts.AskCounterQuestion(acts.Message(text="Vilken skola?")))
    answered(world, case, "Granbackens.")
    did(world, case, acts.AddNote("Kuratorn vet."))
    did(world, case, acts.ReplyAndClose(acts.Message(text="Vi hörs på fredag.")))

    for typed in ("skolan", "granbackens", "kurator", "fredag", "skola fredag"):
        assert found(world, typed) == [case]


def test_the_service_and_what_was_chosen_are_found_in_both_languages(world):
    case = sent(world, "cancel-or-rebook", form={"wish": "cancel"})

    assert found(world, "avboka") == found(world, "cancel") == [case]


def test_a_case_is_found_by_the_names_of_those_it_is_about_and_from(world):
    named(world, "child", "Pim Åke", "von Ek")
    named(world, "guardian", "Maria", "Wik")
    named(world, "youth", "Pim", "Strand")
    theirs = sent(world)
    sent(world, by="youth", about="youth")

    for typed in ("Pim Ek", "ek pim", "PIM EK", "Wik", "mari wik", "von ek", "pim wik"):
        assert found(world, typed) == [theirs]
    assert found(world, "åke wik") == [theirs]
    assert found(world, "Ake") == []


def test_a_name_and_a_word_together_find_the_case_with_both(world):
    named(world, "child", "Pim", "Ek")
    sent(world, form={"text": "Hej"})
    case = sent(world, form={"text": "Om receptet"})
    sent(world, by="youth", about="youth", form={"text": "Om receptet"})

    assert found(world, "pim recept") == found(world, "recept pim") == [case]


def test_the_number_comes_first_then_names_then_words_each_the_newest_first(world):
    named(world, "child", "Vera", "Ek")
    named(world, "youth", "Sven", "Ek")
    by_word, by_name = (
        sent(world, by="youth", about="youth", form={"text": "Vera är snäll"}),
        sent(world, form={"text": "Hej"}),
    )
    newer_word = sent(world, by="youth", about="youth", form={"text": "Vera igen"})

    assert found(world, "vera") == [by_name, newer_word, by_word]

    by_number = by_word
    words = sent(world, form={"text": f"Angående {by_number:04d}"})
    assert found(world, f"{by_number:04d}") == [by_number, words]


def test_a_personal_number_finds_what_is_about_and_from_the_person_alone(world):
    born = date(2014, 5, 5)
    number = personal_number(born=born, nth=1)
    PersonRow.objects.filter(pk=world.residents["child"]).update(personal_number=number, born=born)
    case = sent(world)
    sent(world, by="youth", about="youth", form={"text": f"Numret är {number}."})

    for typed in (number, f"{number[:8]}-{number[8:]}", f"{number[2:8]}-{number[8:]}"):
        assert found(world, typed) == [case]
    assert found(world, personal_number(born=born, nth=3)) == []


def test_one_can_look_among_the_open_or_the_closed_alone(world):
    still_open, closed = sent(world), sent(world)
    did(world, closed, acts.ReplyAndClose(acts.Message(text="Hej hej")))

    assert found(world, "hej") == [closed, still_open]
    assert found(world, "hej", show=Show.OPEN) == [still_open]
    assert found(world, "hej", show=Show.CLOSED) == [closed]
    assert found(world, str(closed), show=Show.OPEN) == []


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "at least two letters"),
        (" a ", "at least two letters"),
        ("...", "at least two letters"),
        ("ett två tre fyra fem sex sju åtta nio", "at most eight"),
        ("x" * 201, "at most eight"),
        ("hej\x00", "can't be stored"),
        ("20140505-2381", "last digit"),
    ],
)
def test_what_can_not_be_looked_for_says_why(typed, why):
    with pytest.raises(InvalidForm, match=why) as refused:
        sought(typed, on=TODAY)

    assert [each.field for each in refused.value.problems] == ["sought"]


# --- The piece of text --------------------------------------------------------------------------


def excerpt(world: World, typed: str) -> str:
    (hit,) = search(world, typed).hits
    return "".join(f"[{text}]" if is_hit else text for text, is_hit in hit.excerpt)


def test_a_hit_shows_its_words_in_the_text_that_has_the_most_of_them(world):
    case = sent(world, form={"text": "Hej! Vi undrar över receptet på melatonin."})
    did(world, case, acts.AddNote("Receptet är klart."))

    assert excerpt(world, "recept") == "[Receptet] är klart."
    assert excerpt(world, "recept melatonin") == "Hej! Vi undrar över [receptet] på [melatonin]."
    assert excerpt(world, str(case)) == ""


def test_a_long_text_is_cut_between_words(world):
    before, after = "Vi har det bra. " * 20, "och mer än så " * 30
    sent(world, form={"text": f"{before}Receptet {after}"})

    shown = excerpt(world, "recept")

    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert "[Receptet] och mer" in shown
    assert len(shown) < 175
    assert set(shown.replace("…", " ").replace("[", "").replace("]", "").split()) <= set(
        f"{before}Receptet {after}".split()
    )


def test_a_text_without_spaces_is_cut_somewhere(world):
    sent(world, form={"text": f"{'x' * 300} recept{'y' * 300}"})

    assert len(excerpt(world, "recepty")) < 400


# --- Whose it is --------------------------------------------------------------------------------


def test_a_receiver_finds_the_clinics_cases_and_those_that_it_sent_on(world):
    case, other = sent(world, "care-allowance-certificate"), sent(world)
    did(world, case, acts.CompleteStep("document-request"))
    did(world, case, acts.Assign(to_group(world), interim_reply=acts.Message(text="Hej!")))

    assert set(found(world, "hej")) == {case, other}
    assert found(world, "hej", by="medical_receiver", clinic="medical") == [case]
    assert found(world, "hej", by="outsider", clinic="elsewhere") == []


def test_a_handler_finds_what_the_handler_holds_and_a_group_of_the_handlers(world):
    mine, other, groups = sent(world), sent(world), sent(world, "care-allowance-certificate")
    clinic = world.clinics["outpatient"]
    did(world, mine, acts.Assign(acts.Person(world.staff["clinician"], clinic)))
    did(world, groups, acts.CompleteStep("document-request"))
    did(world, groups, acts.Assign(to_group(world), interim_reply=acts.Message(text="Hej!")))

    assert found(world, "hej", by="clinician") == [mine]
    assert found(world, str(other), by="clinician") == []
    assert found(world, "hej", by="doctor", clinic="medical") == [groups]
    assert found(world, "child", by="clinician") == [mine]


@pytest.mark.parametrize("who", ["manager", "administrator", "outsider"])
def test_nobody_else_finds_anything(world, who):
    case = sent(world)

    for typed in ("hej", str(case), "child"):
        assert found(world, typed, by=who) == []


def protect(world: World, who: str) -> None:
    PersonRow.objects.filter(pk=world.residents[who]).update(protection="marked")


def test_a_protected_case_is_found_by_its_number_alone(world):
    born = date(2014, 5, 5)
    number = personal_number(born=born, nth=1)
    row = named(world, "child", "Pim", "Ek")
    PersonRow.objects.filter(pk=row.pk).update(personal_number=number, born=born)
    case = sent(world, form={"text": "Pim sover illa på Kanariegränd"})
    sought_by = ("pim ek", "pim", "kanariegränd", "guardian", number, "sover illa", "pim illa")
    assert [found(world, typed) for typed in sought_by] == [[case]] * len(sought_by)

    protect(world, "child")

    assert [found(world, typed) for typed in sought_by] == [[]] * len(sought_by)
    assert found(world, str(case)) == [case]
    (hit,) = search(world, str(case)).hits
    assert (hit.case.is_protected, hit.case.patient_name, hit.excerpt) == (True, None, ())


def test_what_a_protected_guardian_sent_is_found_by_its_number_alone(world):
    case = sent(world)
    protect(world, "guardian")

    assert found(world, "hej") == found(world, "child") == found(world, "guardian") == []
    assert found(world, str(case)) == [case]


# --- Alike on both databases ----------------------------------------------------------------------

WORDS = """
recept receptet receptförnyelse medicin medicinen melatonin åsa asa ärende ångest öga tid tiden
tidning skola skolan vecka remiss är än hej tack Pim Ek child guardian idé ide
""".split()


@dataclass(frozen=True)
class Plain:
    """A case as somebody reads it who has no index."""

    id: CaseId
    case: Case
    is_protected: bool
    names: frozenset[str]
    stems: frozenset[str]


def read_plainly() -> list[Plain]:
    """Read every case, the newest first."""
    rows = CaseRow.objects.select_related("patient", "author").order_by("-pk")
    return [as_read(row, full_case(CaseId(row.pk))) for row in rows]


def as_read(row: CaseRow, full: FullCase) -> Plain:
    texts = said(list(full.entries), full.case.service, full.form)
    return Plain(
        id=full.id,
        case=full.case,
        is_protected=full.is_protected,
        names=frozenset({*folded_words(row.patient.name), *folded_words(row.author.name)}),
        stems=frozenset(stem(word) for text in texts for word in folded_words(text)),
    )


def plainly(cases: list[Plain], wanted: Sought, by: Staff, clinic: ClinicId) -> list[CaseId]:
    """Say which cases are to be found, in their order."""
    named_, worded = [], []
    for each in cases:
        theirs = clinic in {each.case.clinic, *each.case.passed_by}
        if each.is_protected or not theirs or not access.may_open(by, each.case):
            continue
        of_name = [any(begins(name, word) for name in each.names) for word in wanted.words]
        of_text = [any(word.finds(one) for one in each.stems) for word in wanted.words]
        if all(of_name):
            named_.append(each.id)
        elif all(one or other for one, other in zip(of_name, of_text, strict=True)):
            worded.append(each.id)
    return [*named_, *worded]


def begins(name: str, word) -> bool:
    return name.startswith(word.typed) if word.is_beginning else name == word.typed


def many_cases(world: World, draw: random.Random) -> None:
    for _ in range(24):
        text = " ".join(draw.choices(WORDS, k=draw.randint(1, 6)))
        by, about = draw.choice((("guardian", "child"), ("youth", "youth")))
        case = sent(world, by=by, about=about, form={"text": text})
        note = " ".join(draw.choices(WORDS, k=2))
        clinician = acts.Person(world.staff["clinician"], world.clinics["outpatient"])
        done: Iterable[acts.Act] = draw.choice(
            [
                (),
                (acts.AddNote(note),),
                (acts.Assign(clinician),),
                (acts.Assign(acts.Clinic(world.clinics["medical"])),),
                (acts.ReplyAndClose(acts.Message(text=note)),),
            ]
        )
        for act in done:
            did(world, case, act)


SEARCHERS = {
    "receiver": "outpatient",
    "medical_receiver": "medical",
    "clinician": "outpatient",
    "doctor": "medical",
}


@pytest.mark.parametrize("seed", range(3))
def test_everybody_finds_what_a_plain_reading_of_every_case_finds(world, monkeypatch, seed):
    draw = random.Random(seed)
    monkeypatch.setattr(statements, "MOST_BEGINNINGS", (0, 2, 20)[seed])
    monkeypatch.setattr(statements, "MOST_PEOPLE", (1_000, 0, 1)[seed])
    named(world, "child", "Pim", "Ek")
    many_cases(world, draw)
    if seed == 2:
        protect(world, "youth")
    cases, wrong = read_plainly(), []

    for who, clinic_name in SEARCHERS.items():
        by, clinic = world.staff_member(who, on=TODAY), ClinicId(world.clinics[clinic_name])
        for _ in range(25):
            typed = " ".join(draw.choices([*WORDS, "tid", "rec", "med"], k=draw.randint(1, 3)))
            wanted = sought(typed, on=TODAY)
            ids = [hit.case.id for hit in find(wanted, by=by, clinic=clinic, on=TODAY).hits]
            if ids != plainly(cases, wanted, by, clinic):
                wrong.append((who, typed))
    assert wrong == []


# --- Quick, however many there are ----------------------------------------------------------------


def test_the_first_fifty_are_shown_and_it_is_said_that_there_are_more(world, monkeypatch):
    monkeypatch.setattr("vardag.rooms.lists.search.finding.MOST", 3)
    cases = [sent(world) for _ in range(4)]

    result = search(world, "hej")

    assert [hit.case.id for hit in result.hits] == cases[:0:-1]
    assert result.has_more
    assert not search(world, str(cases[0])).has_more
    assert MOST == 50


@pytest.mark.parametrize(
    ("typed", "most"), [("hej", 5), ("hej tack", 6), ("xyz", 3), ("26-0001", 7), ("ab", 3)]
)
def test_a_search_asks_few_questions_however_much_it_finds(world, typed, most):
    for _ in range(4):
        sent(world, form={"text": "Hej, tack"}, at=TUESDAY)
    search(world, typed)

    with CaptureQueriesContext(connection) as asked:
        search(world, typed)

    assert len(asked) <= most, [each["sql"][:80] for each in asked]
