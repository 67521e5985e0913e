"""Values that are still arriving, partly in the user's type."""

from __future__ import annotations

from typing import Any

from .nodes import Node

__all__ = ["partly"]


def partly(node: Node, value: Any) -> Any:
    """The value with all that is complete in its type; see `Schema.partial`."""
    if not isinstance(value, (dict, list)) or not value:
        return value
    node = node.growing(value)
    if isinstance(value, list):
        last = len(value) - 1
        return [_part(node.part(i), each, i == last) for i, each in enumerate(value)]
    last_key = next(reversed(value))
    return {key: _part(node.part(key), each, key == last_key) for key, each in value.items()}


def _part(node: Node, value: Any, open_: bool) -> Any:
    return partly(node, value) if open_ else node.settle(value)
