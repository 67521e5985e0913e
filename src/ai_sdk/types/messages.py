"""Messages of a conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from ._value import EMPTY, field, value
from .content import (
    CustomPart,
    FilePart,
    ImagePart,
    Metadata,
    ReasoningPart,
    Source,
    TextPart,
    ToolApprovalRequest,
    ToolApprovalResponse,
    ToolCall,
    ToolResult,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "AssistantMessage",
    "AssistantPart",
    "Message",
    "SystemMessage",
    "ToolMessage",
    "UserMessage",
    "UserPart",
]

UserPart: TypeAlias = TextPart | ImagePart | FilePart | CustomPart
AssistantPart: TypeAlias = (
    TextPart
    | ReasoningPart
    | FilePart
    | Source
    | CustomPart
    | ToolCall
    | ToolResult
    | ToolApprovalRequest
)


@value
class SystemMessage:
    """Instructions to the model."""

    content: str
    provider_options: Metadata = field(default=EMPTY, kw_only=True, repr=False)
    role: ClassVar[Literal["system"]] = "system"


@value
class UserMessage:
    """What the user says: text, or parts (text, images, files)."""

    content: str | Sequence[UserPart]
    provider_options: Metadata = field(default=EMPTY, kw_only=True, repr=False)
    role: ClassVar[Literal["user"]] = "user"


@value
class AssistantMessage:
    """What the model said: text, or parts (text, reasoning, tool calls, files, sources)."""

    content: str | Sequence[AssistantPart]
    provider_options: Metadata = field(default=EMPTY, kw_only=True, repr=False)
    role: ClassVar[Literal["assistant"]] = "assistant"


@value
class ToolMessage:
    """What tools returned, and answers to approval requests."""

    content: Sequence[ToolResult | ToolApprovalResponse | CustomPart]
    provider_options: Metadata = field(default=EMPTY, kw_only=True, repr=False)
    role: ClassVar[Literal["tool"]] = "tool"


Message: TypeAlias = SystemMessage | UserMessage | AssistantMessage | ToolMessage
