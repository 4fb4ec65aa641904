"""What a case's ledger comes to in the other rows: pure values, so that they can be checked anew."""

from typing import Any

from vardag.domain.case.flags import dates_of
from vardag.domain.case.state import Case
from vardag.rooms.cases.ledger import deadline_json


def begun(case: Case) -> dict[str, Any]:
    """Return the columns of ``CaseRow`` that the submission settles for good."""
    return {
        "service": case.service.key,
        "patient_id": case.patient,
        "author_id": case.author,
        "received_at": case.received_at,
        "follows_id": case.follows,
        "form": dict(case.form),
    }


def columns(case: Case) -> dict[str, Any]:
    """Return the columns of ``CaseRow`` that change as the ledger grows."""
    dates, out = dates_of(case), case.copies_out
    return {
        "clinic_id": case.clinic,
        "status": case.status.value,
        "holder_id": case.holder,
        "holding_group_id": case.holding_group,
        "closed_at": case.closed_at,
        "version": case.version,
        "question_open": case.question_open,
        "has_hidden": case.has_hidden,
        "has_files": case.has_files,
        "kept_from_guardians": case.kept_from_guardians,
        "first_response": case.first_response.value if case.first_response else None,
        "first_response_at": case.first_response_at,
        "response_due_date": dates.response_due,
        "response_due_why": deadline_json(case.response_due),
        "follow_up_date": dates.follow_up,
        "waits_until_date": dates.waits_until,
        "handled_since_date": dates.handled_since,
        "attention_date": dates.attention,
        "copies_out": len(out),
        "paper_holder_id": out[-1].holder if out else None,
        **_inquiry(case),
    }


def _inquiry(case: Case) -> dict[str, Any]:
    return {
        "inquiry_to_id": case.inquiry.to if case.inquiry else None,
        "inquiry_due_date": case.inquiry.answer_by if case.inquiry else None,
    }
