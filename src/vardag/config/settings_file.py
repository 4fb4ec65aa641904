"""Reading a file of settings: its shape, its secrets, and all that is wrong with it at once."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError


class Strict(BaseModel):
    """A part of a file that holds what is known, and nothing else."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


def read[File: Strict](
    setting: str, path: str, shape: type[File], problems: Callable[[File], Iterable[str]]
) -> File:
    """Return what a file says, when nothing is wrong with it.

    :param setting: the variable that names the file
    :param problems: what is wrong with a file of the right shape, each with its place
    :raises ImproperlyConfigured: with a line for each thing that is wrong, and what helps
    """
    try:
        given = shape.model_validate(_loaded(path))
    except OSError as wrong:
        raise _improper(setting, path, [f"the file can't be read: {wrong.strerror}"]) from None
    except (YAMLError, UnicodeDecodeError) as wrong:
        told = f"the file is no YAML: {' '.join(str(wrong).split())}"
        raise _improper(setting, path, [told]) from None
    except ValidationError as wrong:
        raise _improper(setting, path, [_told(each) for each in wrong.errors()]) from None
    if found := [*problems(given)]:
        raise _improper(setting, path, found)
    return given


def secret(*, file: str, variable: str) -> str:
    """Return a secret from a variable of the environment, or else from a file; or nothing."""
    if variable:
        return os.environ.get(variable, "").strip()
    try:
        return Path(file).read_text(encoding="utf-8").strip() if file else ""
    except (OSError, UnicodeDecodeError):
        return ""


def _improper(setting: str, path: str, problems: list[str]) -> ImproperlyConfigured:
    return ImproperlyConfigured("\n".join(f"{setting} {path}: {each}" for each in problems))


def _loaded(path: str) -> Any:
    return YAML(typ="safe").load(Path(path).read_text(encoding="utf-8"))


def _told(error: Any) -> str:
    place = "".join(f"[{each}]" if isinstance(each, int) else f".{each}" for each in error["loc"])
    return f"{place.lstrip('.') or 'the file'}: {error['msg']}"
