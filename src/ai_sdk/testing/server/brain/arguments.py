"""Chooses which tool to call and with what."""

from __future__ import annotations

from typing import Any

from ..turn import Ask, ToolCall, ToolOffer
from .fill import fill, place_property
from .words import names_of, words_of

MAX_PARALLEL = 4


def choose_calls(ask: Ask) -> tuple[ToolCall, ...]:
    """Call the tool that fits the prompt best; once per place where several are named."""
    tool = _choose(ask)
    places = names_of(ask.prompt)[:MAX_PARALLEL]
    key = place_property(tool.schema)
    if key is None or len(places) < 2 or not ask.parallel_tools:
        return (ToolCall(tool.name, fill(tool.schema, ask.prompt)),)
    return tuple(ToolCall(tool.name, _with_place(tool, ask, key, name)) for name in places)


def _with_place(tool: ToolOffer, ask: Ask, key: str, name: str) -> Any:
    value = fill(tool.schema, ask.prompt)
    return {**value, key: name}


def _choose(ask: Ask) -> ToolOffer:
    if ask.forced_tool is not None:
        named = [tool for tool in ask.tools if tool.name == ask.forced_tool]
        return named[0] if named else ToolOffer(ask.forced_tool, {"type": "object"})
    wanted = set(words_of(ask.prompt))

    def fit(tool: ToolOffer) -> tuple[int, int]:
        by_name = len(wanted & set(words_of(tool.name)))
        return by_name, len(wanted & set(words_of(tool.description)))

    return max(ask.tools, key=fit)
