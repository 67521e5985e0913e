"""Schemas as Gemini takes them: in its own subset of OpenAPI, or as JSON Schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from ...errors import InvalidArgumentError
from ...schema import UnsupportedSchemaError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["SchemaMode", "schema_mode_of", "sendable"]

SchemaMode: TypeAlias = Literal["auto", "openapi", "json-schema"]

_MODES = ("auto", "openapi", "json-schema")


def schema_mode_of(options: Mapping[str, Any]) -> SchemaMode:
    """The mode that the options ask for.

    Raises:
        InvalidArgumentError: it is none.
    """
    mode: SchemaMode = options.get("schema_mode") or "auto"
    if mode not in _MODES:
        raise InvalidArgumentError(
            f"schema_mode must be one of {_MODES}, not {mode!r}",
            parameter="provider_options",
            value=mode,
        )
    return mode


def sendable(schema: Mapping[str, Any], mode: SchemaMode) -> tuple[dict[str, Any], bool]:
    """A schema as it can be sent, and whether it is JSON Schema.

    Args:
        schema: the schema as the caller gave it.
        mode: "openapi" for the subset, "json-schema" for the schema as it is, "auto" for the
            subset where it can say everything and the schema as it is otherwise.

    Raises:
        UnsupportedSchemaError: the mode is "openapi" and the subset cannot say it.

    Example:
        >>> sendable({"type": ["string", "null"]}, "auto")
        ({'type': 'string', 'nullable': True}, False)
        >>> sendable({"type": "object", "additionalProperties": {"type": "integer"}}, "auto")[1]
        True
    """
    if mode == "json-schema":
        return dict(schema), True
    from ...schema import lower

    try:
        return dict(lower(dict(schema), "gemini").schema), False
    except UnsupportedSchemaError:
        if mode == "openapi":
            raise
        return dict(schema), True
