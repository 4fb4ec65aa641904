"""Mutants of the rights: the running program with one check, one relation or one right taken away.

A check is taken out of the source's tree, and the function's compiled code is put in the place of
what runs: wherever the function was imported to, and however it was decorated, it is the mutant.
"""

import ast
import gc
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType

import pytest

import vardag
from tests.promises.planting import all_loaded, everywhere
from vardag.domain import rights
from vardag.domain.rights import Deed, Party, Relation, Right

SOURCE = Path(vardag.__file__).parent
# Checks that let pass or refuse, checks that are answered, and conditions on what a list holds.
REFUSE = {
    *("permit", "permit_at", "permit_review", "permit_submission", "permit_giving"),
    *("permit_confirming", "_permit_by_profession", "_permit_work", "_permit_holding"),
    *("_permit_planning", "_permit"),
}
ANSWER = {
    *("may_at", "may_act", "may_open", "may_see", "may_see_looks", "may_close", "may_settle"),
    *("may_do_work", "may_do_work_at", "receives_at", "works_cases_at"),
}
CONDITION = {"may_act_at", "may_open_at"}
ABOUT = {
    "_permit_planning": "plan-roster",
    "_permit_holding": "list-cases",
    "permit_submission": "submit",
    "may_see_looks": "extract",
    "may_settle": "complete-step",
    "may_close": "reply",
}
RELATIONS = {"relations", "_kinships"}
# Where checks stand. Not among them: what is only offered, or drawn, by them (navigation, looks).
PLACES = (
    *(
        "domain/access.py",
        "rooms/cases",
        "rooms/lists",
        "rooms/people",
        "rooms/roster",
        "rooms/offering",
    ),
    "rooms/replies",
)
DOORS = ("doors/inbox", "doors/office", "doors/portal")


@dataclass(frozen=True)
class Mutant:
    """One thing taken away. ``about`` is the deed that it concerns, where that is known."""

    name: str
    about: str = ""
    right: tuple[int, frozenset[str]] | None = (
        None  # a row of the table, and the deeds taken from it
    )
    site: tuple[str, int, int, str] | None = None  # file, line, column, and what is done there


# --- Rows of the table ---------------------------------------------------------------------------


def of_the_table() -> Iterator[Mutant]:
    """Yield the table without each of its rows, and each row without each of its deeds."""
    for number, row in enumerate(rights.RIGHTS):
        who = f"{row.who}, {row.relation}"
        all_of_them = frozenset(row.deeds)
        yield Mutant(f"no right at all for {who}", min(all_of_them), right=(number, all_of_them))
        for deed in sorted(row.deeds):
            yield Mutant(f"no {deed} for {who}", about=deed, right=(number, frozenset({deed})))


def _without(number: int, deeds: frozenset[str]) -> tuple[Right, ...]:
    rows = list(rights.RIGHTS)
    rows[number] = replace(rows[number], deeds=rows[number].deeds - deeds)
    return tuple(rows)


# --- Checks and relations in the source ----------------------------------------------------------


def of_the_source() -> Iterator[Mutant]:
    """Yield the program without each of its checks, and with each relation gone or everybody's."""
    for path in sorted(_files()):
        name, names = path.relative_to(SOURCE).as_posix(), Counter[str]()
        for function in _functions_of(_tree(path)):
            for mutant in _of_a_function(name, function):
                names[mutant.name] += 1
                nth = names[mutant.name]
                yield replace(mutant, name=f"{mutant.name}, {nth}") if nth > 1 else mutant


def _functions_of(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """Yield the functions of a module and the methods of its classes, not those inside of them."""
    for node in tree.body:
        inside = node.body if isinstance(node, ast.ClassDef) else [node]
        yield from (each for each in inside if isinstance(each, ast.FunctionDef))


def _of_a_function(file: str, function: ast.FunctionDef) -> Iterator[Mutant]:
    if function.name in RELATIONS:
        yield from _of_relations(file, function)
    calls = [each for each in ast.walk(function) if isinstance(each, ast.Call)]
    for node in sorted(calls, key=lambda each: (each.lineno, each.col_offset)):
        if _called(node) in REFUSE | ANSWER | CONDITION:
            yield _of_a_check(file, function.name, node)


def _files() -> set[Path]:
    found = set()
    for place in (*PLACES, *DOORS):
        path = SOURCE / place
        found |= set(path.rglob("*.py")) if path.is_dir() else {path}
    return {each for each in found if "migrations" not in each.parts}


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _tree(path: Path) -> ast.Module:
    return ast.parse(_text(path))


def _called(node: ast.Call) -> str:
    match node.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def _of_a_check(file: str, function: str, node: ast.Call) -> Mutant:
    called = _called(node)
    about = next((ast.unparse(each) for each in node.args if "Deed." in ast.unparse(each)), "")
    deed = about.removeprefix("Deed.").lower().replace("_", "-")
    of_lists = "list-cases" if file.startswith(("rooms/lists", "doors/inbox/lists/views")) else ""
    deed = deed or ABOUT.get(called, of_lists)
    does = "refuse" if called in REFUSE else "answer" if called in ANSWER else "condition"
    told = f"no {called}({about}) in {file}, {function}"
    return Mutant(told, about=deed, site=(file, node.lineno, node.col_offset, does))


def _of_relations(file: str, function: ast.FunctionDef) -> Iterator[Mutant]:
    for node in ast.walk(function):
        what = ast.unparse(node).splitlines()[0] if isinstance(node, ast.If | ast.Yield) else ""
        if isinstance(node, ast.If):
            told = f"in {function.name}, always: {what}"
            yield Mutant(told, site=(file, node.lineno, node.col_offset, "always"))
        if isinstance(node, ast.Yield | ast.YieldFrom):
            told = f"in {function.name}, never: {ast.unparse(node)}"
            yield Mutant(told, site=(file, node.lineno, node.col_offset, "never"))


class _Change(ast.NodeTransformer):
    """Changes the one node at a place."""

    def __init__(self, line: int, column: int, does: str) -> None:
        self.where, self.does, self.done = (line, column), does, False

    def _is_it(self, node: ast.expr | ast.stmt) -> bool:
        return not self.done and (node.lineno, node.col_offset) == self.where

    def visit_Call(self, node: ast.Call) -> ast.AST:
        names = {"refuse": REFUSE, "answer": ANSWER, "condition": CONDITION}.get(self.does, set())
        if self._is_it(node) and _called(node) in names:
            self.done = True
            return ast.parse(_INSTEAD[self.does], mode="eval").body
        return self.generic_visit(node)

    def visit_If(self, node: ast.If) -> ast.AST:
        if self.does == "always" and self._is_it(node):
            self.done = True
            node.test = ast.Constant(value=True)
        return self.generic_visit(node)

    def visit_Yield(self, node: ast.Yield) -> ast.AST:
        return self._never(node)

    def visit_YieldFrom(self, node: ast.YieldFrom) -> ast.AST:
        return self._never(node)

    def _never(self, node: ast.Yield | ast.YieldFrom) -> ast.AST:
        if self.does == "never" and self._is_it(node):
            self.done = True
            return ast.YieldFrom(value=ast.Tuple(elts=[], ctx=ast.Load()))
        return self.generic_visit(node)


_INSTEAD = {
    "refuse": "None",
    "answer": "True",
    "condition": "__import__('django.db.models').db.models.Q(pk__isnull=False)",
}


@contextmanager
def planted(mutant: Mutant) -> Iterator[None]:
    """Let the program run as the mutant for as long as the block lasts."""
    if mutant.right is not None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(rights, "RIGHTS", _without(*mutant.right))
            yield
        return
    assert mutant.site is not None
    function, code = _mutated(*mutant.site)
    original = function.__code__
    function.__code__ = code
    try:
        yield
    finally:
        function.__code__ = original


def _mutated(file: str, line: int, column: int, does: str) -> tuple[FunctionType, CodeType]:
    path = SOURCE / file
    change = _Change(line, column, does)
    tree = ast.fix_missing_locations(change.visit(_tree(path)))
    assert change.done, f"nothing to change in {file}:{line}"
    module = compile(tree, str(path), "exec")
    code = _outermost(module, line)
    return _running(str(path), code.co_qualname, code.co_firstlineno), code


def _outermost(module: CodeType, line: int) -> CodeType:
    """Return the function of a module, or the method of a class, in which a line stands."""
    inside = [each for each in module.co_consts if isinstance(each, CodeType)]
    found = max(
        (each for each in inside if each.co_firstlineno <= line),
        key=lambda each: each.co_firstlineno,
    )
    is_a_class = "." not in found.co_qualname and "__module__" in found.co_names
    return _outermost(found, line) if is_a_class else found


@cache
def _functions() -> dict[tuple[str, str, int], FunctionType]:
    """Return every function of the product that exists now, by file, name and line."""
    all_loaded()
    found = {}
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and each.__code__.co_filename.startswith(str(SOURCE)):
            code = each.__code__
            found[code.co_filename, code.co_qualname, code.co_firstlineno] = each
    return found


def _running(file: str, name: str, line: int) -> FunctionType:
    return _functions()[file, name, line]


# --- What a request touches ----------------------------------------------------------------------

type Touched = set[tuple[str, int] | tuple[str, str, str]]
_TOOL = 4  # of those that Python leaves to us


@contextmanager
def watched(mutants: Iterable[Mutant]) -> Iterator[Touched]:
    """Note which places of mutants are run through, and which rights are asked for and given."""
    touched: Touched = set()
    lines = {(str(SOURCE / each.site[0]), each.site[1]) for each in mutants if each.site}

    def line(code: CodeType, number: int) -> object:
        if (code.co_filename, number) in lines:
            touched.add((code.co_filename, number))
        return None

    asked = rights.may

    def may(stands: Iterable[tuple[Party, Relation]], deed: Deed) -> bool:
        those = list(stands)
        touched.update((who.value, relation.value, deed.value) for who, relation in those)
        return asked(those, deed)

    monitoring = sys.monitoring
    monitoring.use_tool_id(_TOOL, "promises")
    monitoring.register_callback(_TOOL, monitoring.events.LINE, line)
    files = {file for file, _ in lines}
    for function in list(_functions().values()):
        if function.__code__.co_filename in files:
            for code in _with_inner(function.__code__):
                monitoring.set_local_events(_TOOL, code, monitoring.events.LINE)
    try:
        with pytest.MonkeyPatch.context() as patch:
            everywhere(patch, asked, may)
            yield touched
    finally:
        monitoring.free_tool_id(_TOOL)


def _with_inner(code: CodeType) -> Iterator[CodeType]:
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _with_inner(each)


def may_see(mutant: Mutant, touched: Touched) -> bool:
    """Tell whether a request that touched this could come out otherwise under a mutant."""
    if mutant.site is not None:
        return (str(SOURCE / mutant.site[0]), mutant.site[1]) in touched
    assert mutant.right is not None
    number, deeds = mutant.right
    row = rights.RIGHTS[number]
    return any((row.who.value, row.relation.value, each) in touched for each in deeds)
