"""Messages as the input items of a Responses request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...errors import InvalidArgumentError
from ...types.call import CallWarning
from ...types.content import CustomPart, TextPart, ToolApprovalResponse, ToolResult
from ...types.messages import AssistantMessage, SystemMessage, ToolMessage
from ..options import is_own, own_fields
from .content import ContentWriter
from .spoken import SpokenWriter
from .tool_items import call_kind, output_item

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...types.messages import Message, UserMessage
    from ..openai_models import SystemMode
    from .dialect import ResponsesDialect

__all__ = ["InputWriter"]

_OUTPUT_FIELDS: Final = frozenset(
    (
        "acknowledged_safety_checks",
        "caller",
        "id",
        "max_output_length",
        "name",
        "namespace",
        "status",
    )
)
"""What the options of a tool's result may set in its item."""


class InputWriter:
    """Writes a conversation item by item; what another provider alone understands is left out,
    with a warning.

    Args:
        dialect: the provider's way of speaking.
        system_mode: the role of instructions.
        kinds: name of a tool -> type of the items of its calls, where that is not a function's.
        warnings: takes what could not be said.
        stored: the provider keeps the answers, so it knows its own items by their ids.
    """

    def __init__(
        self,
        dialect: ResponsesDialect,
        system_mode: SystemMode,
        kinds: Mapping[str, str],
        warnings: list[CallWarning],
        *,
        stored: bool = True,
    ) -> None:
        self._dialect = dialect
        self._system_mode = system_mode
        self._kinds = kinds
        self._warnings = warnings
        self._stored = stored
        self._content = ContentWriter(dialect, warnings)
        self._items: list[dict[str, Any]] = []
        self._calls: dict[str, str] = {}  # id of a call -> type of its item
        self._consents: set[str] = set()

    def write(self, prompt: Sequence[Message]) -> list[dict[str, Any]]:
        """The items of a whole prompt.

        Raises:
            InvalidArgumentError: a system message's role is unknown.
            UnsupportedFunctionalityError: the provider does not hold a file.
        """
        for message in prompt:
            if isinstance(message, SystemMessage):
                self._system(message)
            elif isinstance(message, AssistantMessage):
                self._assistant(message)
            elif isinstance(message, ToolMessage):
                self._tool(message)
            else:
                self._user(message)
        return self._items

    def _options(self, thing: Any) -> dict[str, Any]:
        return own_fields(self._dialect.option_namespaces, thing.provider_options)

    def _warn(self, what: str) -> None:
        text = f"{self._dialect.name}: {what}; it is left out"
        self._warnings.append(CallWarning("unsupported", text, setting="messages"))

    def _system(self, message: SystemMessage) -> None:
        role = self._options(message).get("role", self._system_mode)
        if role == "remove":
            self._warn("system messages are removed, as system_message_mode asks")
        elif role in ("system", "developer"):
            self._items.append({"role": role, "content": message.content})
        else:
            raise InvalidArgumentError(
                f'the role of a system message must be "system" or "developer", not {role!r}',
                parameter="provider_options",
                value=role,
            )

    def _user(self, message: UserMessage) -> None:
        content: list[dict[str, Any]] = []
        parts = [TextPart(message.content)] if isinstance(message.content, str) else message.content
        for part in parts:
            if isinstance(part, CustomPart) and not self._content.is_part(part):
                content = self._flush(content)
                self._custom(part)
            elif (item := self._content.write(part)) is not None:
                content.append(item)
        self._flush(content)

    def _flush(self, content: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len(content) == 1 and content[0].keys() == {"type", "text"}:
            self._items.append({"role": "user", "content": content[0]["text"]})
        elif content:
            self._items.append({"role": "user", "content": content})
        return []

    def _custom(self, part: CustomPart) -> None:
        """An item of this provider's own goes out as it came."""
        if is_own(part.provider, self._dialect.option_namespaces):
            self._items.append(dict(part.data))
        else:
            self._warn(f"the item {part.kind} is not for this provider")

    def _assistant(self, message: AssistantMessage) -> None:
        writer = SpokenWriter(self._dialect, self._kinds, self._warnings, stored=self._stored)
        self._items += writer.write(message)
        self._calls.update(writer.calls)
        self._consents.update(writer.consents)

    def _tool(self, message: ToolMessage) -> None:
        for part in message.content:
            if isinstance(part, CustomPart):
                self._custom(part)
            elif isinstance(part, ToolApprovalResponse):
                self._consent(part)
            else:
                self._output(part)

    def _consent(self, part: ToolApprovalResponse) -> None:
        """The answer to a request of the provider's; what was asked here is settled here."""
        if not part.provider_executed and part.approval_id not in self._consents:
            return
        item: dict[str, Any] = {
            "type": "mcp_approval_response",
            "approval_request_id": part.approval_id,
            "approve": part.approved,
        }
        if part.reason:
            item["reason"] = part.reason
        self._items.append(item)

    def _output(self, part: ToolResult) -> None:
        if part.preliminary:
            return
        fields = own_fields(
            self._dialect.option_namespaces, part.provider_options, part.provider_metadata
        )
        if part.provider_executed:
            if isinstance(item := fields.get("item"), dict):
                self._items.append(item)
            return
        kind = self._calls.get(part.tool_call_id) or call_kind(fields, part.tool_name, self._kinds)
        item = output_item(part, kind, self._content.write_all)
        for name, setting in self._options(part).items():
            if name in _OUTPUT_FIELDS:
                item[name] = setting
            elif name not in ("type", "item_id"):
                self._content.unknown("tool result", name)
        self._items.append(item)
