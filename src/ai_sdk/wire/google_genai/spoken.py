"""A turn of the model: what it said, thought, called and ran, as parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...types.content import (
    CustomPart,
    FilePart,
    ReasoningPart,
    TextPart,
    ToolApprovalRequest,
    ToolCall,
    ToolResult,
)
from ..options import snake_case
from ..tool_arguments import arguments_object

if TYPE_CHECKING:
    from ...types.messages import AssistantMessage
    from .parts import PartWriter

__all__ = ["SpokenWriter"]

# The signature for calls that the model did not make itself, such as those of another provider
# (Gemini's documentation of thought signatures, "migrating from other models").
_UNSIGNED: Final = "skip_thought_signature_validator"


class SpokenWriter:
    """Writes the turns of the model. What another provider thought or ran itself means nothing
    here and is left out, with a warning.

    Args:
        parts: writes text and files.
        signed: the model refuses calls in which no call is signed.

    Attributes:
        calls: id of each call written -> the id to send with it, None where it had none.
    """

    def __init__(self, parts: PartWriter, *, signed: bool) -> None:
        self.calls: dict[str, str | None] = {}
        self._parts = parts
        self._signed = signed

    def write(self, message: AssistantMessage) -> list[dict[str, Any]]:
        """The parts of one message."""
        if isinstance(message.content, str):
            return [{"text": message.content}] if message.content else []
        out = [wire for part in message.content if (wire := self._part(part)) is not None]
        calls = [wire for wire in out if "functionCall" in wire]
        if self._signed and calls and not any("thoughtSignature" in call for call in calls):
            calls[0]["thoughtSignature"] = _UNSIGNED
        return out

    def _part(self, part: Any) -> dict[str, Any] | None:
        if isinstance(part, TextPart):
            wire = self._parts.with_options({"text": part.text}, part)
            return wire if part.text or len(wire) > 1 else None
        if isinstance(part, ReasoningPart):
            return self._thought(part)
        if isinstance(part, ToolCall):
            return self._hosted(part) if part.provider_executed else self._call(part)
        if isinstance(part, ToolResult):
            return self._hosted(part) if part.provider_executed else None
        if isinstance(part, FilePart):
            return self._parts.with_options(self._parts.file(part), part)
        if isinstance(part, CustomPart):
            return self._parts.custom(part)
        if isinstance(part, ToolApprovalRequest) and part.provider_executed:
            self._parts.left_out("an approval that another provider asked for")
        return None

    def _is_ours(self, part: Any) -> bool:
        namespaces = self._parts.dialect.option_namespaces
        return any(snake_case(provider) in namespaces for provider in part.provider_metadata)

    def _thought(self, part: ReasoningPart) -> dict[str, Any] | None:
        if not self._is_ours(part):
            self._parts.left_out("reasoning of another provider")
            return None
        wire = self._parts.with_options({"text": part.text, "thought": True}, part)
        return wire if part.text or "thoughtSignature" in wire else None

    def _call(self, part: ToolCall) -> dict[str, Any]:
        given = self._parts.own(part).get("call_id")
        self.calls[part.tool_call_id] = given if isinstance(given, str) else None
        call: dict[str, Any] = {"name": part.tool_name, "args": arguments_object(part.input)}
        if isinstance(given, str):
            call["id"] = given
        return self._parts.with_options({"functionCall": call}, part)

    def _hosted(self, part: ToolCall | ToolResult) -> dict[str, Any] | None:
        """What the service ran itself goes back as it came."""
        wire = self._parts.own(part).get("part") if self._is_ours(part) else None
        if isinstance(wire, dict):
            return dict(wire)
        what = "a call" if isinstance(part, ToolCall) else "a result"
        self._parts.left_out(
            f"{what} of {part.tool_name!r}, which another provider ran ({part.tool_call_id}),"
        )
        return None
