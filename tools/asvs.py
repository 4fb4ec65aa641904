"""The table of OWASP ASVS 5.0: what is asked, and the tests that show it, by the marks on them."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_LINE = re.compile(r"([\d.]+)(?:-([\d.]+))? ([12]) (.+?) ([-oxd?])(?: (.+))?")
_SAID = {
    "-": "does not apply",
    "o": "the operator's",
    "x": "**not met**",
    "d": "shown by a document or a check",
    "?": "not yet shown by a marked test",
}
_HEAD = """# OWASP ASVS 5.0

Each item of levels 1 and 2 of OWASP's Application Security Verification Standard 5.0.0, asked in words
of our own. Made from the marks `asvs` on the tests by `./dev documents`; where no test is marked it says
why, or that nothing is shown yet.
"""


@dataclass(frozen=True)
class Item:
    """One item of the standard."""

    number: str
    level: int
    asks: str
    sign: str
    why: str


def items() -> tuple[Item, ...]:
    """Return the items of both levels, in their order.

    :raises ValueError: if a line can't be read
    """
    found = []
    for line in (ROOT / "tools/asvs.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        read = _LINE.fullmatch(line)
        if read is None:
            raise ValueError(f"no item: {line}")
        first, last, level, asks, sign, why = read.groups()
        found += [Item(n, int(level), asks, sign, why or "") for n in _between(first, last)]
    return tuple(found)


def _between(first: str, last: str | None) -> Iterator[str]:
    section, _, begin = first.rpartition(".")
    end = int((last or first).rpartition(".")[2])
    return (f"{section}.{nth}" for nth in range(int(begin), end + 1))


def marks() -> dict[str, list[str]]:
    """Return the tests that are marked with each item's number, without running any."""
    found = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                for number in _marked(node):
                    found[number].append(f"{path.stem}: {node.name.removeprefix('test_')}")
    return dict(found)


def _marked(node: ast.FunctionDef) -> Iterator[str]:
    for each in node.decorator_list:
        if isinstance(each, ast.Call) and ast.unparse(each.func) == "pytest.mark.asvs":
            yield from (ast.literal_eval(number) for number in each.args)


def table() -> str:
    """Return the document."""
    shown, rows = marks(), items()
    lines = [
        _HEAD,
        _sums(rows, shown),
        "",
        "| no | level | asked | shown by |",
        "| --- | --- | --- | --- |",
    ]
    for item in rows:
        tests = "; ".join(each.replace("_", " ") for each in shown.get(item.number, ()))
        why = _SAID[item.sign] + (f": {item.why}" if item.why else "")
        lines.append(f"| {item.number} | {item.level} | {item.asks} | {tests or why} |")
    return "\n".join(lines) + "\n"


def _sums(rows: tuple[Item, ...], shown: dict[str, list[str]]) -> str:
    heads = ["level", "items", "do not apply", "the operator's", "shown by tests"]
    heads += ["by documents", "not met", "not yet shown"]
    lines = [f"| {' | '.join(heads)} |", "| --- " * len(heads) + "|"]
    for level in (1, 2):
        here = [each for each in rows if each.level == level]
        left = [each for each in here if each.number not in shown]
        by = [sum(each.sign == sign for each in left) for sign in "-odx?"]
        cells = [level, len(here), by[0], by[1], len(here) - len(left), *by[2:]]
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)
