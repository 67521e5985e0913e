"""`simulate_streaming_middleware`: a whole answer as the parts of a stream."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..types._value import value
from ..types.call import ModelFinish, ModelToolCall, ResponseMetadata
from ..types.content import ReasoningPart, TextPart
from ..types.stream_parts import (
    ReasoningDelta,
    ReasoningEnd,
    ReasoningStart,
    TextDelta,
    TextEnd,
    TextStart,
    ToolInputDelta,
    ToolInputEnd,
    ToolInputStart,
)
from .base import PureMiddleware

if TYPE_CHECKING:
    from ..types.call import ModelContent, ModelResult, ModelStreamPart

__all__ = ["played", "simulate_streaming_middleware"]


def simulate_streaming_middleware() -> PureMiddleware:
    """Middleware that answers streams by a plain call, for models that cannot stream.

    Each block of text or reasoning comes as start, one delta, end.

    Example:
        >>> model = wrap_language_model("local:old-model", simulate_streaming_middleware())
    """
    return _SimulateStreaming()


@value
class _SimulateStreaming(PureMiddleware):
    plays_result = True


def played(result: ModelResult) -> Iterator[ModelStreamPart]:
    """The parts that a stream of this result would have had."""
    response = result.response
    yield ResponseMetadata(response.id, response.model_id, response.timestamp)
    for place, part in enumerate(result.content):
        yield from _block(part, str(place))
    yield ModelFinish(
        result.finish_reason, result.raw_finish_reason, result.usage, result.provider_metadata
    )


def _block(part: ModelContent, block: str) -> Iterator[ModelStreamPart]:
    if isinstance(part, TextPart):
        yield TextStart(block)
        yield TextDelta(block, part.text, part.provider_metadata)
        yield TextEnd(block)
    elif isinstance(part, ReasoningPart):
        yield ReasoningStart(block)
        yield ReasoningDelta(block, part.text, part.provider_metadata)
        yield ReasoningEnd(block)
    elif isinstance(part, ModelToolCall):
        yield ToolInputStart(
            part.tool_call_id, part.tool_name, part.provider_executed, part.dynamic
        )
        yield ToolInputDelta(part.tool_call_id, part.input)
        yield ToolInputEnd(part.tool_call_id)
        yield part
    else:
        yield part
