"""`JSONError`: what the JSON tools raise; callers turn it into the error their own user expects."""

from __future__ import annotations

import os

__all__ = ["MAX_DEPTH", "JSONDepthError", "JSONError"]

_VARIABLE = "AI_SDK_JSON_DEPTH"
_USUAL, _MOST = 128, 512


def _depth(given: str) -> int:
    """The cap that the environment asks for; the usual one where it asks for none that can be."""
    asked = int(given) if given.isascii() and given.isdigit() else 0
    return min(asked, _MOST) or _USUAL


MAX_DEPTH = _depth(os.environ.get(_VARIABLE, ""))
"""Containers that may stand inside each other in a JSON text we read: 128, or what the variable
AI_SDK_JSON_DEPTH says, at most 512."""


class JSONError(ValueError):
    """A text is not JSON, or a value has no JSON form."""


class JSONDepthError(JSONError):
    """A JSON text nests deeper than `MAX_DEPTH`."""

    def __init__(self, message: str = f"JSON is nested deeper than {MAX_DEPTH} levels") -> None:
        super().__init__(message)
