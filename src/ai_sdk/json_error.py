"""`JSONError`: what the JSON tools raise; callers turn it into the error their own user expects."""

from __future__ import annotations

__all__ = ["MAX_DEPTH", "JSONDepthError", "JSONError"]

MAX_DEPTH = 128
"""Containers that may stand inside each other in a JSON text we read."""


class JSONError(ValueError):
    """A text is not JSON, or a value has no JSON form."""


class JSONDepthError(JSONError):
    """A JSON text nests deeper than `MAX_DEPTH`."""

    def __init__(self, message: str = f"JSON is nested deeper than {MAX_DEPTH} levels") -> None:
        super().__init__(message)
