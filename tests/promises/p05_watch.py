"""A process of the product whose clock is moved under it: it does what it is told to.

Runs with ``libfaketime`` before every other library, so that the operating system itself tells it
another time. Each line that it reads is a deed of ``p05_deeds``; it answers with a line of JSON.
"""

import json
import sys
from importlib import import_module

import django
from django.conf import settings
from django.test.utils import setup_test_environment


def main(database: str, *planted: str) -> None:
    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    setup_test_environment()
    deeds = import_module("tests.promises.p05_deeds")
    for fault in planted:
        getattr(import_module("tests.promises.p05_faults"), fault)()
    say("ready")
    for line in sys.stdin:
        deed, *particulars = json.loads(line)
        say(getattr(deeds, deed)(*particulars))


def say(what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
