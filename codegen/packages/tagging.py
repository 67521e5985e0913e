"""Marks the fields by which unions are told apart, whatever they are called."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ..documents import Node
from ..documents.form import reference
from .bodies import unions

_PREFERRED = ("type", "object", "role", "event", "kind")


def tagged(schemas: dict[str, Node]) -> dict[str, Node]:
    """The schemas, with `x-tag` on the fields whose constants tell members of some union apart.

    A constant that its own default repeats is required: whoever builds the object need not say it.
    """
    tags: set[tuple[str, str]] = set()
    for node in schemas.values():
        for members in unions(node):
            tags.update(_told_apart(members, schemas))
    return {name: _marked(name, node, tags) for name, node in schemas.items()}


def _told_apart(members: list[Node], schemas: dict[str, Node]) -> set[tuple[str, str]]:
    """Schema and field, for the field whose constants tell most members from all others."""
    named = [name for member in members if (name := reference(member)) is not None]
    fields = {name: _constants(schemas.get(name, {}), schemas) for name in named}
    if sum("properties" in schemas.get(name, {}) for name in named) < 2:
        return set()
    counts = Counter(field for each in fields.values() for field in each)
    wanted = sorted(counts, key=lambda field: (-counts[field], *_preference(field)))
    for field in wanted:
        having = {name: each[field] for name, each in fields.items() if field in each}
        all_values = [value for values in having.values() for value in values]
        if len(having) > 1 and len(set(all_values)) > len(having) // 2:
            return {(name, field) for name in having}
    return set()


def _preference(field: str) -> tuple[int, str]:
    place = _PREFERRED.index(field) if field in _PREFERRED else len(_PREFERRED)
    return place, field


def _constants(node: Node, schemas: dict[str, Node]) -> dict[str, tuple[Any, ...]]:
    """Field -> its few constants, of the text fields that have nothing else."""
    out: dict[str, tuple[Any, ...]] = {}
    for name, child in node.get("properties", {}).items():
        target = reference(child)
        child = schemas.get(target, {}) if target else child
        if child.get("type") == "string" and 0 < len(child.get("enum", ())) <= 8:
            out[name] = tuple(child["enum"])
    return out


def _marked(name: str, node: Node, tags: set[tuple[str, str]]) -> Node:
    if "properties" not in node:
        return node
    properties = dict(node["properties"])
    required = list(node.get("required", ()))
    for field, child in properties.items():
        if (name, field) in tags:
            properties[field] = {**child, "x-tag": True}
        if child.get("x-constant") and field not in required:
            required.append(field)
    return {**node, "properties": properties, "required": required}
