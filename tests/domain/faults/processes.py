"""Faults of steps, conditions, and ways that strand a case."""

from tests.domain.faults.fault import Fault

STAGE = "      - when: {wish: [cancel]}\n        any_order: true\n"  # and not the ending

FAULTS = [
    # Processes
    Fault(
        "a process that no service uses",
        "processes:\n",
        "processes:\n  - {key: lonely, name: {sv: Ensam, en: Lonely}, source: x, endings: [{}]} # <-\n",
        "processes.lonely",
        "No service uses this process",
    ),
    Fault(
        "a stage without steps",
        "      - when: {assess: [harm-assessment]}\n        steps:\n",
        "      - steps: [] # <-\n      - when: {assess: [harm-assessment]}\n        steps:\n",
        "processes.record-copy.stages[1]",
        "has no steps",
    ),
    Fault(
        "a step that nobody may do",
        "            by: receiver\n            system: melior",
        "            by: reciever # <-\n            system: melior",
        "processes.doctor-certificate.stages[0].steps.document-request.by",
        "Nobody is “reciever”",
        "receiver, nurse or a group: certificate-handlers",
    ),
    Fault(
        "a group's step before the group has the case",
        "            act: assign\n            to: certificate-handlers\n",
        "            system: elvis\n",
        "processes.doctor-certificate.stages[0].steps.print-for-doctor.by",
        "Nobody in “certificate-handlers” has the case yet",
        "to: certificate-handlers",
    ),
    Fault(
        "a step in an unknown system",
        "            system: vard-och-halsa",
        "            system: vard-o-halsa # <-",
        "processes.cancel-or-rebook.stages[2].steps.book-video-meeting.system",
        "There is no system “vard-o-halsa”",
    ),
    Fault(
        "a message to no system",
        "            system: vard-och-halsa\n            message: video-meeting\n",
        "            message: video-meeting # <-\n",
        "processes.cancel-or-rebook.stages[2].steps.book-video-meeting.message",
        "but not which, or not what",
        "“system” and “journal”",
    ),
    Fault(
        "a message of a step that an act does",
        "            message: video-meeting\n",
        "            message: video-meeting # <-\n            act: print\n",
        "processes.cancel-or-rebook.stages[2].steps.book-video-meeting.message",
        "No system can answer for an act",
    ),
    Fault(
        "assigning to an unknown group",
        "            to: certificate-handlers",
        "            to: doctors # <-",
        "processes.doctor-certificate.stages[0].steps.assign.to",
        "There is no group “doctors”",
    ),
    Fault(
        "assigning to nobody",
        "            act: assign\n            to: certificate-handlers",
        "            act: assign # <-",
        "processes.doctor-certificate.stages[0].steps.assign.act",
        "but to nobody",
    ),
    Fault(
        "somebody to assign to, and no assigning",
        "            act: assign\n",
        "",
        "processes.doctor-certificate.stages[0].steps.assign.to",
        "Only a step that assigns",
    ),
    Fault(
        "an unknown standard reply in a step",
        "            standard_reply: received",
        "            standard_reply: recieved # <-",
        "processes.nurse-certificate.stages[0].steps.interim-reply.standard_reply",
        "There is no standard reply",
        "Did you mean “received”?",
    ),
    Fault(
        "a standard reply in a step that sends nothing",
        "            promise: {sv: En sjuksköterska skriver intyget",
        "            standard_reply: received # <-\n"
        "            promise: {sv: En sjuksköterska skriver intyget",
        "processes.nurse-certificate.stages[0].steps.write-certificate.standard_reply",
        "Only a step that is an interim reply",
    ),
    Fault(
        "an act that asks how it turned out",
        "            act: print\n",
        "            act: print\n            outcomes: # <-\n"
        "              - {key: fine, name: {sv: Bra, en: Fine}}\n",
        "processes.doctor-certificate.stages[0].steps.print-for-doctor.outcomes",
        "can't ask how it turned out",
    ),
    Fault(
        "an unknown standard reply in an ending",
        "        standard_reply: cancelled\n",
        "        standard_reply: canceled # <-\n",
        "processes.cancel-or-rebook.endings[0].standard_reply",
        "There is no standard reply “canceled”",
    ),
    Fault(
        "work by an unknown group",
        "work_by: certificate-handlers",
        "work_by: secretaries # <-",
        "processes.doctor-certificate.work_by",
        "There is no group “secretaries”",
    ),
    Fault(
        "work in an unknown system",
        "        system: worklist",
        "        system: worklists # <-",
        "processes.doctor-certificate.work.announce-in-worklist.system",
        "There is no system “worklists”",
    ),
    # Conditions
    Fault(
        "a condition on an unknown field",
        STAGE,
        "      - when: {wishes: [cancel]} # <-\n        any_order: true\n",
        "processes.cancel-or-rebook.stages[0].when.wishes",
        "neither an earlier step nor a field of the form “cancel-or-rebook”",
        "appointment, wish, reason",
    ),
    Fault(
        "a condition on a field of text",
        STAGE,
        "      - when: {reason: [ill]} # <-\n        any_order: true\n",
        "processes.cancel-or-rebook.stages[0].when.reason",
        "doesn't always give one of “reason”'s answers",
    ),
    Fault(
        "a condition on an optional choice",
        "        required: true\n        unsure:\n          sv: Väljer du fel",
        "        unsure:\n          sv: Väljer du fel",
        "processes.cancel-or-rebook.stages[0].when.wish",
        "doesn't always give one of “wish”'s answers",
        "required choice",
    ),
    Fault(
        "a condition on an unknown answer",
        STAGE,
        "      - when: {wish: [cancel, move]} # <-\n        any_order: true\n",
        "processes.cancel-or-rebook.stages[0].when.wish[1]",
        "There is no answer to “wish” “move”",
    ),
    Fault(
        "a condition on an unknown outcome",
        "      - when: {assess: [harm-assessment]}\n        steps:\n",
        "      - when: {assess: [harm]} # <-\n        steps:\n",
        "processes.record-copy.stages[1].when.assess[0]",
        "There is no outcome of “assess” “harm”",
    ),
    Fault(
        "a condition on no answer at all",
        STAGE,
        "      - when: {wish: []} # <-\n        any_order: true\n",
        "processes.cancel-or-rebook.stages[0].when.wish",
        "No answer is named",
    ),
    Fault(
        "a condition on a step without outcomes",
        "      - when: {assess: [ordinary]}\n",
        "      - when: {harm-assessment: [ordinary]} # <-\n",
        "processes.record-copy.endings[0].when.harm-assessment",
        "has no outcomes",
    ),
    Fault(
        "a condition on a step that comes later",
        STAGE,
        "      - when: {wish: [cancel], ask-clinician: [possible]} # <-\n        any_order: true\n",
        "processes.cancel-or-rebook.stages[0].when.ask-clinician",
        "the step comes later",
    ),
    Fault(
        "a condition on a step that may be passed by",
        "            name: {sv: Avgör om det gäller menprövning",
        "            required: false\n            name: {sv: Avgör om det gäller menprövning",
        "processes.record-copy.stages[1].when.assess",
        "may be passed by",
    ),
    Fault(
        "a step that is called like a field",
        "        label: {sv: Vad vill du ha kopia på?",
        "        label: {sv: x, en: x}\n      - key: assess\n"
        "        label: {sv: Vad vill du ha kopia på?",
        "processes.record-copy.stages[0].steps.assess.key",
        "is a field of the form too",
    ),
    # Asking a colleague
    Fault(
        "a colleague who has nothing to answer with",
        "              answers:\n"
        "                possible: {sv: Det går, en: It can be done}\n"
        "                not-possible: {sv: Det går inte, en: It can't be done}\n",
        "              answers: {} # <-\n",
        "processes.cancel-or-rebook.stages[1].steps.ask-clinician.asks.answers",
        "has nothing to answer with",
    ),
    Fault(
        "an answer that leads nowhere",
        "                not-possible: {sv: Det går inte, en: It can't be done}\n",
        "                perhaps: {sv: Kanske, en: Perhaps} # <-\n",
        "processes.cancel-or-rebook.stages[1].steps.ask-clinician.asks.answers.perhaps",
        "is no outcome of the step",
    ),
    Fault(
        "a field to show that the form doesn't have",
        "shows: [wish, appointment, reason]",
        "shows: [wish, visit] # <-",
        "processes.cancel-or-rebook.stages[1].steps.ask-clinician.asks.shows",
        "has no field “visit” to show",
    ),
    Fault(
        "a group's step that asks somebody outside the group",
        "            asks:\n",
        "            by: certificate-handlers\n            asks: # <-\n",
        "processes.cancel-or-rebook.stages[1].steps.ask-clinician.asks",
        "a group's own",
    ),
    Fault(
        "a gap that is another in English",
        "      en: |-\n        Hello!\n        That works. We have changed your appointment to a video "
        "meeting. Open this link when it is time:\n        {video link}\n",
        "      en: |- # <-\n        Hello!\n        {booked time}\n",
        "standard_replies.changed-to-video.text.en",
        "different gaps",
    ),
    # Work that is told to a system
    Fault(
        "work that tells no system in particular",
        "        system: worklist\n        message: worklist\n",
        "        message: worklist # <-\n",
        "processes.doctor-certificate.work.announce-in-worklist.message",
        "not which, or not what",
    ),
    Fault(
        "work of which a time is booked",
        "        message: worklist\n",
        "        message: booking-new # <-\n",
        "processes.doctor-certificate.work.announce-in-worklist.message",
        "Nothing is booked",
    ),
    Fault(
        "work that is sent and is called like a step",
        "      - key: announce-in-worklist\n",
        "      - key: document-request # <-\n",
        "processes.doctor-certificate.work.document-request.key",
        "A step has this key too",
    ),
    Fault(
        "a text of work that says what its list doesn't show",
        "väntar på läkarens underskrift: {service}.",
        "väntar på läkarens underskrift: {field:reason}.",
        "processes.doctor-certificate.work.announce-in-worklist.journal.sv",
        "Nothing can fill “{field:reason}”",
    ),
]
