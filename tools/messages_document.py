"""The reference of messages to other systems, from the format itself and an example of each kind."""

import json
from dataclasses import replace
from datetime import date, datetime

from vardag.adapters.lines.resources import resource
from vardag.domain.case.state import Case, OpenWork, Sent
from vardag.domain.clock.deadline import STOCKHOLM
from vardag.domain.messages.message import Author, Json, Particulars, Patient, Unit, message
from vardag.domain.messages.schema import SCHEMA
from vardag.domain.people.identity import ClinicId, PersonId
from vardag.domain.people.personal_number import Kind
from vardag.domain.people.protection import Protection
from vardag.domain.routine.document import MessageKind, Routine, Step
from vardag.rooms.routines.packaged import packaged_routine
from vardag.rooms.routines.reading import read_routine

_AT = datetime(2026, 4, 7, 8, 24, tzinfo=STOCKHOLM)
_KINDS = {
    MessageKind.JOURNAL_NOTE: (
        "a note for the journal, in the shape of its template",
        "`DocumentReference`",
        "a finished text about a patient that the journal keeps; its words are an attachment",
    ),
    MessageKind.BOOKING_CANCEL: (
        "a visit is cancelled",
        "`Appointment`, `cancelled`",
        "the booking system's own resource; what we know of the visit is its day",
    ),
    MessageKind.BOOKING_CHANGE: (
        "a visit becomes a phone call",
        "`Appointment`, `proposed`",
        "proposed, since the booking system alone knows whether the time is free",
    ),
    MessageKind.BOOKING_NEW: ("a new time", "`Appointment`, `proposed`", "as above, with a start"),
    MessageKind.VIDEO_MEETING: ("a video meeting", "`Appointment`, `proposed`", "as above"),
    MessageKind.CERTIFICATE: (
        "a certificate is sent on its way",
        "`DocumentReference`",
        "its covering words; the certificate itself is made and signed elsewhere",
    ),
    MessageKind.WORKLIST: (
        "a line on somebody's worklist",
        "`Task`, `requested`",
        "something to do, with an owner; a `Communication` would only say that somebody was told",
    ),
    MessageKind.SIGNATURE: (
        "a certificate waits for a doctor's signature",
        "`Task`, `requested`",
        "what a person is to do, with a status to ask for; done when it is `completed`",
    ),
}
_BEFORE = """\
# Messages to other systems

Made from the code by `./dev documents`. How a clinic gets a line to a system: [other
systems](../how-to/other-systems.md). Why it is as it is: [ADR-0044](../adr/0044-other-systems.md).

A message says what is to be done in another system for one step of a case, or for one piece of the
work after closing. It is JSON in UTF-8.
It comes **at least once**, always with the same `key`: who receives it keeps the key, does what it
says once, and answers each time that it comes with the same receipt. `version` is the format's.
What is added within a version is optional; unknown members are to be ignored.

The patient is named by number, in the systems of the Swedish base profile (`hl7se.fhir.base`
1.1.0): `personnummer`, `samordningsnummer` and `nationelltReservnummer` at
`http://electronichealth.se/identifier/`, the region's reserve numbers at their OID. Clinics and
staff are named by HSA-id (`urn:oid:1.2.752.29.4.19`). Of a protected family no name is told, and
`security` carries the profile's label (`sekretessmarkering`, `skyddadFolkbokforing`); what is
marked so is handled by who may.

## Kinds

| kind | what | in FHIR R4 | why that resource |
| --- | --- | --- | --- |
"""
_LINES = """
In the packaged routine `worklist` and `signature` are of the work after closing, the others of steps.
Such a message has two members more: `follow_up`, the day by which somebody looks again, and
`certificate`, what it is called nationally. In FHIR they are the task's `restriction.period.end` and
`reasonCode`. The certificate itself is made and kept where certificates are; we know of no public FHIR
interface of Intygsmodulen, and what a `Task` means is HL7's (FHIR R4, *Task*), not its supplier's.

## What a person there does

`signature` is taken when it has come, and done when somebody has signed, however long that takes. So it
is asked about after five minutes first, every hour at last, and doesn't fail because nobody has signed:
only when the system isn't heard of for 72 hours, or says `rejected`, `cancelled`, `failed` or
`entered-in-error`. The work stays late in its list meanwhile. A server that knows nothing of the task
any more is told again.

Where the line says `ticks: false`, a receipt does nothing by itself: it stands beside what was sent, for
whoever looks there and ticks.

## In a folder

Each message is a file `KEY.json`, written beside its place and moved there whole. The receipt is a
file of the same name in the folder `receipts`:

```json
{"key": "5f0c9a52-4ab0-4d5a-9d1e-0f7f7f0a6b11", "status": "done", "receipt": "E-2041"}
```

`status` is `done` or `refused`. Only `done` with the message's own key, and a `receipt` that the
system can be asked about, does the step. The folder is looked into every fifth minute. Who takes a
message away is free to remove its file.

## Over HL7 FHIR R4

The resource is created conditionally (`If-None-Exist: identifier=urn:vardag:message|KEY`), so that
what comes twice is there once. Its first
identifier is the key. People and places are references by identifier: the other system knows its
own patients. Believed is `200` or `201` with
that resource, of the same kind, with that identifier and an `id`; the receipt is then `KIND/ID`.
With no resource in the answer, or `202`, it is asked
for by the identifier. `408`, `409`, `412`, `423`, `425`, `429`, `401`, `403`, `404` and `5..` are
tried again; any other `4..` has failed.
No redirect is followed.

## When it doesn't come through

It is tried again, after pauses as long as one has tried until now: a minute at first, four hours at
last. After 72 hours, or when it is refused, it has failed: the case and the page *Other systems*
say so, and a person sends it again, with the same key, or does it by hand and ticks the step. A
message that a person has seen to isn't sent any more, and what it said is emptied.
"""


def messages() -> str:
    """Return the reference."""
    name, text = packaged_routine()
    routine = read_routine(text, name=name)
    rows = "".join(
        f"| `{kind}` | {what} | {there} | {why} |\n" for kind, (what, there, why) in _KINDS.items()
    )
    example = _example(routine)
    work = _example_of_work(routine)
    parts = (
        _BEFORE,
        rows,
        _LINES,
        "\n## An example\n\n" + _json(example),
        "\nThe same in FHIR:\n\n" + _json(resource(example)),
        "\nOf work after closing:\n\n" + _json(work),
        "\nThe same in FHIR:\n\n" + _json(resource(work)),
        "\n## The schema\n\n" + _json(SCHEMA),
    )
    return "".join(parts)


def _json(what: Json) -> str:
    return f"```json\n{json.dumps(what, ensure_ascii=False, indent=1)}\n```\n"


def _example(routine: Routine) -> Json:
    """Return what a booking system is told of a visit that an invented protected family cancels."""
    step = _step(routine, "cancel-booking")
    case = _case(routine, "cancel-or-rebook", {"wish": "cancel", "appointment": "2026-04-16"})
    note = "Avbokas: besöket tors 16 april. Ärende 26-0107. Eva Brink, medicinsk sekreterare"
    sent = Sent(step.system or "", note, None, by=PersonId(1), at=_AT)
    patient = Patient("201604129807", Kind.PERSONAL, "", Protection.MARKED)
    return message(case, step, sent, replace(_told(patient), is_protected=True))


def _example_of_work(routine: Routine) -> Json:
    """Return what the system for certificates is told of one that an invented doctor is to sign."""
    case = _case(routine, "care-allowance-certificate", {"reason": "Ny ansökan", "send_to": "home"})
    work = next(piece for piece in case.process.work if piece.message is MessageKind.SIGNATURE)
    open_work = OpenWork(work.key, opened=_AT.date(), follow_up=date(2026, 4, 14))
    note = "Säg till när läkaren har skrivit under: Omvårdnadsbidrag. Kim Ek. Ärende 26-0107."
    sent = Sent(work.system or "", note, None, by=PersonId(1), at=_AT)
    patient = Patient("201604129807", Kind.PERSONAL, "Kim Ek")
    return message(replace(case, open_work=open_work), work, sent, _told(patient))


def _told(patient: Patient) -> Particulars:
    return Particulars(
        key="5f0c9a52-4ab0-4d5a-9d1e-0f7f7f0a6b11",
        number="26-0107",
        patient=patient,
        author=Author("SE0000000000-BRINK", "Eva Brink", "medicinsk sekreterare"),
        unit=Unit("aviken", "BUP Åviken", hsa_id="SE0000000000-AVIKEN"),
    )


def _step(routine: Routine, key: str) -> Step:
    stages = (stage for process in routine.processes for stage in process.stages)
    return next(step for stage in stages for step in stage.steps if step.key == key)


def _case(routine: Routine, key: str, form: dict[str, str]) -> Case:
    service = routine.service(key)
    process = routine.process(service.process) if service else None
    if service is None or process is None:
        raise LookupError(f"the packaged routine has no {key}")
    return Case(
        service=service,
        process=process,
        patient=PersonId(1),
        author=PersonId(2),
        clinic=ClinicId(1),
        form=form,
        received_at=_AT,
    )
