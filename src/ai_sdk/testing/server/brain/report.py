"""Says in words what the tools returned."""

from __future__ import annotations

from typing import Any

from ..payload import loads_or_text
from ..turn import Ask, ToolOutput
from .words import join_words


def report(ask: Ask) -> str:
    """Tell the results of the last round of tool calls."""
    outputs: list[ToolOutput] = []
    for message in reversed(ask.messages):
        if message.role != "tool":
            break
        outputs = [*message.tool_outputs, *outputs]
    return " ".join(_sentence(output, ask) for output in outputs)


def _sentence(output: ToolOutput, ask: Ask) -> str:
    name = output.name or _name_of(output.call_id, ask) or "the tool"
    facts = _facts(loads_or_text(output.text))
    ending = "" if facts.endswith((".", "!", "?")) else "."
    return f"According to {name}, {facts}{ending}"


def _name_of(call_id: str, ask: Ask) -> str | None:
    calls = (call for message in ask.messages for call in message.tool_calls)
    return next((call.name for call in calls if call.id == call_id), None)


def _facts(value: Any) -> str:
    if isinstance(value, dict) and value:
        return join_words([f"{_plain(key)} is {_value(item)}" for key, item in value.items()])
    return f"the answer is {_value(value)}"


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _value(value: Any) -> str:
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return join_words([_value(item) for item in value]) if value else "empty"
    if isinstance(value, dict):
        return "(" + ", ".join(f"{_plain(k)} {_value(v)}" for k, v in value.items()) + ")"
    return str(value)
