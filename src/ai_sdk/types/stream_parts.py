"""The parts of a stream: one small value class per kind, told apart by `type` or by `match`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeAlias

from ._value import EMPTY, field, value
from .content import (
    CustomPart,
    FilePart,
    Metadata,
    Source,
    ToolApprovalRequest,
    ToolApprovalResponse,
    ToolCall,
    ToolFailure,
    ToolResult,
)
from .usage import Usage

if TYPE_CHECKING:
    from .call import CallWarning, FinishReason, RequestInfo, ResponseInfo
    from .performance import Performance

__all__ = [
    "Finish",
    "FinishStep",
    "Raw",
    "ReasoningDelta",
    "ReasoningEnd",
    "ReasoningStart",
    "StartStep",
    "StreamPart",
    "TextDelta",
    "TextEnd",
    "TextStart",
    "ToolInputDelta",
    "ToolInputEnd",
    "ToolInputStart",
]


@value
class TextStart:
    """A block of text begins."""

    id: str
    provider_metadata: Metadata = field(default=EMPTY, repr=False)
    type: ClassVar[Literal["text-start"]] = "text-start"


@value
class TextDelta:
    """More text of the block `id`."""

    id: str
    text: str
    provider_metadata: Metadata = field(default=EMPTY, repr=False)
    type: ClassVar[Literal["text-delta"]] = "text-delta"


@value
class TextEnd:
    """The block of text is complete."""

    id: str
    provider_metadata: Metadata = field(default=EMPTY, repr=False)
    type: ClassVar[Literal["text-end"]] = "text-end"


@value
class ReasoningStart:
    """A block of reasoning begins."""

    id: str
    provider_metadata: Metadata = field(default=EMPTY, repr=False)
    type: ClassVar[Literal["reasoning-start"]] = "reasoning-start"


@value
class ReasoningDelta:
    """More reasoning of the block `id`."""

    id: str
    text: str
    provider_metadata: Metadata = field(default=EMPTY, repr=False)
    type: ClassVar[Literal["reasoning-delta"]] = "reasoning-delta"


@value
class ReasoningEnd:
    """The block of reasoning is complete; the metadata may hold its signature."""

    id: str
    provider_metadata: Metadata = field(default=EMPTY, repr=False)
    type: ClassVar[Literal["reasoning-end"]] = "reasoning-end"


@value
class ToolInputStart:
    """The arguments of a tool call begin. `id` is the tool call's id."""

    id: str
    tool_name: str
    provider_executed: bool = False
    dynamic: bool = False
    provider_metadata: Metadata = field(default=EMPTY, repr=False)
    title: str | None = field(default=None, repr=False)
    type: ClassVar[Literal["tool-input-start"]] = "tool-input-start"


@value
class ToolInputDelta:
    """More text of a tool call's arguments."""

    id: str
    delta: str
    type: ClassVar[Literal["tool-input-delta"]] = "tool-input-delta"


@value
class ToolInputEnd:
    """A tool call's arguments are complete; its `tool-call` part follows."""

    id: str
    type: ClassVar[Literal["tool-input-end"]] = "tool-input-end"


@value
class StartStep:
    """A step begins: one call of the model."""

    step_number: int
    request: RequestInfo
    warnings: tuple[CallWarning, ...] = ()
    type: ClassVar[Literal["start-step"]] = "start-step"


@value
class FinishStep:
    """A step is over."""

    step_number: int
    finish_reason: FinishReason
    raw_finish_reason: str | None
    usage: Usage
    response: ResponseInfo
    provider_metadata: Metadata = field(default=EMPTY, repr=False)
    performance: Performance | None = field(default=None, eq=False, repr=False)
    type: ClassVar[Literal["finish-step"]] = "finish-step"


@value
class Finish:
    """The run is over; `usage` is the sum over its steps."""

    finish_reason: FinishReason
    raw_finish_reason: str | None
    usage: Usage
    type: ClassVar[Literal["finish"]] = "finish"


@value
class Raw:
    """A provider's event as it came (only with `include=["raw_chunks"]`)."""

    value: Any = field(repr=False)
    type: ClassVar[Literal["raw"]] = "raw"


StreamPart: TypeAlias = (
    TextStart
    | TextDelta
    | TextEnd
    | ReasoningStart
    | ReasoningDelta
    | ReasoningEnd
    | ToolInputStart
    | ToolInputDelta
    | ToolInputEnd
    | ToolCall
    | ToolResult
    | ToolFailure
    | ToolApprovalRequest
    | ToolApprovalResponse
    | Source
    | FilePart
    | CustomPart
    | StartStep
    | FinishStep
    | Finish
    | Raw
)
