"""Where the files of residents wait for being sent: with a form by its key, or with an answer."""

from vardag.doors.portal.around import FILES
from vardag.doors.portal.writing import Writing
from vardag.doors.shared.actor import ResidentRequest
from vardag.doors.shared.attaching import Place, for_answer, for_form
from vardag.rooms.cases.queries import FullCase
from vardag.rooms.files.queries import rules_of


def forms_place(writing: Writing) -> Place:
    by, rules = writing.request.resident.id, rules_of(writing.errand.clinic_id)
    return Place(for_form(writing.key), by=by, rules=rules, field=FILES)


def answers_place(request: ResidentRequest, full: FullCase) -> Place:
    by, rules = request.resident.id, rules_of(full.case.clinic)
    return Place(for_answer(full.id), by=by, rules=rules, field=FILES)
