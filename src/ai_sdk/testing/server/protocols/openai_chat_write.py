"""Chat Completions: writes a turn as one JSON document or as chunks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..content import Content, ProviderError
from ..payload import Event, Payload, event_payload, json_payload
from ..turn import Ask, ResolvedTokens, Turn
from .base import Exchange
from .openai_common import failure_body


def write_chat(content: Content, ask: Ask, exchange: Exchange) -> Payload:
    """Write a turn."""
    if not isinstance(content, Turn):
        raise ProviderError(500, f"{type(content).__name__} is no answer to a chat request")
    if ask.stream:
        return event_payload(_chunks(content, ask, exchange))
    if content.failure is not None:
        return json_payload(failure_body(content))
    head = _head(ask, exchange, "chat.completion")
    choices = [
        {
            "index": index,
            "message": _message(content, exchange),
            "logprobs": None,
            "finish_reason": content.finish,
        }
        for index in range(ask.choices)
    ]
    usage = _usage(content.usage(ask))
    return json_payload({**head, "choices": choices, "usage": usage, **_TAIL})


_TAIL = {"service_tier": "default", "system_fingerprint": "fp_provider_server"}


def _head(ask: Ask, exchange: Exchange, kind: str) -> dict[str, Any]:
    made = exchange.make_id("chatcmpl")
    return {"id": made, "object": kind, "created": exchange.created, "model": ask.model}


def _message(turn: Turn, exchange: Exchange) -> dict[str, Any]:
    spoken = turn.text if turn.text or not (turn.tool_calls or turn.refusal) else None
    message: dict[str, Any] = {
        "role": "assistant",
        "content": spoken,
        "refusal": turn.refusal or None,
        "annotations": [],
    }
    if turn.reasoning:
        message["reasoning_content"] = turn.reasoning
    if turn.tool_calls:
        message["tool_calls"] = [
            {
                "id": call.id if call.id is not None else exchange.make_id("call", index),
                "type": "function",
                "function": {"name": call.name, "arguments": call.arguments},
            }
            for index, call in enumerate(turn.tool_calls)
        ]
    return message


def _usage(tokens: ResolvedTokens) -> dict[str, Any]:
    return {
        "prompt_tokens": tokens.input,
        "completion_tokens": tokens.output,
        "total_tokens": tokens.total,
        "prompt_tokens_details": {"cached_tokens": tokens.cached, "audio_tokens": 0},
        "completion_tokens_details": {
            "reasoning_tokens": tokens.reasoning,
            "audio_tokens": 0,
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
    }


def _chunks(turn: Turn, ask: Ask, exchange: Exchange) -> Iterator[Event]:
    head = {**_head(ask, exchange, "chat.completion.chunk"), **_TAIL}
    usage = {"usage": None} if ask.include_usage else {}

    def chunk(index: int, delta: dict[str, Any], finish: str | None = None) -> Event:
        choice = {"index": index, "delta": delta, "logprobs": None, "finish_reason": finish}
        return Event({**head, "choices": [choice], **usage}, end_mark=finish is not None)

    deltas = list(_deltas(turn, exchange))
    for index in range(ask.choices):
        yield chunk(index, {"role": "assistant", "content": "", "refusal": None})
    for delta in deltas:
        for index in range(ask.choices):
            yield chunk(index, delta)
    if turn.failure is not None:
        yield Event(failure_body(turn))
        return
    for index in range(ask.choices):
        yield chunk(index, {}, turn.finish)
    if ask.include_usage:
        yield Event({**head, "choices": [], "usage": _usage(turn.usage(ask))}, end_mark=True)
    yield Event("[DONE]", end_mark=True)


def _deltas(turn: Turn, exchange: Exchange) -> Iterator[dict[str, Any]]:
    for piece in Turn(text=turn.reasoning).pieces:
        yield {"reasoning_content": piece}
    for piece in turn.pieces:
        yield {"content": piece}
    for piece in Turn(text=turn.refusal).pieces:
        yield {"refusal": piece}
    for index, call in enumerate(turn.tool_calls):
        made = call.id if call.id is not None else exchange.make_id("call", index)
        function = {"name": call.name, "arguments": ""}
        first = {"index": index, "id": made, "type": "function", "function": function}
        yield {"tool_calls": [first]}
        for piece in Turn(text=call.arguments).pieces:
            yield {"tool_calls": [{"index": index, "function": {"arguments": piece}}]}
