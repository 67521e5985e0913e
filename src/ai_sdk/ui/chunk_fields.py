"""What each type of chunk must have, before anything is made of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import UIMessageError

__all__ = ["checked_type"]

_TEXTS: dict[str, tuple[str, ...]] = {
    "text-start": ("id",),
    "text-delta": ("id", "delta"),
    "text-end": ("id",),
    "reasoning-start": ("id",),
    "reasoning-delta": ("id", "delta"),
    "reasoning-end": ("id",),
    "tool-input-start": ("toolCallId", "toolName"),
    "tool-input-delta": ("toolCallId", "inputTextDelta"),
    "tool-input-available": ("toolCallId", "toolName"),
    "tool-input-error": ("toolCallId", "toolName", "errorText"),
    "tool-output-available": ("toolCallId",),
    "tool-output-error": ("toolCallId", "errorText"),
    "tool-output-denied": ("toolCallId",),
    "tool-approval-request": ("toolCallId", "approvalId"),
    "tool-approval-response": ("approvalId",),
}


def checked_type(chunk: Mapping[str, Any]) -> str:
    """The type of a chunk that has the fields of its type; types nobody knows have none.

    Raises:
        UIMessageError: a field is missing, or is not what it should be.

    Example:
        >>> checked_type({"type": "text-delta", "id": "t", "delta": "Hi"})
        'text-delta'
    """
    kind = chunk.get("type") if isinstance(chunk, Mapping) else None
    if not isinstance(kind, str):
        raise UIMessageError("a chunk must be a mapping with a type", chunk_type=str(kind))
    for name in _TEXTS.get(kind, ()):
        if not isinstance(chunk.get(name), str):
            raise _lacking(kind, name)
    if kind.startswith("data-") and "data" not in chunk:
        raise _lacking(kind, "data")
    if kind == "tool-approval-response" and not isinstance(chunk.get("approved"), bool):
        raise _lacking(kind, "approved")
    return kind


def _lacking(kind: str, name: str) -> UIMessageError:
    return UIMessageError(f"a {kind!r} chunk lacks its {name}", chunk_type=kind)
