"""generateContent: writes a turn as one JSON document, as events, or as an array of pieces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..content import Audio, Content, Images, ProviderError
from ..payload import Event, Payload, dump, event_payload, json_payload
from ..turn import Ask, Turn, split_words
from .base import Exchange
from .google_common import error_body, is_young
from .google_parts import grounding, media_parts, parts_of, spoilt
from .google_seals import sealed

__all__ = ["write_generate"]

JSON = dict[str, Any]
_FINISH = {"stop": "STOP", "length": "MAX_TOKENS", "tool_calls": "STOP", "content_filter": "SAFETY"}
_STATUS = {"rate_limit_error": 429, "overloaded_error": 503, "invalid_request_error": 400}
_MALFORMED = "MALFORMED_FUNCTION_CALL"


def write_generate(content: Content, ask: Ask, exchange: Exchange) -> Payload:
    """Write a turn, pictures or sound."""
    if isinstance(content, Images | Audio):
        pieces = [_piece(media_parts(content), ask, exchange, finish="STOP", turn=Turn())]
    elif isinstance(content, Turn):
        pieces = list(_pieces(content, ask, exchange))
    else:
        raise ProviderError(500, f"{type(content).__name__} is no answer to this request")
    if not ask.stream:
        return json_payload(pieces[-1] if "error" in pieces[-1] else _joined(pieces))
    if exchange.request.query.get("alt") != ["sse"]:
        return Payload(200, (("content-type", "application/json"),), dump(pieces).encode())
    return event_payload(Event(piece, end_mark=_is_end(piece)) for piece in pieces)


def _is_end(piece: JSON) -> bool:
    candidates = piece.get("candidates") or [{}]
    return "finishReason" in candidates[0] or "promptFeedback" in piece


def _pieces(turn: Turn, ask: Ask, exchange: Exchange) -> Iterator[JSON]:
    """A turn piece by piece; the last one tells why it ended, and what it cost."""
    if turn.refusal and not turn.text:
        verdict = {"blockReason": "PROHIBITED_CONTENT", "blockReasonMessage": turn.refusal}
        yield {"promptFeedback": verdict, **_facts(turn, ask, exchange)}
        return
    ruined = spoilt(turn)
    parts = [] if ruined else parts_of(turn, ask, exchange)
    for part in parts:
        for each in _split(part, turn):
            yield _piece([each], ask, exchange)
    if turn.failure is not None:
        yield error_body(_STATUS.get(turn.failure.type, 500), turn.failure.message)
        return
    last: list[JSON] = []
    if ask.reasoning and is_young(ask.model) and parts and "functionCall" not in parts[-1]:
        last = [sealed({"text": ""})]
    reason = _MALFORMED if ruined else _FINISH[turn.finish]
    yield _piece(last or [{"text": ""}], ask, exchange, finish=reason, turn=turn)


def _split(part: JSON, turn: Turn) -> Iterator[JSON]:
    """A part in the pieces that a stream sends it in."""
    if "text" not in part:
        yield part
        return
    pieces = split_words(part["text"]) if part.get("thought") else turn.pieces
    for piece in pieces:
        yield {**part, "text": piece}


def _piece(
    parts: list[JSON],
    ask: Ask,
    exchange: Exchange,
    *,
    finish: str | None = None,
    turn: Turn | None = None,
) -> JSON:
    candidate: JSON = {"content": {"parts": parts, "role": "model"}, "index": 0}
    if finish is not None and turn is not None:
        candidate["finishReason"] = finish
        if finish == _MALFORMED:
            candidate["finishMessage"] = "Malformed function call"
        candidate |= grounding(ask, turn.text)
    return {"candidates": [candidate], **_facts(turn, ask, exchange)}


def _facts(turn: Turn | None, ask: Ask, exchange: Exchange) -> JSON:
    head: JSON = {"modelVersion": ask.model, "responseId": exchange.make_id("resp")}
    if turn is None:
        return head
    tokens = turn.usage(ask)
    cached = tokens.cached
    if cache := ask.body.get("cachedContent"):
        cached = int(exchange.memory.conversations[cache]["usageMetadata"]["totalTokenCount"])
    given = max(tokens.input, cached)
    usage: JSON = {
        "promptTokenCount": given,
        "candidatesTokenCount": tokens.output - tokens.reasoning,
        "thoughtsTokenCount": tokens.reasoning,
        "cachedContentTokenCount": cached,
        "totalTokenCount": given + tokens.output,
        "promptTokensDetails": [{"modality": "TEXT", "tokenCount": given}],
    }
    return {"usageMetadata": {name: item for name, item in usage.items() if item}, **head}


def _joined(pieces: list[JSON]) -> JSON:
    """The pieces of a stream as one answer: neighbouring text of one kind is one part."""
    if "candidates" not in pieces[-1]:
        return pieces[-1]
    parts: list[JSON] = []
    for piece in pieces:
        for part in piece["candidates"][0]["content"]["parts"]:
            if parts and _is_more(parts[-1], part):
                parts[-1] = {**parts[-1], "text": parts[-1]["text"] + part["text"]}
            elif part != {"text": ""}:
                parts.append(part)
    last = pieces[-1]
    candidate = {**last["candidates"][0], "content": {"parts": parts, "role": "model"}}
    return {**last, "candidates": [candidate]}


def _is_more(before: JSON, part: JSON) -> bool:
    plain = {"text", "thought"}
    same = before.get("thought") == part.get("thought")
    return "text" in before and "text" in part and same and (before.keys() | part.keys()) <= plain
