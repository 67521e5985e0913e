"""Answers that the service pauses: what it ran so far goes back, and it goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...json_codec import JSONError, loads
from ...types._value import evolve
from ...types.call import ModelToolCall
from ...types.content import ToolCall
from ...types.messages import AssistantMessage
from ...types.tools import ProviderTool
from ..options import snake_case
from ..protocol import Resumption

if TYPE_CHECKING:
    from ...types.call import LanguageModelCall, ModelResult

__all__ = ["PAUSES"]

_PAUSED: Final = "pause_turn"


def _may_pause(call: LanguageModelCall) -> bool:
    """Only where the service runs tools itself does it pause; and callers may want to see it."""
    options = {
        snake_case(name): setting
        for fields in call.provider_options.values()
        for name, setting in fields.items()
    }
    if options.get("continue_paused") is False:
        return False
    return "mcp_servers" in options or any(isinstance(tool, ProviderTool) for tool in call.tools)


def _rest(call: LanguageModelCall, result: ModelResult) -> LanguageModelCall | None:
    """The call that goes on: the same, with what has been said at its end."""
    if result.raw_finish_reason != _PAUSED or not result.content:
        return None
    said: Any = tuple(_spoken(part) for part in result.content)
    return evolve(call, prompt=(*call.prompt, AssistantMessage(said)))


def _spoken(part: Any) -> Any:
    """A part of an answer as a part of a message."""
    if not isinstance(part, ModelToolCall):
        return part
    return ToolCall(
        part.tool_call_id,
        part.tool_name,
        _parsed(part.input),
        provider_executed=part.provider_executed,
        provider_metadata=part.provider_metadata,
    )


def _parsed(text: str) -> Any:
    try:
        return loads(text) if text.strip() else {}
    except JSONError:
        return text


PAUSES: Final = Resumption(_may_pause, _rest)
"""How a paused turn is continued."""
