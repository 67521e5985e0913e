"""Lowering: a JSON Schema in the words that a provider's dialect takes, and values back from it."""

from __future__ import annotations

import functools
from typing import Any

import attrs

from ...json_codec import JSONError, dumps, loads
from ..documents import check_schema
from ..references import collect, target
from .restore import drop_nulls
from .rules import RULES, Dialect
from .walker import Walker

__all__ = ["Dialect", "Lowered", "lower"]


@attrs.frozen(eq=False)
class Lowered:
    """A schema for one dialect.

    Attributes:
        schema: what to send.
        notes: what was changed, each with its place.
        wrap: the root was no object, so the model answers with `{"value": ...}`.
        path: the keys to the value inside the answer, for readers of partial answers.
    """

    schema: dict[str, Any]
    notes: tuple[str, ...] = ()
    wrap: bool = False
    _original: dict[str, Any] = attrs.field(factory=dict, repr=False)
    _nulls: bool = attrs.field(default=False, repr=False)

    @property
    def path(self) -> tuple[str, ...]:
        return ("value",) if self.wrap else ()

    def restore(self, value: Any) -> Any:
        """An answer of the model as a value of the original schema: taken out of its wrapping,
        without the nulls that stand for absent properties. Does not validate.

        Example:
            >>> lower({"type": "array", "items": {"type": "string"}}, "plain").restore(
            ...     {"value": ["a"]}
            ... )
            ['a']
        """
        if self.wrap and isinstance(value, dict) and "value" in value:
            value = value["value"]
        return self.without_nulls(value)

    def without_nulls(self, value: Any) -> Any:
        """A value that is in no wrapping, such as one element of a list, without the nulls that
        stand for absent properties.
        """
        return drop_nulls(self._original, value) if self._nulls else value


def lower(schema: dict[str, Any], dialect: Dialect) -> Lowered:
    """Say a JSON Schema in a dialect.

    Args:
        schema: a JSON Schema; it is not changed. The same schema is lowered once: the last 128
            are kept.
        dialect: "openai-strict" (strict tools and response formats of OpenAI and those who
            follow it), "anthropic", "gemini" (its `responseSchema`), or "plain" (any JSON Schema).

    Returns:
        The schema for the model and the way back; do not change it.

    Raises:
        UnsupportedSchemaError: the schema is malformed, or the dialect cannot say something in it;
            with the place.

    Example:
        >>> lower({"type": "string", "minLength": 2}, "openai-strict").schema["properties"]
        {'value': {'type': 'string', 'description': 'At least 2 characters.'}}
    """
    text = _as_text(schema)
    return _lowered(schema, dialect) if text is None else _kept(text, dialect)


def _as_text(schema: dict[str, Any]) -> bytes | None:
    """The schema as JSON; None where that says something else."""
    try:
        text = dumps(schema)
        return text if loads(text) == schema else None
    except (JSONError, RecursionError):
        return None


@functools.lru_cache(maxsize=128)
def _kept(text: bytes, dialect: Dialect) -> Lowered:
    """Of a copy: the caller may change the schema later."""
    return _lowered(loads(text), dialect)


def _lowered(schema: dict[str, Any], dialect: Dialect) -> Lowered:
    check_schema(schema)
    if dialect == "plain":
        return _plain(schema)
    rules = RULES.get(dialect)
    if rules is None:
        raise ValueError(f"no dialect {dialect!r}; there are {', '.join([*RULES, 'plain'])}")
    walker = Walker(schema, rules)
    root, defs = walker.run()
    wrap = rules.object_root and root.get("type") != "object"
    if wrap:
        root = _wrapped(root)
        walker.notes.append("$: wrapped in an object")
    if defs:
        root = {**root, "$defs": defs}
    return Lowered(root, tuple(walker.notes), wrap, schema, rules.all_required)


def _plain(schema: dict[str, Any]) -> Lowered:
    inner, defs = collect(schema)
    root, steps = inner, 0
    while (name := target(root)) is not None and steps <= len(defs):
        root, steps = defs[name], steps + 1
    if root.get("type") == "object" or "properties" in root:
        return Lowered(schema, (), False, schema)
    wrapped = _wrapped(inner)
    if defs:
        wrapped = {**wrapped, "$defs": defs}
    return Lowered(wrapped, ("$: wrapped in an object",), True, schema)


def _wrapped(root: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"value": root},
        "required": ["value"],
        "additionalProperties": False,
    }
