"""A bill of materials in CycloneDX: the library and all that comes with it, extras left out."""

from __future__ import annotations

import re
from importlib import metadata
from typing import Any

__all__ = ["bill_of_materials"]

_OURS = "ai-sdk"


def bill_of_materials() -> dict[str, Any]:
    """The document, the same for the same environment."""
    needs = _closure()
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": _component(_OURS, "library")},
        "components": [_component(name, "library") for name in sorted(needs) if name != _OURS],
        "dependencies": [
            {"ref": _ref(name), "dependsOn": sorted(map(_ref, needs[name]))}
            for name in sorted(needs)
        ],
    }


def _closure() -> dict[str, list[str]]:
    """Each distribution -> those that it needs here."""
    found: dict[str, list[str]] = {}
    waiting = [_OURS]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = [each for each in _needed(name) if _installed(each)]
            waiting += found[name]
    return found


def _needed(name: str) -> list[str]:
    lines = metadata.requires(name) or []
    return [_plain(line) for line in lines if "extra ==" not in line]


def _plain(requirement: str) -> str:
    name = re.split(r"[\s<>=!~;\[(]", requirement.strip(), maxsplit=1)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


def _installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _ref(name: str) -> str:
    return f"pkg:pypi/{name}@{metadata.version(name)}"


def _component(name: str, kind: str) -> dict[str, Any]:
    facts = metadata.metadata(name)
    told: dict[str, Any] = {
        "type": kind,
        "bom-ref": _ref(name),
        "name": name,
        "version": metadata.version(name),
        "purl": _ref(name),
    }
    if licences := _licences(facts.get("License-Expression"), facts.get("License")):
        told["licenses"] = licences
    return told


def _licences(expression: str | None, named: str | None) -> list[dict[str, Any]]:
    """An expression of SPDX as what it is, so that scanners know it; a name, but no whole text."""
    if expression:
        return [{"expression": expression}]
    return [{"license": {"name": named}}] if named and len(named) < 80 else []
