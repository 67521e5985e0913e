"""Two schemas that must both hold, as one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..errors import UnsupportedSchemaError

__all__ = ["merge"]

_ONE_OF_THEM = ("default", "examples", "title", "$comment", "$schema", "$id", "deprecated")
_LOW = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_HIGH = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")


def merge(left: dict[str, Any], right: dict[str, Any], path: str) -> dict[str, Any]:
    """A schema that holds where both hold.

    Objects are merged by their properties: what one of them forbids beside its own properties
    does not forbid those of the other, as people who write `allOf` mean it.

    Raises:
        UnsupportedSchemaError: they contradict each other, or no single schema says both.
    """
    out = dict(left)
    for keyword, mine in right.items():
        if keyword not in out or out[keyword] == mine:
            out[keyword] = mine
            continue
        join = _JOINS.get(keyword)
        if join is None:
            raise UnsupportedSchemaError(path, f"it asks for two different {keyword!r}")
        joined = join(out[keyword], mine)
        if joined is None:
            raise UnsupportedSchemaError(path, f"it asks for {keyword!r} that exclude each other")
        out[keyword] = joined
    return out


def _types(left: Any, right: Any) -> Any:
    ours = left if isinstance(left, list) else [left]
    theirs = right if isinstance(right, list) else [right]
    both = [kind for kind in ours if kind in theirs]
    for some, others in ((ours, theirs), (theirs, ours)):
        if "integer" in some and "number" in others and "integer" not in both:
            both.append("integer")
    return both if len(both) > 1 else (both[0] if both else None)


def _properties(left: dict[str, Any], right: dict[str, Any]) -> dict[str, Any]:
    out = dict(left)
    for name, mine in right.items():
        same = name not in out or out[name] == mine
        out[name] = mine if same else {"allOf": [out[name], mine]}
    return out


def _extra(left: Any, right: Any) -> Any:
    if left is False or right is False:
        return False
    if left is True or right is True:
        return right if left is True else left
    return {"allOf": [left, right]}


def _first(left: Any, _right: Any) -> Any:
    return left


def _text(left: str, right: str) -> str:
    return f"{left} {right}"


_JOINS: dict[str, Callable[[Any, Any], Any]] = {
    "type": _types,
    "properties": _properties,
    "required": lambda left, right: list(dict.fromkeys([*left, *right])),
    "enum": lambda left, right: [each for each in left if each in right] or None,
    "items": lambda left, right: {"allOf": [left, right]},
    "additionalProperties": _extra,
    "description": _text,
    "allOf": lambda left, right: [*left, *right],
    "nullable": lambda left, right: left and right,
    "uniqueItems": lambda left, right: left or right,
    **dict.fromkeys(_LOW, max),
    **dict.fromkeys(_HIGH, min),
    **dict.fromkeys(_ONE_OF_THEM, _first),
}
