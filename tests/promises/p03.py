"""P3: a double click, a retry, going back or a form sent anew makes one case."""

import os
import threading
from collections.abc import Callable
from http.client import HTTPException

import pytest

from tests.promises import history
from tests.promises.clients import Answer, Browser, Form, a_form
from tests.promises.history import Journal
from tests.promises.p01 import fault
from tests.promises.peopled import CLINIC
from tests.promises.promise import Promise, Tally, Trial
from tests.promises.sites import PLANTED, Site, site

AT_ONCE, WITH_FILE = 8, 4  # a form takes no more than five files, sent or being sent
LOOKED = 25  # rounds between two looks at all that is stored


def _rounds(tally: Tally, round_of: Callable[[Site, Form], list[Answer]]) -> None:
    """Send one form in some way, round after round: every answer says the same case, and it is one."""
    with site(arguments=("--processes", "2")) as place:
        place.await_answer()
        journal = Journal()
        while not tally.is_over:
            form = a_form(place, tally.draw, service="message")
            journal.attempted[form.key] = form.attempt
            answers = round_of(place, form)
            cases = {answer.case for answer in answers}
            if len(cases) == 1 and None not in cases:
                journal.acknowledged[form.key] = cases.pop() or 0
                tally.count("")
            else:
                told = sorted(f"{each.status} {each.location}" for each in answers)
                tally.count(f"one form was answered {told}")
            if tally.trials % LOOKED == 0 or tally.is_over:
                _look(tally, place, journal)


def _look(tally: Tally, place: Site, journal: Journal) -> None:
    for problem in history.check(place.database, journal, files=place.files):
        tally.count(problem, of=0)


def parallel(tally: Tally) -> None:
    """Send each form eight times at the same moment, or four times with a photograph."""
    _rounds(tally, _many_times)


def _many_times(place: Site, form: Form) -> list[Answer]:
    answers: list[Answer] = []
    many = WITH_FILE if form.has_file else AT_ONCE
    gate = threading.Barrier(many)

    def send() -> None:
        browser = Browser(place.port, form.family["session"])
        browser.get(f"/new/message/?for={form.family['child']}&clinic={CLINIC}")
        gate.wait()
        answers.append(_until_answered(browser, form))

    threads = [threading.Thread(target=send) for _ in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _until_answered(browser: Browser, form: Form) -> Answer:
    """Send until an answer comes, as an impatient person does."""
    for _ in range(600):
        try:
            return form.send(browser)
        except (OSError, HTTPException):
            threading.Event().wait(0.1)
    return Answer(0, "never answered", "")


def killed(tally: Tally) -> None:
    """Kill the process when the case is committed and before it is said; then send the form again."""
    planted = filter(None, (os.environ.get(PLANTED), "dies-before-answering"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(PLANTED, ",".join(planted))
        _rounds(tally, _twice)


def _twice(place: Site, form: Form) -> list[Answer]:
    browser = Browser(place.port, form.family["session"])
    try:
        return [_until_answered(browser, form), _until_answered(browser, form)]
    finally:
        browser.close()


def signed_in_anew(tally: Tally) -> None:
    """Send a form, sign in anew, and send it again."""
    _rounds(tally, _in_two_sessions)


def _in_two_sessions(place: Site, form: Form) -> list[Answer]:
    browsers = [Browser(place.port, form.family[each]) for each in ("session", "session_anew")]
    return [_until_answered(each, form) for each in browsers]


PARALLEL = Trial(
    name="at once",
    counts="a form that is sent at the same moment eight times, or four with a photograph",
    many=500,
    short=6,
    minutes=8,
    run=parallel,
    commits=True,
)
KILLED = Trial(
    name="killed",
    counts="a form whose server is killed between commit and answer, sent again",
    many=200,
    short=4,
    minutes=6,
    run=killed,
    commits=True,
)
ANEW = Trial(
    name="signed in anew",
    counts="a form that is sent, and once more from another sign-in",
    many=50,
    short=3,
    minutes=1,
    run=signed_in_anew,
    commits=True,
)
P3 = Promise(
    key="P3",
    sentence="A form that is sent again makes one case",
    trials=(PARALLEL, KILLED, ANEW),
    faults=(
        fault(
            "checked-then-inserted", "it is looked first, and the database wouldn't mind", PARALLEL
        ),
        fault("key-in-session", "that a form was sent is known to the sign-in alone", PARALLEL),
        fault("keyless", "no key is kept with the case", KILLED),
        fault("key-in-session", "the same, and another sign-in doesn't know it", ANEW),
    ),
    notes=(
        "Double clicks are requests that come at once, not the mouse of a real browser.",
        "Forms that are opened before a new version of the routine and sent after it are in P6.",
    ),
)
