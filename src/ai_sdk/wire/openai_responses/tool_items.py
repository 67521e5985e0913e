"""Tool calls of the model and their outputs as input items, kind by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...types.tools import (
    ContentOutput,
    DeniedOutput,
    ErrorOutput,
    JSONOutput,
    ProviderTool,
    TextOutput,
)
from ..json_text import json_text
from .calls import ASKED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ...types.content import ToolCall, ToolResult
    from ...types.tools import ToolDefinition

__all__ = ["call_item", "call_kind", "call_kinds", "output_item"]

_DENIED: Final = "The tool call was not approved."
_OF_TOOL: Final = {
    "apply_patch": "apply_patch_call",
    "computer": "computer_call",
    "computer_use": "computer_call",
    "computer_use_preview": "computer_call",
    "custom": "custom_tool_call",
    "local_shell": "local_shell_call",
    "shell": "shell_call",
    "tool_search": "tool_search_call",
}
"""Type of a tool that the caller runs -> type of the items of its calls."""

_CALL_FIELDS: Final = ("namespace", "caller", "status")


def call_kinds(tools: Sequence[ToolDefinition]) -> dict[str, str]:
    """Name of a tool -> type of the items of its calls, where that is not a function's."""
    out: dict[str, str] = {}
    for tool in tools:
        if isinstance(tool, ProviderTool) and (kind := _OF_TOOL.get(tool.id.partition(".")[2])):
            out[tool.name] = kind
            if isinstance(name := tool.args.get("name"), str):
                out[name] = kind
    return out


def call_kind(fields: Mapping[str, Any], name: str, kinds: Mapping[str, str]) -> str:
    """The type of a call's item.

    Args:
        fields: what the call or its result says to this provider.
        name: the tool's name.
        kinds: the types by names.
    """
    item = fields.get("item")
    given = item.get("type") if isinstance(item, dict) else fields.get("type")
    if given == "custom":
        return "custom_tool_call"
    if isinstance(given, str) and given.endswith("_call"):
        return given
    return kinds.get(name, "function_call")


def call_item(part: ToolCall, kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """A tool call that the caller ran, as the item it was.

    Args:
        part: the call.
        kind: the type of its item.
        fields: its metadata and options of this provider.
    """
    if isinstance(fields.get("item"), dict):
        return dict(fields["item"])
    item: dict[str, Any] = {"type": kind, "call_id": part.tool_call_id}
    if fields.get("item_id"):
        item["id"] = fields["item_id"]
    if kind in ASKED:
        item[ASKED[kind]] = part.input
        return {**item, "status": fields.get("status") or "completed"}
    text = part.input if isinstance(part.input, str) else json_text(part.input, "the input")
    item["name"] = part.tool_name
    item["input" if kind == "custom_tool_call" else "arguments"] = text
    item.update((name, fields[name]) for name in _CALL_FIELDS if fields.get(name))
    extra = fields.get("extra")
    return {**item, **extra} if isinstance(extra, dict) else item


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
    item: dict[str, Any] = {"type": _output_type(kind), "call_id": part.tool_call_id}
    failed = isinstance(form, (ErrorOutput, DeniedOutput))
    if isinstance(form, JSONOutput) and kind in _WHOLE:
        item.update(_WHOLE[kind](form.value))
    elif isinstance(form, ContentOutput) and kind == "computer_call":
        item["output"] = _screenshot(form.value, content)
    elif isinstance(form, ContentOutput):
        item["output"] = content(form.value)
    else:
        item["output"] = _text(form, part.output)
    return _completed(item, kind, failed=failed)


def _output_type(kind: str) -> str:
    return "tool_search_output" if kind == "tool_search_call" else f"{kind}_output"


def _text(form: Any, plain: Any) -> str:
    if isinstance(form, TextOutput):
        return form.value
    if isinstance(form, DeniedOutput):
        return form.reason or _DENIED
    shown = form.value if isinstance(form, (JSONOutput, ErrorOutput)) else plain
    is_text = isinstance(shown, str) and not isinstance(form, JSONOutput)
    return shown if is_text else json_text(shown, "a tool's output")


def _fields(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) and "output" in value else {"output": value}


def _shell(value: Any) -> dict[str, Any]:
    one = isinstance(value, dict) and "output" not in value
    return {"output": [value]} if one else _fields(value)


def _search(value: Any) -> dict[str, Any]:
    found = value if isinstance(value, dict) and "tools" in value else {"tools": value}
    return {"execution": "client", "status": "completed", **found}


# Outputs that are structures of their own; the tool returns the structure or its `output`.
_WHOLE: Final[dict[str, Callable[[Any], dict[str, Any]]]] = {
    "computer_call": _fields,
    "shell_call": _shell,
    "apply_patch_call": _fields,
    "tool_search_call": _search,
}


def _screenshot(
    parts: Sequence[Any], content: Callable[[Sequence[Any]], list[dict[str, Any]]]
) -> dict[str, Any]:
    """The last image among the parts as the screen after an action."""
    images = [item for item in content(parts) if item.get("type") == "input_image"]
    shown = images[-1] if images else {}
    return {
        "type": "computer_screenshot",
        **{name: shown[name] for name in ("image_url", "file_id") if name in shown},
    }


def _completed(item: dict[str, Any], kind: str, *, failed: bool) -> dict[str, Any]:
    """What some kinds want besides."""
    if kind == "apply_patch_call":
        item.setdefault("status", "failed" if failed else "completed")
    elif kind == "tool_search_call" and "tools" not in item:
        item = {**{k: v for k, v in item.items() if k != "output"}, **_search([])}
    elif kind == "shell_call" and isinstance(item["output"], str):
        outcome = {"type": "exit", "exit_code": 1 if failed else 0}
        text = item["output"]
        item["output"] = [
            {"stdout": "" if failed else text, "stderr": text if failed else "", "outcome": outcome}
        ]
    return item
