"""Coming in as a resident when a population register is in use."""

import pytest
from ruamel.yaml import YAML

from tests.doors import idp as idps
from tests.doors.idp import NUMBER, Idp, provider, signs_in
from tests.doors.town import build_town, who
from vardag.doors.signin import providers
from vardag.rooms.people.models import GuardianRow, PersonRow


@pytest.fixture
def town(db):
    return build_town()


@pytest.fixture
def idp(town, settings):
    with idps.serving(Idp()) as served:
        settings.SIGN_IN_PROVIDERS = (provider(served),)
        settings.SIGN_IN_LINE = "tests.doors.idp.HastyLine"
        providers.line.cache_clear()
        yield served
    providers.line.cache_clear()


@pytest.fixture
def register(tmp_path, settings):
    path = tmp_path / "register.yaml"
    settings.POPULATION_REGISTER = f"file:{path}"

    def says(*people: dict[str, object]) -> None:
        with path.open("w", encoding="utf-8") as file:
            YAML(typ="safe").dump(list(people), file)

    return says


def number_of(town, name: str) -> str:
    found = PersonRow.objects.get(pk=town[name]).personal_number
    assert found
    return found


def comes(client, idp: Idp, number: str):
    idp.claims = {"sub": number, NUMBER: number, "given_name": "Gunilla", "family_name": "Wik"}
    return signs_in(client, idp)


def test_a_guardian_comes_in_with_the_children_of_the_register(client, town, idp, register):
    GuardianRow.objects.all().delete()
    gunilla, pim = number_of(town, "gunilla"), number_of(town, "pim")
    register(
        {"number": gunilla, "given_name": "Gunilla", "family_name": "Ek", "custody_of": [pim]},
        {"number": pim, "given_name": "Pim", "family_name": "Ek"},
    )

    comes(client, idp, gunilla)

    assert who(client) == town["gunilla"]
    assert GuardianRow.objects.get().child_id == town["pim"]


def test_who_has_died_is_not_let_in(client, town, idp, register):
    gunilla = number_of(town, "gunilla")
    register(
        {
            "number": gunilla,
            "given_name": "Gunilla",
            "family_name": "Ek",
            "died_on": "2026-01-01",
        }
    )

    answer = comes(client, idp, gunilla)

    assert answer.status_code == 403
    assert "E-legitimationen kan inte användas här." in answer.content.decode()
    assert who(client) is None


def test_when_the_register_is_away_one_comes_in_to_what_is_ones_own(client, town, idp, settings):
    settings.POPULATION_REGISTER = "file:/nowhere/register.yaml"

    comes(client, idp, number_of(town, "gunilla"))

    assert who(client) == town["gunilla"]


def test_when_the_register_is_away_nobody_new_comes_in(client, idp, settings):
    settings.POPULATION_REGISTER = "file:/nowhere/register.yaml"

    answer = comes(client, idp, "200103019816")

    assert answer.status_code == 403
    assert "Folkbokföringen svarar inte just nu." in answer.content.decode()
    assert who(client) is None
