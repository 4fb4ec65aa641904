"""Slips of the pen: what makes a file no routine at all, and what is then told."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Slip:
    name: str
    old: str
    new: str
    key: str
    problem: str
    remedy: str


SLIPS = [
    Slip(
        "a misspelled key",
        "  waiting: 10 ",
        "  waitng: 10 # <- ",
        "dates.waitng",
        "“waitng” is not a known key here.",
        "Did you mean “waiting”?",
    ),
    Slip(
        "a key of another thing",
        "  valid_to: 2028-03-11",
        "  valid_to: 2028-03-11\n  colour: blue # <-",
        "document.colour",
        "“colour” is not a known key here.",
        "Known here: document_id, version, title,",
    ),
    Slip(
        "a key that Python owns the word for",
        "      - from: 12\n",
        "      - form: 12 # <-\n",
        "services.care-of-child-under-12-certificate.advice[0].form",
        "“form” is not a known key here.",
        "Did you mean “from”?",
    ),
    Slip(
        "a missing key",
        "document: # <-\n  document_id: NU10094-2020762173-83\n",
        "document: # <-\n",
        "document.document_id",
        "“document_id” is missing.",
        "Add the key “document_id” here.",
    ),
    Slip(
        "a version without quotes",
        'version: "3.0"',
        "version: 3.0 # <-",
        "document.version",
        "This must be text.",
        "Put it in quotes",
    ),
    Slip(
        "a text in one language",
        "name: {sv: Journalkopia, en: Record copy}",
        "name: Journalkopia # <-",
        "processes.record-copy.name",
        "This must be text in both languages.",
        "Write {sv: …, en: …}.",
    ),
    Slip(
        "a text without English",
        "name: {sv: Journalkopia, en: Record copy}",
        "name: {sv: Journalkopia} # <-",
        "processes.record-copy.name.en",
        "“en” is missing.",
        "Add the key “en” here.",
    ),
    Slip(
        "a number in quotes",
        "      - below: 14\n",
        '      - below: "14" # <-\n',
        "services.driving-licence-certificate.advice[0].below",
        "This must be a whole number.",
        "Write digits only, without quotes.",
    ),
    Slip(
        "half a day",
        "response: 2  ",
        "response: 2.5 # <-",
        "dates.response",
        "This must be a whole number.",
        "digits",
    ),
    Slip(
        "yes for true",
        "        any_order: true",
        "        any_order: yes # <-",
        "processes.cancel-or-rebook.stages[0].any_order",
        "This must be true or false.",
        "Write true or false, without quotes.",
    ),
    Slip(
        "one value where a list is wanted",
        "      - when: {assess: [harm-assessment]}\n        steps:\n",
        "      - when: {assess: harm-assessment} # <-\n        steps:\n",
        "processes.record-copy.stages[1].when.assess",
        "This must be a list.",
        "Write [one, two]",
    ),
    Slip(
        "a list where keys are wanted",
        "      - when: {assess: [harm-assessment]}\n        steps:\n",
        "      - when: [harm-assessment] # <-\n        steps:\n",
        "processes.record-copy.stages[1].when",
        "This must be keys with values.",
        "Write {key: value}",
    ),
    Slip(
        "an unknown way of closing",
        "    closes: without-reply",
        "    closes: silently # <-",
        "processes.doctor-certificate.closes",
        "“silently” is not one of the possible words.",
        "Write reply or without-reply.",
    ),
    Slip(
        "a day that no calendar has",
        "valid_to: 2028-03-11",
        "valid_to: 2028-02-30 # <-",
        "document.valid_to",
        "This is not a date.",
        "year-month-day",
    ),
    Slip(
        "a moment for a date",
        "valid_to: 2028-03-11",
        "valid_to: 2028-03-11T10:00 # <-",
        "document.valid_to",
        "This is not a date.",
        "year-month-day",
    ),
    Slip(
        "nothing where something is wanted",
        "    received_by: nurse\n    process: renew-prescription",
        "    received_by: # <-\n    process: renew-prescription",
        "services.renew-prescription.received_by",
        "This must be text.",
        "quotes",
    ),
    Slip(
        "a thing written as a word",
        "dates:\n",
        "dates: soon # <-\nunused:\n",
        "dates",
        "This must be keys with values.",
        "Known here: response, follow_up, waiting, work_follow_up, inquiry, source.",
    ),
]
