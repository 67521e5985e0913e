"""Undoes in a value what lowering did to its schema."""

from __future__ import annotations

from typing import Any

from ..pointers import resolve
from ..validate import Validator

__all__ = ["drop_nulls"]


def drop_nulls(root: Any, value: Any) -> Any:
    """The value without the nulls of optional properties whose own schema has no null.

    A strict dialect makes optional properties required and nullable; a model then sends null
    for "absent".
    """
    return _Dropper(root).clean(root, value, 0)


class _Dropper:
    def __init__(self, root: Any) -> None:
        self._root = root
        self._validator = Validator(root)

    def clean(self, schema: Any, value: Any, refs: int) -> Any:
        """`refs` counts the references followed at this value, to stop at a circle."""
        if not isinstance(schema, dict) or not isinstance(value, (dict, list)):
            return value
        if "$ref" in schema and refs < 50:
            value = self.clean(resolve(self._root, schema["$ref"]), value, refs + 1)
        for each in schema.get("allOf", ()):
            value = self.clean(each, value, refs)
        for keyword in ("anyOf", "oneOf"):
            if keyword in schema:
                value = self._best(schema[keyword], value, refs)
        if isinstance(value, list):
            return self._array(schema, value)
        return self._object(schema, value)

    def _best(self, members: list[Any], value: Any, refs: int) -> Any:
        for member in members:
            cleaned = self.clean(member, value, refs)
            if self._validator.fits(member, cleaned):
                return cleaned
        return value

    def _array(self, schema: dict[str, Any], value: list[Any]) -> list[Any]:
        items = schema.get("items")
        prefix = schema.get("prefixItems", items if isinstance(items, list) else [])
        return [
            self.clean(prefix[index] if index < len(prefix) else items, each, 0)
            for index, each in enumerate(value)
        ]

    def _object(self, schema: dict[str, Any], value: dict[str, Any]) -> dict[str, Any]:
        known = schema.get("properties", {})
        required = schema.get("required", ())
        out: dict[str, Any] = {}
        for name, each in value.items():
            if name not in known:
                out[name] = each
            elif each is not None:
                out[name] = self.clean(known[name], each, 0)
            elif name in required or self._validator.fits(known[name], None):
                out[name] = None
        return out
