"""An assistant message as input items: what the model said, thought and called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...types.call import CallWarning
from ...types.content import (
    CustomPart,
    FilePart,
    ReasoningPart,
    TextPart,
    ToolApprovalRequest,
    ToolCall,
    ToolResult,
)
from ..options import is_own, own_fields
from .tool_items import call_item, call_kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...types.messages import AssistantMessage
    from .dialect import ResponsesDialect

__all__ = ["SpokenWriter"]

_MESSAGE_FIELDS: Final = ("phase", "status")


class SpokenWriter:
    """Writes the items of one assistant message. Parts that came from one item go back as one.

    Items go back whole, with their ids. Where the provider keeps no answers (`store` is false) it
    cannot look an id up: reasoning then needs its encrypted content, and without it it is left
    out, together with the ids of what followed from it.

    Attributes:
        calls: id of each call written -> the type of its item.
        consents: ids of the provider's requests for consent.
    """

    def __init__(
        self,
        dialect: ResponsesDialect,
        kinds: Mapping[str, str],
        warnings: list[CallWarning],
        *,
        stored: bool,
    ) -> None:
        self.calls: dict[str, str] = {}
        self.consents: set[str] = set()
        self._dialect = dialect
        self._kinds = kinds
        self._warnings = warnings
        self._stored = stored
        self._items: list[dict[str, Any]] = []
        self._open: tuple[str, Any] | None = None  # what the next part may still join
        self._nameless = False  # reasoning was left out, so ids of what followed it mean nothing
        self._files: dict[str, FilePart] = {}

    def write(self, message: AssistantMessage) -> list[dict[str, Any]]:
        """The items of the message."""
        if isinstance(message.content, str):
            return [{"role": "assistant", "content": message.content}]
        for part in message.content:
            if isinstance(part, FilePart) and (key := self._own(part).get("item_id")):
                self._files[key] = part
        for part in message.content:
            self._part(part)
        return [_plain(item) for item in self._items]

    def _part(self, part: Any) -> None:
        if isinstance(part, TextPart):
            self._text(part)
        elif isinstance(part, ReasoningPart):
            self._thought(part)
        elif isinstance(part, CustomPart):
            self._custom(part)
        elif isinstance(part, ToolCall):
            self._call(part)
        elif isinstance(part, ToolResult):
            self._result(part)
        elif isinstance(part, ToolApprovalRequest):
            self._request(part)
        elif isinstance(part, FilePart) and "item_id" not in self._own(part):
            self._warn("a file that this provider did not make")

    def _own(self, part: Any) -> dict[str, Any]:
        """What a part says to this provider: the metadata that came from it, and options."""
        return own_fields(
            self._dialect.option_namespaces, part.provider_options, part.provider_metadata
        )

    def _metadata(self, part: Any) -> dict[str, Any]:
        return own_fields(self._dialect.option_namespaces, {}, part.provider_metadata)

    def _warn(self, what: str) -> None:
        text = f"{self._dialect.name}: {what}; it is left out"
        self._warnings.append(CallWarning("unsupported", text, setting="messages"))

    def _add(self, item: dict[str, Any], opens: tuple[str, Any] | None = None) -> None:
        self._items.append(item)
        self._open = opens

    # ---- text and reasoning

    def _text(self, part: TextPart) -> None:
        fields = self._own(part)
        item_id = None if self._nameless else fields.get("item_id")
        content: dict[str, Any] = {"type": "output_text", "text": part.text}
        if fields.get("refusal"):
            content = {"type": "refusal", "refusal": part.text}
        elif item_id or fields.get("annotations"):
            content["annotations"] = fields.get("annotations", [])
        about = {name: fields[name] for name in _MESSAGE_FIELDS if fields.get(name)}
        key = "message", item_id or tuple(sorted(about.items()))
        if self._open == key:
            self._items[-1]["content"].append(content)
            return
        item: dict[str, Any] = {"role": "assistant", "content": [content], **about}
        if item_id:
            item = {"type": "message", "id": item_id, "status": "completed", **item}
        self._add(item, key)

    def _thought(self, part: ReasoningPart) -> None:
        fields = self._own(part)
        item_id = fields.get("item_id")
        encrypted = fields.get("reasoning_encrypted_content", fields.get("encrypted_content"))
        key = "reasoning", item_id or encrypted
        if self._open != key and not self._may_think(item_id, encrypted):
            return
        if self._open != key:
            self._add({"type": "reasoning", "summary": []}, key)
        item = self._items[-1]
        if item_id:
            item["id"] = item_id
        if encrypted:
            item["encrypted_content"] = encrypted
        if part.text and fields.get("reasoning_text"):
            item.setdefault("content", []).append({"type": "reasoning_text", "text": part.text})
        elif part.text:
            item["summary"].append({"type": "summary_text", "text": part.text})

    def _may_think(self, item_id: Any, encrypted: Any) -> bool:
        if not item_id and not encrypted:
            self._warn("reasoning that did not come from this provider")
            return False
        if not encrypted and not self._stored:
            self._warn("reasoning without encrypted content, which is not stored either,")
            self._nameless = True
            return False
        return True

    # ---- items of the provider's own

    def _custom(self, part: CustomPart) -> None:
        if not is_own(part.provider, self._dialect.option_namespaces):
            self._warn(f"the item {part.kind} is not for this provider")
        elif not part.kind.endswith(".part"):
            self._add(dict(part.data))
        elif self._open is not None and self._open[0] == "message":
            self._items[-1]["content"].append(dict(part.data))
        else:
            item = {"role": "assistant", "content": [dict(part.data)]}
            self._add(item, ("message", None))

    def _call(self, part: ToolCall) -> None:
        fields = self._own(part)
        if part.provider_executed:
            self._hosted(part, fields)
            return
        kind = call_kind(fields, part.tool_name, self._kinds)
        self.calls[part.tool_call_id] = kind
        item = call_item(part, kind, fields)
        if self._nameless:
            item.pop("id", None)
        self._add(item)

    def _hosted(self, part: ToolCall, fields: dict[str, Any]) -> None:
        """A call that the provider ran goes back as the item it came as."""
        item, item_id = fields.get("item"), fields.get("item_id")
        if isinstance(item, dict):
            file = self._files.get(str(item_id))
            if file is not None and "result" not in item and isinstance(file.data, bytes):
                item = {**item, "result": file.base64}
            self._add(item)
        elif item_id and self._stored:
            self._add({"type": "item_reference", "id": item_id})
        else:
            self._warn(f"the call of {part.tool_name}, which another provider ran")

    def _result(self, part: ToolResult) -> None:
        """Results are part of their call's item, but for some that have an item of their own."""
        item = self._metadata(part).get("item")
        if part.provider_executed and isinstance(item, dict):
            self._add(item)

    def _request(self, part: ToolApprovalRequest) -> None:
        item = self._metadata(part).get("item")
        if isinstance(item, dict):
            self.consents.add(part.approval_id)
            self._add(item)


def _plain(item: dict[str, Any]) -> dict[str, Any]:
    """The item; text without an id and without anything else as plain text."""
    content = item.get("content")
    if item.get("role") != "assistant" or "id" in item or not isinstance(content, list):
        return item
    if len(content) == 1 and content[0].keys() == {"type", "text"}:
        return {**item, "content": content[0]["text"]}
    return item
