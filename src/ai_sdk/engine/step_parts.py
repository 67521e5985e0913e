"""A model's stream parts turned into those that the reader of the run sees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

from ..tools import Tool
from ..types._value import evolve
from ..types.call import ModelFinish, ModelStreamPart, ModelToolCall, ResponseMetadata
from ..types.stream_parts import (
    Raw,
    ReasoningDelta,
    ReasoningEnd,
    ReasoningStart,
    StreamPart,
    TextDelta,
    TextEnd,
    TextStart,
    ToolInputStart,
)
from .call_ids import unique_call
from .tool_calls import CheckedCall, check_call

if TYPE_CHECKING:
    from ..tools import AnyTool

__all__ = ["StepParts"]

_WITH_ID = (TextStart, TextDelta, TextEnd, ReasoningStart, ReasoningDelta, ReasoningEnd)
_PLAIN_DELTAS = (TextDelta, ReasoningDelta)
_UNSEEN = (ResponseMetadata, ModelFinish)


class StepParts:
    """Translates one step's parts: tool calls are checked, block ids made unique over steps."""

    def __init__(self, step_number: int, tools: Mapping[str, AnyTool], *, raw: bool = True) -> None:
        self._prefix = f"{step_number}:" if step_number else ""
        self._tools = tools
        self._hidden = _UNSEEN if raw else (*_UNSEEN, Raw)
        self.calls: dict[str, CheckedCall] = {}

    def feed(self, parts: Iterable[ModelStreamPart]) -> list[StreamPart]:
        """The reader's parts for the model's."""
        out: list[StreamPart] = []
        for part in parts:
            kind = type(part)
            if kind in _PLAIN_DELTAS:
                delta = cast("TextDelta", part)
                if not delta.text and not delta.provider_metadata:
                    continue
                out.append(self._renamed(delta) if self._prefix else delta)
            elif kind is ModelToolCall:
                made = unique_call(cast("ModelToolCall", part), self.calls)
                checked = check_call(made, self._tools)
                self.calls[checked.call.tool_call_id] = checked
                out.append(checked.call)
            elif kind not in self._hidden:
                out.append(self._renamed(part))
        return out

    def _started(self, part: ToolInputStart) -> ToolInputStart:
        """The start of a call, with what its tool says of itself."""
        tool = self._tools.get(part.tool_name)
        if not isinstance(tool, Tool) or not (tool.dynamic or tool.title):
            return part
        return evolve(part, title=tool.title, dynamic=tool.dynamic or part.dynamic)

    def _renamed(self, part: Any) -> Any:
        if type(part) is ToolInputStart:
            return self._started(part)
        if self._prefix and isinstance(part, _WITH_ID):
            return evolve(part, id=self._prefix + part.id)
        return part
