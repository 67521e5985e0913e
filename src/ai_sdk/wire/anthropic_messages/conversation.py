"""A prompt as the system text and the messages of a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...errors import InvalidPromptError
from ...types.call import CallWarning
from ...types.content import CustomPart, TextPart, ToolResult
from ...types.messages import AssistantMessage, SystemMessage, ToolMessage
from ...types.tools import ContentOutput, DeniedOutput, ErrorOutput, JSONOutput, TextOutput
from ..json_text import json_text
from .caching import mark_last
from .content import ContentWriter
from .spoken import SpokenWriter, wire_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...types.messages import Message, UserMessage
    from .dialect import MessagesDialect
    from .facts import ModelFacts

__all__ = ["Conversation"]

_DENIED: Final = "The tool call was not approved."
_RESULT_FIELDS: Final = frozenset(("cache_control", "is_error", "toolset_name"))
_SYSTEM_FIELDS: Final = frozenset(("clear_at", "output_config"))


class Conversation:
    """Writes a prompt: neighbouring messages of one role become one.

    Args:
        dialect: the provider's way of speaking.
        facts: what the model can do.
        names: name under which the caller lists a tool -> its name on the wire.
        warnings: takes what could not be said.
    """

    def __init__(
        self,
        dialect: MessagesDialect,
        facts: ModelFacts,
        names: dict[str, str],
        warnings: list[CallWarning],
    ) -> None:
        self.system: list[dict[str, Any]] = []
        self.messages: list[dict[str, Any]] = []
        self.content = ContentWriter(dialect, warnings)
        self._dialect = dialect
        self._facts = facts
        self._warnings = warnings
        self._spoken = SpokenWriter(dialect, self.content, names)

    def write(self, prompt: Sequence[Message]) -> dict[str, Any]:
        """The fields `system` and `messages`.

        Raises:
            InvalidPromptError: there is no message with content.
            UnsupportedFunctionalityError: a file cannot be sent.
        """
        for message in prompt:
            if isinstance(message, SystemMessage):
                self._system(message)
            elif isinstance(message, AssistantMessage):
                self.content.container = None  # only the latest answer's code can still wait
                self._add("assistant", self._spoken.write(message))
            elif isinstance(message, ToolMessage):
                self._tool(message)
            else:
                self._user(message)
        self._trim()
        if not self.messages:
            raise InvalidPromptError(
                f"{self._dialect.name}: nothing of the prompt can be sent; it needs a message "
                "with content",
                parameter="prompt",
            )
        fields: dict[str, Any] = {"messages": [_plain(message) for message in self.messages]}
        if self.system:
            fields["system"] = _short(self.system)
        return fields

    def _add(self, role: str, blocks: list[dict[str, Any]]) -> None:
        if not blocks:
            return
        if self.messages and self.messages[-1].keys() == {"role", "content"}:
            last = self.messages[-1]
            if last["role"] == role and isinstance(last["content"], list):
                last["content"] += blocks
                return
        self.messages.append({"role": role, "content": blocks})

    def _system(self, message: SystemMessage) -> None:
        if not message.content:
            return
        given = self.content.options(message)
        block: dict[str, Any] = {"type": "text", "text": message.content}
        if "cache_control" in given:
            mark_last([block], given["cache_control"])
        if self.messages and self._facts.mid_system:
            about = {name: given[name] for name in _SYSTEM_FIELDS if name in given}
            self.messages.append({"role": "system", "content": [block], **about})
            return
        if self.messages:
            text = f"{self._dialect.name}: this model takes no system message in mid-conversation"
            what = f"{text}; it is put with the instructions"
            self._warnings.append(CallWarning("compatibility", what, setting="messages"))
        self.system.append(block)

    def _user(self, message: UserMessage) -> None:
        blocks: list[dict[str, Any]] = []
        parts = [TextPart(message.content)] if isinstance(message.content, str) else message.content
        for part in parts:
            block = self.content.write(part)
            if isinstance(part, CustomPart) and block is not None and "role" in block:
                self._add("user", blocks)
                self.messages.append(block)  # a whole message of the provider's own
                blocks = []
            elif block is not None:
                blocks.append(block)
        self._mark(message, blocks)
        self._add("user", blocks)

    def _tool(self, message: ToolMessage) -> None:
        blocks: list[dict[str, Any]] = []
        for part in message.content:
            if isinstance(part, CustomPart):
                block = self.content.custom(part)
                blocks += [] if block is None else [block]
            elif isinstance(part, ToolResult) and not (part.preliminary or part.provider_executed):
                blocks.append(self._result(part))
        self._mark(message, blocks)
        self._add("user", blocks)

    def _mark(self, message: UserMessage | ToolMessage, blocks: list[dict[str, Any]]) -> None:
        given = self.content.options(message)
        if "cache_control" in given:
            mark_last(blocks, given["cache_control"])

    def _result(self, part: ToolResult) -> dict[str, Any]:
        form = part.model_output
        block: dict[str, Any] = {"type": "tool_result", "tool_use_id": wire_id(part.tool_call_id)}
        content = self._output(form, part.output)
        if content:
            block["content"] = content
        if isinstance(form, ErrorOutput):
            block["is_error"] = True
        if part.tool_call_id in self._spoken.toolsets:
            block["toolset_name"] = self._spoken.toolsets[part.tool_call_id]
        self.content.apply_options(block, part, _RESULT_FIELDS)
        return block

    def _output(self, form: Any, plain: Any) -> str | list[dict[str, Any]]:
        if isinstance(form, ContentOutput):
            return self.content.write_all(form.value)
        if isinstance(form, TextOutput):
            return form.value
        if isinstance(form, DeniedOutput):
            return form.reason or _DENIED
        shown = form.value if isinstance(form, (JSONOutput, ErrorOutput)) else plain
        is_text = isinstance(shown, str) and not isinstance(form, JSONOutput)
        return shown if is_text else json_text(shown, "a tool's output")

    def _trim(self) -> None:
        """The API refuses a last word of the assistant that ends in white space."""
        if not self.messages or self.messages[-1]["role"] != "assistant":
            return
        blocks = self.messages[-1]["content"]
        if isinstance(blocks, list) and blocks and blocks[-1].get("type") == "text":
            blocks[-1]["text"] = blocks[-1]["text"].rstrip()
            if not blocks[-1]["text"]:
                blocks.pop()


def _plain(message: dict[str, Any]) -> dict[str, Any]:
    """The message; content that is nothing but one text as that text."""
    content = message["content"]
    return {**message, "content": _short(content)} if isinstance(content, list) else message


def _short(blocks: list[dict[str, Any]]) -> str | list[dict[str, Any]]:
    if len(blocks) == 1 and blocks[0].keys() == {"type", "text"}:
        text: str = blocks[0]["text"]
        return text
    return blocks
