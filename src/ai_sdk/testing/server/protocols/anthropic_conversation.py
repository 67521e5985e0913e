"""Reads the messages of a request into neutral ones, block by block."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

from ..turn import Attachment, Message, ToolCall, ToolOutput
from .anthropic_common import refuse
from .anthropic_seals import check_seal

__all__ = ["read_messages", "read_system"]

_ROLES = ("user", "assistant", "system")
_HOSTED_CALLS = ("server_tool_use", "mcp_tool_use")


def read_system(system: Any) -> tuple[Message, ...]:
    """The instructions: a text, or blocks of text."""
    if system is None:
        return ()
    if isinstance(system, str):
        return (Message("system", system),)
    texts = [_text(block, f"system.{index}") for index, block in enumerate(system)]
    return (Message("system", "\n".join(texts)),)


def read_messages(given: list[Any]) -> tuple[Message, ...]:
    """All messages, refused where one is empty or malformed."""
    out: list[Message] = []
    for index, message in enumerate(given):
        at = f"messages.{index}"
        if not isinstance(message, dict) or message.get("role") not in _ROLES:
            raise refuse(f"{at}: Input does not match the expected shape.")
        content = message.get("content")
        if not content and not (index == len(given) - 1 and message["role"] == "assistant"):
            raise refuse(f"{at}: all messages must have non-empty content")
        blocks = content if isinstance(content, list) else [{"type": "text", "text": content}]
        out += _Reader(message["role"], at).read(blocks)
    return tuple(out)


class _Reader:
    """Reads the blocks of one message; results of tools become a message of their own."""

    def __init__(self, role: Any, at: str) -> None:
        self._role = role
        self._at = at
        self._texts: list[str] = []
        self._files: list[Attachment] = []
        self._calls: list[ToolCall] = []
        self._outputs: list[ToolOutput] = []

    def read(self, blocks: list[Any]) -> list[Message]:
        for index, block in enumerate(blocks):
            at = f"{self._at}.content.{index}"
            if not isinstance(block, dict) or "type" not in block:
                raise refuse(f"{at}.type: Field required")
            self._block(block, at)
        out: list[Message] = []
        if self._outputs:
            out.append(Message("tool", tool_outputs=tuple(self._outputs)))
        text = "\n".join(self._texts)
        if text or self._files or self._calls or not out:
            out.append(Message(self._role, text, tuple(self._files), tuple(self._calls)))
        return out

    def _block(self, block: Mapping[str, Any], at: str) -> None:
        kind = block["type"]
        if kind == "text":
            self._texts.append(_text(block, at))
        elif kind in ("image", "document"):
            self._files.append(_file(block, at))
        elif kind == "tool_result":
            self._result(block, at)
        elif kind == "tool_use":
            self._calls.append(_call(block, at))
        elif kind in ("thinking", "redacted_thinking"):
            check_seal(block, at)
        elif kind == "search_result":
            self._texts += [_text(each, at) for each in block.get("content") or ()]
        elif self._role == "user" and kind in _HOSTED_CALLS:
            raise refuse(f"{at}: `{kind}` blocks can only be in assistant messages")

    def _result(self, block: Mapping[str, Any], at: str) -> None:
        if self._role != "user":
            raise refuse(f"{at}: `tool_result` blocks can only be in user messages")
        if self._texts or self._files:
            raise refuse(f"{at}: `tool_result` blocks must come first in the message")
        if "tool_use_id" not in block:
            raise refuse(f"{at}.tool_use_id: Field required")
        content = block.get("content", "")
        if isinstance(content, list):
            texts = [each.get("text", f"[{each.get('type')}]") for each in content]
            content = "\n".join(texts)
        self._outputs.append(ToolOutput(block["tool_use_id"], content))


def _text(block: Mapping[str, Any], at: str) -> str:
    text = block.get("text")
    if not isinstance(text, str):
        raise refuse(f"{at}.text: Field required")
    if not text:
        raise refuse(f"{at}: text content blocks must be non-empty")
    return text


def _call(block: Mapping[str, Any], at: str) -> ToolCall:
    for name in ("id", "name", "input"):
        if name not in block:
            raise refuse(f"{at}.tool_use.{name}: Field required")
    if not isinstance(block["input"], dict):
        raise refuse(f"{at}.tool_use.input: Input should be a valid dictionary")
    return ToolCall(block["name"], json.dumps(block["input"]), block["id"])


def _file(block: Mapping[str, Any], at: str) -> Attachment:
    source = block.get("source")
    kind = source.get("type") if isinstance(source, dict) else None
    if not isinstance(source, dict) or kind not in ("base64", "url", "file", "text", "content"):
        raise refuse(f"{at}.source: Input tag '{kind}' does not match any of the expected tags")
    what: Any = "image" if block["type"] == "image" else "file"
    name = block.get("title")
    if kind == "base64":
        try:
            data = base64.b64decode(source["data"], validate=True)
        except (KeyError, ValueError):
            raise refuse(f"{at}.source.base64: invalid base64 data") from None
        return Attachment(what, source.get("media_type"), name, data)
    if kind == "text":
        return Attachment(what, "text/plain", name, source["data"].encode())
    return Attachment(what, None, name, None, source.get("url") or source.get("file_id"))
