"""``vardag audit dispose``: it says what would go, and does it only when told so, by somebody known."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings

from tests.doors.town import build_town
from tests.rooms.logged import noted
from vardag.domain.clock.deadline import STOCKHOLM
from vardag.doors.ops.log import sealer
from vardag.doors.ops.log.disposal import dispose
from vardag.rooms.audit.models import AccessRow, DisposalRow, SealRow
from vardag.rooms.people.models import PersonRow
from vardag.rooms.routines.actions import publish
from vardag.rooms.routines.packaged import packaged_routine

pytestmark = pytest.mark.django_db
OLD = datetime(2021, 3, 1, 12, tzinfo=STOCKHOLM)
NOW = datetime(2027, 3, 1, 12, tzinfo=STOCKHOLM)
ASKED = {"before": "2022-01-01", "decision": "Beslut 2027:3"}


@pytest.fixture
def log(tmp_path, monkeypatch):
    """Five entries of six years ago and one of today, and somebody who may decide."""
    town = build_town()
    name, text = packaged_routine()
    publish(text=text, name=name, at=NOW)
    monkeypatch.setattr(settings, "LOG_HEAD_FILE", tmp_path / "head")
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    for n in range(5):
        noted(case=n, at=OLD + timedelta(minutes=n))
    noted(case=6, at=NOW)
    sealer.seal_all()
    return {**ASKED, "by": PersonRow.objects.get(pk=town["uma"]).hsa_id}


def test_it_only_says_what_would_go_until_it_is_told_to(log, capsys):
    assert dispose(**log, for_good=False) == 0

    said = capsys.readouterr().out
    assert said.startswith("would be disposed of: entries 1 to 5 (5), of 2021-03-01 to 2021-03-01")
    assert "--for-good" in said
    assert AccessRow.objects.count() == 6


def test_for_good_it_disposes_and_says_as_which_disposal(log, capsys):
    assert dispose(**log, for_good=True) == 0

    assert "disposed of: entries 1 to 5 (5)" in capsys.readouterr().out
    row = DisposalRow.objects.get()
    assert (row.decision, row.entries) == ("Beslut 2027:3", 5)
    assert PersonRow.objects.get(pk=row.by_id).given_name == "Uma"
    assert SealRow.objects.get().number == 6


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"before": "2022-03-02"}, "entries are kept for at least 5 years"),
        ({"before": "2020-06-01"}, "no entry before 2020-06-01"),
        ({"before": "soon"}, "write it as"),
        ({"decision": " "}, "--decision names the decision"),
        ({"decision": "x" * 501}, "--decision names the decision"),
        ({"decision": "a\x00"}, "--decision names the decision"),
        ({"by": "SE0000000000-9999"}, "--by is the HSA-id"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_goes(log, capsys, wrong, why):
    assert dispose(**{**log, **wrong}, for_good=True) == 1

    assert why in capsys.readouterr().err
    assert AccessRow.objects.count() == 6
    assert not DisposalRow.objects.exists()


def test_a_resident_decides_nothing(log, capsys):
    number = PersonRow.objects.get(given_name="Gunilla").personal_number

    assert dispose(**{**log, "by": number}, for_good=True) == 1
    assert not DisposalRow.objects.exists()


def test_a_log_that_is_not_whole_is_evidence_and_stays(log, capsys):
    settings.LOG_HEAD_FILE.unlink()

    assert dispose(**log, for_good=True) == 1

    assert "the log isn't whole" in capsys.readouterr().err
    assert AccessRow.objects.count() == 6
