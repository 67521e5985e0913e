"""What the server of the long runs says: bytes made once, with the nonce of the request put in.

The model's name says what is wanted, `kind-count-milliseconds`:

- "say-20-3": a text of 20 deltas, up to 3 ms apart; a whole text where no stream is asked for
- "live-20-1000": everything 1,000 ms apart
- "tool-20-3": a call of the tool `save`, and a text once its result is there
- "busy-20-3": half of the time, a 429 that asks for 3 ms of patience
- "meet-20": a text, once 20 requests are waiting for theirs
- "crowd-20-1000": a first delta, and once 20 streams have theirs, 19 more, 1,000 ms apart
- "down": a 503, always
- "mute": nothing
"""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bench.provider.canned import CHAT, GEMINI, MESSAGES, RESPONSES, TEXT, Protocol

__all__ = ["PLACE", "Script", "protocol_of", "script_for"]

PLACE = b"nonce-0000000000000000"
"""Stands in the prepared bytes where the nonce of a request goes, which is as long."""

_BY_PATH = {
    b"/chat/completions": CHAT,
    b"/responses": RESPONSES,
    b"/messages": MESSAGES,
    b"enerateContent": GEMINI,
}
_NONCE = re.compile(rb"nonce-[0-9a-f]{16}")
_MODEL = re.compile(rb'(?:"model":\s*"|/models/)([a-z]+)-?(\d*)-?(\d*)')
_STREAMED = re.compile(rb'"stream":\s*true|streamGenerateContent')
_HAS_RESULT = re.compile(rb'"tool_call_id"|"function_call_output"|"tool_result"|"functionResponse"')
_HEAD = b"HTTP/1.1 %b\r\ncontent-type: %b\r\n%b\r\n\r\n"
_DOWN = _HEAD % (b"503 Service Unavailable", b"application/json", b"content-length: 2") + b"{}"
_CROWD = 20  # deltas
_ARGUMENTS = {"note": PLACE.decode()}


@dataclass(frozen=True)
class Script:
    """An answer.

    Attributes:
        pieces: what to write, one after the other.
        gaps: seconds to wait before each.
        meeting: how many requests must be waiting before any goes on.
        before: how many pieces are written before that.
    """

    pieces: tuple[bytes, ...]
    gaps: tuple[float, ...]
    meeting: int = 0
    before: int = 0


def script_for(head: bytes, body: bytes, rng: random.Random) -> Script:
    """The answer to a request."""
    path = head[: head.index(b" HTTP")]
    asked = _MODEL.search(path) or _MODEL.search(body)
    kind, count, pause = _wish(asked)
    protocol = protocol_of(path)
    if kind == "mute":
        return Script((), ())
    if kind == "down":
        return Script((_DOWN,), (0,))
    if kind == "busy" and rng.random() < 0.5:
        return Script((_refusal(pause),), (0,))
    calls = kind == "tool" and not _HAS_RESULT.search(body)
    streamed = _STREAMED.search(path) or _STREAMED.search(body)
    deltas = _CROWD if kind == "crowd" else count
    pieces = _stream(protocol, deltas, calls) if streamed else _whole(protocol, calls)
    found = _NONCE.search(body)
    nonce = found[0] if found else PLACE
    pieces = tuple(piece.replace(PLACE, nonce) for piece in pieces)
    gaps = _gaps(kind, len(pieces), pause, rng)
    if kind == "crowd":
        start = 1 + next(at for at, piece in enumerate(pieces) if nonce in piece)
        return Script(pieces, gaps, count, start)
    return Script(pieces, gaps, count if kind == "meet" else 0)


def protocol_of(path: bytes) -> Protocol:
    """The protocol that a request to this path speaks."""
    return next((found for mark, found in _BY_PATH.items() if mark in path), CHAT)


def _wish(asked: re.Match[bytes] | None) -> tuple[str, int, float]:
    if asked is None:
        return "say", 3, 0
    return asked[1].decode(), int(asked[2] or 3), int(asked[3] or 0) / 1000


def _gaps(kind: str, count: int, pause: float, rng: random.Random) -> tuple[float, ...]:
    if kind in ("live", "crowd"):  # from a moment that differs from stream to stream
        return (pause * rng.random(), *(pause for _ in range(count - 1)))
    return tuple(pause * rng.random() for _ in range(count))


def _refusal(pause: float) -> bytes:
    extra = b"retry-after-ms: %d\r\ncontent-length: 2" % (pause * 1000)
    return _HEAD % (b"429 Too Many Requests", b"application/json", extra) + b"{}"


@lru_cache(64)
def _whole(protocol: Protocol, calls: bool) -> tuple[bytes, ...]:
    answer = _CALLING[protocol] if calls else protocol.whole
    body = json.dumps(answer).encode().replace(TEXT.encode(), PLACE)
    extra = b"content-length: %d" % len(body)
    head = _HEAD % (b"200 OK", b"application/json", extra)
    cut = max(0, body.find(PLACE))
    return head, body[:cut], body[cut:]


@lru_cache(64)
def _stream(protocol: Protocol, count: int, calls: bool) -> tuple[bytes, ...]:
    deltas = [json.dumps(_ARGUMENTS)] if calls else [PLACE.decode()] * count
    events = protocol.events(deltas, tool=calls)
    head = _HEAD % (b"200 OK", b"text/event-stream", b"transfer-encoding: chunked")
    return head, *(b"%x\r\n%b\r\n" % (len(event), event) for event in events), b"0\r\n\r\n"


def _calling() -> dict[Protocol, dict[str, Any]]:
    """A whole answer with one call, for each protocol."""
    arguments = json.dumps(_ARGUMENTS)
    function = {"name": "save", "arguments": arguments}
    message = {
        "role": "assistant",
        "content": None,
        "tool_calls": [{"id": "call_1", "type": "function", "function": function}],
    }
    choice = {"index": 0, "message": message, "finish_reason": "tool_calls"}
    item = {"id": "fc_1", "type": "function_call", "call_id": "call_1", **function}
    block = {"type": "tool_use", "id": "toolu_1", "name": "save", "input": _ARGUMENTS}
    parts = [{"functionCall": {"name": "save", "args": _ARGUMENTS}}]
    content = {"parts": parts, "role": "model"}
    candidate = {"content": content, "index": 0, "finishReason": "STOP"}
    return {
        CHAT: {**CHAT.whole, "choices": [choice]},
        RESPONSES: {**RESPONSES.whole, "output": [item]},
        MESSAGES: {**MESSAGES.whole, "content": [block], "stop_reason": "tool_use"},
        GEMINI: {**GEMINI.whole, "candidates": [candidate]},
    }


_CALLING = _calling()
