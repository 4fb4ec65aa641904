"""What is wrong with a file of people, for the log of operations: where, and nobody's name or number."""

from pydantic import ValidationError
from ruamel.yaml.error import YAMLError


def where(error: ValidationError | YAMLError) -> str:
    """Return where something is wrong, without the error's own words, which hold names and numbers."""
    if isinstance(error, ValidationError):
        wrong = error.errors(include_url=False, include_context=False, include_input=False)
        return "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in wrong[:3])
    mark = getattr(error, "problem_mark", None)
    return f"it isn't YAML, near line {mark.line + 1}" if mark else "it isn't YAML"
