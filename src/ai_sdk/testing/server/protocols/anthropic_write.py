"""Messages: writes a turn as one JSON document or as the sequence of its events."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from ..content import Content, ProviderError
from ..payload import Event, Payload, dump, event_payload, json_payload, loads_or_text
from ..turn import Ask, Turn, split_words
from .anthropic_blocks import blocks_of
from .anthropic_cache import cached_tokens
from .anthropic_common import request_id
from .base import Exchange

__all__ = ["write_message"]

JSON = dict[str, Any]
_STOPS = {"stop": "end_turn", "length": "max_tokens", "tool_calls": "tool_use"}
_CALLS = ("tool_use", "server_tool_use", "mcp_tool_use")


def write_message(content: Content, ask: Ask, exchange: Exchange) -> Payload:
    """Write a turn."""
    if not isinstance(content, Turn):
        raise ProviderError(500, f"{type(content).__name__} is no answer to a messages request")
    headers = (("request-id", request_id(exchange.request)),)
    if ask.stream:
        return event_payload(_events(content, ask, exchange), headers)
    if content.failure is not None:
        return json_payload(_error(content, exchange), 200, headers)
    return json_payload(_whole(content, ask, exchange), 200, headers)


def _error(turn: Turn, exchange: Exchange) -> JSON:
    failure = turn.failure
    assert failure is not None
    kind = failure.type if failure.type.endswith("_error") else "api_error"
    if kind == "server_error":
        kind = "api_error"
    error = {"type": kind, "message": failure.message}
    return {"type": "error", "error": error, "request_id": request_id(exchange.request)}


def _whole(turn: Turn, ask: Ask, exchange: Exchange) -> JSON:
    blocks = [_valid(block) for block in blocks_of(turn, ask, exchange)]
    message: JSON = {
        "id": exchange.make_id("msg"),
        "type": "message",
        "role": "assistant",
        "model": ask.model,
        "content": blocks,
        **_ending(turn, ask),
        "usage": _usage(turn, ask, exchange, blocks),
    }
    if any(block["type"].endswith("code_execution_tool_result") for block in blocks):
        container = {"id": exchange.make_id("container"), "expires_at": "2026-01-02T03:04:05Z"}
        message["container"] = {**container, "skills": None}
    edits = (ask.body.get("context_management") or {}).get("edits")
    if edits:
        applied = [{"type": e["type"], "cleared_input_tokens": 0} for e in edits]
        message["context_management"] = {"applied_edits": [_counted(each) for each in applied]}
    return message


def _counted(edit: JSON) -> JSON:
    name = "cleared_thinking_turns" if "thinking" in edit["type"] else "cleared_tool_uses"
    return {**edit, name: 0}


def _valid(block: JSON) -> JSON:
    """The block; input that a test gave as bad JSON text can only be streamed as it is."""
    if isinstance(block.get("input"), str):
        found = loads_or_text(block["input"])
        return {**block, "input": found if isinstance(found, dict) else {"text": found}}
    return block


def _ending(turn: Turn, ask: Ask) -> JSON:
    reason = _STOPS.get(turn.finish, "refusal")
    stopped = None
    if turn.refusal:
        reason = "refusal"
    elif turn.finish_reason == "stop" and ask.stop and not turn.tool_calls:
        reason, stopped = "stop_sequence", ask.stop[0]
    details = {"type": "refusal", "category": None, "explanation": None}
    return {
        "stop_reason": reason,
        "stop_sequence": stopped,
        "stop_details": details if reason == "refusal" else None,
    }


def _usage(turn: Turn, ask: Ask, exchange: Exchange, blocks: Sequence[JSON]) -> JSON:
    tokens = turn.usage(ask)
    read, written = cached_tokens(ask, exchange)
    read = tokens.cached or read
    long = "1h" in json.dumps(ask.body.get("system", "")) + json.dumps(ask.body["messages"])
    lives = {
        "ephemeral_5m_input_tokens": 0 if long else written,
        "ephemeral_1h_input_tokens": written if long else 0,
    }
    usage: JSON = {
        "input_tokens": max(0, tokens.input - read - written),
        "cache_creation_input_tokens": written,
        "cache_read_input_tokens": read,
        "cache_creation": lives,
        "output_tokens": tokens.output,
        "output_tokens_details": {"thinking_tokens": tokens.reasoning},
        "service_tier": "standard",
        "inference_geo": ask.body.get("inference_geo") or "global",
        "server_tool_use": None,
    }
    used = {
        "web_search_requests": sum(b["type"] == "web_search_tool_result" for b in blocks),
        "web_fetch_requests": sum(b["type"] == "web_fetch_tool_result" for b in blocks),
    }
    if any(used.values()):
        usage["server_tool_use"] = used
    return usage


# --- the events ---


def _events(turn: Turn, ask: Ask, exchange: Exchange) -> Iterator[Event]:
    whole = _whole(turn, ask, exchange)
    begun = {**whole, "content": [], "stop_reason": None, "stop_details": None}
    begun["usage"] = {**whole["usage"], "output_tokens": 1, "output_tokens_details": None}
    yield _event("message_start", message={**begun, "stop_sequence": None})
    yield _event("ping")
    for index, block in enumerate(blocks_of(turn, ask, exchange)):
        yield from _block_events(block, index, turn)
    if turn.failure is not None:
        yield Event(_error(turn, exchange), event="error")
        return
    delta = {name: whole[name] for name in ("stop_reason", "stop_sequence", "stop_details")}
    delta["container"] = whole.get("container")
    about = {name: whole[name] for name in ("context_management",) if name in whole}
    usage = {**whole["usage"]}
    for name in ("cache_creation", "service_tier", "inference_geo"):
        del usage[name]
    yield _event("message_delta", end_mark=True, delta=delta, usage=usage, **about)
    yield _event("message_stop", end_mark=True)


def _event(kind: str, *, end_mark: bool = False, **fields: Any) -> Event:
    return Event({"type": kind, **fields}, event=kind, end_mark=end_mark)


def _block_events(block: JSON, index: int, turn: Turn) -> Iterator[Event]:
    begun, deltas = _pieces(block, turn)
    yield _event("content_block_start", index=index, content_block=begun)
    for delta in deltas:
        yield _event("content_block_delta", index=index, delta=delta)
    yield _event("content_block_stop", index=index)


def _pieces(block: JSON, turn: Turn) -> tuple[JSON, list[JSON]]:
    """A block as it begins, and the pieces that make it whole."""
    kind = block["type"]
    if kind == "text":
        own = block["text"] == turn.text
        texts = turn.pieces if own else split_words(block["text"])
        pieces = [{"type": "text_delta", "text": text} for text in texts]
        cited = [
            {"type": "citations_delta", "citation": each} for each in block.get("citations", ())
        ]
        start = {**block, "text": ""}
        return {**start, "citations": []} if cited else start, [*cited, *pieces]
    if kind == "thinking":
        thoughts = split_words(block["thinking"])
        deltas = [{"type": "thinking_delta", "thinking": text} for text in thoughts]
        signed = {"type": "signature_delta", "signature": block["signature"]}
        return {**block, "thinking": "", "signature": ""}, [*deltas, signed]
    if kind in _CALLS:
        given = block["input"]
        text = given if isinstance(given, str) else dump(given)
        parts = ["", *split_words(text)] if text != "{}" else [""]
        deltas = [{"type": "input_json_delta", "partial_json": part} for part in parts]
        return {**block, "input": {}}, deltas
    return block, []
