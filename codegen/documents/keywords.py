"""Which JSON Schema keywords say something about a value's shape, and small questions about them."""

from __future__ import annotations

from typing import Any

from .form import NULL, Node

UNIONS = ("oneOf", "anyOf")
KEPT = ("description", "deprecated", "x-option", "x-raw")
"""What a normal node keeps besides its shape."""

_SHAPE = frozenset(
    (
        *("$ref", "allOf", "oneOf", "anyOf", "type", "enum", "const", "properties", "items"),
        *("additionalProperties", "patternProperties", "prefixItems"),
    )
)
_KINDS = {
    "string": "string",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "object": "object",
    "array": "array",
    "float": "number",
    "double": "number",
    "int": "integer",
    "file": "binary",
}


def shaped(raw: Any) -> bool:
    """Whether a schema says more than words and limits."""
    return isinstance(raw, dict) and not _SHAPE.isdisjoint(raw)


def adds(raw: Node) -> bool:
    """Whether keywords beside a reference say more than its type, which is known anyway."""
    return not _SHAPE.isdisjoint(raw.keys() - {"type"})


def shape_of(raw: Node) -> Node:
    """Only what says something about the shape, and what objects require."""
    return {key: raw[key] for key in raw if key in _SHAPE or key == "required"}


def kinds(raw: Node) -> list[str]:
    """The types a schema allows but null, guessed from its other keywords where none is given."""
    given = raw.get("type")
    if given is not None:
        many = given if isinstance(given, list) else [given]
        return [_KINDS[kind] for kind in many if kind in _KINDS]
    if "properties" in raw or isinstance(raw.get("additionalProperties"), dict):
        return ["object"]
    if "items" in raw or "prefixItems" in raw:
        return ["array"]
    return list(dict.fromkeys(_kind_of(each) for each in values(raw) or ()))


def values(raw: Node) -> list[Any] | None:
    """The constants a schema allows but null; None where it lists none."""
    listed = raw.get("enum", [raw["const"]] if "const" in raw else None)
    if not isinstance(listed, list):
        return None
    return [each for n, each in enumerate(listed) if each is not None and each not in listed[:n]]


def takes_null(raw: Node) -> bool:
    """Whether null is allowed, in any of the ways to say so."""
    kind = raw.get("type")
    listed = raw.get("enum", ())
    return (
        raw.get("nullable") is True
        or kind == "null"
        or (isinstance(kind, list) and "null" in kind)
        or (isinstance(listed, list) and None in listed)
        or ("const" in raw and raw["const"] is None)
        or any(is_null(member) for key in UNIONS for member in raw.get(key) or ())
    )


def is_null(raw: Any) -> bool:
    """Whether a schema is null and nothing else."""
    if not isinstance(raw, dict) or not takes_null(raw):
        return False
    return (
        not kinds(raw)
        and not values(raw)
        and not any(key in raw for key in (*UNIONS, "$ref", "allOf"))
    )


def nullable(node: Node) -> Node:
    """A normal node, or null."""
    members = node["anyOf"] if set(node) == {"anyOf"} else [node]
    return node if NULL in members else {"anyOf": [*members, NULL]}


def is_binary(raw: Node) -> bool:
    """Whether a string holds bytes."""
    return (
        raw.get("format") == "binary" or raw.get("contentMediaType") == "application/octet-stream"
    )


def _kind_of(constant: Any) -> str:
    if isinstance(constant, bool):
        return "boolean"
    if isinstance(constant, int):
        return "integer"
    return "number" if isinstance(constant, float) else "string"
