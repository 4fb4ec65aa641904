"""YAML read as plain data, with the line of every key, and safe whatever the text is.

Only what a document of texts needs is allowed: mappings with text keys, lists, texts, whole numbers,
true, false and nothing. Numbers with a point are kept as such, so that a version must be quoted.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from vardag.rooms.routines.places import Path, name_of

LARGEST_TEXT = 1_000_000  # characters; the routine of fourteen services is about 60,000

_CORE = "tag:yaml.org,2002:"
_WHOLE_NUMBER = re.compile(r"[-+]?[0-9]{1,18}")


@dataclass(frozen=True)
class LocatedFinding:
    """Something wrong at a place of a file, and what to do about it.

    ``line`` counts from 1; ``key`` is a path such as ``processes.message.endings[0].when``.
    """

    file: str
    line: int
    key: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        key = f"{self.key}: " if self.key else ""
        return f"{self.file}:{self.line}: {key}{self.problem} {self.remedy}".rstrip()


class UnreadableYaml(ValueError):
    """The text is not what was asked for; ``findings`` says where and why."""

    def __init__(self, findings: tuple[LocatedFinding, ...]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings


@dataclass(frozen=True)
class YamlText:
    """A text's plain data, and where in the text each part of it stands."""

    name: str
    data: object
    root: Node

    def line_of(self, path: Path) -> int:
        """Return the line where ``path`` stands; of its nearest parent if it isn't there."""
        node, line = self.root, self.root.start_mark.line
        for part in path:
            found = _child(node, part)
            if found is None:
                break
            node, line = found
        return int(line) + 1

    def finding(self, path: Path, problem: str, remedy: str) -> LocatedFinding:
        key = name_of(self.data, path)
        return LocatedFinding(self.name, self.line_of(path), key, problem, remedy)


def read_yaml(text: str | bytes, *, name: str) -> YamlText:
    """Return the plain data of one YAML 1.2 document.

    :param name: what to call the text in findings, such as its file name
    :raises UnreadableYaml: if it is no such document; one finding says the line and why
    """
    reader = _Reader(name)
    root = reader.compose(_decoded(text, name=name))
    try:
        return YamlText(name, reader.plain(root, ()), root)
    except RecursionError:
        raise reader.refusal(1, (), "The text is nested too deeply.", "Write it flatter.") from None


def _decoded(text: str | bytes, *, name: str) -> str:
    reader = _Reader(name)
    if len(text) > LARGEST_TEXT:
        raise reader.refusal(
            1, (), f"The text is longer than {LARGEST_TEXT:,} characters.", "Make it shorter."
        )
    try:
        return text.decode("utf-8-sig") if isinstance(text, bytes) else text.removeprefix("\ufeff")
    except UnicodeDecodeError as wrong:
        line = wrong.object[: wrong.start].count(b"\n") + 1
        raise reader.refusal(
            line, (), "The file is not text in UTF-8.", "Save it as text in UTF-8."
        ) from None


def _child(node: Node, part: str | int) -> tuple[Node, int] | None:
    if isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
        child = node.value[part]
        return child, child.start_mark.line
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == part:
                return value, key.start_mark.line
    return None


class _Reader:
    """One reading of one text: refuses with the text's name and the line."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._seen: set[int] = set()

    def refusal(self, line: int, path: Path, problem: str, remedy: str) -> UnreadableYaml:
        return UnreadableYaml(
            (LocatedFinding(self.name, line, name_of(None, path), problem, remedy),)
        )

    def compose(self, text: str) -> Node:
        try:
            root: Node | None = YAML(typ="safe", pure=True).compose(text)
        except MarkedYAMLError as wrong:
            raise self._not_yaml(wrong) from None
        except RecursionError:
            raise self.refusal(
                1, (), "The text is nested too deeply.", "Write it flatter."
            ) from None
        except (YAMLError, ValueError) as wrong:  # characters that no text has, odd escapes
            problem = f"This is not YAML: {str(wrong).splitlines()[0]}."
            raise self.refusal(1, (), problem, "Save the file as plain text.") from None
        if root is None:
            raise self.refusal(1, (), "The text is empty.", "Write the document in it.")
        return root

    def _not_yaml(self, wrong: MarkedYAMLError) -> UnreadableYaml:
        mark = wrong.problem_mark or wrong.context_mark
        why = " ".join(str(part) for part in (wrong.context, wrong.problem) if part)
        remedy = "Look at this line and the one before: indents, quotes, brackets and colons."
        return self.refusal(mark.line + 1 if mark else 1, (), f"This is not YAML: {why}.", remedy)

    def plain(self, node: Node, path: Path) -> object:
        if id(node) in self._seen:
            raise self._at(
                node, path, "Parts are repeated by reference (& and *).", "Write it out."
            )
        self._seen.add(id(node))
        if isinstance(node, MappingNode) and node.tag == f"{_CORE}map":
            return dict(self._entries(node, path))
        if isinstance(node, SequenceNode) and node.tag == f"{_CORE}seq":
            return [self.plain(item, (*path, i)) for i, item in enumerate(node.value)]
        if isinstance(node, ScalarNode):
            return self._scalar(node, path)
        raise self._odd_tag(node, path)

    def _entries(self, node: MappingNode, path: Path) -> Iterator[tuple[str, object]]:
        keys: set[str] = set()
        for key_node, value in node.value:
            key = self._key(key_node, path)
            if key in keys:
                raise self._at(key_node, (*path, key), "The key stands twice.", "Keep one of them.")
            keys.add(key)
            yield key, self.plain(value, (*path, key))

    def _key(self, node: Node, path: Path) -> str:
        if isinstance(node, ScalarNode) and node.tag == f"{_CORE}str" and node.value.isprintable():
            return str(node.value)
        raise self._at(node, path, "A key is not plain text.", "Write a key of letters.")

    def _scalar(self, node: ScalarNode, path: Path) -> object:
        value = str(node.value)
        match str(node.tag).removeprefix(_CORE):
            case "null":
                return None
            case "bool" if value.lower() in ("true", "false"):
                return value.lower() == "true"
            case "int" if _WHOLE_NUMBER.fullmatch(value):
                return int(value)
            case "float":
                return _number(value)
            case "str" | "timestamp" | "int" | "bool":
                return self._text(node, path)
        raise self._odd_tag(node, path)

    def _text(self, node: ScalarNode, path: Path) -> str:
        value = str(node.value)
        if any(unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t" for char in value):
            problem = "The text has a character that can't be shown."
            raise self._at(node, path, problem, "Write the text again without it.")
        return value

    def _odd_tag(self, node: Node, path: Path) -> UnreadableYaml:
        problem = f"“{node.tag}” is not allowed here."
        return self._at(node, path, problem, "Write plain text, numbers, lists and keys only.")

    def _at(self, node: Node, path: Path, problem: str, remedy: str) -> UnreadableYaml:
        return self.refusal(node.start_mark.line + 1, path, problem, remedy)


def _number(value: str) -> float | str:
    try:
        return float(value)
    except ValueError:  # `.inf` and `.nan`, which no document needs
        return value
