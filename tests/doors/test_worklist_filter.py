"""What of the worklist one asks to see: a step, whose it is, what is past its date."""

import pytest

from tests.build import on
from tests.doors.desk import Desk, a_desk, shown
from tests.doors.worklists import WORK, text, tick
from tests.harness.accessibility import overflows, stumbling_blocks
from vardag.domain.people.identity import CaseId
from vardag.rooms.audit.models import AccessRow
from vardag.rooms.audit.words import as_named

pytestmark = pytest.mark.django_db

NOW = on("2026-04-09T08:00")


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(NOW)
    return built


@pytest.fixture
def work(desk) -> dict[str, CaseId]:
    return {
        "late": desk.certificate_to_write(at=on("2026-03-30T10:00")),
        "dictate": desk.certificate_to_write(),
        "sign": desk.certificate_to_write(done=2),
        "print": desk.certificate_to_print(at=on("2026-04-08T10:00")),
    }


def look(desk: Desk, **asks: str) -> str:
    response = desk.sits("certificate_secretary").get(WORK, asks)
    assert response.status_code == 200
    return str(response.content.decode())


def found(html: str, work: dict[str, CaseId]) -> set[str]:
    return {name for name, case in work.items() if f'id="case-{case}"' in html}


@pytest.mark.parametrize(
    ("asks", "names"),
    [
        ({}, {"late", "dictate", "sign", "print"}),
        ({"step": "work:type-dictation"}, {"late", "dictate"}),
        ({"step": "work:type-dictation", "late": "1"}, {"late"}),
        ({"holder": "group:certificate-handlers", "step": "step:print-for-doctor"}, {"print"}),
        ({"holder": "nobody-known"}, set()),
        ({"step": "x" * 500}, {"late", "dictate", "sign", "print"}),
        ({"step": "\x00", "holder": "' OR 1=1 --"}, set()),
    ],
)
def test_the_list_shows_what_is_asked_for(desk, work, asks, names):
    assert found(look(desk, **asks), work) == names


def test_whom_a_certificate_is_printed_for_has_it(desk, work):
    html = look(desk, holder=f"person:{desk.person('doctor')}")

    assert found(html, work) == {"late", "dictate", "sign"}
    assert "Filtrera: doctor" in text(html)


def test_the_log_names_only_what_is_shown(desk, work):
    look(desk, late="1")

    (row,) = AccessRow.objects.filter(page="inbox:work")
    assert [case for case, _ in as_named(row.named)] == [work["late"]]


def test_nothing_found_says_so_and_leads_to_all(desk, work):
    html = look(desk, step="work:gone")

    assert "Inget här är så." in text(html)
    assert "Finns inte i listan nu" in text(html)
    assert f'href="{WORK}"' in html


def test_what_is_asked_for_stays_when_something_is_done_and_when_a_case_is_opened(desk, work):
    asks = "?step=work%3Atype-dictation"
    html = look(desk, step="work:type-dictation")

    assert f'action="{WORK}{work["late"]}/done/{asks}"' in html
    done = desk.sits("certificate_secretary").post(
        f"{WORK}{work['late']}/done/{asks}", {"work": "type-dictation"}
    )
    assert done.headers["Location"] == f"{WORK}{asks}"
    assert tick(desk, work["dictate"], "type-dictation").headers["Location"] == WORK
    way = "?from=work%3Fstep%3Dstep%253Aprint-for-doctor"
    assert f'/staff/cases/{work["print"]}/{way}"' in look(desk, step="step:print-for-doctor")
    case = desk.sits("certificate_secretary").get(f"/staff/cases/{work['print']}/{way}")
    assert (
        f'href="{WORK}?step=step%3Aprint-for-doctor#case-{work["print"]}"' in case.content.decode()
    )


@pytest.mark.one_database
@pytest.mark.parametrize("width", [1280, 390])
def test_the_filter_has_nothing_to_stumble_over(desk, work, page, width):
    page.set_viewport_size({"width": width, "height": 900})
    shown(page, look(desk, late="1").encode())

    assert not stumbling_blocks(page)
    assert not overflows(page)
