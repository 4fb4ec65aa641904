"""Flow charts of processes as SVG: one for a wide page, one for a phone or a sheet of paper."""

from vardag.domain.routine.document import Process, Routine
from vardag.domain.words import Language, Text
from vardag.doors.shared.flowchart.content import flow_of
from vardag.doors.shared.flowchart.ink import STYLE
from vardag.doors.shared.flowchart.narrow import draw_narrow
from vardag.doors.shared.flowchart.wide import WIDEST, draw_wide

__all__ = ["STYLE", "flowcharts"]

_NAME = Text(
    "Flödesschema: {process}. Samma sak står i ord intill.",
    "Flow chart: {process}. The same is said in words beside it.",
)


def flowcharts(routine: Routine, process: Process, language: Language) -> tuple[str, str]:
    """Return a sound process drawn for a wide page and for a narrow one.

    Where the ways lie too many beside each other for any page, the narrow chart serves for both.
    """
    flow = flow_of(routine, process, language)
    name = _NAME.in_(language).format(process=process.name.in_(language))
    narrow = draw_narrow(flow)
    wide = draw_wide(flow)
    if wide.right > WIDEST:
        wide = narrow
    return wide.svg(name, "flow-wide"), narrow.svg(name, "flow-narrow")
