"""What was stored, or comes back from a browser: message documents, UI messages, their chunks."""

from __future__ import annotations

import copy
from random import Random
from typing import Any

from ai_sdk import messages_from_json, messages_to_json
from ai_sdk.errors import InvalidPromptError, UIMessageError
from ai_sdk.json_codec import JSONError, dumps, is_object, loads
from ai_sdk.types.messages import AssistantMessage, SystemMessage, ToolMessage, UserMessage
from ai_sdk.ui.assemble import MessageAssembler
from ai_sdk.ui.model_messages import convert_to_model_messages

from ..mutate import json_mutator, mutated_json
from ..target import Target, expect, typed

__all__ = ["TARGETS"]

_MESSAGES = (SystemMessage, UserMessage, AssistantMessage, ToolMessage)


def _value(data: bytes) -> Any:
    try:
        return loads(data)
    except JSONError:
        return None


# ---- documents of messages


def _document(*messages: Any, version: str = "1.0") -> bytes:
    return dumps({"format": "ai_sdk.messages", "version": version, "messages": list(messages)})


_PART: Any = {"type": "text", "text": "Hi", "provider_metadata": {"openai": {"itemId": "a"}}}
_CALL = {"type": "tool-call", "tool_call_id": "c", "tool_name": "look", "input": {"a": [1, None]}}
_DOCUMENTS = [
    _document({"role": "system", "content": "Be brief."}, {"role": "user", "content": [_PART]}),
    _document(
        {"role": "user", "content": [
            {"type": "file", "data": {"type": "data", "data": "iVBORw0KGgo="}, "media_type": "image/png"},
            {"type": "file", "data": {"type": "url", "url": "https://a.example.com/x.pdf"}, "media_type": "application/pdf"},
            {"type": "file", "data": {"type": "reference", "reference": {"openai": "file-1"}}, "media_type": "text/plain"},
        ], "provider_options": {"anthropic": {"cacheControl": {"type": "ephemeral"}}}},
        {"role": "assistant", "content": [
            {"type": "reasoning", "text": "hm", "provider_metadata": {"anthropic": {"signature": "s"}}}, _CALL,
            {"type": "tool-approval-request", "approval_id": "p", "tool_call_id": "c"}]},
        {"role": "tool", "content": [
            {"type": "tool-approval-response", "approval_id": "p", "approved": True},
            {"type": "tool-result", "tool_call_id": "c", "tool_name": "look", "output": {"type": "json", "value": [1]}}]},
    ),
    _document(
        {"role": "tool", "content": [
            {"type": "tool-result", "tool_call_id": "c", "tool_name": "look",
             "output": {"type": "content", "value": [{"type": "text", "text": "x"}]}},
            {"type": "tool-result", "tool_call_id": "d", "tool_name": "look", "output": {"type": "error-text", "value": "no"}},
            {"type": "tool-result", "tool_call_id": "e", "tool_name": "look", "output": {"type": "execution-denied", "reason": "r"}}]},
        {"role": "assistant", "content": "Done."},
        version="1.7",
    ),
]  # fmt: skip


def _check_document(data: bytes) -> bool:
    messages, error = typed(lambda: messages_from_json(data), InvalidPromptError)
    body = _value(data)
    reached = is_object(body) and isinstance(body.get("messages"), list)
    if error is not None:
        return bool(reached)
    assert isinstance(messages, list)
    expect(all(isinstance(each, _MESSAGES) for each in messages), "no messages", messages)
    expect(len(messages) == len(body["messages"]), "messages are missing", messages)
    stored, refused = typed(
        lambda: messages_to_json(messages) if messages else "", InvalidPromptError
    )
    if refused is None and messages:  # what is no file is refused where it would be used
        assert isinstance(stored, str)
        again = messages_to_json(messages_from_json(stored))
        expect(again == stored, "stored twice it differs", stored, again)
        said = "".join(_words(each) for each in messages)  # neighbours may become one message
        kept = "".join(_words(each) for each in messages_from_json(stored))
        expect(kept == said, "other words", kept, said)
    return True


def _words(message: Any) -> str:
    if isinstance(message.content, str):
        return str(message.content)
    return "".join(getattr(part, "text", "") for part in message.content)


# ---- UI messages


_UI = [
    [{"id": "1", "role": "system", "parts": [{"type": "text", "text": "Be brief."}]},
     {"id": "2", "role": "user", "parts": [
         {"type": "text", "text": "Hi"}, {"type": "data-x", "data": {"a": 1}},
         {"type": "file", "mediaType": "image/png", "url": "data:image/png;base64,iVBORw0KGgo=", "filename": "a.png"}]}],
    [{"id": "3", "role": "assistant", "metadata": {"a": 1}, "parts": [
        {"type": "step-start"}, {"type": "reasoning", "text": "hm", "providerMetadata": {"anthropic": {"signature": "s"}}},
        {"type": "tool-look", "toolCallId": "c", "state": "output-available", "input": {"a": 1}, "output": [1]},
        {"type": "dynamic-tool", "toolName": "look", "toolCallId": "d", "state": "output-error", "errorText": "no", "rawInput": "{"},
        {"type": "step-start"}, {"type": "text", "text": "Done.", "state": "done"},
        {"type": "source-url", "sourceId": "s", "url": "https://a.example.com"}]}],
    [{"id": "4", "role": "assistant", "parts": [
        {"type": "tool-look", "toolCallId": "e", "state": "approval-responded", "input": {},
         "approval": {"id": "p", "approved": False, "reason": "no", "isAutomatic": True, "signature": "x"}},
        {"type": "tool-look", "toolCallId": "f", "state": "input-streaming"},
        {"type": "tool-look", "toolCallId": "g", "state": "output-denied", "approval": {"id": "q"}},
        {"type": "custom", "kind": "openai.item", "providerMetadata": {"openai": {"data": {"a": 1}}}}]}],
]  # fmt: skip


def _check_ui(data: bytes) -> bool:
    given = _value(data)
    if not isinstance(given, list) or not given:
        return False
    before = copy.deepcopy(given)
    found, error = typed(lambda: convert_to_model_messages(given), UIMessageError)
    expect(given == before, "what was given has changed", before, given)
    if error is not None:
        return True
    assert isinstance(found, list)
    expect(all(isinstance(each, _MESSAGES) for each in found), "no messages", found)
    for each in found:
        for part in each.content if not isinstance(each.content, str) else ():
            expect(isinstance(getattr(part, "type", None), str), "no part", part)
    wanted = [
        part["text"] for one in given for part in one["parts"]
        if one["role"] == "user" and part["type"] == "text"
    ]  # fmt: skip
    said = [
        part.text
        for one in found
        if one.role == "user"
        for part in one.content
        if part.type == "text"
    ]
    expect(said == wanted, "other words of the user", said, wanted)
    return True


# ---- chunks of a UI message stream


_STREAMS: list[list[Any]] = [
    [{"type": "start", "messageId": "m", "messageMetadata": {"a": {"b": 1}}}, {"type": "start-step"},
     {"type": "text-start", "id": "t"}, {"type": "text-delta", "id": "t", "delta": "Hel"},
     {"type": "text-delta", "id": "t", "delta": "lo"}, {"type": "text-end", "id": "t"}, {"type": "finish-step"},
     {"type": "message-metadata", "messageMetadata": {"a": {"c": 2}}}, {"type": "finish", "finishReason": "stop"}],
    [{"type": "reasoning-start", "id": "r"}, {"type": "reasoning-delta", "id": "r", "delta": "hm"},
     {"type": "reasoning-end", "id": "r", "providerMetadata": {"x": {"y": 1}}},
     {"type": "tool-input-start", "toolCallId": "c", "toolName": "look", "dynamic": True},
     {"type": "tool-input-delta", "toolCallId": "c", "inputTextDelta": '{"a":'},
     {"type": "tool-input-delta", "toolCallId": "c", "inputTextDelta": "1}"},
     {"type": "tool-input-available", "toolCallId": "c", "toolName": "look", "input": {"a": 1}},
     {"type": "tool-output-available", "toolCallId": "c", "output": [1], "preliminary": True}],
    [{"type": "tool-input-error", "toolCallId": "d", "toolName": "look", "input": "{", "errorText": "no"},
     {"type": "tool-output-error", "toolCallId": "d", "errorText": "no"},
     {"type": "tool-approval-request", "approvalId": "p", "toolCallId": "d", "signature": "s"},
     {"type": "tool-approval-response", "approvalId": "p", "approved": False, "reason": "r"},
     {"type": "tool-output-denied", "toolCallId": "d"}, {"type": "data-w", "id": "w", "data": 1},
     {"type": "data-w", "id": "w", "data": 2}, {"type": "data-w", "data": 3, "transient": True},
     {"type": "source-url", "sourceId": "s", "url": "https://a.example.com"},
     {"type": "file", "url": "data:,x", "mediaType": "text/plain"}, {"type": "abort"}],
]  # fmt: skip


def _assembled(chunks: list[Any]) -> tuple[dict[str, Any], Exception | None]:
    assembler = MessageAssembler("m")
    for chunk in chunks:
        _, error = typed(lambda chunk=chunk: assembler.feed(chunk), UIMessageError)
        if error is not None:
            return assembler.snapshot(), error
    return assembler.snapshot(), None


def _check_chunks(data: bytes) -> bool:
    chunks = _value(data)
    if not isinstance(chunks, list) or not all(map(is_object, chunks)):
        return False
    before = copy.deepcopy(chunks)
    message, error = _assembled(chunks)
    expect(chunks == before, "chunks were changed", before, chunks)
    parts = message["parts"]
    expect(all(isinstance(part["type"], str) for part in parts), "a part without type", parts)
    if error is None:
        said = "".join(part["text"] for part in parts if part["type"] == "text")
        wanted = sum(len(chunk["delta"]) for chunk in chunks if chunk["type"] == "text-delta")
        expect(len(said) == wanted, "text was lost or doubled", message)
    return bool(chunks)


def _work_chunks(data: bytes) -> None:
    chunks = _value(data) or _value(b"[" + data.strip(b"[,]") + b"]")
    if isinstance(chunks, list) and all(map(is_object, chunks)):
        _assembled(chunks)


_chunk_seeds = [dumps(each) for each in _STREAMS]
_change_chunk = json_mutator(_chunk_seeds)
_pool = [chunk for stream in _STREAMS for chunk in stream]


def _mutate_chunks(data: bytes, rng: Random) -> bytes:
    """Chunks are dropped, doubled, moved, mixed with other streams', or changed in a field."""
    chunks = _value(data)
    kind = rng.random()
    if not isinstance(chunks, list) or not chunks or kind < 0.3:
        return _change_chunk(data, rng)
    at = int(rng.random() * len(chunks))
    if kind < 0.5:
        chunks.insert(at, rng.choice(_pool))
    elif kind < 0.65:
        chunks.insert(at, chunks.pop(int(rng.random() * len(chunks))))
    elif kind < 0.75:
        chunks.insert(at, chunks[int(rng.random() * len(chunks))])
    else:
        chunks[at] = mutated_json(chunks[at], rng, _pool)
    return dumps(chunks[:40])


_ui_seeds = [dumps(each) for each in _UI]
_TEXT = b'{"type":"text-delta","id":"t","delta":"Hello"},'
TARGETS = (
    Target(
        "message_json", _check_document, lambda data: typed(lambda: messages_from_json(data)),
        lambda: _DOCUMENTS, json_mutator(_DOCUMENTS), 2,
    ),
    Target(
        "ui_messages", _check_ui,
        lambda data: typed(lambda: convert_to_model_messages(_value(data) or [])),
        lambda: _ui_seeds, json_mutator(_ui_seeds), 2,
    ),
    Target(
        "ui_chunks", _check_chunks, _work_chunks, lambda: _chunk_seeds, _mutate_chunks, 3,
        (
            _TEXT, b'{"type":"data-w","id":"w","data":2},', b'{"type":"data-w","data":2},',
            b'{"type":"tool-input-delta","toolCallId":"c","inputTextDelta":"1"},',
            b'{"type":"message-metadata","messageMetadata":{"a":{"c":2}}},',
        ),
    ),
)  # fmt: skip
