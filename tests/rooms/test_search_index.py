"""The index of cases' words follows from their ledgers, and can be made anew from them."""

from datetime import date

import pytest

from tests.build import MONDAY, WORDS
from tests.rooms.doing import answered, did, sent, to_group
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId
from vardag.doors.ops.scenario.world import World
from vardag.doors.ops.search import fill_in, rebuild
from vardag.rooms.cases.agreement import disagreements
from vardag.rooms.cases.models import WordRow
from vardag.rooms.cases.stems import LONGEST, stem, stem_of
from vardag.rooms.people.actions import add_resident
from vardag.rooms.people.models import PersonRow
from vardag.rooms.people.name_rows import NameRow
from vardag.rooms.people.names import names_that_disagree, note_names

# Each line's words are found by one another. A newer Snowball that cuts otherwise fails here: then the
# changelog tells operators to run ``vardag search rebuild``.
ALIKE = """
recept receptet recepten receptets
intyg intyget intygen intygets
fråga frågan frågor frågorna frågans
vecka veckan veckor
skola skolan skolor skolans
medicin medicinen mediciner medicinerna
remiss remissen remisser
barn barnet barnen barns barnens
rum rummet rummen
möte mötet möten mötena
tid tiden tider tiderna
utredning utredningen utredningar
diagnos diagnosen diagnoser
läkare läkaren läkarna
flicka flickan flickor flickans
mamma mamman mammas
avboka avbokar avbokad
test testet tester
sömnproblem sömnproblemen
"""
APART = """
recept rektor
tid tand
mål mal
åsa asa
för fara
barn björn
paket pak
"""


@pytest.mark.parametrize("line", ALIKE.strip().splitlines())
def test_a_word_is_found_whatever_its_ending(line):
    assert len({stem(word) for word in line.split()}) == 1


@pytest.mark.parametrize("line", APART.strip().splitlines())
def test_other_words_are_other_words(line):
    assert len({stem(word) for word in line.split()}) == len(line.split())


@pytest.mark.parametrize("word", [*ALIKE.split(), *APART.split(), "Medicinernas", "20140505", "ll"])
def test_what_is_left_of_a_word_is_its_beginning(word):
    assert word.casefold().startswith(stem_of(word))


@pytest.mark.parametrize("letters", ["s", "ss", "an", "heten", "å\u0301"])
def test_a_word_of_somebody_who_leans_on_a_key_is_one_that_is_short(letters):
    word = letters * 5_000

    assert len(stem(word)) <= LONGEST
    assert len(stem_of(word)) <= LONGEST


def words(case: CaseId, world: World, clinic: str = "outpatient") -> set[str]:
    rows = WordRow.objects.filter(case=case, clinic=world.clinics[clinic])
    return set(rows.values_list("word", flat=True))


def test_what_everybody_writes_in_a_case_is_in_the_index_at_once(world):
    case = sent(world, form={"text": "Pim sover illa."})
    assert {"pim", "sov", "ill"} <= words(case, world)

    did(world, case, acts.AskCounterQuestion(acts.Message(text="Sedan vilken vecka?")))
    answered(world, case, "Sedan påsklovet.")
    did(world, case, acts.AddNote("Ring mormor."))

    assert {*map(stem, ("vecka", "påsklovet", "mormor", "pim"))} <= words(case, world)
    assert list(disagreements()) == []


def test_the_words_go_where_the_case_goes_and_leave_where_it_can_not_be_read(world):
    case = sent(world)
    before = words(case, world)

    did(world, case, acts.Assign(to_group(world), interim_reply=WORDS))

    assert words(case, world) == words(case, world, "medical") > before
    assert list(disagreements()) == []

    did(world, case, acts.Assign(acts.Clinic(world.clinics["outpatient"])), by="doctor")

    here, there = words(case, world), words(case, world, "medical")
    assert here
    assert there in (set(), here)  # as the clinic may read it still, or not
    assert list(disagreements()) == []


def test_the_index_can_be_made_anew(world):
    cases = [sent(world), sent(world, form={"text": "Recept"})]
    did(world, cases[0], acts.Assign(to_group(world), interim_reply=WORDS))
    before = set(WordRow.objects.values_list())
    names = set(NameRow.objects.values_list())
    WordRow.objects.filter(case=cases[0], word="hej").delete()
    WordRow.objects.create(clinic_id=world.clinics["elsewhere"], word="spår", case_id=cases[1])
    NameRow.objects.filter(person=world.residents["child"]).update(word="annan")

    assert rebuild() == 0

    assert set(WordRow.objects.values_list()) == before
    assert set(NameRow.objects.values_list()) == names


def test_what_came_before_there_was_a_search_is_filled_in(world):
    old, new = sent(world), sent(world)
    WordRow.objects.filter(case=old).delete()
    NameRow.objects.filter(person=world.residents["child"]).delete()
    WordRow.objects.filter(case=new, word="hej").delete()

    fill_in()

    assert words(old, world) == words(new, world) | {"hej"}  # what is there isn't looked at
    assert list(names_that_disagree()) == []


def test_somebody_with_a_new_name_is_found_by_that_one_alone(world):
    person = add_resident(
        given_name="Åsa Maria",
        family_name="von Ek",
        personal_number="201405052381",
        born=date(2014, 5, 5),
    )
    assert found_by(person) == {"åsa", "maria", "von", "ek"}

    row = PersonRow.objects.get(pk=person)
    row.given_name = "Åke"
    row.save()
    note_names([row])

    assert found_by(person) == {"åke", "von", "ek"}


def test_staff_are_not_found_as_families_are(world):
    note_names(list(PersonRow.objects.filter(pk=world.staff["nurse"])))

    assert found_by(world.staff["nurse"]) == set()


def found_by(person: int) -> set[str]:
    return set(NameRow.objects.filter(person=person).values_list("word", flat=True))


def test_a_case_that_came_today_has_its_words_once(world):
    case = sent(world, form={"text": "Hej hej hej"}, at=MONDAY)

    assert WordRow.objects.filter(case=case, word="hej").count() == 1
