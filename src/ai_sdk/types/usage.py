"""Token counts of a call. Unknown is None, never 0; the detail buckets are disjoint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._value import field, value

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["EmbeddingUsage", "InputTokenDetails", "OutputTokenDetails", "Usage"]


def _sum(a: int | None, b: int | None) -> int | None:
    if a is None:
        return b
    return a if b is None else a + b


@value
class InputTokenDetails:
    """How the input tokens divide: not cached, read from a cache, written to a cache."""

    no_cache: int | None = None
    cache_read: int | None = None
    cache_write: int | None = None

    def __add__(self, other: InputTokenDetails) -> InputTokenDetails:
        return InputTokenDetails(
            _sum(self.no_cache, other.no_cache),
            _sum(self.cache_read, other.cache_read),
            _sum(self.cache_write, other.cache_write),
        )


@value
class OutputTokenDetails:
    """How the output tokens divide: text (and tool calls), and reasoning."""

    text: int | None = None
    reasoning: int | None = None

    def __add__(self, other: OutputTokenDetails) -> OutputTokenDetails:
        return OutputTokenDetails(
            _sum(self.text, other.text), _sum(self.reasoning, other.reasoning)
        )


@value
class Usage:
    """Tokens of a call or, summed, of a run.

    Attributes:
        input_tokens: all tokens of the prompt, cached ones included.
        output_tokens: all tokens generated, reasoning included.
        total_tokens: the sum, as the provider counts it.
        raw: the provider's own usage object (None in a sum).

    Example:
        >>> (Usage(input_tokens=3, output_tokens=1) + Usage(input_tokens=2)).input_tokens
        5
    """

    input_tokens: int | None = None
    output_tokens: int | None = None
    total_tokens: int | None = None
    input_token_details: InputTokenDetails = InputTokenDetails()
    output_token_details: OutputTokenDetails = OutputTokenDetails()
    raw: Mapping[str, Any] | None = field(default=None, repr=False)

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            _sum(self.input_tokens, other.input_tokens),
            _sum(self.output_tokens, other.output_tokens),
            _sum(self.total_tokens, other.total_tokens),
            self.input_token_details + other.input_token_details,
            self.output_token_details + other.output_token_details,
        )


@value
class EmbeddingUsage:
    """Tokens of an embedding call."""

    tokens: int | None = None
    raw: Mapping[str, Any] | None = field(default=None, repr=False)

    def __add__(self, other: EmbeddingUsage) -> EmbeddingUsage:
        return EmbeddingUsage(_sum(self.tokens, other.tokens))
