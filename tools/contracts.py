"""A contract that import-linter lacks: a package that knows the standard library and itself."""

import sys
from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class StandardLibraryOnly(Contract):
    """Every direct import out of ``source`` is of the standard library.

    Forbidding packages by name would let in the one that somebody adds tomorrow.
    """

    type_name = "standard_library_only"
    source = fields.StringField()

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001
        source = cast("str", self.source)
        inside = {source, *graph.find_descendants(source)}
        outside = {
            (module, imported)
            for module in inside
            for imported in graph.find_modules_directly_imported_by(module)
            if imported not in inside and imported.split(".")[0] not in sys.stdlib_module_names
        }
        return ContractCheck(kept=not outside, metadata={"outside": sorted(outside)})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for module, imported in check.metadata["outside"]:
            output.print_error(f"{module} imports {imported}")
