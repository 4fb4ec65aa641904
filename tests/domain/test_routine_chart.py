"""A process as a tree: the same ways as cases walk, and answers that go one way kept together."""

from collections.abc import Iterator

from tests.domain.planted import packaged
from vardag.domain.routine.chart import Path, chart
from vardag.domain.routine.document import (
    Ending,
    Field,
    FieldKind,
    Form,
    Option,
    Process,
    Stage,
    Step,
)
from vardag.domain.routine.ways import ways_through
from vardag.domain.words import Text

NAME = Text("x", "x")


def _chart(process: Process) -> Path:
    routine = packaged()
    services = [each for each in routine.services if each.process == process.key]
    forms = (routine.form(key) for key in dict.fromkeys(each.form for each in services))
    return chart(process, tuple(form for form in forms if form))


def _leaves(path: Path, above: tuple[Stage, ...] = ()) -> Iterator[tuple[list[str], Ending | None]]:
    stages = (*above, *path.stages)
    if path.asks is None:
        yield [step.key for stage in stages for step in stage.steps], path.ending
    for branch in path.branches:
        yield from _leaves(branch.path, stages)


def test_a_chart_tells_exactly_the_ways_that_cases_walk():
    routine = packaged()

    for service in routine.services:
        process, form = routine.process(service.process), routine.form(service.form)
        assert process is not None
        assert form is not None
        walked = [
            ([step.key for step in way.steps], process.endings[way.endings[0]])
            for way in ways_through(process, form)
        ]
        drawn = list(_leaves(_chart(process)))
        assert all(way in walked for way in drawn)
        assert all(way in drawn for way in walked)


def test_a_rebooking_parts_by_the_wish_then_by_what_the_clinician_says():
    process = packaged().process("cancel-or-rebook")
    assert process is not None

    path = _chart(process)
    remote = path.branches[2].path

    assert path.asks == "wish"
    assert [branch.answers for branch in path.branches] == [
        ("cancel",),
        ("new-time",),
        ("remote-phone", "remote-video"),
    ]
    assert remote.asks == "ask-clinician"
    assert [branch.path.asks for branch in remote.branches] == ["wish", None]


def test_a_process_without_conditions_is_a_straight_way():
    process = packaged().process("nurse-certificate")
    assert process is not None

    path = _chart(process)

    assert path.asks is None
    assert path.ending is process.endings[0]


def _options(*keys: str) -> tuple[Option, ...]:
    return tuple(Option(key, NAME) for key in keys)


def test_what_no_ending_is_meant_for_is_drawn_without_one():
    process = Process("p", NAME, "", endings=(Ending(when={"wish": ("a",)}),))
    form = Form("f", (Field("wish", NAME, FieldKind.CHOICE, options=_options("a", "b")),))

    path = chart(process, (form,))

    assert [branch.path.ending for branch in path.branches] == [process.endings[0], None]


def test_ways_that_part_again_on_the_same_answer_are_drawn_only_as_far_as_they_part():
    step = Step("ask", NAME, outcomes=_options("yes", "no"))
    process = Process(
        "p",
        NAME,
        "",
        stages=(
            Stage((step,)),
            Stage((Step("more", NAME),), when={"ask": ("yes",)}),
            Stage((Step("even-more", NAME),), when={"ask": ("yes",)}),
        ),
        endings=(Ending(),),
    )

    path = chart(process, (Form("f"),))

    assert [step.key for step in path.stages[0].steps] == ["ask"]
    assert [
        ([step.key for stage in branch.path.stages for step in stage.steps], branch.path.asks)
        for branch in path.branches
    ] == [(["more", "even-more"], None), ([], None)]
