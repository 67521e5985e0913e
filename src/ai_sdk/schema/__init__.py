"""Schemas: from Python types and JSON Schemas, for models, and for what models send back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import Issue, SchemaValidationError, UnsupportedSchemaError, UnsupportedTypeError

if TYPE_CHECKING:
    from .core import Schema, array_schema, as_schema, function_schema, schema_for
    from .lowering import Dialect, Lowered, lower
    from .partial import Partial

__all__ = [
    "Dialect",
    "Issue",
    "Lowered",
    "Partial",
    "Schema",
    "SchemaValidationError",
    "UnsupportedSchemaError",
    "UnsupportedTypeError",
    "array_schema",
    "as_schema",
    "function_schema",
    "lower",
    "schema_for",
]

_MODULES = {
    **dict.fromkeys(
        ("Schema", "array_schema", "as_schema", "function_schema", "schema_for"), "core"
    ),
    **dict.fromkeys(("Dialect", "Lowered", "lower"), "lowering"),
    "Partial": "partial",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for: a call for plain text has no use for 34 modules."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found = globals()[name] = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    return found
