"""Decides what to say to a text request: text, a tool call, or a JSON value."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from ..turn import Ask, ToolOffer, Turn, count_tokens, split_words
from .arguments import choose_calls
from .fill import fill
from .knowledge import reply_to
from .report import report


def answer(ask: Ask, _exchange: object = None) -> Turn:
    """Answer a request as a modest model would, and always in the same way."""
    return _think(_limit(_say(ask), ask), ask)


def _say(ask: Ask) -> Turn:
    last = ask.messages[-1] if ask.messages else None
    if last is not None and last.role == "tool" and ask.tool_choice != "required":
        return Turn(text=_after_tools(ask))
    if ask.tools and ask.tool_choice != "none" and _may_call(ask):
        return Turn(tool_calls=choose_calls(ask))
    if ask.schema is not None or ask.json_mode:
        return Turn(text=_json(ask))
    return Turn(text=reply_to(ask))


def _may_call(ask: Ask) -> bool:
    """In automatic choice, call only right after something that the user said."""
    return ask.tool_choice == "required" or bool(ask.messages and ask.messages[-1].role == "user")


def _after_tools(ask: Ask) -> str:
    if ask.schema is not None or ask.json_mode:
        return _json(ask)
    return report(ask)


def _json(ask: Ask) -> str:
    value: Any = {"answer": reply_to(ask)}
    if ask.schema is not None:
        value = fill(ask.schema, "\n".join(_context(ask)))
    return json.dumps(value, ensure_ascii=False)


def _context(ask: Ask) -> list[str]:
    """The texts that a JSON value may take its words from: the prompt and the tools' results."""
    outputs = [out.text for message in ask.messages for out in message.tool_outputs]
    return [ask.prompt, *outputs]


def _limit(turn: Turn, ask: Ask) -> Turn:
    """Stop at a stop sequence or at the token limit."""
    text = turn.text
    for stop in ask.stop:
        text = text.partition(stop)[0] if stop else text
    if text != turn.text:
        turn = replace(turn, text=text, finish_reason="stop")
    if ask.max_tokens is None or count_tokens(text) <= ask.max_tokens:
        return turn
    kept = ""
    for word in split_words(text):
        if count_tokens(kept + word) > ask.max_tokens:
            break
        kept += word
    return replace(turn, text=kept, finish_reason="length")


def _think(turn: Turn, ask: Ask) -> Turn:
    """Add the thoughts of a reasoning model, shown only where a summary is asked for."""
    if not ask.reasoning:
        return turn
    thought = _thought(turn, ask.tools)
    if ask.reasoning_summary:
        return replace(turn, reasoning=thought)
    return replace(turn, silent_reasoning=count_tokens(thought))


def _thought(turn: Turn, tools: tuple[ToolOffer, ...]) -> str:
    if turn.tool_calls:
        names = " and ".join(dict.fromkeys(call.name for call in turn.tool_calls))
        return f"The question needs facts that I do not have, so I call {names}."
    if tools:
        return "The tools have given me what I need, so I can answer now."
    return "The question is short and clear, so a short and clear answer will do."
