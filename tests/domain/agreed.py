"""What was agreed of the services, their forms and their processes, written out by hand."""

from vardag.domain.routine.document import StepAct

DOCTOR, NURSE, OTHER, SHORTCUT = "doctor-certificate", "nurse", "other", "shortcut"

TRAVEL = (
    "Medförande av narkotikaklassat läkemedel inom ramen för medicinsk behandling vid resa "
    "(utanför Schengen)"
)

# key, Swedish name, kind, received by, a guardian may send it in the guardian's own name
SERVICES = [
    ("care-allowance-certificate", "Omvårdnadsbidrag", DOCTOR, "receiver", True),
    (
        "care-of-child-12-16-certificate",
        "Ansökan för vård av barn 12–16 år",
        DOCTOR,
        "receiver",
        True,
    ),
    (
        "seriously-ill-child-certificate",
        "Ansökan för allvarligt sjukt barn som inte fyllt 18 år",
        DOCTOR,
        "receiver",
        True,
    ),
    (
        "driving-licence-certificate",
        "Läkarutlåtande för körkortstillstånd",
        DOCTOR,
        "receiver",
        False,
    ),
    (
        "school-sick-leave-certificate",
        "Sjukskrivning till skola (gymnasiet)",
        DOCTOR,
        "receiver",
        False,
    ),
    (
        "narcotics-travel-certificate",
        TRAVEL,
        DOCTOR,
        "receiver",
        False,
    ),
    ("renew-prescription", "Förnya recept", NURSE, "nurse", False),
    (
        "care-of-child-under-12-certificate",
        "Ansökan för vård av barn under 12 år",
        NURSE,
        "nurse",
        False,
    ),
    ("cancel-or-rebook", "Kontakt för att avboka eller omboka tid", OTHER, "receiver", False),
    ("message", "Skicka meddelande", OTHER, "receiver", False),
    ("contact-details", "Ändring av kontaktuppgifter", OTHER, "receiver", False),
    ("record-copy", "Beställning journalkopia", SHORTCUT, "receiver", False),
    ("self-referral", "Egenremiss", SHORTCUT, "receiver", False),
    ("referral-question", "Fråga om min remiss", SHORTCUT, "receiver", False),
]

LINKS = {"record-copy": "central-archive", "self-referral": "evi", "referral-question": "evi"}

# service: (required fields, fields that may be left out, at least one of)
CERTIFICATE_FORM = ({"reason", "send_to"}, {"period_from", "period_to"}, set())
FORMS = {
    "care-allowance-certificate": CERTIFICATE_FORM,
    "care-of-child-12-16-certificate": CERTIFICATE_FORM,
    "seriously-ill-child-certificate": CERTIFICATE_FORM,
    "driving-licence-certificate": CERTIFICATE_FORM,
    "school-sick-leave-certificate": CERTIFICATE_FORM,
    "narcotics-travel-certificate": (
        {"reason", "send_to", "destination", "departure", "return", "medicine"},
        {"period_from", "period_to"},
        set(),
    ),
    "renew-prescription": ({"medicine"}, {"note"}, set()),
    "care-of-child-under-12-certificate": ({"reason"}, {"period_from", "period_to"}, set()),
    "cancel-or-rebook": ({"wish"}, {"appointment", "reason"}, set()),
    "message": ({"text"}, {"subject"}, set()),
    "contact-details": (set(), {"phone", "email", "address"}, {"phone", "email", "address"}),
    "record-copy": (set(), {"text"}, set()),
    "self-referral": (set(), {"text"}, set()),
    "referral-question": (set(), {"text"}, set()),
}

# A step as key, who may do it, system, template, act. Every one is required.
Row = tuple[str, str | None, str | None, str | None, StepAct | None]
CERTIFICATE: list[Row] = [
    ("document-request", "receiver", "melior", None, None),
    ("assign", "receiver", None, None, StepAct.ASSIGN),
    ("interim-reply", None, None, None, StepAct.INTERIM_REPLY),
    ("print-for-doctor", "certificate-handlers", None, None, StepAct.PRINT),
]
ASK: Row = ("ask-clinician", None, None, None, None)
CONTACT: Row = ("contact-resident", None, None, None, None)

# service, what the resident and the clinician answer, the way's steps, the standard reply at its end
WAYS: list[tuple[str, dict[str, str], list[Row], str | None]] = [
    *((key, {}, CERTIFICATE, None) for key, _, kind, _, _ in SERVICES if kind == DOCTOR),
    (
        "renew-prescription",
        {},
        [("document-request", "nurse", "melior", None, None)],
        "prescription-renewed",
    ),
    (
        "care-of-child-under-12-certificate",
        {},
        [
            ("interim-reply", None, None, None, StepAct.INTERIM_REPLY),
            ("write-certificate", "nurse", None, None, None),
            ("send-original", "nurse", "forsakringskassan", None, None),
            ("send-copy", "nurse", None, None, None),
        ],
        "certificate-sent",
    ),
    (
        "cancel-or-rebook",
        {"wish": "cancel"},
        [
            ("journal-note", None, "melior", "Återbud", None),
            ("cancel-booking", None, "elvis", None, None),
            ("inform-clinician", None, None, None, None),
        ],
        "cancelled",
    ),
    (
        "cancel-or-rebook",
        {"wish": "remote-phone", "ask-clinician": "possible"},
        [ASK, ("change-booking", None, "elvis", None, None)],
        "changed-to-phone",
    ),
    (
        "cancel-or-rebook",
        {"wish": "remote-video", "ask-clinician": "possible"},
        [ASK, ("book-video-meeting", None, "vard-och-halsa", None, None)],
        "changed-to-video",
    ),
    *(
        (
            "cancel-or-rebook",
            {"wish": wish, "ask-clinician": "not-possible"},
            [ASK, CONTACT, ("book-new-time", None, "elvis", None, None)],
            "new-time-agreed",
        )
        for wish in ("remote-phone", "remote-video")
    ),
    (
        "cancel-or-rebook",
        {"wish": "new-time"},
        [("tell-clinician", None, None, None, None), CONTACT],
        "new-time-agreed",
    ),
    ("message", {}, [], None),
    (
        "contact-details",
        {},
        [("update-journal", None, "melior", "Patientbakgrund", None)],
        "contact-details-changed",
    ),
    (
        "record-copy",
        {"assess": "ordinary"},
        [("assess", None, None, None, None)],
        "central-archive",
    ),
    (
        "record-copy",
        {"assess": "harm-assessment"},
        [("assess", None, None, None, None), ("harm-assessment", None, None, None, None)],
        "harm-assessment",
    ),
    ("self-referral", {}, [], "evi"),
    ("referral-question", {}, [], "evi"),
]
