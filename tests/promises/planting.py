"""Planting faults: a patch that reaches a function wherever it was imported to."""

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings


def all_loaded() -> None:
    """Load every page now: what is imported while a fault is planted would keep it."""
    import_module(settings.ROOT_URLCONF)


def everywhere(
    patch: pytest.MonkeyPatch, original: Callable[..., Any], faulty: Callable[..., Any]
) -> None:
    """Put a faulty function in the place of the original in every module of the product that has it."""
    all_loaded()
    found = 0
    for name, module in list(sys.modules.items()):
        if name != "vardag" and not name.startswith("vardag."):
            continue
        for attribute, value in list(vars(module).items()):
            if value is original:
                patch.setattr(module, attribute, faulty)
                found += 1
    assert found, f"nobody uses {original.__name__}: the fault would be planted nowhere"
