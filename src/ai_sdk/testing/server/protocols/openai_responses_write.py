"""Responses: writes a turn as one JSON document or as the sequence of its events."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from typing import Any

from ..content import Content, ProviderError
from ..payload import Event, Payload, event_payload, json_payload
from ..turn import Ask, Message, ToolCall, Turn
from .base import Exchange

JSON = dict[str, Any]


def write_response(content: Content, ask: Ask, exchange: Exchange) -> Payload:
    """Write a turn, and remember it for a later `previous_response_id`."""
    if not isinstance(content, Turn):
        raise ProviderError(500, f"{type(content).__name__} is no answer to a responses request")
    if ask.body.get("store") is not False:
        said = Message("assistant", content.text, tool_calls=_with_ids(content, exchange))
        exchange.memory.conversations[exchange.make_id("resp")] = (*ask.messages, said)
    if ask.stream:
        return event_payload(_numbered(_events(content, ask, exchange)))
    return json_payload(_final(content, ask, exchange))


def _with_ids(turn: Turn, exchange: Exchange) -> tuple[ToolCall, ...]:
    return tuple(
        ToolCall(call.name, call.input, exchange.make_id("call", i) if call.id is None else call.id)
        for i, call in enumerate(turn.tool_calls)
    )


# --- the response object ---


def _response(ask: Ask, exchange: Exchange, status: str) -> JSON:
    """The response as it stands before anything is said: mostly the request's settings."""
    body = ask.body
    text = body.get("text") or {}
    reasoning = body.get("reasoning") or {}
    return {
        "id": exchange.make_id("resp"),
        "object": "response",
        "created_at": exchange.created,
        "status": status,
        "background": body.get("background", False),
        "completed_at": None,
        "error": None,
        "frequency_penalty": 0.0,
        "incomplete_details": None,
        "instructions": body.get("instructions"),
        "max_output_tokens": body.get("max_output_tokens"),
        "max_tool_calls": body.get("max_tool_calls"),
        "model": ask.model,
        "output": [],
        "parallel_tool_calls": body.get("parallel_tool_calls", True),
        "presence_penalty": 0.0,
        "previous_response_id": body.get("previous_response_id"),
        "prompt_cache_key": body.get("prompt_cache_key"),
        "reasoning": {
            "effort": reasoning.get("effort", "medium" if ask.reasoning else None),
            "summary": reasoning.get("summary"),
        },
        "safety_identifier": body.get("safety_identifier"),
        "service_tier": "default",
        "store": body.get("store", True),
        "temperature": body.get("temperature", 1.0),
        "text": {
            "format": text.get("format") or {"type": "text"},
            "verbosity": text.get("verbosity", "medium"),
        },
        "tool_choice": body.get("tool_choice", "auto"),
        "tools": body.get("tools", []),
        "top_logprobs": body.get("top_logprobs", 0),
        "top_p": body.get("top_p", 1.0),
        "truncation": body.get("truncation", "disabled"),
        "usage": None,
        "user": body.get("user"),
        "metadata": body.get("metadata") or {},
    }


def _final(turn: Turn, ask: Ask, exchange: Exchange) -> JSON:
    """The response as it stands at its end."""
    response = _response(ask, exchange, "completed")
    response["output"] = _items(turn, ask, exchange)
    if turn.failure is not None:
        error = {"code": turn.failure.code, "message": turn.failure.message}
        return {**response, "status": "failed", "error": error}
    reason = {"length": "max_output_tokens", "content_filter": "content_filter"}.get(turn.finish)
    if reason is not None:
        response.update(status="incomplete", incomplete_details={"reason": reason})
    else:
        response["completed_at"] = exchange.created
    tokens = turn.usage(ask)
    response["usage"] = {
        "input_tokens": tokens.input,
        "input_tokens_details": {"cached_tokens": tokens.cached},
        "output_tokens": tokens.output,
        "output_tokens_details": {"reasoning_tokens": tokens.reasoning},
        "total_tokens": tokens.total,
    }
    return response


def _items(turn: Turn, ask: Ask, exchange: Exchange) -> list[JSON]:
    items: list[JSON] = []
    if turn.reasoning or turn.silent_reasoning:
        items.append(_reasoning_item(turn, ask, exchange))
    if turn.text or turn.refusal or not (turn.tool_calls or turn.failure):
        content = [_part(turn.text)] if turn.text or not turn.refusal else []
        if turn.refusal:
            content.append({"type": "refusal", "refusal": turn.refusal})
        status = "completed" if turn.finish in ("stop", "tool_calls") else "incomplete"
        items.append(
            {
                "id": exchange.make_id("msg"),
                "type": "message",
                "status": status,
                "content": content,
                "role": "assistant",
            }
        )
    calls = enumerate(_with_ids(turn, exchange))
    return items + [_call_item(call, index, exchange) for index, call in calls]


def _part(text: str) -> JSON:
    return {"type": "output_text", "annotations": [], "logprobs": [], "text": text}


def _reasoning_item(turn: Turn, ask: Ask, exchange: Exchange) -> JSON:
    summary = [{"type": "summary_text", "text": turn.reasoning}] if turn.reasoning else []
    item: JSON = {"id": exchange.make_id("rs"), "type": "reasoning", "summary": summary}
    if "reasoning.encrypted_content" in (ask.body.get("include") or ()):
        sealed = f"sealed reasoning of {exchange.make_id('rs')}".encode()
        item["encrypted_content"] = base64.b64encode(sealed).decode()
    return item


def _call_item(call: ToolCall, index: int, exchange: Exchange) -> JSON:
    return {
        "id": exchange.make_id("fc", index),
        "type": "function_call",
        "status": "completed",
        "arguments": call.arguments,
        "call_id": call.id,
        "name": call.name,
    }


# --- the events ---


def _numbered(events: Iterator[tuple[str, JSON]]) -> Iterator[Event]:
    ends = ("response.completed", "response.incomplete", "response.failed")
    for number, (kind, fields) in enumerate(events):
        data = {"type": kind, **fields, "sequence_number": number}
        yield Event(data, event=kind, end_mark=kind in ends)


def _events(turn: Turn, ask: Ask, exchange: Exchange) -> Iterator[tuple[str, JSON]]:
    final = _final(turn, ask, exchange)
    start = _response(ask, exchange, "in_progress")
    yield "response.created", {"response": start}
    yield "response.in_progress", {"response": start}
    for index, item in enumerate(final["output"]):
        yield from _item_events(item, index, turn)
    if turn.failure is not None:
        error = {"code": turn.failure.code, "message": turn.failure.message, "param": None}
        yield "error", error
    yield f"response.{final['status']}", {"response": final}


def _item_events(item: JSON, index: int, turn: Turn) -> Iterator[tuple[str, JSON]]:
    place = {"item_id": item["id"], "output_index": index}
    body: Iterator[tuple[str, JSON]]
    match item["type"]:
        case "reasoning":
            begun, body = {**item, "summary": []}, _reasoning_events(item, place)
        case "message":
            begun = {**item, "status": "in_progress", "content": []}
            body = _message_events(item, place, turn.pieces)
        case _:
            begun = {**item, "status": "in_progress", "arguments": ""}
            body = _call_events(item, place)
    yield "response.output_item.added", {"output_index": index, "item": begun}
    yield from body
    yield "response.output_item.done", {"output_index": index, "item": item}


def _reasoning_events(item: JSON, place: JSON) -> Iterator[tuple[str, JSON]]:
    for index, part in enumerate(item["summary"]):
        at = {**place, "summary_index": index}
        empty = {"type": "summary_text", "text": ""}
        yield "response.reasoning_summary_part.added", {**at, "part": empty}
        for piece in Turn(text=part["text"]).pieces:
            yield "response.reasoning_summary_text.delta", {**at, "delta": piece}
        yield "response.reasoning_summary_text.done", {**at, "text": part["text"]}
        yield "response.reasoning_summary_part.done", {**at, "part": part}


def _message_events(item: JSON, place: JSON, pieces: Sequence[str]) -> Iterator[tuple[str, JSON]]:
    for index, part in enumerate(item["content"]):
        at = {**place, "content_index": index}
        if part["type"] == "refusal":
            yield "response.content_part.added", {**at, "part": {**part, "refusal": ""}}
            for piece in Turn(text=part["refusal"]).pieces:
                yield "response.refusal.delta", {**at, "delta": piece}
            yield "response.refusal.done", {**at, "refusal": part["refusal"]}
        else:
            yield "response.content_part.added", {**at, "part": _part("")}
            for piece in pieces:
                yield "response.output_text.delta", {**at, "delta": piece, "logprobs": []}
            yield "response.output_text.done", {**at, "text": part["text"], "logprobs": []}
        yield "response.content_part.done", {**at, "part": part}


def _call_events(item: JSON, place: JSON) -> Iterator[tuple[str, JSON]]:
    for piece in Turn(text=item["arguments"]).pieces:
        yield "response.function_call_arguments.delta", {**place, "delta": piece}
    done = {**place, "name": item["name"], "arguments": item["arguments"]}
    yield "response.function_call_arguments.done", done
