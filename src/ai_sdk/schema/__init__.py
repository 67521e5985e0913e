"""Schemas: from Python types and JSON Schemas, for models, and for what models send back."""

from __future__ import annotations

from .core import Schema, array_schema, as_schema, function_schema, schema_for
from .errors import Issue, SchemaValidationError, UnsupportedSchemaError, UnsupportedTypeError
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
