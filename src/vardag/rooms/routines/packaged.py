"""The routine that the product ships with."""

from importlib.resources import files


def packaged_routine() -> tuple[str, str]:
    """Return the file name and the text of the newest routine in the package."""
    folder = files("vardag") / "data" / "routines"
    documents = [each for each in folder.iterdir() if each.name.endswith(".yaml")]
    newest = max(documents, key=lambda each: _version(each.name))
    return newest.name, newest.read_text(encoding="utf-8")


def _version(name: str) -> tuple[int, ...]:
    """Return the version at the end of ``ID_1.0.yaml`` as numbers, so that 10.0 is after 3.0."""
    written = name.removesuffix(".yaml").rpartition("_")[2]
    return tuple(int(part) for part in written.split("."))
