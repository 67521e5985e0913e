"""What the canned provider sends: each protocol's whole answer, and the events of its streams.

A `Protocol` turns text or arguments that have been cut into deltas into the bytes of events, so
that the server only has to send them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

Event = tuple[str, dict[str, Any]]
"""The event's name, "" for none, and its data."""

TEXT = "The sky scatters blue light."
_USAGE = {"prompt_tokens": 9, "completion_tokens": 7, "total_tokens": 16}
_IN_OUT = {"input_tokens": 9, "output_tokens": 7}
_TOTAL = {**_IN_OUT, "total_tokens": 16}
_CANDIDATES = {"promptTokenCount": 9, "candidatesTokenCount": 7, "totalTokenCount": 16}


@dataclass(frozen=True, eq=False)
class Protocol:
    """How one API writes: `whole` answer, a stream of `texts`, a stream of a call's `arguments`."""

    whole: dict[str, Any]
    texts: Callable[[Iterable[str]], Iterator[Event]]
    arguments: Callable[[Iterable[str]], Iterator[Event]]
    end: bytes = b""

    def events(self, deltas: Iterable[str], *, tool: bool = False) -> list[bytes]:
        """The stream's events as bytes."""
        written = [_written(event) for event in (self.arguments if tool else self.texts)(deltas)]
        return [*written, self.end] if self.end else written


def _written(event: Event) -> bytes:
    name, data = event
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {json.dumps(data, separators=(',', ':'))}\n\n".encode()


# ---- OpenAI chat

_CHAT = {
    "id": "chatcmpl-bench0123456789abcdef",
    "created": 1_700_000_000,
    "model": "bench",
    "service_tier": "default",
    "system_fingerprint": "fp_0123456789",
}
_PADDING = {"obfuscation": "a1B2c3D4"}


def _chunk(delta: dict[str, Any], finish: str | None = None) -> Event:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    chunk = {**_CHAT, "object": "chat.completion.chunk", "choices": [choice], "usage": None}
    return "", {**chunk, **_PADDING}


def _used() -> Event:
    return "", {**_CHAT, "object": "chat.completion.chunk", "choices": [], "usage": _USAGE}


def _chat_texts(deltas: Iterable[str]) -> Iterator[Event]:
    yield _chunk({"role": "assistant", "content": ""})
    yield from (_chunk({"content": delta}) for delta in deltas)
    yield _chunk({}, "stop")
    yield _used()


def _chat_arguments(deltas: Iterable[str]) -> Iterator[Event]:
    function = {"name": "save", "arguments": ""}
    yield _chunk(
        {"tool_calls": [{"index": 0, "id": "call_1", "type": "function", "function": function}]}
    )
    for delta in deltas:
        yield _chunk({"tool_calls": [{"index": 0, "function": {"arguments": delta}}]})
    yield _chunk({}, "tool_calls")
    yield _used()


_message = {"role": "assistant", "content": TEXT}
_choice = {"index": 0, "message": _message, "finish_reason": "stop"}
CHAT = Protocol(
    {**_CHAT, "object": "chat.completion", "choices": [_choice], "usage": _USAGE},
    _chat_texts,
    _chat_arguments,
    b"data: [DONE]\n\n",
)

# ---- OpenAI Responses

_RESPONSE = {"id": "resp_bench", "object": "response", "created_at": 1_700_000_000}


def _response(status: str, output: list[Any]) -> dict[str, Any]:
    usage = _TOTAL if status == "completed" else None
    return {**_RESPONSE, "status": status, "model": "bench", "output": output, "usage": usage}


def _said(text: str) -> dict[str, Any]:
    content = [{"type": "output_text", "text": text, "annotations": []}] if text else []
    return {
        "id": "msg_1",
        "type": "message",
        "status": "completed",
        "role": "assistant",
        "content": content,
    }


def _called(arguments: str) -> dict[str, Any]:
    return {
        "id": "fc_1",
        "type": "function_call",
        "status": "completed" if arguments else "in_progress",
        "call_id": "call_1",
        "name": "save",
        "arguments": arguments,
    }


def _numbered(events: Iterable[tuple[str, dict[str, Any]]]) -> Iterator[Event]:
    for number, (kind, data) in enumerate(events):
        yield kind, {"type": kind, "sequence_number": number, **data}


def _responses_item(
    deltas: Iterable[str], kind: str, make: Callable[[str], dict[str, Any]], at: dict[str, Any]
) -> Iterator[Event]:
    yield "response.created", {"response": _response("in_progress", [])}
    yield "response.output_item.added", {"output_index": 0, "item": make("")}
    whole = []
    for delta in deltas:
        whole.append(delta)
        yield f"response.{kind}.delta", {**at, "delta": delta, **_PADDING}
    item = make("".join(whole))
    yield "response.output_item.done", {"output_index": 0, "item": item}
    yield "response.completed", {"response": _response("completed", [item])}


def _responses_texts(deltas: Iterable[str]) -> Iterator[Event]:
    at = {"item_id": "msg_1", "output_index": 0, "content_index": 0, "logprobs": []}
    return _numbered(_responses_item(deltas, "output_text", _said, at))


def _responses_arguments(deltas: Iterable[str]) -> Iterator[Event]:
    at = {"item_id": "fc_1", "output_index": 0}
    return _numbered(_responses_item(deltas, "function_call_arguments", _called, at))


RESPONSES = Protocol(_response("completed", [_said(TEXT)]), _responses_texts, _responses_arguments)

# ---- Anthropic Messages


def _claude(content: list[Any], stop: str | None) -> dict[str, Any]:
    return {
        "id": "msg_bench",
        "type": "message",
        "role": "assistant",
        "model": "bench",
        "content": content,
        "stop_reason": stop,
        "stop_sequence": None,
        "usage": _IN_OUT,
    }


def _claude_block(
    block: dict[str, Any], deltas: Iterable[dict[str, str]], stop: str
) -> Iterator[Event]:
    events: list[dict[str, Any]] = [
        {"type": "message_start", "message": _claude([], None)},
        {"type": "content_block_start", "index": 0, "content_block": block},
        *({"type": "content_block_delta", "index": 0, "delta": delta} for delta in deltas),
        {"type": "content_block_stop", "index": 0},
        {"type": "message_delta", "delta": {"stop_reason": stop}, "usage": {"output_tokens": 7}},
        {"type": "message_stop"},
    ]
    return ((event["type"], event) for event in events)


def _claude_texts(deltas: Iterable[str]) -> Iterator[Event]:
    made = ({"type": "text_delta", "text": delta} for delta in deltas)
    return _claude_block({"type": "text", "text": ""}, made, "end_turn")


def _claude_arguments(deltas: Iterable[str]) -> Iterator[Event]:
    made = ({"type": "input_json_delta", "partial_json": delta} for delta in deltas)
    block = {"type": "tool_use", "id": "toolu_1", "name": "save", "input": {}}
    return _claude_block(block, made, "tool_use")


MESSAGES = Protocol(
    _claude([{"type": "text", "text": TEXT}], "end_turn"), _claude_texts, _claude_arguments
)

# ---- Gemini


def _candidate(parts: list[Any], finish: str | None = None) -> dict[str, Any]:
    candidate: dict[str, Any] = {"content": {"parts": parts, "role": "model"}, "index": 0}
    if finish:
        candidate["finishReason"] = finish
    return {
        "candidates": [candidate],
        "usageMetadata": _CANDIDATES,
        "modelVersion": "bench",
        "responseId": "bench",
    }


def _gemini_texts(deltas: Iterable[str]) -> Iterator[Event]:
    yield from (("", _candidate([{"text": delta}])) for delta in deltas)
    yield "", _candidate([{"text": ""}], "STOP")


def _gemini_arguments(deltas: Iterable[str]) -> Iterator[Event]:
    """Gemini sends a call whole."""
    call = {"name": "save", "args": json.loads("".join(deltas))}
    yield "", _candidate([{"functionCall": call}], "STOP")


GEMINI = Protocol(_candidate([{"text": TEXT}], "STOP"), _gemini_texts, _gemini_arguments)

PROTOCOLS = {"chat": CHAT, "responses": RESPONSES, "anthropic": MESSAGES, "gemini": GEMINI}
MARKS = {
    "chat": "/chat/completions",
    "responses": "/responses",
    "anthropic": "/messages",
    "gemini": "enerateContent",
}
"""What stands in the path of a request to each of them."""
