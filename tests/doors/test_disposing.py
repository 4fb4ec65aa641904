"""``vardag dispose``: it says what would go, and does it only when told so, by somebody known."""

from datetime import timedelta

import pytest

from tests.build import MONDAY, TUESDAY, WORDS
from tests.rooms.doing import did, sent
from tests.rooms.worlds import a_world
from vardag.domain.case import acts
from vardag.doors.ops.disposing import dispose
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.disposal.models import DecisionRow
from vardag.rooms.people.models import PersonRow

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=3 * 365)


@pytest.fixture
def asked(monkeypatch, tmp_path, settings) -> dict[str, str]:
    """One case that may go, one on paper and one that is open; and the words of a decision."""
    settings.FILES = tmp_path / "files"
    world = a_world()
    going, on_paper, _ = (sent(world) for _ in range(3))
    for case in (going, on_paper):
        did(world, case, acts.ReplyAndClose(WORDS), at=TUESDAY)
    CaseRow.objects.filter(pk=on_paper).update(copies_out=1, paper_holder=world.people["doctor"])
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)
    manager = PersonRow.objects.get(pk=world.people["manager"])
    return {
        "clinic": ClinicRow.objects.get(pk=world.clinics["outpatient"]).key,
        "before": "2028-01-01",
        "service": "",
        "decision": "Gallringsbeslut 2029:3",
        "by": manager.hsa_id or "",
    }


def test_it_says_what_would_go_and_what_stays_and_does_nothing(asked, capsys):
    assert dispose(**asked, for_good=False) == 0

    said = capsys.readouterr().out
    assert "1 message, closed 2026-09-08 to 2026-09-08" in said
    assert "1 cases in all, with 0 files of 0.0 MB" in said
    assert "1 stay: a printout is out with somebody" in said
    assert "--for-good" in said
    assert CaseRow.objects.count() == 3


def test_for_good_it_does_it_and_then_there_is_nothing_more(asked, capsys):
    assert dispose(**asked, for_good=True) == 0
    assert "1 cases are gone" in capsys.readouterr().out
    assert CaseRow.objects.count() == 2
    assert DecisionRow.objects.get().decision == "Gallringsbeslut 2029:3"

    assert dispose(**asked, for_good=True) == 0
    assert "nothing would go" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"clinic": "nowhere"}, "there is no clinic"),
        ({"before": "soon"}, "write it as"),
        ({"before": "2099-01-01"}, "hasn't come"),
        ({"decision": " "}, "--decision names the decision"),
        ({"by": "SE0000000000-9999"}, "--by is the HSA-id"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_goes(asked, capsys, wrong, why):
    assert dispose(**{**asked, **wrong}, for_good=True) == 1

    assert why in capsys.readouterr().err
    assert CaseRow.objects.count() == 3
