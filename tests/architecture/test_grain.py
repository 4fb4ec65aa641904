"""Small pieces: a reader holds a module in mind, and a function at a glance."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(
    path
    for folder in ("src", "tests", "tools")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts and "vendor" not in path.parts
)
LONGEST_MODULE = 300
LONGEST_FUNCTION = 24  # the aim is 15; a table, a form or a call of many names may need more
LONGEST_OF_TESTS = 800  # what is known of one thing stands together, and is read a test at a time
LONGEST_STORY = 45  # a journey is told from beginning to end
LAW = [path for path in MODULES if "domain" in path.parts and "src" in path.parts]
WRITERS = [path for path in MODULES if path.name == "actions.py"]

Function = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def allowed(path: Path) -> tuple[int, int]:
    """Return how long a module may be, and a function in it."""
    if path.relative_to(ROOT).parts[0] == "tests":
        return LONGEST_OF_TESTS, LONGEST_STORY
    return LONGEST_MODULE, LONGEST_FUNCTION


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, Function):
            yield node


def body(function: Function) -> list[ast.stmt]:
    """Return what a function does, without its docstring."""
    return function.body[1:] if ast.get_docstring(function) else function.body


def length(function: Function) -> int:
    """Count the lines of what a function does; each arm of a ``match`` stands for itself."""
    statements = body(function)
    if not statements:
        return 0
    lines = (statements[-1].end_lineno or 0) - statements[0].lineno + 1
    arms = sum(len(each.cases) for each in statements if isinstance(each, ast.Match))
    return lines - 2 * arms


def test_a_module_is_short():
    long = {
        name_of(path): lines
        for path in MODULES
        if (lines := len(path.read_text().splitlines())) >= allowed(path)[0]
    }

    assert not long


def test_a_function_is_short():
    long = {
        f"{name_of(path)}: {each.name}": length(each)
        for path in MODULES
        for each in functions(path)
        if length(each) > allowed(path)[1]
    }

    assert not long


def test_what_the_law_and_its_writers_offer_is_explained():
    """Every public function of a module has a docstring; a method's class may speak for it."""
    silent = [
        f"{name_of(path)}: {node.name}"
        for path in (*LAW, *WRITERS)
        for node in ast.parse(path.read_text()).body
        if isinstance(node, Function)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]

    assert not silent
