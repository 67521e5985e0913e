"""An assistant message as blocks: what the model said, thought and called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ...types.content import (
    CustomPart,
    FilePart,
    ReasoningPart,
    TextPart,
    ToolCall,
    ToolResult,
)
from ..options import own_fields
from ..tool_arguments import arguments_object
from .caching import mark_last

if TYPE_CHECKING:
    from ...types.content import Metadata
    from ...types.messages import AssistantMessage
    from .content import ContentWriter
    from .dialect import MessagesDialect

__all__ = ["SpokenWriter", "wire_id"]

_NO_ID = re.compile(r"[^A-Za-z0-9_-]")
_CACHE: Final = frozenset(("cache_control",))
_HOSTED: Final = ("server_tool_use", "mcp_tool_use")


def wire_id(call_id: str) -> str:
    """A call's id in the alphabet that the API takes, which other providers' ids may leave.

    Example:
        >>> wire_id("call_1|fc_2")
        'call_1_fc_2'
    """
    return _NO_ID.sub("_", call_id)


class SpokenWriter:
    """Writes assistant messages. Thinking, calls that the service ran and their results go back
    as they came; those of other providers are left out, with a warning.

    Args:
        dialect: the provider's way of speaking.
        content: writes what users may say, too; takes the warnings.
        names: name under which the caller lists a tool -> its name on the wire.

    Attributes:
        toolsets: id of a call of a set of tools -> the set's name, which its result repeats.
    """

    def __init__(
        self, dialect: MessagesDialect, content: ContentWriter, names: dict[str, str]
    ) -> None:
        self.toolsets: dict[str, Any] = {}
        self._dialect = dialect
        self._content = content
        self._names = names
        self._dropped: set[str] = set()  # ids of calls that other providers ran

    def write(self, message: AssistantMessage) -> list[dict[str, Any]]:
        """The blocks of the message; none if nothing of it can be said here."""
        parts = [TextPart(message.content)] if isinstance(message.content, str) else message.content
        blocks = [block for part in parts if (block := self._block(part)) is not None]
        given = self._content.options(message)
        if "cache_control" in given:
            mark_last(blocks, given["cache_control"])
        return blocks

    def _block(self, part: Any) -> dict[str, Any] | None:
        if isinstance(part, TextPart):
            return self._text(part)
        if isinstance(part, ReasoningPart):
            return self._thought(part)
        if isinstance(part, CustomPart):
            return self._content.custom(part)
        if isinstance(part, ToolCall):
            return self._call(part)
        if isinstance(part, ToolResult):
            return self._result(part)
        if isinstance(part, FilePart):
            self._warn(f"a file of type {part.media_type} in an assistant's message")
        return None  # sources are in the text's citations; consents were settled here

    def _metadata(self, metadata: Metadata) -> dict[str, Any]:
        """What came from this provider, or from another that serves the same models: signatures
        hold at all of them."""
        names = self._dialect.option_namespaces
        found = [own_fields((name,), {}, metadata) for name in reversed(names)]
        return {key: item for fields in found for key, item in fields.items()}

    def _warn(self, what: str) -> None:
        self._content.warn(f"{what}; it is left out", "messages")

    def _text(self, part: TextPart) -> dict[str, Any] | None:
        if not part.text:
            return None  # the API refuses empty text
        block: dict[str, Any] = {"type": "text", "text": part.text}
        if citations := self._metadata(part.provider_metadata).get("citations"):
            block["citations"] = citations
        self._content.apply_options(block, part)
        return block

    def _thought(self, part: ReasoningPart) -> dict[str, Any] | None:
        fields = {**self._metadata(part.provider_metadata), **self._content.options(part)}
        if "redacted_data" in fields:
            return {"type": "redacted_thinking", "data": fields["redacted_data"]}
        if fields.get("signature"):
            return {"type": "thinking", "thinking": part.text, "signature": fields["signature"]}
        self._warn("reasoning without a signature of this provider")
        return None

    def _call(self, part: ToolCall) -> dict[str, Any] | None:
        fields = self._metadata(part.provider_metadata)
        kind = fields.pop("type", None)
        if part.provider_executed and kind not in _HOSTED:
            self._dropped.add(part.tool_call_id)
            self._warn(f"the call of {part.tool_name}, which another provider ran,")
            return None
        name = fields.pop("name", None) or self._names.get(part.tool_name, part.tool_name)
        if "toolset_name" in fields:
            self.toolsets[part.tool_call_id] = fields["toolset_name"]
        block = {
            "type": kind or "tool_use",
            "id": wire_id(part.tool_call_id),
            "name": name,
            "input": arguments_object(part.input),
            **fields,
        }
        self._content.apply_options(block, part, _CACHE)
        return block

    def _result(self, part: ToolResult) -> dict[str, Any] | None:
        block = self._metadata(part.provider_metadata).get("block")
        if part.provider_executed and isinstance(block, dict):
            block = dict(block)
            self._content.apply_options(block, part, _CACHE)
            return block
        if part.tool_call_id not in self._dropped:
            self._warn(f"a result of {part.tool_name} in an assistant's message")
        return None
