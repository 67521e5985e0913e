"""Messages as the input items of a Responses request."""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING, Any

from ...errors import InvalidPromptError, UnsupportedFunctionalityError
from ...types.call import CallWarning
from ...types.content import (
    CustomPart,
    FilePart,
    FileReference,
    FileURL,
    ReasoningPart,
    TextPart,
    ToolApprovalRequest,
    ToolApprovalResponse,
    ToolCall,
    ToolResult,
)
from ...types.messages import AssistantMessage, SystemMessage, ToolMessage
from ..options import own_fields
from .tool_items import call_item, output_item

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...types.messages import Message, UserMessage
    from ..openai_chat.dialect import SystemMode
    from .dialect import ResponsesDialect

__all__ = ["InputWriter"]

_PART_OPTIONS = frozenset(("detail", "image_detail", "prompt_cache_breakpoint"))


class InputWriter:
    """Writes a conversation item by item; what another provider alone understands is left out,
    with a warning."""

    def __init__(
        self, dialect: ResponsesDialect, system_mode: SystemMode, warnings: list[CallWarning]
    ) -> None:
        self._dialect = dialect
        self._system_mode = system_mode
        self._warnings = warnings
        self._items: list[dict[str, Any]] = []

    def write(self, prompt: Sequence[Message]) -> list[dict[str, Any]]:
        """The items of a whole prompt."""
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

    def _own(self, thing: Any) -> dict[str, Any]:
        """What a part or message says to this provider: metadata it sent, options of the caller."""
        metadata = getattr(thing, "provider_metadata", {})
        return own_fields(self._dialect.option_namespaces, thing.provider_options, metadata)

    def _warn(self, what: str) -> None:
        text = f"{self._dialect.name}: {what}; it is left out"
        self._warnings.append(CallWarning("unsupported", text, setting="messages"))

    # ---- system and user

    def _system(self, message: SystemMessage) -> None:
        fields = self._own(message)
        role = fields.get("role", self._system_mode)
        if role == "remove":
            self._warn("instructions are removed, as system_message_mode asks")
        else:
            self._items.append({"role": role, "content": message.content})

    def _user(self, message: UserMessage) -> None:
        role = self._own(message).get("role", "user")
        content: list[dict[str, Any]] = []
        parts = [TextPart(message.content)] if isinstance(message.content, str) else message.content
        for part in parts:
            if isinstance(part, CustomPart) and not part.kind.endswith(".part"):
                content = self._flush(role, content)
                self._custom(part)
            elif (item := self._content(part)) is not None:
                content.append(item)
        self._flush(role, content)

    def _flush(self, role: str, content: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if content:
            self._items.append({"role": role, "content": content})
        return []

    def _custom(self, part: CustomPart) -> None:
        """An item of this provider's own goes out as it came."""
        if part.provider in self._dialect.option_namespaces:
            self._items.append(dict(part.data))
        else:
            self._warn(f"an item of {part.provider} ({part.kind}) means nothing here")

    def _content(self, part: Any) -> dict[str, Any] | None:
        if isinstance(part, CustomPart):
            if part.provider in self._dialect.option_namespaces:
                return dict(part.data)
            self._warn(f"a part of {part.provider} means nothing here")
            return None
        if isinstance(part, TextPart):
            item: dict[str, Any] = {"type": "input_text", "text": part.text}
        else:
            item = self._file(part)
        for name, setting in self._own(part).items():
            if name in _PART_OPTIONS:
                item["detail" if name == "image_detail" else name] = setting
        return item

    def _file(self, part: FilePart) -> dict[str, Any]:
        kind, _, subtype = (part.media_type or "application/octet-stream").partition("/")
        image = kind == "image"
        name = "input_image" if image else "input_file"
        data = part.data
        if isinstance(data, FileReference):
            return {"type": name, "file_id": self._file_id(data)}
        if isinstance(data, FileURL):
            return {"type": name, "image_url" if image else "file_url": data.url}
        if not isinstance(data, bytes):
            raise InvalidPromptError("the file has no content here", parameter="data")
        media_type = f"{kind}/{'jpeg' if image and subtype in ('', '*') else subtype}"
        url = f"data:{media_type};base64,{part.base64}"
        if image:
            return {"type": name, "image_url": url}
        suffix = mimetypes.guess_extension(media_type) or ""
        return {"type": name, "filename": part.filename or f"file{suffix}", "file_data": url}

    def _file_id(self, reference: FileReference) -> str:
        for name in (*self._dialect.option_namespaces, self._dialect.name):
            if found := reference.ids.get(name):
                return found
        known = ", ".join(reference.ids) or "nobody"
        raise UnsupportedFunctionalityError(
            f"{self._dialect.name} does not hold this file: its ids are for {known}",
            functionality="file reference",
        )

    # ---- assistant

    def _assistant(self, message: AssistantMessage) -> None:
        sent: set[str] = set()
        parts = [TextPart(message.content)] if isinstance(message.content, str) else message.content
        last: tuple[str, Any] | None = None  # what the part before wrote: kind and item id
        for part in parts:
            key = self._assistant_part(part, last, sent)
            last = key or (None if not isinstance(part, (TextPart, ReasoningPart)) else last)

    def _assistant_part(
        self, part: Any, last: tuple[str, Any] | None, sent: set[str]
    ) -> tuple[str, Any] | None:
        """Write one part; the kind and id of the item that a following part may still join."""
        if isinstance(part, TextPart):
            return self._speech(part, last)
        if isinstance(part, ReasoningPart):
            return self._thought(part, last)
        if isinstance(part, CustomPart):
            self._custom(part)
        elif isinstance(part, ToolCall):
            self._call(part, sent)
        elif isinstance(part, (ToolResult, ToolApprovalRequest)):
            self._hosted(part, sent)
        elif isinstance(part, FilePart) and "item_id" not in self._own(part):
            self._warn("a file of the model's that this provider did not make")
        return None

    def _speech(self, part: TextPart, last: tuple[str, Any] | None) -> tuple[str, Any]:
        fields = self._own(part)
        refusal = bool(fields.get("refusal"))
        content: dict[str, Any] = (
            {"type": "refusal", "refusal": part.text}
            if refusal
            else {"type": "output_text", "text": part.text}
        )
        if fields.get("annotations") and not refusal:
            content["annotations"] = fields["annotations"]
        key = ("text", fields.get("item_id"))
        if last == key:
            self._items[-1]["content"].append(content)
            return key
        item: dict[str, Any] = {"role": "assistant", "content": [content]}
        if fields.get("item_id"):
            item = {"type": "message", "id": fields["item_id"], **item}
        for name in ("phase", "status"):
            if fields.get(name):
                item[name] = fields[name]
        self._items.append(item)
        return key

    def _thought(self, part: ReasoningPart, last: tuple[str, Any] | None) -> tuple[str, Any] | None:
        fields = self._own(part)
        item_id = fields.get("item_id")
        encrypted = fields.get("reasoning_encrypted_content", fields.get("encrypted_content"))
        if not item_id and not encrypted:
            self._warn("reasoning that did not come from this provider")
            return None
        key = ("reasoning", item_id or encrypted)
        if last != key:
            item: dict[str, Any] = {"type": "reasoning", "summary": []}
            if item_id:
                item["id"] = item_id
            if encrypted:
                item["encrypted_content"] = encrypted
            self._items.append(item)
        item = self._items[-1]
        if part.text and fields.get("content"):
            item.setdefault("content", []).append({"type": "reasoning_text", "text": part.text})
        elif part.text:
            item["summary"].append({"type": "summary_text", "text": part.text})
        return key

    def _call(self, part: ToolCall, sent: set[str]) -> None:
        fields = self._own(part)
        if part.provider_executed:
            self._hosted(part, sent)
            return
        self._items.append(call_item(part, fields))

    def _hosted(self, part: ToolCall | ToolResult | ToolApprovalRequest, sent: set[str]) -> None:
        """What the provider ran itself goes back as the item it came as, once."""
        fields = self._own(part)
        item = fields.get("item")
        if not isinstance(item, dict):
            self._warn("a tool call that another provider ran")
            return
        key = str(item.get("id") or id(item)) + str(item.get("type"))
        if key not in sent:
            sent.add(key)
            self._items.append(item)

    # ---- tools

    def _tool(self, message: ToolMessage) -> None:
        for part in message.content:
            if isinstance(part, CustomPart):
                self._custom(part)
            elif isinstance(part, ToolApprovalResponse):
                self._approval(part)
            else:
                self._items.append(self._output(part))

    def _approval(self, part: ToolApprovalResponse) -> None:
        item: dict[str, Any] = {
            "type": "mcp_approval_response",
            "approval_request_id": part.approval_id,
            "approve": part.approved,
        }
        if part.reason:
            item["reason"] = part.reason
        self._items.append(item)

    def _output(self, part: ToolResult) -> dict[str, Any]:
        metadata = own_fields(self._dialect.option_namespaces, {}, part.provider_metadata)
        options = own_fields(self._dialect.option_namespaces, part.provider_options)
        kind = str(options.get("type") or metadata.get("type") or "function_call")
        item = output_item(part, kind, self._output_content)
        for name in ("id", "status"):
            if options.get(name):
                item[name] = options[name]
        return item

    def _output_content(self, parts: Sequence[Any]) -> list[dict[str, Any]]:
        return [item for part in parts if (item := self._content(part)) is not None]
