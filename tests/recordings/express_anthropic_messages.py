"""The messages of a recorded Messages request as public message values."""

from __future__ import annotations

import base64
from typing import Any

from ai_sdk import (
    AssistantMessage,
    ContentOutput,
    CustomPart,
    ErrorOutput,
    FilePart,
    FileReference,
    FileURL,
    ReasoningPart,
    SystemMessage,
    TextOutput,
    TextPart,
    ToolCall,
    ToolMessage,
    ToolResult,
    UserMessage,
)

from .intention import Inexpressible, Reader

CALLS = ("tool_use", "server_tool_use", "mcp_tool_use")


def conversation(reader: Reader, messages: list[Any]) -> list[Any]:
    """The recorded messages as ours; tool results become tool messages of their own."""
    writer = _Writer(reader)
    for message in messages:
        writer.add(message)
    if writer.unanswered:
        raise Inexpressible("a tool call that has no result in the conversation")
    return writer.messages


class _Writer:
    def __init__(self, reader: Reader) -> None:
        self.messages: list[Any] = []
        self._reader = reader
        self.unanswered: set[str] = set()
        self._names: dict[str, str] = {}

    def add(self, message: Any) -> None:
        if not isinstance(message, dict) or not message.get("content"):
            raise Inexpressible("a message without content")
        role, content = message["role"], message["content"]
        if role == "system":
            self.messages.append(self._system(message))
        elif isinstance(content, str):
            self.messages.append(_message(role, [TextPart(content)]))
        elif role == "assistant":
            parts = [part for block in content for part in [self._said(block)]]
            self.messages.append(AssistantMessage(parts))
        else:
            self._user(content)

    def _system(self, message: dict[str, Any]) -> Any:
        content = message["content"]
        blocks = [{"type": "text", "text": content}] if isinstance(content, str) else content
        about = {k: v for k, v in message.items() if k not in ("role", "content")}
        if len(blocks) == 1 and blocks[0].keys() == {"type", "text"}:
            return SystemMessage(blocks[0]["text"], **self._reader.part_options(**about))
        return UserMessage([CustomPart("anthropic.message", message)])

    def _user(self, blocks: list[dict[str, Any]]) -> None:
        """A run of tool results, a run of other parts, and so on: they go out as one message."""
        results: list[Any] = []
        parts: list[Any] = []
        for block in blocks:
            if block["type"] == "tool_result":
                parts = self._flush(UserMessage, parts)
                results.append(self._result(block))
            else:
                results = self._flush(ToolMessage, results)
                parts.append(self._part(block))
        self._flush(ToolMessage, results)
        self._flush(UserMessage, parts)

    def _flush(self, kind: Any, parts: list[Any]) -> list[Any]:
        if parts:
            self.messages.append(kind(parts))
        return []

    # ---- the user's blocks

    def _options(self, block: dict[str, Any], *read: str) -> dict[str, Any]:
        rest = {k: v for k, v in block.items() if k not in ("type", *read)}
        return self._reader.part_options(**rest)

    def _part(self, block: dict[str, Any]) -> Any:
        kind = block["type"]
        if kind == "text":
            return TextPart(block["text"], **self._options(block, "text"))
        if kind == "container_upload":
            reference = FileReference({"anthropic": block["file_id"]})
            return FilePart(reference, "text/csv", **self._options(block, "file_id"))
        if kind in ("image", "document"):
            file = self._file(block)
            if file is not None:
                return file
        return CustomPart(f"anthropic.{kind}", block)

    def _file(self, block: dict[str, Any]) -> Any:
        """An image or document as a file; None for content that is no file."""
        source, options = block["source"], self._options(block, "source")
        usual = "image/png" if block["type"] == "image" else "application/pdf"
        media_type = source.get("media_type") or usual
        if source["type"] == "url":
            return FilePart(FileURL(source["url"]), usual, **options)
        if source["type"] == "file":
            return FilePart(FileReference({"anthropic": source["file_id"]}), usual, **options)
        if source["type"] == "text":
            return FilePart(source["data"].encode(), "text/plain", **options)
        if source["type"] != "base64" or _again(source["data"]) != source["data"]:
            return None
        if source["data"].startswith("/9j/") and media_type != "image/jpeg":
            return None  # a picture under a wrong name, which files are not sent under
        return FilePart(base64.b64decode(source["data"]), media_type, **options)

    def _result(self, block: dict[str, Any]) -> ToolResult:
        key, content = block["tool_use_id"], block.get("content")
        self.unanswered.discard(key)
        options = self._options(block, "tool_use_id", "content", "is_error")
        form: Any = TextOutput(content or "")
        if isinstance(content, list):
            form = ContentOutput(tuple(self._part(each) for each in content))
        elif block.get("is_error"):
            form = ErrorOutput(content or "")
        if isinstance(content, list) and block.get("is_error"):
            extra = self._reader.part_options(is_error=True)["provider_options"]["anthropic"]
            known = options.get("provider_options", {}).get("anthropic", {})
            options = {"provider_options": {"anthropic": {**known, **extra}}}
        return ToolResult(key, self._names.get(key, "-"), None, form, **options)

    # ---- the model's blocks

    def _said(self, block: dict[str, Any]) -> Any:
        kind = block["type"]
        if kind == "text":
            cited = block.get("citations")
            metadata = {"anthropic": {"citations": cited}} if cited else {}
            options = self._options(block, "text", "citations")
            return TextPart(block["text"], provider_metadata=metadata, **options)
        if kind == "thinking":
            metadata = {"anthropic": {"signature": block["signature"]}}
            return ReasoningPart(block["thinking"], provider_metadata=metadata)
        if kind == "redacted_thinking":
            metadata = {"anthropic": {"redacted_data": block["data"]}}
            return ReasoningPart("", provider_metadata=metadata)
        if kind in CALLS:
            return self._call(block)
        if kind.endswith("_tool_result"):
            key = block["tool_use_id"]
            return ToolResult(
                key,
                self._names.get(key, "-"),
                block["content"],
                provider_executed=True,
                provider_metadata={"anthropic": {"block": block}},
            )
        return CustomPart(f"anthropic.{kind}", block)

    def _call(self, block: dict[str, Any]) -> ToolCall:
        kind = block["type"]
        self._names[block["id"]] = block["name"]
        if kind == "tool_use":
            self.unanswered.add(block["id"])
        read = ("id", "name", "input", "type", "cache_control")
        about = {k: v for k, v in block.items() if k not in read and v is not None}
        if kind != "tool_use":
            about["type"] = kind
        options = {}
        if "cache_control" in block:
            options = self._reader.part_options(cache_control=block["cache_control"])
        return ToolCall(
            block["id"],
            block["name"],
            block["input"],
            provider_executed=kind != "tool_use",
            provider_metadata={"anthropic": about} if about else {},
            **options,
        )


def _message(role: str, parts: list[Any]) -> Any:
    return AssistantMessage(parts) if role == "assistant" else UserMessage(parts)


def _again(data: str) -> str | None:
    """Base64 decoded and encoded again; None for what is none."""
    try:
        return base64.b64encode(base64.b64decode(data, validate=True)).decode()
    except ValueError:
        return None
