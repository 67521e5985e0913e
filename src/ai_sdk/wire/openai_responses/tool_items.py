"""Tool calls of the model and their outputs as input items, kind by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...types.tools import ContentOutput, DeniedOutput, ErrorOutput, JSONOutput, TextOutput
from ..json_text import json_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ...types.content import ToolCall, ToolResult

__all__ = ["call_item", "output_item"]

_DENIED = "The tool call was not approved."


def call_item(part: ToolCall, fields: Mapping[str, Any]) -> dict[str, Any]:
    """A tool call that the caller ran, as the item it was.

    Args:
        part: the call.
        fields: its metadata and options of this provider.
    """
    if isinstance(fields.get("item"), dict):
        item: dict[str, Any] = fields["item"]
        return item
    kind = str(fields.get("type") or "function_call")
    item = {"type": kind, "call_id": part.tool_call_id, "name": part.tool_name}
    text = part.input if isinstance(part.input, str) else json_text(part.input, "the input")
    item["input" if kind == "custom_tool_call" else "arguments"] = text
    if fields.get("item_id"):
        item["id"] = fields["item_id"]
    for name in ("namespace", "status"):
        if fields.get(name):
            item[name] = fields[name]
    return item


def output_item(
    part: ToolResult, kind: str, content: Callable[[Sequence[Any]], list[dict[str, Any]]]
) -> dict[str, Any]:
    """What a tool returned, as the item that answers a call of this kind.

    Args:
        part: the result, its `model_output` set.
        kind: type of the call's item.
        content: writes parts as content of an input item.
    """
    form = part.model_output
    item: dict[str, Any] = {"type": f"{kind}_output", "call_id": part.tool_call_id}
    if isinstance(form, JSONOutput) and kind in _WHOLE:
        return {**item, **_WHOLE[kind](form.value)}
    if isinstance(form, ContentOutput):
        item["output"] = content(form.value)
    elif isinstance(form, TextOutput):
        item["output"] = form.value
    elif isinstance(form, DeniedOutput):
        item["output"] = form.reason or _DENIED
    else:
        shown = form.value if isinstance(form, (JSONOutput, ErrorOutput)) else part.output
        plain = isinstance(shown, str) and not isinstance(form, JSONOutput)
        item["output"] = shown if plain else json_text(shown, "a tool's output")
    return _completed(item, kind, failed=isinstance(form, (ErrorOutput, DeniedOutput)))


def _fields(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) and "output" in value else {"output": value}


def _search(value: Any) -> dict[str, Any]:
    found = value if isinstance(value, dict) and "tools" in value else {"tools": value}
    return {"execution": "client", **found}


# Outputs that are structures of their own; the tool returns the structure or its `output`.
_WHOLE: dict[str, Callable[[Any], dict[str, Any]]] = {
    "computer_call": _fields,
    "shell_call": _fields,
    "apply_patch_call": _fields,
    "tool_search_call": _search,
}


def _completed(item: dict[str, Any], kind: str, *, failed: bool) -> dict[str, Any]:
    """What some kinds want besides."""
    if kind == "apply_patch_call":
        item["status"] = "failed" if failed else "completed"
    elif kind == "shell_call" and isinstance(item["output"], str):
        outcome = {"type": "exit", "exit_code": 1 if failed else 0}
        text = item["output"]
        item["output"] = [
            {"stdout": "" if failed else text, "stderr": text if failed else "", "outcome": outcome}
        ]
    return item
