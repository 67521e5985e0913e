"""The conversation in Chat Completions' words: one wire message for each of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from ...errors import InvalidArgumentError
from ...types.call import CallWarning
from ...types.content import FilePart, ToolResult
from ...types.messages import AssistantMessage, SystemMessage, ToolMessage, UserMessage
from .._convert import unstructure
from ..json_text import json_text
from ..options import own_fields
from ._generated import ChatFunctionMessage
from .assistant import AssistantWriter
from .content import file_json, output_content, user_content

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ...types.messages import Message
    from ..openai_models import SystemMode
    from .dialect import ChatDialect

__all__ = ["to_messages"]

_FIELDS: dict[str, frozenset[str]] = {
    "system": frozenset(("name",)),
    "developer": frozenset(("name",)),
    "user": frozenset(("name",)),
    "assistant": frozenset(("name", "audio", "refusal", "function_call", "content")),
    "tool": frozenset(("name",)),
}
"""Role -> what a message's own options may set."""


def to_messages(
    dialect: ChatDialect,
    prompt: Sequence[Message],
    system_mode: SystemMode,
    custom_tools: Collection[str],
    warnings: list[CallWarning],
) -> list[dict[str, Any]]:
    """The wire messages of a prompt; nothing is merged and nothing reordered.

    Files among tool outputs, for which tool messages have no place, follow in a user message.

    Raises:
        InvalidArgumentError: a system message's role is unknown.
        UnsupportedFunctionalityError: a file is of a kind that chat messages cannot hold.
    """
    writer = _Writer(dialect, system_mode, custom_tools, warnings)
    for message in prompt:
        writer.add(message)
    writer.flush_files()
    return writer.out


class _Writer:
    """Writes messages one after the other; remembers what later messages depend on."""

    def __init__(
        self,
        dialect: ChatDialect,
        system_mode: SystemMode,
        custom_tools: Collection[str],
        warnings: list[CallWarning],
    ) -> None:
        self.out: list[dict[str, Any]] = []
        self._dialect = dialect
        self._system_mode = system_mode
        self._custom_tools = custom_tools
        self._warnings = warnings
        self._files: list[FilePart] = []
        self._legacy_ids: set[str] = set()

    def add(self, message: Message) -> None:
        """Write one message."""
        if isinstance(message, ToolMessage):
            for part in message.content:
                if isinstance(part, ToolResult) and not part.provider_executed:
                    self._tool_result(part, message)
            return
        self.flush_files()
        if isinstance(message, SystemMessage):
            self._system(message)
        elif isinstance(message, UserMessage):
            content = user_content(self._dialect, message.content, self._warnings)
            self._put({"role": "user", "content": content}, message)
        else:
            self._assistant(message)

    def flush_files(self) -> None:
        """Send the files of tool outputs, once all tool messages of a turn are written."""
        if self._files:
            parts = [file_json(self._dialect, part, self._warnings) for part in self._files]
            self.out.append({"role": "user", "content": parts})
            self._files = []

    def _system(self, message: SystemMessage) -> None:
        role = self._fields(message).get("role", self._system_mode)
        if role == "remove":
            self._warn("system messages are left out", "system_message_mode", "other")
        elif role in ("system", "developer"):
            self._put({"role": role, "content": message.content}, message)
        else:
            raise InvalidArgumentError(
                f'the role of a system message must be "system" or "developer", not {role!r}',
                parameter="provider_options",
                value=role,
            )

    def _assistant(self, message: AssistantMessage) -> None:
        writer = AssistantWriter(self._dialect, self._custom_tools, self._warnings)
        self._put(writer.write(message), message)
        self._legacy_ids.update(writer.legacy_ids)

    def _tool_result(self, part: ToolResult, message: ToolMessage) -> None:
        content, files = output_content(
            self._dialect, part.model_output, part.output, self._warnings
        )
        if files:
            self._files += files
            self._warn(
                "tool messages hold text only; the files follow in a user message",
                "tool_result",
                "compatibility",
            )
        if part.tool_call_id in self._legacy_ids:
            text = content if isinstance(content, str) else json_text(content, "a tool's output")
            self.out.append(unstructure(ChatFunctionMessage(content=text, name=part.tool_name)))
        else:
            wire = {"role": "tool", "content": content, "tool_call_id": part.tool_call_id}
            self._put(wire, message, part)

    def _put(self, wire: dict[str, Any], *sources: Any) -> None:
        """Append a wire message, with the own options of what it comes from laid over it."""
        known = _FIELDS[wire["role"]]
        for source in sources:
            for name, setting in self._fields(source).items():
                if name in known or (self._dialect.pass_unknown_options and name != "role"):
                    wire[name] = setting
                elif name != "role":
                    self._warn(f'a {wire["role"]} message has no option "{name}"', name)
        self.out.append(wire)

    def _fields(self, item: Any) -> dict[str, Any]:
        return own_fields(self._dialect.option_namespaces, item.provider_options)

    def _warn(
        self,
        what: str,
        setting: str,
        kind: Literal["unsupported", "compatibility", "other"] = "unsupported",
    ) -> None:
        self._warnings.append(CallWarning(kind, f"{self._dialect.name}: {what}", setting=setting))
