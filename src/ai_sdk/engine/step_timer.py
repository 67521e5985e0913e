"""The stopwatch of a step: a few readings of the clock, none of them per delta."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..concurrency.clock import clock
from ..types.performance import Performance

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..types.usage import Usage

__all__ = ["StepTimer"]


class StepTimer:
    """Started with the step; told of the first output and of the answer's end."""

    def __init__(self) -> None:
        self._began = clock.now()
        self._first: float | None = None
        self._answered: float | None = None

    def first_output(self) -> None:
        """A stream has opened: its first output is there."""
        self._first = clock.now() - self._began

    def answered(self) -> None:
        """The model's answer is complete."""
        self._answered = clock.now() - self._began

    def performance(self, usage: Usage, tool_seconds: Mapping[str, float]) -> Performance:
        """The step's figures, now that it ends."""
        whole = clock.now() - self._began
        response = whole if self._answered is None else self._answered
        first = self._first
        return Performance(
            whole,
            response,
            first,
            tool_seconds,
            None if first is None else _rate(usage.output_tokens, response - first),
            None if first is None else _rate(usage.input_tokens, first),
            _rate(usage.output_tokens, response),
            _rate(usage.total_tokens, response),
        )


def _rate(tokens: int | None, seconds: float) -> float | None:
    return None if tokens is None or seconds <= 0 else tokens / seconds
