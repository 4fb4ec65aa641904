"""P9: default deny holds for every role, deed, relation and state, by every way in that there is."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import product
from typing import Any

import pytest
from django.db.models import Q

from tests.doors import matrix
from tests.doors.desk import TUESDAY, a_desk
from tests.doors.swapped import ABSENT, asked, everybodys_cases, everything_there_is, requests_of
from tests.promises import mutants, p09_cases, p09_office, p09_rooms
from tests.promises.mutants import Mutant, Touched, may_see, planted, watched
from tests.promises.p09_place import Check, Place, Probe, build
from tests.promises.p09_place import tried as probed
from tests.promises.planting import everywhere
from tests.promises.promise import Fault, Promise, Tally, Trial, rolled_back
from vardag.domain import access, rights
from vardag.domain.people.identity import CaseId, ClinicId, Resident, Role, Staff
from vardag.domain.refusals import NotPermitted, OutOfReach
from vardag.domain.rights import Deed, Lay, Relation
from vardag.domain.words import say
from vardag.rooms.cases import attached, queries
from vardag.rooms.desks import actions as desks
from vardag.rooms.lists import inbox as lists
from vardag.rooms.lists.search import finding, statements
from vardag.rooms.people.models import GrantRow
from vardag.rooms.people.staff import staffing

type Area = Callable[[Place], Iterator[Probe]]
CELLS_AT_LEAST = 5_000
# Of these the short cut asks one in twenty; of the others, which are few requests and many cells, all.
MANY: tuple[Area, ...] = (
    p09_cases.of_cases,
    p09_cases.of_families,
    p09_cases.of_sending,
    p09_cases.of_extracts,
    p09_cases.of_work,
    p09_cases.of_starting,
    p09_office.of_the_office,
)
FEW: tuple[Area, ...] = (
    p09_cases.of_lists,
    p09_cases.of_searches,
    p09_cases.of_files,
    p09_cases.of_families_lists,
    p09_office.of_oneself,
    p09_office.of_swapped_fields,
    p09_rooms.of_the_rooms,
)


def all_probes(place: Place, areas: tuple[Area, ...] = (*MANY, *FEW)) -> list[Probe]:
    """Return every probe; the office's things are made first, so that nobody's number changes."""
    p09_office.things_of(place)
    return [probe for area in areas for probe in area(place)]


# --- Every cell ----------------------------------------------------------------------------------


def cells(tally: Tally) -> None:
    """Ask everything of everybody, in an order by chance."""
    with rolled_back() as patch:
        place = build(patch)
        many, few = all_probes(place, MANY), all_probes(place, FEW)
        if tally.many < CELLS_AT_LEAST:
            many = tally.draw.sample(many, len(many) // 20)
        for probe in tally.draw.sample([*many, *few], len(many) + len(few)):
            for problem in probed(place, probe):
                tally.count(problem)
            if tally.is_time_up() or (tally.until_first and tally.failed):
                return


# --- Another's number ----------------------------------------------------------------------------


def swaps(tally: Tally) -> None:
    """Put the number of a case that isn't one's own, or of none, in the place of one's own."""
    with rolled_back() as patch:
        desk = a_desk(patch)
        desk.it_is(TUESDAY)
        patch.setattr("vardag.doors.inbox.paper.views.pdf_of", lambda *_, **__: b"%PDF-")
        known, before = everybodys_cases(desk), None
        tries = [
            (who, request, by_script)
            for who in (*matrix.STAFF, *matrix.RESIDENTS)
            for request, by_script in product(requests_of(who), (False, True))
        ]
        for who, request, by_script in tally.draw.sample(tries, len(tries)):
            if tally.is_over and tally.many < SWAPS_IN_ALL:
                return
            client = desk.sits(who)
            client.raise_request_exception = False
            before = before or everything_there_is()
            absent = asked(client, request, ABSENT, by_script=by_script)
            for each in known:
                if who not in each.readers:
                    found = asked(client, request, each.case, by_script=by_script)
                    same = found == absent and absent[0] == 404 and everything_there_is() == before
                    tally.count("" if same else f"{who}: {request}: {found[0]} for {absent[0]}")
            if tally.is_time_up() or (tally.until_first and tally.failed):
                return


SWAPS_IN_ALL = 2_000


# --- Mutants -------------------------------------------------------------------------------------

HANGS_MUCH_ON = {
    "open-case",
    "extract",
    "complete-step",
    "print",
}  # few of these ask anything at all
FEWEST_TOLD = 0.8  # killed or explained, where only some of the cells were tried
FIRST, MORE = 2_000, 400  # probes that are watched, and those of them that are tried
FIRST_OF_FEW = 800  # that are watched where only some of the mutants are tried


def kill(tally: Tally) -> None:
    """Take each check, relation and right away in turn, and look for a cell that comes out otherwise."""
    with rolled_back() as patch:
        place = build(patch)
        many, few = all_probes(place, MANY), all_probes(place, FEW)
        tally.draw.shuffle(many)
        is_whole, first = tally.many >= len(EVERY_MUTANT), FIRST_OF_FEW
        if is_whole:
            many.sort(key=lambda each: each.deed not in HANGS_MUCH_ON)
            first = FIRST + sum(1 for each in many if each.deed in HANGS_MUCH_ON)
        few += list(of_the_table())
        known = touches(place, [*few, *many[:first]], tally)
        survived = []
        for mutant in tally.draw.sample(EVERY_MUTANT, min(tally.many, len(EVERY_MUTANT))):
            if tally.is_time_up():
                break
            killer = killed(place, mutant, worth_trying(mutant, [*few, *many], known, tally))
            explained = EXPLAINED.get(mutant.name, "")
            if not killer:
                survived.append((mutant.name, explained))
            # Of a few cells only, nothing follows from one that survives.
            is_weak = is_whole and not killer and not explained
            tally.count(f"nothing comes out otherwise: {mutant.name}" if is_weak else "")
        tell(tally, survived)


def of_the_table() -> Iterator[Probe]:
    """Hold the table of rights against the picture, for rights that no page asks the table for."""
    for who, relation, deed in product((*Role, *Lay), Relation, Deed):
        stands = [(who, relation)]
        expected = (who, relation, deed) in p09_office.ALLOWED
        check = Check(
            f"{deed} by the table, {relation}",
            lambda found, expected=expected: "" if found == expected else f"{found}",  # type: ignore[misc]
        )
        yield Probe(
            who,
            deed,
            lambda _, stands=stands, deed=deed: rights.may(stands, deed),  # type: ignore[misc]
            (check,),
        )


def tell(tally: Tally, survived: list[tuple[str, str]]) -> None:
    if not tally.trials:
        return
    dead = tally.trials - len(survived)
    share = dead / tally.trials
    tally.notes.append(f"{dead} of {tally.trials} mutants were killed ({share:.1%}).")
    tally.notes += [f"Survived: {name}: {why or 'NOT EXPLAINED'}" for name, why in survived]
    told = dead + sum(1 for _, why in survived if why)
    if told / tally.trials < FEWEST_TOLD:
        tally.count("too many mutants survived that nothing is said of", of=0)
    if share < 0.95 and tally.trials >= 100:
        tally.count(f"only {share:.1%} of the mutants were killed", of=0)


EVERY_MUTANT = (*mutants.of_the_table(), *mutants.of_the_source())


def touches(place: Place, probes: list[Probe], tally: Tally) -> dict[int, Touched]:
    """Return what each probe runs through: what a mutant isn't run through by can't see it."""
    found: dict[int, Touched] = {}
    with watched(EVERY_MUTANT) as touched:
        for number, probe in enumerate(probes):
            if tally.is_time_up():
                break
            touched.clear()
            list(probed(place, probe))
            found[number] = set(touched)
    return found


def worth_trying(
    mutant: Mutant, probes: list[Probe], known: dict[int, Touched], tally: Tally
) -> list[Probe]:
    """Return the probes that may see a mutant: that run through it, are about it, or any."""
    those = [probes[number] for number in known if may_see(mutant, known[number])]
    about = [each for each in probes if mutant.about and each.deed == mutant.about]
    return [
        *tally.draw.sample(those, min(len(those), MORE)),
        *about,
    ]


def killed(place: Place, mutant: Mutant, probes: list[Probe]) -> str:
    """Return what first came out otherwise under a mutant; empty if nothing did."""
    with planted(mutant):
        for probe in probes:
            for problem in probed(place, probe):
                if problem:
                    return problem
    return ""


# Why a mutant is no weakness, or by what else it is seen.
_LOOKS = "decides only what is offered on a page; what is sent is asked about by itself"
_PROTECTED = (
    "the cells hold no protected family: tests/doors/test_protected.py tries that with a crawl"
)
EXPLAINED: dict[str, str] = {
    "no receives_at() in doors/inbox/case/desk.py, receives_here": _LOOKS,
    "no may_at(Deed.MANAGE_STAFF) in doors/office/staff/person.py, _around": _LOOKS,
    "no may_do_work_at() in rooms/lists/duties.py, duty": (
        "whoever reads a clinic's worklist may do its work, by today's routine"
    ),
    "no may_do_work() in doors/inbox/case/after_closing.py, _url": _LOOKS,
    "no may_at() in doors/office/ways.py, ways_of": _LOOKS,
    "no may_act() in doors/inbox/case/attaching.py, taken_with": (
        "the act is asked about by itself; a file that was chosen stays one's own, unsent, for a day"
    ),
    "no _permit() in doors/inbox/handing/views.py, _answer": (
        "no cell hands over for another: tests/doors/test_hand_over.py kills it"
    ),
    "no _permit() in doors/inbox/lists/keys.py, keep_view": (
        "no cell keeps a view: tests/doors/test_hand.py kills it"
    ),
    "no may_open_at() in rooms/lists/papers.py, _opened": (
        "no cell prints several at once: tests/doors/test_prints.py kills it"
    ),
    "no may_do_work_at() in rooms/lists/worklist.py, workers": (
        "whom a page offers, and whose absence is marked; to whom work is given is asked by itself"
    ),
    "no receives_at() in rooms/lists/worklist.py, late_elsewhere": (
        "a second lock: the page is for receivers; tests/doors/test_late_elsewhere.py"
    ),
    "no may_act() in rooms/cases/actions.py, answer": (
        "decides who holds what was answered, not who may: tests/scenarios/waiting"
    ),
    "no works_cases_at() in rooms/cases/reach.py, may_act_at": (
        "a second lock: what lists it is shown only to who works cases somewhere"
    ),
    "no may_open_at() in rooms/lists/search/finding.py, _of_person": (
        "a second lock: whatever is found is asked once more whose it is"
    ),
    "no receives_at() in rooms/lists/search/finding.py, _with_words": (
        "decides how one looks, and not among what"
    ),
    "no works_cases_at() in doors/inbox/lists/views.py, inbox, 2": "decides to which page one is led",
    "no may_open() in domain/access.py, permit_seeing_protected": _PROTECTED,
    "in relations, never: (yield (Role.CLEARED, Relation.HOLDS_IT))": _PROTECTED,
    "in relations, always: if staff.is_cleared_at(case.clinic):": _PROTECTED,
}

# --- Faults --------------------------------------------------------------------------------------


def a_case_by_its_number_alone(patch: pytest.MonkeyPatch) -> None:
    def for_staff(case_id: CaseId, *, by: Staff, at: datetime | None = None) -> queries.FullCase:
        return queries.full_case(case_id)

    everywhere(patch, queries.for_staff, for_staff)


def a_familys_case_by_its_number_alone(patch: pytest.MonkeyPatch) -> None:
    def for_resident(case_id: CaseId, *, by: Resident, on: date) -> queries.FullCase:
        return queries._full(case_id, queries._with_its_people(case_id))

    everywhere(patch, queries.for_resident, for_resident)


def hidden_is_another_answer_than_absent(patch: pytest.MonkeyPatch) -> None:
    permitted = queries.for_staff

    def for_staff(case_id: CaseId, *, by: Staff, at: datetime | None = None) -> queries.FullCase:
        full = queries.full_case(case_id)
        try:
            return permitted(case_id, by=by, at=at)
        except OutOfReach:
            raise NotPermitted(say("This case is another's."), case=full.number) from None

    everywhere(patch, permitted, for_staff)


def acts_are_not_asked_about(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(access, "permit", lambda *_, **__: None)


def a_list_of_another_clinic(patch: pytest.MonkeyPatch) -> None:
    whole = lists.closed
    first = ClinicId(1)

    def closed(clinic: ClinicId, **rest: Any) -> lists.Page:
        one = GrantRow.objects.order_by("clinic").values_list("clinic", flat=True).first()
        return whole(ClinicId(one or first), **rest)

    patch.setattr(lists, "closed", closed)


def a_role_counts_at_every_clinic(patch: pytest.MonkeyPatch) -> None:
    def may_at(staff: Staff, deed: Deed, clinic: ClinicId) -> bool:
        roles = frozenset[Any]().union(*staff.roles.values())
        return rights.may(((role, Relation.AT_CLINIC) for role in roles), deed)

    patch.setattr(access, "may_at", may_at)


def a_file_by_its_number_alone(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(attached, "for_staff", lambda case, **_: queries.full_case(case))


def words_are_kept_of_any_case(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(desks, "for_staff", lambda case, **_: queries.full_case(case))


def a_search_is_of_every_clinic(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(finding, "may_open_at", lambda *_: Q())
    for asks in (finding, statements):
        patch.setattr(asks, "may_open_sql", lambda *_: ("1 = 1", ()))


def the_second_number_of_a_form_is_believed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(staffing, "_locked", lambda grant, _: GrantRow.objects.get(pk=grant))


CELLS = Trial(
    name="cells of the matrix",
    counts="what somebody gets who does something to something; for a write also what changed",
    many=CELLS_AT_LEAST,
    minutes=4,
    run=cells,
)
SWAPS = Trial(
    name="swapped identifiers",
    counts="a request with the number of a case that is another's; the answer is that of no case at all",
    many=SWAPS_IN_ALL,
    minutes=1,
    run=swaps,
)
MUTANTS = Trial(
    name="mutants of the rights",
    counts="the program without one right, relation or check; some cell has to come out otherwise",
    many=len(EVERY_MUTANT),
    minutes=2,
    run=kill,
    one_database=True,
)
FAULTS = (
    Fault("by-number", "staff get a case by its number alone", a_case_by_its_number_alone, SWAPS),
    Fault(
        "familys-by-number",
        "families get a case by its number alone",
        a_familys_case_by_its_number_alone,
        SWAPS,
    ),
    Fault(
        "hidden-differs",
        "a hidden case is answered otherwise than one that isn't there",
        hidden_is_another_answer_than_absent,
        SWAPS,
    ),
    Fault(
        "file-by-number", "a file is given by its number alone", a_file_by_its_number_alone, CELLS
    ),
    Fault("any-draft", "a draft is kept of any case", words_are_kept_of_any_case, SWAPS),
    Fault("search", "a search is of every clinic", a_search_is_of_every_clinic, CELLS),
    Fault("acts", "nobody asks whose an act is", acts_are_not_asked_about, CELLS),
    Fault("list", "a list is that of another clinic", a_list_of_another_clinic, CELLS),
    Fault("anywhere", "a role counts at every clinic", a_role_counts_at_every_clinic, CELLS),
    Fault(
        "second-number",
        "only the first of a form's two numbers is checked",
        the_second_number_of_a_form_is_believed,
        CELLS,
    ),
)

P9 = Promise(
    key="P9",
    sentence="Who has no right is refused, whatever the role, the deed, the relation and the state.",
    trials=(CELLS, SWAPS, MUTANTS),
    faults=FAULTS,
    notes=(
        "Pages, and the files of messages, are the only way in that there is: no REST and no FHIR.",
    ),
)
