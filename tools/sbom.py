"""What the product is made of, for those who must know: a list in the form of CycloneDX 1.6.

Made from the lock and from what is vendored; ``./dev documents`` writes it. A package has the sums of
all its files, of which an installation takes one. The same input gives the same list, to the byte.
"""

import importlib.metadata
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
VENDORED = ROOT / "src/vardag/doors/shared/static/vardag/vendor/VENDOR.toml"
_US = "vardag"

type Part = dict[str, Any]


def document() -> str:
    """Return the list."""
    parts = sorted([*packages(), *vendored()], key=lambda part: str(part["bom-ref"]))
    direct = {canonicalize_name(Requirement(each).name) for each in _project()["dependencies"]}
    needed = [part["bom-ref"] for part in parts if part["name"] in direct or "npm" in part["purl"]]
    listed = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": _ourselves()},
        "components": parts,
        "dependencies": [{"ref": _US, "dependsOn": needed}],
    }
    return json.dumps(listed, indent=1, ensure_ascii=False) + "\n"


def packages(lock: Path = ROOT / "requirements.lock") -> Iterator[Part]:
    """Yield what is installed with the product."""
    for entry in lock.read_text().replace("\\\n", " ").splitlines():
        pin, *sums = entry.split(" --hash=sha256:")
        need = Requirement(pin)
        name, version = canonicalize_name(need.name), str(need.specifier).removeprefix("==")
        yield {
            **_part(name, version, f"pkg:pypi/{name}@{version}", ""),
            **_licenses_of(name),
            **({"scope": "excluded"} if name in _builders() else {}),
            "hashes": [{"alg": "SHA-256", "content": each.strip()} for each in sums],
        }


def vendored(told: Path = VENDORED) -> Iterator[Part]:
    """Yield what others made and the product serves."""
    for each in tomllib.loads(told.read_text())["package"]:
        package = each["origin"].split("npm package ")[1].split()[0]
        purl = f"pkg:npm/{package.replace('@', '%40')}@{each['version']}"
        sums = [{"alg": "SHA-256", "content": file["sha256"]} for file in each["file"]]
        yield _part(each["name"], each["version"], purl, each["license"]) | {"hashes": sums}


def _ourselves() -> Part:
    project = _project()
    part = _part(
        _US, project["version"], f"pkg:pypi/{_US}@{project['version']}", project["license"]
    )
    return part | {"type": "application", "bom-ref": _US}


def _part(name: str, version: str, purl: str, license_: str) -> Part:
    return {
        "type": "library",
        "bom-ref": f"{name}@{version}",
        "name": name,
        "version": version,
        "purl": purl,
        **({"licenses": [{"expression": license_}]} if license_ else {}),
    }


def _licenses_of(name: str) -> Part:
    """Return a package's licences as its makers write them: an expression, or in older words."""
    try:
        found = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:  # it belongs to other systems than this one
        return {}
    if "License-Expression" in found:
        return {"licenses": [{"expression": found["License-Expression"]}]}
    words = [each for each in found.get_all("Classifier", []) if each.startswith("License ::")]
    words = words or [found.get("License", "")]
    named = [{"license": {"name": each.rpartition(" :: ")[2]}} for each in words if each]
    return {"licenses": named} if named else {}


def _builders() -> set[str]:
    """Return what makes the product, and isn't in it."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    return {canonicalize_name(Requirement(each).name) for each in groups["build"]}


def _project() -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return project
