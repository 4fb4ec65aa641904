"""A case in every state of the matrix, and what fills an act's fields on its page."""

from collections.abc import Mapping

from tests.doors.desk import Desk
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId

WORDS = acts.Message(text="Vi hör av oss.")


def every_state(desk: Desk) -> dict[str, CaseId]:
    cases = {
        state: desk.send("message") for state in ("received", "assigned", "awaiting", "closed")
    }
    clinician = acts.Person(desk.person("clinician"), desk.world.clinics["outpatient"])
    desk.do(cases["assigned"], "receiver", acts.Assign(clinician))
    desk.do(cases["awaiting"], "receiver", acts.AskCounterQuestion(WORDS))
    desk.do(cases["closed"], "receiver", acts.ReplyAndClose(WORDS))
    return {
        **cases,
        "for a nurse": desk.send("renew-prescription"),
        "sent on": desk.certificate_to_print(),
        "sent on and closed": desk.certificate_to_write(),
    }


def fields(desk: Desk, case: CaseId, act: str) -> Mapping[str, str]:
    """Return what fills an act's fields, with the step that is open."""
    full = desk.case(case)
    step = full.case.open_steps[0].key if full.case.open_steps else "print-for-doctor"
    filled = {
        "interim-reply": {"interim-text": "Delsvar"},
        "counter-question": {"question-text": "Fråga?"},
        "reply": {"reply-text": "Svar"},
        "note": {"note-text": "Anteckning"},
        "copy": {"copy": "1:returned"},
        "keep-from-guardians": {"guardians-reason": "Barnet vill det"},
        "show-to-guardians": {"guardians-reason": "Barnet vill det"},
        "assign": {
            "assign-to": f"person:{desk.person('nurse')}:{desk.world.clinics['outpatient']}"
        },
        "step": {"step": step},
        "send": {"step": step, f"step:{step}:note": "Avbokas."},
        "ask": {"step": step},
        "withdraw": {"step": step},
        "skip": {"step": step, f"step:{step}:reason": "Behövs inte"},
    }
    return {"seen": str(full.case.version), **filled.get(act, {})}
