"""Output items of an answer as content: one reader for whole answers and for streams."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any, Final

from ...errors import InvalidResponseError
from ...json_codec import JSONError, loads
from ...types.call import ModelContent, ModelToolCall
from ...types.content import (
    CustomPart,
    FilePart,
    ReasoningPart,
    Source,
    TextPart,
    ToolApprovalRequest,
    ToolCall,
    ToolResult,
)
from ..json_text import json_text
from ..openai_chat.facts import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...types.content import Metadata

__all__ = ["ItemReader"]

# Items of tools: which field holds what the model asked for.
_ASKED: Final[dict[str, str]] = {
    "web_search_call": "action",
    "file_search_call": "queries",
    "code_interpreter_call": "code",
    "computer_call": "action",
    "local_shell_call": "action",
    "shell_call": "action",
    "apply_patch_call": "operation",
    "tool_search_call": "arguments",
    "mcp_call": "arguments",
}
_HOSTED: Final = frozenset(
    (
        "web_search_call",
        "file_search_call",
        "code_interpreter_call",
        "image_generation_call",
        "mcp_call",
    )
)
_CLIENT: Final = frozenset(("computer_call", "local_shell_call", "apply_patch_call"))
_IMAGE_TYPES: Final = {"png": "image/png", "jpeg": "image/jpeg", "webp": "image/webp"}


class ItemReader:
    """Reads output items of one answer.

    Attributes:
        calls: how many tool calls are the caller's to run.
        refused: the model refused.
    """

    def __init__(self, provider: str, names: Mapping[str, str]) -> None:
        self.calls = 0
        self.refused = False
        self._provider = provider
        self._names = names
        self._sources = 0
        self._answered: frozenset[Any] = frozenset()

    def expect(self, items: list[Any]) -> None:
        """Look through all items first: some calls are hosted because their output follows."""
        self._answered = frozenset(
            item.get("call_id")
            for item in items
            if isinstance(item, dict) and item.get("type") == "shell_call_output"
        )

    def read(self, item: Any) -> list[ModelContent]:
        """The content of one item."""
        if not isinstance(item, dict):
            return []
        kind = str(item.get("type"))
        if kind == "message":
            return self.message(item)
        if kind == "reasoning":
            return list(self.reasoning(item))
        if kind == "function_call":
            return [self._function(item)]
        if kind == "custom_tool_call":
            return [self._custom_call(item)]
        if kind == "mcp_approval_request":
            return [self._approval(item)]
        if kind in _HOSTED or kind in _CLIENT or kind in ("shell_call", "tool_search_call"):
            return self._tool(item, kind)
        return [CustomPart(f"{self._provider}.{kind}", item)]

    def _meta(self, **fields: Any) -> Metadata:
        kept = {name: field for name, field in fields.items() if field not in (None, "", [])}
        return {self._provider: kept} if kept else {}

    # ---- messages

    def message(self, item: dict[str, Any]) -> list[ModelContent]:
        """The text of a message, and what it cites."""
        out: list[ModelContent] = []
        sources: list[ModelContent] = []
        for part in _dicts(item.get("content")):
            text, metadata = self.text(item, part)
            if text or metadata:
                out.append(TextPart(text, provider_metadata=metadata))
            sources += self.cited(part)
        return out + sources

    def text(self, item: Mapping[str, Any], part: Mapping[str, Any]) -> tuple[str, Metadata]:
        """The text of a part of a message, and what belongs to it."""
        refusal = part.get("type") == "refusal"
        self.refused = self.refused or refusal
        metadata = self._meta(
            item_id=item.get("id"),
            phase=item.get("phase"),
            refusal=True if refusal else None,
            logprobs=part.get("logprobs"),
            annotations=part.get("annotations"),
        )
        return text_of(part.get("refusal" if refusal else "text")) or "", metadata

    def cited(self, part: Mapping[str, Any]) -> list[ModelContent]:
        """The sources that a part of a message cites."""
        out: list[ModelContent] = []
        for note in _dicts(part.get("annotations")):
            metadata = self._meta(
                **{k: v for k, v in note.items() if k not in ("type", "url", "title", "filename")}
            )
            key = f"src-{self._sources + len(out)}"
            if url := text_of(note.get("url")):
                title = text_of(note.get("title"))
                out.append(Source(key, "url", url, title, provider_metadata=metadata))
            elif name := text_of(note.get("filename")) or text_of(note.get("file_id")):
                source = Source(
                    key, "document", title=name, filename=name, provider_metadata=metadata
                )
                out.append(source)
        self._sources += len(out)
        return out

    def reasoning(self, item: dict[str, Any]) -> list[ReasoningPart]:
        """A reasoning item: its summaries, or its own text; empty ones are kept to be sent back."""
        base = {
            "item_id": item.get("id"),
            "reasoning_encrypted_content": item.get("encrypted_content"),
        }
        summary = [text_of(part.get("text")) or "" for part in _dicts(item.get("summary"))]
        if any(summary):
            return [ReasoningPart(t, provider_metadata=self._meta(**base)) for t in summary if t]
        content = [text_of(part.get("text")) or "" for part in _dicts(item.get("content"))]
        own = self._meta(**base, content=True)
        return [ReasoningPart(text, provider_metadata=own) for text in content if text] or [
            ReasoningPart("", provider_metadata=self._meta(**base))
        ]

    # ---- tools

    def _function(self, item: dict[str, Any]) -> ModelToolCall:
        self.calls += 1
        arguments = item.get("arguments")
        if arguments is not None and not isinstance(arguments, str):
            arguments = json_text(arguments, "the arguments")
        metadata = self._meta(item_id=item.get("id"), namespace=item.get("namespace"))
        key = text_of(item.get("call_id")) or text_of(item.get("id")) or f"call-{self.calls}"
        name = text_of(item.get("name")) or ""
        return ModelToolCall(key, name, arguments or "", provider_metadata=metadata)

    def _custom_call(self, item: dict[str, Any]) -> ModelToolCall:
        self.calls += 1
        key = text_of(item.get("call_id")) or text_of(item.get("id")) or f"call-{self.calls}"
        metadata = self._meta(
            type="custom_tool_call", item_id=item.get("id"), namespace=item.get("namespace")
        )
        name = text_of(item.get("name")) or ""
        return ModelToolCall(
            key, name, text_of(item.get("input")) or "", provider_metadata=metadata
        )

    def _approval(self, item: dict[str, Any]) -> ToolApprovalRequest:
        key = text_of(item.get("id")) or ""
        name = f"mcp.{item.get('name')}"
        call = ToolCall(key, name, _parsed(item.get("arguments")), provider_executed=True)
        return ToolApprovalRequest(
            key, call, key, provider_executed=True, provider_metadata=self._meta(item=item)
        )

    def _tool(self, item: dict[str, Any], kind: str) -> list[ModelContent]:
        hosted = self._is_hosted(item, kind)
        key = text_of(item.get("call_id")) or text_of(item.get("id")) or f"call-{kind}"
        name = self._name(item, kind)
        asked = item.get(_ASKED.get(kind, ""))
        given = asked if isinstance(asked, str) and kind == "mcp_call" else _as_json(kind, asked)
        metadata = self._meta(type=kind, item_id=item.get("id"), item=item)
        call = ModelToolCall(key, name, given, hosted, hosted, metadata)
        if not hosted:
            self.calls += 1
            return [call]
        result = ToolResult(
            key,
            name,
            {k: v for k, v in item.items() if k not in ("id", "type", "call_id", "result")},
            provider_executed=True,
            dynamic=True,
            provider_metadata=metadata,
        )
        return [call, result, *self._image(item)]

    def _is_hosted(self, item: Mapping[str, Any], kind: str) -> bool:
        if kind == "shell_call":
            return item.get("call_id") in self._answered
        if kind == "tool_search_call":
            return item.get("execution") == "server"
        return kind in _HOSTED

    def _name(self, item: Mapping[str, Any], kind: str) -> str:
        if kind == "mcp_call":
            return f"mcp.{item.get('name')}"
        plain = kind.removesuffix("_call")
        previews = (plain, f"{plain}_preview", f"{plain}_use_preview", f"{plain}_use")
        return next((self._names[each] for each in previews if each in self._names), plain)

    def _image(self, item: dict[str, Any]) -> list[ModelContent]:
        data = text_of(item.get("result"))
        if item.get("type") != "image_generation_call" or data is None:
            return []
        try:
            content = base64.b64decode(data)
        except (binascii.Error, ValueError) as error:
            raise InvalidResponseError(f"the answer's image is no base64: {error}") from error
        media_type = _IMAGE_TYPES.get(str(item.get("output_format")), "image/png")
        metadata = self._meta(item_id=item.get("id"), revised_prompt=item.get("revised_prompt"))
        return [FilePart(content, media_type, provider_metadata=metadata)]


def _as_json(kind: str, asked: Any) -> str:
    if asked is None:
        return "{}"
    if kind == "code_interpreter_call":
        asked = {"code": asked}
    elif kind == "file_search_call":
        asked = {"queries": asked}
    return json_text(asked, "the input")


def _parsed(text: Any) -> Any:
    try:
        return loads(text) if isinstance(text, str) and text else text or {}
    except JSONError:
        return text


def _dicts(items: Any) -> list[dict[str, Any]]:
    """The objects of a list; nothing of anything else."""
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
