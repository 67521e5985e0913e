"""Anthropic's rules for whole requests: what the real API would refuse is refused here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .anthropic_common import refuse

__all__ = ["check_breakpoints", "check_schema", "check_turns"]

_MOST_BREAKPOINTS = 4
_NOT_IN_SCHEMAS = frozenset(
    ("minimum", "maximum", "multipleOf", "minLength", "maxLength", "maxItems", "oneOf", "not")
)


def check_turns(messages: Sequence[Mapping[str, Any]]) -> None:
    """Refuse calls without results, results without calls, and a ragged last word."""
    for index, message in enumerate(messages):
        if message["role"] != "assistant":
            continue
        called = [b["id"] for b in _blocks(message) if b["type"] == "tool_use"]
        following = messages[index + 1] if index + 1 < len(messages) else {"content": []}
        answered = {b["tool_use_id"] for b in _blocks(following) if b["type"] == "tool_result"}
        lacking = [key for key in called if key not in answered]
        if lacking:
            raise refuse(
                f"messages.{index + 1}: `tool_use` ids were found without `tool_result` blocks "
                f"immediately after: {', '.join(lacking)}."
            )
    _check_results(messages)
    _check_end(messages[-1])


def _check_results(messages: Sequence[Mapping[str, Any]]) -> None:
    called: set[str] = set()
    for index, message in enumerate(messages):
        for block in _blocks(message):
            if block["type"] == "tool_use":
                called.add(block["id"])
            elif block["type"] == "tool_result" and block["tool_use_id"] not in called:
                raise refuse(
                    f"messages.{index}.content: unexpected `tool_use_id` found in `tool_result` "
                    f"blocks: {block['tool_use_id']}."
                )


def _check_end(last: Mapping[str, Any]) -> None:
    if last["role"] != "assistant":
        return
    blocks = _blocks(last)
    text = blocks[-1].get("text", "") if blocks else ""
    if text != text.rstrip():
        raise refuse("messages: final assistant content cannot end with trailing whitespace")


def _blocks(message: Mapping[str, Any]) -> list[dict[str, Any]]:
    content = message.get("content")
    if isinstance(content, str):
        return [{"type": "text", "text": content}]
    return list(content or ())


def check_breakpoints(body: Mapping[str, Any]) -> None:
    """Refuse more cache breakpoints than there may be, and such on thinking."""
    marked = [node for node in _dicts(body) if node.get("cache_control")]
    if any(node.get("type") in ("thinking", "redacted_thinking") for node in marked):
        raise refuse("cache_control cannot be set for thinking blocks")
    for node in marked:
        if node["cache_control"].get("type") != "ephemeral":
            raise refuse("cache_control: Input tag does not match any of the expected tags")
    if len(marked) > _MOST_BREAKPOINTS:
        raise refuse(
            f"A maximum of {_MOST_BREAKPOINTS} blocks with cache_control may be provided. "
            f"Found {len(marked)}."
        )


def _dicts(node: Any) -> Iterator[dict[str, Any]]:
    """Every object outside of schemas and inputs."""
    if isinstance(node, list):
        for item in node:
            yield from _dicts(item)
    elif isinstance(node, dict):
        yield node
        for name, item in node.items():
            if name not in ("input_schema", "input", "schema"):
                yield from _dicts(item)


def check_schema(schema: Any, at: str) -> None:
    """Refuse what structured output does not take."""
    if not isinstance(schema, dict):
        return
    for word in schema.keys() & _NOT_IN_SCHEMAS:
        raise refuse(f"{at}: For '{schema.get('type')}' type, property '{word}' is not supported")
    if schema.get("type") == "object" and schema.get("additionalProperties") is not False:
        raise refuse(f"{at}: For 'object' type, 'additionalProperties' must be set to false")
    for holder in ("properties", "$defs"):
        for child in (schema.get(holder) or {}).values():
            check_schema(child, at)
    for child in schema.get("anyOf") or ():
        check_schema(child, at)
    check_schema(schema.get("items"), at)
