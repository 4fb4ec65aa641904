"""What operations write of clinics: checked, and all of it or nothing."""

from datetime import date

import pytest

from vardag.domain.refusals import ChangedMeanwhile, InvalidForm
from vardag.rooms.clinics.installing import Said, change, close, install, link, reopen, unlink
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.clinics.queries import own

TODAY, TOMORROW = date(2026, 9, 8), date(2026, 9, 9)
LINKS = ("evi",)
pytestmark = pytest.mark.django_db


def test_a_clinic_is_installed_once_and_changed_in_what_is_said():
    said = Said(name="BUP Åviken", short_name="Åviken", phone="031-390 06 10")
    clinic = install("aviken", said)
    with pytest.raises(InvalidForm):
        install("aviken", said)

    change(clinic, Said(takes_residents_cases=False, postal_address="Box 10, 000 10 Åviken"))

    row = ClinicRow.objects.get(pk=clinic)
    assert row.postal_address == "Box 10\n000 10 Åviken"
    assert (row.name, row.short_name, row.takes_residents_cases) == ("BUP Åviken", "Åviken", False)


def test_nothing_is_changed_by_saying_nothing():
    clinic = install("aviken", Said(name="BUP Åviken"))
    with pytest.raises(InvalidForm):
        change(clinic, Said())


def test_an_address_is_set_and_taken_away():
    clinic = install("aviken", Said(name="BUP Åviken"))
    link(clinic, "evi", "https://vardag.example/a", known=LINKS)
    link(clinic, "evi", "https://vardag.example/b", known=LINKS)

    assert own(clinic).links == {"evi": "https://vardag.example/b"}
    with pytest.raises(InvalidForm):
        link(clinic, "other", "https://vardag.example/a", known=LINKS)
    unlink(clinic, "evi")
    with pytest.raises(ChangedMeanwhile):
        unlink(clinic, "evi")


def test_a_day_is_closed_and_opened_before_it_has_been():
    clinic = install("aviken", Said(name="BUP Åviken"))
    close(clinic, TODAY, " Planeringsdag ", on=TODAY)
    assert own(clinic).closed == {TODAY: "Planeringsdag"}

    with pytest.raises(ChangedMeanwhile):
        close(clinic, TODAY, "Igen", on=TODAY)
    for wrong in ((TODAY, "", TODAY), (TODAY, "Plan", TOMORROW)):
        with pytest.raises(InvalidForm):
            close(clinic, wrong[0], wrong[1], on=wrong[2])
    with pytest.raises(InvalidForm):
        reopen(clinic, TODAY, on=TOMORROW)
    reopen(clinic, TODAY, on=TODAY)
    with pytest.raises(ChangedMeanwhile):
        reopen(clinic, TODAY, on=TODAY)
