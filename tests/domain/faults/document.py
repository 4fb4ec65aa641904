"""Faults of keys, of the document itself, and of texts."""

from tests.domain.faults.fault import Fault

FAULTS = [
    # Keys
    Fault(
        "a service stands twice",
        "  - key: contact-details\n    name: {sv: Ändring",
        "  - key: message # <-\n    name: {sv: Ändring",
        "services[10]",
        "“message” stands twice",
        "Keep one of them",
    ),
    Fault(
        "an option stands twice",
        "          - key: remote-phone\n            name: {sv: Byta till telefon",
        "          - key: cancel # <-\n            name: {sv: Byta till telefon",
        "forms.cancel-or-rebook.fields.wish.options[2]",
        "“cancel” stands twice",
    ),
    Fault(
        "a step stands twice in a stage",
        "          - key: write-certificate\n",
        "          - key: interim-reply # <-\n",
        "processes.nurse-certificate.stages[0].steps[1]",
        "“interim-reply” stands twice",
    ),
    Fault(
        "a service stands twice in a menu row",
        "    services: [message, contact-details]",
        "    services: [message, contact-details, message] # <-",
        "menu.write.services[2]",
        "“message” stands twice",
    ),
    Fault(
        "a key that no address could hold",
        "  - key: free-text\n",
        "  - key: Fri text # <-\n",
        "forms[8].key",
        "“Fri text” can't be a key",
    ),
    Fault(
        "a group named as a role",
        "groups:\n  - key: certificate-handlers\n",
        "groups:\n  - key: nurse # <-\n",
        "groups.nurse.key",
        "means a role",
    ),
    # The document
    Fault(
        "a validity that ends before it begins",
        "valid_to: 2028-03-11",
        "valid_to: 2026-03-10 # <-",
        "document.valid_to",
        "ends before it begins",
    ),
    Fault(
        "a response at once", "response: 2  ", "response: 0 # <- ", "dates.response", "0 working"
    ),
    Fault(
        "a follow-up without a date",
        "  follow_up: 5  ",
        "  follow_up: -1 # <- ",
        "dates.follow_up",
        "-1 working days",
    ),
    Fault("a wait without end", "waiting: 10 ", "waiting: 0 # <- ", "dates.waiting", "0 working"),
    Fault(
        "work that is followed up in ten years",
        "work_follow_up: 5 ",
        "work_follow_up: 2500 # <- ",
        "dates.work_follow_up",
        "2500 working days",
    ),
    Fault(
        "a link to nowhere",
        "address: https://www.1177.se/Vastra-Gotaland/",
        'address: "javascript:alert(1)" # <-',
        "links.evi.address",
        "no address that a browser can open",
    ),
    Fault("no owner", "owner: Enhetschef", 'owner: " " # <-', "document.owner", "is blank"),
    # Texts
    Fault(
        "a text that is blank in English",
        "en: A nurse goes through your request}",
        'en: "\\u200b "} # <-',
        "processes.renew-prescription.stages[0].steps.document-request.promise.en",
        "blank in English",
    ),
    Fault(
        "a name that is blank in Swedish",
        "name: {sv: Skriva till oss,",
        'name: {sv: "", # <-\n     ',
        "menu.write.name.sv",
        "blank in Swedish",
    ),
    Fault(
        "a standard reply with an unknown link",
        "        {link:central-archive}\n      en: |-",
        "        {link:archive}\n      en: |-",
        "standard_replies.central-archive.text.sv",
        "Nothing can fill “{link:archive}”",
        "link:central-archive",
    ),
    Fault(
        "a standard reply whose English lacks the link",
        "write to them here:\n        {link:evi}",
        "write to them.",
        "standard_replies.evi.text.en",
        "different gaps",
    ),
    Fault(
        "a journal text with an unknown gap",
        "Nya kontaktuppgifter från {sender} via",
        "Nya kontaktuppgifter från {writer} via",
        "processes.contact-details.stages[0].steps.update-journal.journal.sv",
        "Nothing can fill “{writer}”",
        "author, case",
    ),
    Fault(
        "a journal text that asks for another form's field",
        "[ Telefon: {field:phone}.]",
        "[ Telefon: {field:mobile}.]",
        "processes.contact-details.stages[0].steps.update-journal.journal.sv",
        "Nothing can fill “{field:mobile}”",
    ),
    Fault(
        "a journal text that could have a hole",
        "[ Skriver: ”{field:note}”]",
        " Skriver: ”{field:note}”",
        "processes.renew-prescription.stages[0].steps.document-request.journal.sv",
        "could have a hole",
        "[brackets]",
    ),
    Fault(
        "a journal text with half a bracket",
        "[ Skriver: ”{field:note}”]",
        "[ Skriver: ”{field:note}”",
        "processes.renew-prescription.stages[0].steps.document-request.journal.sv",
        "has no partner",
    ),
]
