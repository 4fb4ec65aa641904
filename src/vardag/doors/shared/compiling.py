"""How pages are compiled: once for each language, in one piece with their partials.

What a template says that no request can change (its texts in one language, icons, where its files lie,
the partials that it includes) is written into it when it is compiled, and costs nothing afterwards.
"""

from collections.abc import Callable, Mapping

from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer


class Compiled(Environment):
    """Jinja whose templates hold what is known beforehand.

    :ivar known: what is called by name and says the same at every request, given the same words
    """

    known: Mapping[str, Callable[..., str]] = {}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = _Partials(self, name).visit(super()._parse(source, name, filename))
        found: nodes.Template = _Known(self.known).visit(tree)
        return found

    def partial(self, name: str) -> list[nodes.Node]:
        """Return what is in a partial, to be put in where it is included.

        :raises TemplateNotFound: if there is none of that name
        """
        assert self.loader is not None
        source, filename, _ = self.loader.get_source(self, name)
        return super()._parse(source, name, filename).body


class _Partials(NodeTransformer):
    """Puts partials in where they are included: they see what the page sees, and keep what they set."""

    def __init__(self, made: Compiled, *within: str | None) -> None:
        self._made, self._within = made, within

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802 - the visitor's name
        match node.template:
            case nodes.Const(value=str(name)) if node.with_context and name not in self._within:
                inner = _Partials(self._made, *self._within, name)
                body = [inner.visit(each) for each in self._made.partial(name)]
                # What fails in it is said to fail where it is included: other lines aren't this file's.
                return nodes.Scope(body).set_lineno(node.lineno, override=True)
        return node


class _Known(NodeTransformer):
    """Puts in what a call says that is given nothing but words."""

    def __init__(self, known: Mapping[str, Callable[..., str]]) -> None:
        self._known = known

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - the visitor's name
        self.generic_visit(node)
        words = [each.value for each in node.args if isinstance(each, nodes.Const)]
        if not isinstance(node.node, nodes.Name) or node.node.name not in self._known:
            return node
        if len(words) < len(node.args) or node.kwargs or node.dyn_args or node.dyn_kwargs:
            return node
        said = self._known[node.node.name](*words)
        word = nodes.Const(str(said), lineno=node.lineno)
        return nodes.MarkSafe(word, lineno=node.lineno) if hasattr(said, "__html__") else word
