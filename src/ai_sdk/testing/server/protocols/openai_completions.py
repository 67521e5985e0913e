"""Completions, the older protocol: a text goes in, and how it goes on comes out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..content import Content, ProviderError
from ..payload import Event, Payload, event_payload, json_payload
from ..turn import Ask, Message, Turn
from .base import Exchange
from .openai_common import (
    check_number,
    failure_body,
    json_body,
    missing,
    read_count,
    read_model,
    wrong_type,
)


def read_completion(exchange: Exchange) -> Ask:
    """Read a `POST /completions`; of several prompts the first is answered."""
    body = json_body(exchange)
    model = read_model(body, exchange)
    check_number(body, "temperature", 0, 2)
    options = body.get("stream_options") or {}
    return Ask(
        model=model,
        messages=(Message("user", _prompt(body)),),
        body=body,
        stream=body.get("stream") is True,
        stop=_stops(body.get("stop")),
        max_tokens=read_count(body, "max_tokens", 0),
        include_usage=options.get("include_usage") is True,
    )


def _prompt(body: dict[str, Any]) -> str:
    prompt = body.get("prompt")
    if prompt is None:
        raise missing("prompt")
    if isinstance(prompt, list) and prompt:
        prompt = prompt[0]
    if not isinstance(prompt, str):
        raise wrong_type("prompt", "a string", prompt)
    return prompt


def _stops(stop: Any) -> tuple[str, ...]:
    return (stop,) if isinstance(stop, str) else tuple(stop or ())


def write_completion(content: Content, ask: Ask, exchange: Exchange) -> Payload:
    """Write a turn's text."""
    if not isinstance(content, Turn):
        raise ProviderError(500, f"{type(content).__name__} is no answer to a completion request")
    if ask.stream:
        return event_payload(_events(content, ask, exchange))
    if content.failure is not None:
        return json_payload(failure_body(content))
    body = {**_body(ask, exchange, content.text, content.finish), "usage": _usage(content, ask)}
    return json_payload(body)


def _body(ask: Ask, exchange: Exchange, text: str, finish: str | None) -> dict[str, Any]:
    return {
        "id": exchange.make_id("cmpl"),
        "object": "text_completion",
        "created": exchange.created,
        "model": ask.model,
        "choices": [{"text": text, "index": 0, "logprobs": None, "finish_reason": finish}],
    }


def _usage(turn: Turn, ask: Ask) -> dict[str, int]:
    tokens = turn.usage(ask)
    return {
        "prompt_tokens": tokens.input,
        "completion_tokens": tokens.output,
        "total_tokens": tokens.total,
    }


def _events(turn: Turn, ask: Ask, exchange: Exchange) -> Iterator[Event]:
    for piece in turn.pieces:
        yield Event(_body(ask, exchange, piece, None))
    if turn.failure is not None:
        yield Event(failure_body(turn))
        return
    yield Event(_body(ask, exchange, "", turn.finish), end_mark=True)
    if ask.include_usage:
        last = _body(ask, exchange, "", None)
        yield Event({**last, "choices": [], "usage": _usage(turn, ask)}, end_mark=True)
    yield Event("[DONE]", end_mark=True)
