"""Schemas as OpenAI's strict mode wants them, or as they are where it cannot be had."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..schema import UnsupportedSchemaError

__all__ = ["sendable"]


def sendable(
    schema: Mapping[str, Any], strict: bool | None, *, insist: bool = False
) -> tuple[dict[str, Any], bool | None, str | None]:
    """A schema as it can be sent.

    Args:
        schema: the schema as the caller gave it.
        strict: True to lower it for strict mode; otherwise it stays as it is.
        insist: the caller asked for strict mode by name: what cannot be lowered goes out as it is
            and the provider judges.

    Returns:
        The schema, the value of `strict` to send with it, and why it could not be strict.

    Example:
        >>> sendable({"type": "object", "additionalProperties": {"type": "string"}}, True)[1]
        False
    """
    if not strict:
        return dict(schema), strict, None
    from ..schema import lower

    try:
        return dict(lower(dict(schema), "openai-strict").schema), True, None
    except UnsupportedSchemaError as error:
        return dict(schema), insist, None if insist else str(error)
