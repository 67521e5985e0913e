"""An assistant message in Chat Completions' words, put together from its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...types.call import CallWarning
from ...types.content import CustomPart, FilePart, ReasoningPart, TextPart, ToolCall
from .._convert import unstructure
from .._model import UNSET
from ..foreign import is_foreign
from ..options import own_fields
from ..tool_arguments import arguments_json, custom_input
from ._generated import (
    ChatAssistantMessage,
    ChatAssistantMessageAudio,
    ChatAssistantMessageFunctionCall,
    ChatCustomToolCallInput,
    ChatCustomToolCallInputCustom,
    ChatFunctionToolCallInput,
    ChatFunctionToolCallInputFunction,
)
from .content import text_json

if TYPE_CHECKING:
    from collections.abc import Collection

    from ...types.messages import AssistantMessage
    from .dialect import ChatDialect

__all__ = ["AssistantWriter"]


class AssistantWriter:
    """Collects the parts of one assistant message, then writes it.

    Approval requests and the provider's own tools with their results have no place in a chat
    message and need none; what other providers left there is told of.
    """

    def __init__(
        self, dialect: ChatDialect, custom_tools: Collection[str], warnings: list[CallWarning]
    ) -> None:
        self.legacy_ids: list[str] = []
        """Ids of calls in the old `function_call` form: their results need the old form too."""
        self._dialect = dialect
        self._custom_tools = custom_tools
        self._warnings = warnings
        self._texts: list[dict[str, Any]] = []
        self._refusals: list[str] = []
        self._thoughts: list[str] = []
        self._details: list[Any] = []
        self._calls: list[ChatFunctionToolCallInput | ChatCustomToolCallInput] = []
        self._legacy: ChatAssistantMessageFunctionCall | None = None
        self._audio: str | None = None

    def write(self, message: AssistantMessage) -> dict[str, Any]:
        """The wire message."""
        if isinstance(message.content, str):
            return {"role": "assistant", "content": message.content}
        for part in message.content:
            self._add(part)
        return self._finish()

    def _add(self, part: Any) -> None:
        if isinstance(part, TextPart):
            self._text(part)
        elif isinstance(part, ToolCall):
            if not part.provider_executed:
                self._call(part)
            elif is_foreign(part, self._dialect.name):
                self._left_out(
                    f"a call of {part.tool_name}, which another provider ran", "messages"
                )
        elif isinstance(part, ReasoningPart):
            if self._dialect.reasoning_echo is None and is_foreign(part, self._dialect.name):
                self._left_out("reasoning of another provider", "messages")
            self._thoughts.append(part.text)
            details = self._fields(part).get("reasoning_details")
            self._details += details if isinstance(details, list) else ()
        elif isinstance(part, FilePart):
            self._file(part)
        elif isinstance(part, CustomPart):
            self._left_out(f"a {part.kind} item", part.kind)

    def _fields(self, part: TextPart | FilePart | ToolCall | ReasoningPart) -> dict[str, Any]:
        return own_fields(
            self._dialect.option_namespaces, part.provider_options, part.provider_metadata
        )

    def _text(self, part: TextPart) -> None:
        fields = self._fields(part)
        if fields.get("refusal"):
            self._refusals.append(part.text)
        elif not fields.get("transcript"):  # the audio's id says it already
            self._texts.append(text_json(self._dialect, part, self._warnings))

    def _file(self, part: FilePart) -> None:
        audio = self._fields(part).get("audio_id")
        if isinstance(audio, str):
            self._audio = audio
        else:
            self._left_out("a file of the assistant", "file")

    def _left_out(self, what: str, setting: str) -> None:
        text = f"{self._dialect.name}: chat messages cannot hold {what}; it is left out"
        self._warnings.append(CallWarning("unsupported", text, setting=setting))

    def _call(self, part: ToolCall) -> None:
        fields = self._fields(part)
        name = part.tool_name
        if fields.get("type") == "custom" or name in self._custom_tools:
            custom = ChatCustomToolCallInputCustom(input=custom_input(part.input, name), name=name)
            self._calls.append(ChatCustomToolCallInput(custom=custom, id=part.tool_call_id))
            return
        text = arguments_json(part.input, name)
        if fields.get("function_call"):
            self.legacy_ids.append(part.tool_call_id)
            self._legacy = ChatAssistantMessageFunctionCall(arguments=text, name=name)
        else:
            function = ChatFunctionToolCallInputFunction(arguments=text, name=name)
            self._calls.append(ChatFunctionToolCallInput(function=function, id=part.tool_call_id))

    def _finish(self) -> dict[str, Any]:
        says_more = self._calls or self._legacy or self._refusals or self._audio
        message = ChatAssistantMessage(
            content=None if says_more and not self._texts else UNSET,
            audio=ChatAssistantMessageAudio(id=self._audio) if self._audio else UNSET,
            function_call=self._legacy or UNSET,
            refusal="".join(self._refusals) or UNSET,
            tool_calls=self._calls or None,
        )
        wire: dict[str, Any] = unstructure(message)
        wire.setdefault("content", _joined(self._texts))
        thought = "".join(self._thoughts)
        if self._dialect.reasoning_details and self._details:
            wire[self._dialect.reasoning_details] = self._details
        elif self._dialect.reasoning_echo and thought:
            wire[self._dialect.reasoning_echo] = thought
        return wire


def _joined(items: list[dict[str, Any]]) -> str | list[dict[str, Any]]:
    """One text where the parts are nothing but text, else the list of parts."""
    if any(len(item) > 2 for item in items):
        return items
    return "".join(item["text"] for item in items)
