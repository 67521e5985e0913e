"""What the partial JSON parser raises."""

from __future__ import annotations

from typing import Any

from ..json_error import JSONDepthError, JSONError

__all__ = ["PartialJSONDepthError", "PartialJSONError"]


class PartialJSONError(JSONError):
    """The text so far is not the beginning of any JSON text.

    Attributes:
        position: characters before the place.
    """

    def __init__(self, problem: str, position: int = 0) -> None:
        self.problem = problem
        self.position = position
        super().__init__(f"not JSON at character {position}: {problem}")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.problem, self.position)


class PartialJSONDepthError(PartialJSONError, JSONDepthError):
    """The text nests deeper than `MAX_DEPTH`."""
