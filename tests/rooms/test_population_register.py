"""Who is whose guardian: what the population register says today, and nothing that it said long ago."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.build import on
from vardag.domain.people.identity import PersonId
from vardag.domain.people.personal_number import check_digit
from vardag.domain.people.sign_in import NotLetIn, Side, Verified, Why
from vardag.rooms.people import actions as people
from vardag.rooms.people.families.register import RegisterAway
from vardag.rooms.people.families.registering import bring_up_to_date
from vardag.rooms.people.identities import person_of
from vardag.rooms.people.models import GuardianRow, PersonRow
from vardag.rooms.people.queries import guardians_of, resident_of
from vardag.rooms.people.somebody import somebody

pytestmark = pytest.mark.django_db
MONDAY = on("2026-09-07T10:00")


def number(born: str, birth_number: str = "980") -> str:
    digits = f"{born}{birth_number}"
    return f"{digits}{check_digit(digits[2:])}"


MARIA, JOHAN = number("19850101"), number("19830202", "981")
ELSA, NILS = number("20160303"), number("20180404", "981")


class Register:
    """The register's file, as somebody would keep it, and the product that reads it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.people: dict[str, dict[str, object]] = {}
        for digits, name in ((MARIA, "Maria"), (JOHAN, "Johan"), (ELSA, "Elsa"), (NILS, "Nils")):
            self.says(digits, given_name=name, family_name="Wik")
        self.says(MARIA, custody_of=[ELSA, NILS])
        self.says(JOHAN, custody_of=[ELSA])

    def says(self, digits: str, **particulars: object) -> None:
        self.people.setdefault(digits, {"number": digits}).update(particulars)
        with self.path.open("w", encoding="utf-8") as file:
            YAML(typ="safe").dump(list(self.people.values()), file)

    def forgets(self, digits: str) -> None:
        del self.people[digits]
        for person in self.people.values():
            custody = person.get("custody_of", [])
            assert isinstance(custody, list)
            person["custody_of"] = [child for child in custody if child != digits]
        self.says(next(iter(self.people)))


@pytest.fixture
def register(tmp_path: Path, settings) -> Register:
    path = tmp_path / "register.yaml"
    settings.POPULATION_REGISTER = f"file:{path}"
    return Register(path)


def comes(digits: str, *, day: int = 0, subject: str = "") -> PersonId:
    """Sign somebody in by an identity provider, some days after Monday."""
    at = MONDAY + timedelta(days=day)
    verified = Verified(
        issuer="https://eid.example",
        subject=subject or digits,
        number=digits,
        given_name="Maria",
        family_name="Wik",
        assignment="",
    )
    person = person_of(verified, side=Side.RESIDENTS, at=at)
    bring_up_to_date(person, at=at)
    return person


def children(person: PersonId, *, day: int = 0) -> set[str]:
    """Return the given names of the children whom somebody may act for, some days after Monday."""
    today = (MONDAY + timedelta(days=day)).date()
    found = resident_of(PersonRow.objects.get(pk=person), on=today).children
    return {PersonRow.objects.get(pk=child.id).given_name for child in found}


def test_a_guardian_who_comes_for_the_first_time_has_the_children_of_the_register(register):
    maria = comes(MARIA)

    assert children(maria) == {"Elsa", "Nils"}
    assert PersonRow.objects.get(personal_number=ELSA).born == date(2016, 3, 3)


def test_two_guardians_of_a_child_have_the_same_child(register):
    comes(MARIA)
    comes(JOHAN)

    elsa = PersonRow.objects.get(personal_number=ELSA)
    names = [row.given_name for row in guardians_of(PersonId(elsa.pk), on=MONDAY.date())]
    assert names == ["Maria", "Johan"]


def test_custody_that_is_lost_is_lost_at_the_next_sign_in(register):
    maria = comes(MARIA)
    register.says(MARIA, custody_of=[NILS])

    comes(MARIA)

    assert children(maria) == {"Nils"}
    assert PersonRow.objects.filter(personal_number=ELSA).exists()


def test_custody_that_comes_back_holds_from_that_day(register):
    maria = comes(MARIA)
    register.says(MARIA, custody_of=[])
    comes(MARIA, day=1)
    register.says(MARIA, custody_of=[ELSA])

    comes(MARIA, day=5)

    assert children(maria, day=5) == {"Elsa"}
    tie = GuardianRow.objects.get(child__personal_number=ELSA)
    assert tie.from_date == MONDAY.date() + timedelta(days=5)


@pytest.mark.parametrize(("day", "holds"), [(0, True), (1, True), (2, False), (30, False)])
def test_what_the_register_said_the_day_before_yesterday_gives_no_right(register, day, holds):
    maria = comes(MARIA)

    assert bool(children(maria, day=day)) == holds


def test_when_the_register_is_away_what_it_said_holds_a_day_more(register):
    maria = comes(MARIA)
    register.path.write_text("- number: [", encoding="utf-8")

    with pytest.raises(RegisterAway):
        bring_up_to_date(maria, at=MONDAY + timedelta(days=1))

    assert children(maria, day=1) == {"Elsa", "Nils"}
    assert children(maria, day=2) == set()


@pytest.mark.parametrize("protected", [MARIA, ELSA])
@pytest.mark.parametrize("kind", ["marked", "registered-elsewhere"])
def test_nobody_acts_for_a_child_when_either_is_protected(register, protected, kind):
    maria = comes(MARIA)
    register.says(protected, protection=kind)

    comes(MARIA)

    assert "Elsa" not in children(maria)
    assert ("Nils" in children(maria)) == (protected == ELSA)


@pytest.mark.parametrize("kind", ["marked", "registered-elsewhere"])
def test_that_a_child_is_protected_is_kept_when_a_guardian_comes(register, kind):
    maria = comes(MARIA)
    johan = comes(JOHAN)
    register.says(ELSA, protection=kind)

    comes(MARIA)

    elsa = PersonRow.objects.get(personal_number=ELSA)
    assert elsa.protection == kind
    assert "Elsa" not in children(maria) | children(johan)


def test_a_protected_guardians_children_are_kept_as_they_are_said_to_be(register):
    comes(MARIA)
    register.says(MARIA, protection="marked")
    register.says(ELSA, protection="registered-elsewhere")

    comes(MARIA)

    rows = PersonRow.objects.filter(personal_number__in=[MARIA, ELSA, NILS])
    assert dict(rows.values_list("personal_number", "protection")) == {
        MARIA: "marked",
        ELSA: "registered-elsewhere",
        NILS: "",
    }


def test_a_protected_child_who_never_came_here_is_not_written_down(register):
    register.says(ELSA, protection="marked")

    comes(MARIA)

    assert not PersonRow.objects.filter(personal_number=ELSA).exists()


def test_protection_that_has_ended_ends_here_too(register):
    maria = comes(MARIA)
    for kind in ("marked", None):
        register.says(ELSA, protection=kind)
        comes(MARIA)

    assert PersonRow.objects.get(personal_number=ELSA).protection == ""
    assert "Elsa" in children(maria)


def test_when_a_child_itself_becomes_protected_nobody_acts_for_it_any_more(register):
    maria, johan = comes(MARIA), comes(JOHAN)
    elsa = PersonId(PersonRow.objects.get(personal_number=ELSA).pk)
    register.says(ELSA, protection="marked")

    bring_up_to_date(elsa, at=MONDAY)

    assert "Elsa" not in children(maria) | children(johan)


def test_protection_stands_while_the_register_knows_nobody_of_that_number(register):
    maria = comes(MARIA)
    register.says(MARIA, protection="marked")
    bring_up_to_date(maria, at=MONDAY)
    register.forgets(MARIA)

    bring_up_to_date(maria, at=MONDAY + timedelta(days=1))

    row = PersonRow.objects.get(pk=maria)
    assert row.protection == "marked"
    assert row.register_date == MONDAY.date() + timedelta(days=1)


def test_who_has_died_is_nobody_who_signs_in_and_no_childs_guardian(register):
    maria = comes(MARIA)
    register.says(MARIA, died_on="2026-09-01")

    bring_up_to_date(maria, at=MONDAY)

    assert somebody(maria, on=MONDAY.date()) is None
    assert children(maria) == set()


def test_a_child_who_has_died_is_nobodys_to_write_for(register):
    register.says(NILS, died_on="2026-09-01")

    assert children(comes(MARIA)) == {"Elsa"}


def test_who_gets_another_number_is_the_same_person(register):
    maria = comes(MARIA)
    new = number("19850101", "982")
    register.says(new, given_name="Maria", family_name="Wik", custody_of=[ELSA], former=[MARIA])
    register.forgets(MARIA)

    again = comes(new, subject=MARIA)

    assert again == maria
    assert PersonRow.objects.get(pk=maria).personal_number == new
    assert children(maria) == {"Elsa"}


def test_a_child_who_gets_another_number_is_the_same_child(register):
    maria = comes(MARIA)
    elsa = PersonRow.objects.get(personal_number=ELSA).pk
    new = number("20160303", "982")
    register.says(new, given_name="Elsa", family_name="Wik", former=[ELSA])
    register.forgets(ELSA)
    register.says(MARIA, custody_of=[new, NILS])

    comes(MARIA)

    assert PersonRow.objects.get(personal_number=new).pk == elsa
    assert children(maria) == {"Elsa", "Nils"}


def test_nobody_new_comes_in_while_the_register_is_away(register):
    register.path.unlink()

    with pytest.raises(NotLetIn) as refused:
        comes(MARIA)

    assert refused.value.why is Why.REGISTER_AWAY
    assert not PersonRow.objects.exists()


RESERVE_NUMBERS = ("201603340012", "20160303K088", "20180404M070", "20180404X807")


@pytest.mark.parametrize("written", RESERVE_NUMBERS)
def test_a_child_with_a_reserve_number_is_known_by_it_as_any_child(register, written):
    right = f"{written[:11]}{check_digit(written[2:11])}"
    says_no_day = {"born": date(2016, 3, 3)} if right.isdigit() else {}
    register.says(right, given_name="Nour", family_name="Wik", **says_no_day)
    register.says(MARIA, custody_of=[right])

    maria = comes(MARIA)

    (nour,) = resident_of(PersonRow.objects.get(pk=maria), on=MONDAY.date()).children
    row = PersonRow.objects.get(pk=nour.id)
    assert (row.personal_number, row.born) == (right, nour.born)
    assert row.born in {date(2016, 3, 3), date(2018, 4, 4)}


@pytest.mark.parametrize("written", RESERVE_NUMBERS)
def test_nobody_comes_in_by_a_reserve_number(register, written):
    right = f"{written[:11]}{check_digit(written[2:11])}"
    register.says(right, given_name="Nour", family_name="Wik", born=date(2016, 3, 3))

    with pytest.raises(NotLetIn) as refused:
        comes(right)

    assert refused.value.why is Why.RESERVE_NUMBER
    assert right not in str(refused.value)


def test_what_the_register_says_of_when_somebody_was_born_goes_before_the_number(register):
    register.says(ELSA, born=date(2016, 3, 1))

    maria = comes(MARIA)

    born = {
        each.born
        for each in resident_of(PersonRow.objects.get(pk=maria), on=MONDAY.date()).children
    }
    assert born == {date(2016, 3, 1), date(2018, 4, 4)}


def test_who_got_a_personal_number_after_a_reserve_number_is_the_same_child(register):
    reserve = f"20160303K08{check_digit('160303K08')}"
    register.says(reserve, given_name="Nour", family_name="Wik")
    register.says(MARIA, custody_of=[reserve])
    before = children_ids(comes(MARIA))
    register.says(number("20160303", "982"), given_name="Nour", family_name="Wik", former=[reserve])
    register.forgets(reserve)
    register.says(MARIA, custody_of=[number("20160303", "982")])

    assert children_ids(comes(MARIA)) == before


def children_ids(person: PersonId) -> set[int]:
    row = PersonRow.objects.get(pk=person)
    return {child.id for child in resident_of(row, on=MONDAY.date()).children}


def test_who_is_not_in_the_register_has_no_children_there(register):
    maria = comes(MARIA)
    register.forgets(MARIA)

    bring_up_to_date(maria, at=MONDAY)

    assert children(maria) == set()


def test_without_a_register_the_rows_stand_as_they_were_put(settings):
    settings.POPULATION_REGISTER = ""
    maria = comes(MARIA)
    child = people.add_resident(
        given_name="Elsa", family_name="Wik", personal_number=ELSA, born=date(2016, 3, 3)
    )
    people.add_guardian(guardian=maria, child=child)

    comes(MARIA, day=40)

    assert children(maria, day=40) == {"Elsa"}


@pytest.mark.parametrize(
    "written",
    [
        "{",
        "just words",
        f"- {{number: '{MARIA}'}}",
        f"- {{number: '{MARIA}', given_name: A, family_name: B, custody_of: ['{ELSA}']}}",
        f"- {{number: '{MARIA}', given_name: A, family_name: B, protection: nobody-knows}}",
        f"- {{number: '{MARIA}', given_name: A, family_name: B}}\n" * 2,
        (
            f"- {{number: '{MARIA}', given_name: A, family_name: B}}\n"
            f"- {{number: '{JOHAN}', given_name: C, family_name: D, former: ['{MARIA}']}}\n"
        ),
    ],
)
def test_a_file_that_does_not_hold_together_is_as_no_register_at_all(register, written):
    maria = comes(MARIA)
    register.path.write_text(written, encoding="utf-8")

    with pytest.raises(RegisterAway):
        bring_up_to_date(maria, at=MONDAY)


def test_a_number_that_cannot_be_is_no_entry(register):
    wrong = f"{MARIA[:-1]}{(int(MARIA[-1]) + 1) % 10}"
    register.says(wrong, given_name="Nobody", family_name="Wik")
    register.says(MARIA, custody_of=[wrong])

    with pytest.raises(NotLetIn):
        comes(MARIA)


def test_a_setting_that_names_no_register_is_told(settings):
    settings.POPULATION_REGISTER = "ldap://somewhere"

    with pytest.raises(NotLetIn):
        comes(MARIA)


def test_when_one_guardian_is_protected_no_guardian_acts_for_the_child(register):
    maria, johan = comes(MARIA), comes(JOHAN)
    assert "Elsa" in children(johan)

    register.says(MARIA, protection="marked")
    comes(MARIA)

    assert children(maria) == set()
    assert "Elsa" not in children(johan)


def test_when_nobody_is_protected_any_more_they_act_again(register):
    maria, johan = comes(MARIA), comes(JOHAN)
    for kind in ("marked", None):
        register.says(MARIA, protection=kind)
        comes(MARIA)

    assert "Elsa" in children(maria)
    assert "Elsa" in children(johan)
