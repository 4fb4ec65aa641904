"""The list of what the product is made of: whole, in the standard's form, and nothing made up."""

import json
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tools import sbom


@pytest.fixture(scope="module")
def listed() -> dict[str, Any]:
    return json.loads(sbom.document())


def test_it_is_as_the_standard_wants_it():
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(sbom.document()) is None


def test_a_list_that_is_not_as_the_standard_wants_it_is_heard_of(listed):
    broken = json.dumps(listed | {"components": [{"name": "without a kind"}]})

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(broken) is not None


@pytest.mark.asvs("15.1.2")
def test_every_package_of_the_lock_and_all_that_is_vendored_is_on_it(listed):
    lock = (sbom.ROOT / "requirements.lock").read_text()
    pins = {line.split()[0] for line in lock.splitlines() if line[:1].isalnum()}
    named = {f"{part['name']}=={part['version']}": part for part in listed["components"]}

    assert pins <= named.keys()
    assert {"htmx", "inter"} <= {part["name"] for part in listed["components"]}
    for part in listed["components"]:
        assert part["hashes"], part["name"]


def test_every_licence_is_named(listed):
    unnamed = [part["name"] for part in listed["components"] if "licenses" not in part]

    assert unnamed == []


def test_what_only_builds_it_is_told_apart(listed):
    (builder,) = (part for part in listed["components"] if part["name"] == "uv-build")

    assert builder["scope"] == "excluded"
    assert builder["bom-ref"] not in listed["dependencies"][0]["dependsOn"]


def test_the_same_is_listed_each_time():
    assert sbom.document() == sbom.document()
