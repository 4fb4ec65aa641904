"""The how-to's fifteenth service, put into the packaged routine as its steps say."""

import re
from pathlib import Path

from tests.domain.planted import TEXT, planted

_HOW_TO = (Path(__file__).parents[2] / "docs/how-to/add-a-service.md").read_text(encoding="utf-8")
_PARTS = ((2, "forms"), (3, "processes"), (4, "standard_replies"), (5, "services"))


def with_the_how_tos_service() -> str:
    """Return the routine of whoever follows the how-to."""
    text = _with_new_dates(TEXT)
    for number, part in _PARTS:
        text = _added(text, part, _yaml_of_step(number))
    return planted("[message, contact-details]", "[message, contact-details, call-me]", text=text)


def _with_new_dates(text: str) -> str:
    for line in _yaml_of_step(1).splitlines()[1:]:
        key = line.split(":")[0]
        text, times = re.subn(rf"^{key}: .*$", line, text, count=1, flags=re.MULTILINE)
        assert times == 1, line
    return text


def _yaml_of_step(number: int) -> str:
    step = _HOW_TO.split(f"\n{number}. ")[1]
    block = re.search(r"```yaml\n(.*?)```", step, re.DOTALL)
    assert block is not None
    return "\n".join(line.removeprefix("   ") for line in block[1].splitlines())


def _added(text: str, to: str, block: str) -> str:
    indented = "".join(f"  {line}\n" for line in block.splitlines() if line.strip())
    return planted(f"\n{to}:\n", f"\n{to}:\n\n{indented}", text=text)
