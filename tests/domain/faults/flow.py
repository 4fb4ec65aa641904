"""Faults that show only when the ways through a process are walked."""

from tests.domain.faults.fault import Fault

FAULTS = [
    # The flow
    Fault(
        "an outcome without a way on",
        "              - {key: not-possible, name: {sv: Det går inte",
        "              - {key: perhaps, name: {sv: Kanske, en: Perhaps}} # <-\n"
        "              - {key: not-possible, name: {sv: Det går inte",
        "processes.cancel-or-rebook.stages[1].steps.ask-clinician.outcomes.perhaps",
        "No stage and no ending follows",
    ),
    Fault(
        "a wish without an ending",
        "      - when: {wish: [cancel]}\n"
        "        standard_reply: cancelled\n"
        "        afterwards:\n"
        "          sv: Vill du ha en ny tid? Skriv om det här igen och välj ”Få en annan tid”.\n"
        "          en: Do you want a new time? Write about this again and choose “Get another time”.\n",
        "",
        "processes.cancel-or-rebook.endings",
        "No ending is meant for a case with wish: cancel",
    ),
    Fault(
        "a process without endings",
        "    endings:\n"
        "      - standard_reply: evi\n"
        "        promise: {sv: Vi svarar med vägen till En Väg In, "
        "en: We reply with the way to En Väg In}\n"
        "        afterwards:\n"
        "          sv: Skriv till En Väg In där länken leder. De svarar på frågor om remisser.\n"
        "          en: Write to En Väg In where the link leads. "
        "They answer questions about referrals.\n",
        "    endings: []\n",
        "processes.refer-to-evi.endings",
        "No ending is meant for a case of this process",
    ),
    Fault(
        "two endings for one case",
        "      - when: {ask-clinician: [not-possible]}\n        standard_reply: new-time-agreed\n",
        "      - standard_reply: new-time-agreed # <-\n",
        "processes.cancel-or-rebook.endings[3]",
        "Both this and endings[0] are meant for",
    ),
    Fault(
        "a way to the end without a message",
        "            act: interim-reply\n            standard_reply: handed-to-doctor\n",
        "",
        "processes.doctor-certificate.closes",
        "could close without any message to the resident",
        "act: interim-reply",
    ),
    Fault(
        "an interim reply that may be passed by",
        "            act: interim-reply\n            standard_reply: handed-to-doctor\n",
        "            act: interim-reply\n            required: false\n",
        "processes.doctor-certificate.closes",
        "could close without any message to the resident",
    ),
    Fault(
        "closing without a reply on one of several ways",
        "    endings:\n      - when: {wish: [cancel]}\n",
        "    closes: without-reply # <-\n    endings:\n      - when: {wish: [cancel]}\n",
        "processes.cancel-or-rebook.closes",
        "A case with wish: cancel could close without any message",
    ),
    Fault(
        "the same step twice on one way",
        "          - key: tell-clinician\n",
        "          - key: contact-resident\n            name: {sv: x, en: x}\n"
        "      - when: {wish: [new-time]}\n        steps:\n          - key: tell-clinician\n",
        "processes.cancel-or-rebook.stages[6].steps.contact-resident",
        "stands twice on the way of a case with wish: new-time",
    ),
    Fault(
        "a stage that no case can reach",
        "      - when: {wish: [remote-phone], ask-clinician: [possible]}\n        steps:\n",
        "      - when: {wish: [new-time], ask-clinician: [possible]} # <-\n        steps:\n",
        "processes.cancel-or-rebook.stages[3]",
        "No case can reach this stage",
    ),
    Fault(
        "an ending that no case can come to",
        "      - when: {wish: [new-time]}\n        standard_reply: new-time-agreed\n",
        "      - {when: {wish: [new-time], ask-clinician: [possible]}} # <-\n"
        "      - when: {wish: [new-time]}\n        standard_reply: new-time-agreed\n",
        "processes.cancel-or-rebook.endings[4]",
        "No case can come to this ending",
    ),
]
