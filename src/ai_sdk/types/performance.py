"""How fast a step was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._value import EMPTY, field, value

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Performance"]


@value
class Performance:
    """Times of one step, in seconds on the monotonic clock, and the rates that follow from them.

    In a stream the times include what the reader took between two parts. Rates are None where the
    provider counted no tokens or no time passed.

    Attributes:
        step_seconds: the whole step, its tools included.
        response_seconds: from asking the model to the end of its answer, retries included.
        first_output_seconds: from asking to the first output; None for a plain call.
        tool_seconds: tool call id -> how long the tool ran.
        output_tokens_per_second: output tokens over the time after the first output.
        input_tokens_per_second: input tokens over the time to the first output.
        effective_output_tokens_per_second: output tokens over the whole answer.
        effective_total_tokens_per_second: all tokens over the whole answer.
    """

    step_seconds: float
    response_seconds: float
    first_output_seconds: float | None = None
    tool_seconds: Mapping[str, float] = field(default=EMPTY)
    output_tokens_per_second: float | None = None
    input_tokens_per_second: float | None = None
    effective_output_tokens_per_second: float | None = None
    effective_total_tokens_per_second: float | None = None
