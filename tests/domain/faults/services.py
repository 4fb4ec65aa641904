"""Faults of services, the menu and forms."""

from tests.domain.faults.fault import Fault

FAULTS = [
    # Services and the menu
    Fault(
        "a service that nobody receives",
        "    received_by: nurse\n    process: renew-prescription",
        "    received_by: doctor # <-\n    process: renew-prescription",
        "services.renew-prescription.received_by",
        "Nobody is “doctor”",
    ),
    Fault(
        "a service of an unknown process",
        "    process: renew-prescription\n    form",
        "    process: renew-prescriptions # <-\n    form",
        "services.renew-prescription.process",
        "There is no process “renew-prescriptions”",
        "Did you mean “renew-prescription”?",
    ),
    Fault(
        "a service of an unknown form",
        "    form: message\n",
        "    form: messages # <-\n",
        "services.message.form",
        "There is no form",
    ),
    Fault(
        "a service of an unknown kind",
        "    short: {sv: Meddelande, en: Message}\n    kind: other",
        "    short: {sv: Meddelande, en: Message}\n    kind: others # <-",
        "services.message.kind",
        "There is no kind",
    ),
    Fault(
        "a shortcut to an unknown link",
        "leads_to: central-archive",
        "leads_to: archive # <-",
        "services.record-copy.leads_to",
        "There is no link “archive”",
    ),
    Fault(
        "a shortcut that would refuse an empty request",
        "    form: record-copy\n",
        "    form: message # <-\n",
        "services.record-copy.form",
        "would refuse them",
    ),
    Fault(
        "an unknown register",
        "    register: prescription-requests",
        "    register: prescriptions # <-",
        "services.renew-prescription.register",
        "There is no register",
    ),
    Fault(
        "a register with an unknown column",
        "columns: [received,",
        "columns: [reecived, # <-\n     ",
        "registers.prescription-requests.columns[0]",
        "There is no column “reecived”",
        "Did you mean “received”?",
    ),
    Fault(
        "a summary of an unknown field",
        "summary: [subject]",
        "summary: [topic] # <-",
        "services.message.summary[0]",
        "There is no field “topic”",
    ),
    Fault(
        "advice that is never shown",
        "      - below: 14\n        words:",
        "      - words: # <-",
        "services.driving-licence-certificate.advice[0]",
        "never shown",
    ),
    Fault(
        "a service that no resident could find",
        "    services: [message, contact-details]",
        "    services: [contact-details]",
        "services.message",
        "stands in 0 rows",
    ),
    Fault(
        "a service in two rows of the menu",
        "    services: [renew-prescription]",
        "    services: [renew-prescription, message]",
        "services.message",
        "stands in 2 rows",
    ),
    Fault(
        "a menu row with an unknown service",
        "    services: [renew-prescription]",
        "    services: [renew-prescription, call-me] # <-",
        "menu.prescription.services[1]",
        "There is no service “call-me”",
    ),
    # Forms
    Fault(
        "a form that no service uses",
        "forms:\n",
        "forms:\n  - key: lonely # <-\n",
        "forms.lonely",
        "No service uses this form",
    ),
    Fault(
        "a choice without options",
        "        kind: date\n        required: true\n      - key: return",
        "        kind: choice\n        required: true\n      - key: return",
        "forms.narcotics-travel-certificate.fields.departure.options",
        "can't be answered",
    ),
    Fault(
        "options of a field that is no choice",
        "        label: {sv: Hur vill du ändra tiden?, en: How do you want to change the appointment?}\n"
        "        kind: choice",
        "        label: {sv: Hur vill du ändra tiden?, en: How do you want to change the appointment?}\n"
        "        kind: text",
        "forms.cancel-or-rebook.fields.wish.options",
        "has no options",
    ),
    Fault(
        "a date that is held against nothing",
        "not_before: departure",
        "not_before: leaving # <-",
        "forms.narcotics-travel-certificate.fields.return.not_before",
        "can't be held against “leaving”",
    ),
    Fault(
        "a date that is held against a text",
        "not_before: departure",
        "not_before: destination # <-",
        "forms.narcotics-travel-certificate.fields.return.not_before",
        "can't be held against “destination”",
        "Both must be fields of kind date",
    ),
    Fault(
        "at least one of what isn't there",
        "at_least_one_of: [phone, email, address]",
        "at_least_one_of: [phone, fax, address] # <-",
        "forms.contact-details.at_least_one_of[1]",
        "no field “fax”",
    ),
    Fault(
        "a word that no browser knows",
        "        autocomplete: tel",
        "        autocomplete: phone # <-",
        "forms.contact-details.fields.phone.autocomplete",
        "No browser knows what “phone” is",
        "tel, email",
    ),
]
