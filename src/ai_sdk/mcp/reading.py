"""Answers of an MCP server as values. What is missing or odd is an error, never a guess."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from ..errors import InvalidResponseError
from ..json_codec import is_object
from .values import (
    MCPCompletion,
    MCPPrompt,
    MCPPromptArgument,
    MCPPromptMessage,
    MCPPromptResult,
    MCPResource,
    MCPResourceContents,
    MCPResourceTemplate,
    MCPToolDefinition,
    MCPToolResult,
)

__all__ = [
    "completion",
    "decoded",
    "objects",
    "page",
    "prompt",
    "prompt_result",
    "resource",
    "resource_contents",
    "resource_template",
    "text_of",
    "tool_definition",
    "tool_result",
]

T = TypeVar("T")


def text_of(thing: Mapping[str, Any], key: str) -> str | None:
    """The text under `key`; None where there is none."""
    found = thing.get(key)
    return found if isinstance(found, str) else None


def objects(thing: Any, key: str, what: str) -> list[dict[str, Any]]:
    """The list of JSON objects under `key`.

    Raises:
        InvalidResponseError: it is missing, or something else is there.
    """
    found = thing.get(key) if is_object(thing) else None
    if not isinstance(found, list) or not all(is_object(each) for each in found):
        raise InvalidResponseError(f"the answer to {what} has no list of objects in {key!r}")
    return found


def page(
    result: Any, key: str, what: str, make: Callable[[Mapping[str, Any]], T]
) -> tuple[list[T], str | None]:
    """One page of a list, and the cursor of the next one.

    Raises:
        InvalidResponseError: it is no such page.
    """
    found = [make(each) for each in objects(result, key, what)]
    return found, text_of(result, "nextCursor")


def tool_definition(raw: Mapping[str, Any]) -> MCPToolDefinition:
    """A tool's definition."""
    schema, promised = raw.get("inputSchema"), raw.get("outputSchema")
    if not is_object(schema):
        raise InvalidResponseError(f"the tool {raw.get('name')!r} has no input schema")
    notes = raw.get("annotations")
    notes = notes if is_object(notes) else {}
    return MCPToolDefinition(
        _named(raw, "name", "a tool"),
        schema,
        text_of(raw, "description"),
        text_of(raw, "title") or text_of(notes, "title"),
        promised if is_object(promised) else None,
        notes,
        raw,
    )


def tool_result(result: Any) -> MCPToolResult:
    """A tool's answer; servers of the first protocol version put it in `toolResult`."""
    if is_object(result) and "content" not in result:
        if "toolResult" in result:
            return MCPToolResult((), result["toolResult"])
        if "structuredContent" in result:
            result = {**result, "content": []}
    blocks = objects(result, "content", "tools/call")
    if not all(isinstance(each.get("type"), str) for each in blocks):
        raise InvalidResponseError("the answer to tools/call has a content block without type")
    meta = result.get("_meta")
    return MCPToolResult(
        tuple(blocks),
        result.get("structuredContent"),
        result.get("isError") is True,
        meta if is_object(meta) else {},
    )


def resource(raw: Mapping[str, Any]) -> MCPResource:
    """A resource in a list."""
    size = raw.get("size")
    return MCPResource(
        _named(raw, "uri", "a resource"),
        text_of(raw, "name") or "",
        text_of(raw, "description"),
        text_of(raw, "title"),
        text_of(raw, "mimeType"),
        size if isinstance(size, int) else None,
        raw,
    )


def resource_template(raw: Mapping[str, Any]) -> MCPResourceTemplate:
    """A resource template in a list."""
    return MCPResourceTemplate(
        _named(raw, "uriTemplate", "a resource template"),
        text_of(raw, "name") or "",
        text_of(raw, "description"),
        text_of(raw, "title"),
        text_of(raw, "mimeType"),
        raw,
    )


def resource_contents(result: Any) -> tuple[MCPResourceContents, ...]:
    """What a resource holds; one that stands for several has several."""
    return tuple(_contents(each) for each in objects(result, "contents", "resources/read"))


def _contents(raw: Mapping[str, Any]) -> MCPResourceContents:
    text, blob = text_of(raw, "text"), raw.get("blob")
    if text is None and not isinstance(blob, str):
        raise InvalidResponseError("a resource has neither text nor blob")
    data = None if text is not None else decoded(blob, "a resource")
    return MCPResourceContents(
        _named(raw, "uri", "a resource"), text_of(raw, "mimeType"), text, data, raw
    )


def prompt(raw: Mapping[str, Any]) -> MCPPrompt:
    """A prompt in a list."""
    takes = objects(raw, "arguments", "prompts/list") if raw.get("arguments") else []
    return MCPPrompt(
        _named(raw, "name", "a prompt"),
        text_of(raw, "description"),
        text_of(raw, "title"),
        tuple(
            MCPPromptArgument(
                _named(each, "name", "a prompt's argument"),
                text_of(each, "description"),
                each.get("required") is True,
            )
            for each in takes
        ),
        raw,
    )


def prompt_result(result: Any) -> MCPPromptResult:
    """A filled prompt."""
    said = objects(result, "messages", "prompts/get")
    return MCPPromptResult(
        tuple(_prompt_message(each) for each in said), text_of(result, "description")
    )


def _prompt_message(raw: Mapping[str, Any]) -> MCPPromptMessage:
    role, content = raw.get("role"), raw.get("content")
    if role not in ("user", "assistant") or not is_object(content):
        raise InvalidResponseError("a message of a prompt has no role or no content")
    return MCPPromptMessage(role, content)


def completion(result: Any) -> MCPCompletion:
    """How an argument could go on."""
    found = result.get("completion") if is_object(result) else None
    values = found.get("values") if is_object(found) else None
    if not is_object(found) or not isinstance(values, list):
        raise InvalidResponseError("the answer to completion/complete has no values")
    total = found.get("total")
    return MCPCompletion(
        tuple(str(each) for each in values),
        total if isinstance(total, int) else None,
        found.get("hasMore") is True,
    )


def decoded(text: Any, what: str) -> bytes:
    """Bytes from base64.

    Raises:
        InvalidResponseError: it is no base64.
    """
    try:
        return base64.b64decode(text, validate=True)
    except (TypeError, ValueError, binascii.Error) as error:
        raise InvalidResponseError(f"the data of {what} is no base64") from error


def _named(raw: Mapping[str, Any], key: str, what: str) -> str:
    found = text_of(raw, key)
    if not found:
        raise InvalidResponseError(f"{what} of the MCP server has no {key}")
    return found
