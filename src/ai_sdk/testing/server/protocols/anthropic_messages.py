"""Messages: reads requests, as strictly as the real API; `anthropic_write` writes the answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..turn import Ask, ToolOffer
from .anthropic_common import (
    NEWER,
    check_range,
    checked_model,
    checked_version,
    json_body,
    refuse,
    required,
)
from .anthropic_conversation import read_messages, read_system
from .anthropic_rules import check_breakpoints, check_schema, check_turns
from .base import Exchange

__all__ = ["read_count", "read_message"]

_SAMPLING = ("temperature", "top_k", "top_p")
_LEAST_BUDGET = 1024
_CHOICES = {"auto": "auto", "any": "required", "tool": "required", "none": "none"}


def read_message(exchange: Exchange) -> Ask:
    """Read a `POST /messages`."""
    body = json_body(exchange)
    most = required(body, "max_tokens", int, "a valid integer")
    if most < 1:
        raise refuse("max_tokens: Input should be greater than or equal to 1")
    return _read(body, exchange, most)


def read_count(exchange: Exchange) -> Ask:
    """Read a `POST /messages/count_tokens`."""
    body = json_body(exchange)
    for name in ("max_tokens", "stream", "temperature", "stop_sequences"):
        if name in body:
            raise refuse(f"{name}: Extra inputs are not permitted")
    return _read(body, exchange, None)


def _read(body: dict[str, Any], exchange: Exchange, most: int | None) -> Ask:
    version = checked_version(exchange)
    model = checked_model(body, exchange)
    given = required(body, "messages", list, "a valid list")
    if not given:
        raise refuse("messages: at least one message is required")
    messages = (*read_system(body.get("system")), *read_messages(given))
    check_turns(given)
    check_breakpoints(body)
    thinks = _thinking(body, most)
    _sampling(body, version, thinks=thinks)
    choice, forced, parallel = _choice(body, thinks=thinks)
    schema = _schema(body)
    return Ask(
        model=model,
        messages=messages,
        body=body,
        stream=body.get("stream") is True,
        tools=tuple(_offers(body)),
        tool_choice=choice,
        forced_tool=forced,
        parallel_tools=parallel,
        json_mode=schema is not None,
        schema=schema,
        max_tokens=most,
        stop=tuple(body.get("stop_sequences") or ()),
        reasoning=thinks,
        reasoning_summary=thinks,
    )


def _thinking(body: Mapping[str, Any], most: int | None) -> bool:
    thinking = body.get("thinking")
    if thinking is None:
        return False
    kind = thinking.get("type") if isinstance(thinking, dict) else None
    if kind not in ("enabled", "adaptive", "between_tools", "disabled"):
        raise refuse(f"thinking: Input tag '{kind}' found using 'type' does not match any tag")
    if kind == "enabled":
        budget = required(thinking, "budget_tokens", int, "a valid integer")
        if budget < _LEAST_BUDGET:
            raise refuse("thinking.enabled.budget_tokens: Input should be at least 1024")
        if most is not None and budget >= most:
            raise refuse("`max_tokens` must be greater than `thinking.budget_tokens`.")
    return bool(kind != "disabled")


def _sampling(body: Mapping[str, Any], version: str, *, thinks: bool) -> None:
    for name in _SAMPLING:
        if name in body and version >= NEWER:
            raise refuse(f"{name}: Extra inputs are not permitted")
    check_range(body, "temperature", 0, 1)
    check_range(body, "top_p", 0, 1)
    if thinks and body.get("temperature") not in (None, 1):
        raise refuse("`temperature` may only be set to 1 when thinking is enabled.")
    if thinks and body.get("top_k") is not None:
        raise refuse("`top_k` must be unset when thinking is enabled.")


def _choice(body: Mapping[str, Any], *, thinks: bool) -> tuple[str, str | None, bool]:
    choice = body.get("tool_choice")
    if choice is None:
        return "auto", None, True
    kind = choice.get("type") if isinstance(choice, dict) else None
    if kind not in _CHOICES:
        raise refuse(f"tool_choice: Input tag '{kind}' found using 'type' does not match any tag")
    if not body.get("tools"):
        raise refuse("tool_choice may only be specified while providing tools.")
    if thinks and kind in ("any", "tool"):
        raise refuse("Thinking may not be enabled when tool_choice forces tool use.")
    forced = required(choice, "name", str, "a valid string") if kind == "tool" else None
    if forced is not None and forced not in {tool.get("name") for tool in body["tools"]}:
        raise refuse(f"Tool '{forced}' not found in provided tools")
    return _CHOICES[kind], forced, choice.get("disable_parallel_tool_use") is not True


def _schema(body: Mapping[str, Any]) -> Mapping[str, Any] | None:
    config = body.get("output_config") or {}
    form = config.get("format") or body.get("output_format")
    if form is None:
        return None
    if form.get("type") != "json_schema":
        raise refuse("output_config.format: Input should be a json_schema")
    schema: dict[str, Any] = required(form, "schema", dict, "a valid dictionary")
    check_schema(schema, "output_config.format.schema")
    return schema


def _offers(body: Mapping[str, Any]) -> list[ToolOffer]:
    """The tools that the caller runs and that have a schema; names have to differ."""
    offers: list[ToolOffer] = []
    seen: set[str] = set()
    for index, tool in enumerate(body.get("tools") or ()):
        name = tool.get("name")
        if name in seen:
            raise refuse("tools: Tool names must be unique.")
        seen.add(name or f"#{index}")
        if tool.get("type") in (None, "custom"):
            offers.append(_offer(tool, f"tools.{index}.custom"))
    return offers


def _offer(tool: Mapping[str, Any], at: str) -> ToolOffer:
    name = tool.get("name")
    if not isinstance(name, str):
        raise refuse(f"{at}.name: Field required")
    schema = tool.get("input_schema")
    if not isinstance(schema, dict):
        raise refuse(f"{at}.input_schema: Field required")
    if schema.get("type") != "object":
        raise refuse(f"{at}.input_schema.type: Field required")
    if tool.get("strict"):
        check_schema(schema, f"{at}.input_schema")
    return ToolOffer(name, schema, tool.get("description") or "")
