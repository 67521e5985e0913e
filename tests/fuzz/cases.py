"""Inputs that once showed a fault, as small as they came; the suite checks them again each time."""

from __future__ import annotations

from ai_sdk.json_codec import dumps

__all__ = ["CASES", "GROWTH"]


def _sse(*events: object) -> bytes:
    return b"".join(b"data: " + dumps(event) + b"\n\n" for event in events)


_SAID = {"type": "response.output_text.delta", "output_index": 0, "delta": "Hi"}
_PATCH = {"type": "apply_patch_call", "id": "a"}
_STOP = {"type": "message_delta", "delta": {"stop_reason": "end_turn"}}

CASES: dict[str, dict[str, bytes]] = {
    "anthropic_messages.stream": {
        "text in a block of no kind": _sse(
            {"type": "content_block_start", "content_block": {"text": ""}},
            {"type": "content_block_delta", "delta": {"type": "text_delta", "text": "o"}},
            _STOP,
        ),
        "thinking in a block of no kind": _sse(
            {"type": "content_block_start", "content_block": {}},
            {"type": "content_block_delta", "delta": {"type": "thinking_delta", "thinking": "T"}},
            _STOP,
        ),
    },
    "openai_responses.stream": {
        "two items announce one call": _sse(
            {"type": "response.output_item.added", "item": _PATCH},
            {"type": "response.output_item.added", "item": _PATCH, "output_index": 7},
            {"type": "response.completed", "response": {}},
        ),
        "a message ends as an item of no kind": _sse(
            _SAID, {"type": "response.incomplete", "response": {"output": [{"type": ""}]}}
        ),
        "a call ends as a message": _sse(
            {"type": "response.output_item.added", "item": _PATCH, "output_index": 0},
            {"type": "response.completed", "response": {"output": [{"type": "message"}]}},
        ),
    },
    "content_codings": {
        "rubbish between two members": bytes.fromhex(
            "1f8b0800000000000203ab564a54b232acad1ea5502900f56b0333180100004a"
            "1f8b080000000000ab54b2acadac"
        ),
        "zeros between two members": bytes.fromhex(
            "1f8b0800000000000203cb48cdc9c9070086a6103605000000"
            "00001f8b0800000000000203cb48cdc9c9070086a6103605000000"
        ),
    },
    "error_bodies": {
        "a key where Gemini names its status": (
            b'[{"error":{"":0,"message":"a","status":"eyid:sk-canary0123456789abcdef"}}]'
        ),
        "a key after an escape": b'{"error":{"message":"no:\\nsk-canary0123456789abcdef"}}',
        "a key as the code": b'{"error":{"code":"sk-canary0123456789abcdef"}}',
        "a key after a letter that is not ASCII": "漢sk-canary0123456789abcdef".encode(),
    },
    "ui_messages": {
        "a system text that is none": b'[{"role":"system","parts":[{"type":"text","text":0}]}]',
        "metadata that is a list": b'[{"role":"assistant","parts":'
        b'[{"type":"custom","kind":"a","providerMetadata":[1]}]}]',
    },
    "ui_chunks": {
        "a piece that is no text": b'[{"type":"tool-input-start","toolCallId":"c","toolName":"x"},'
        b'{"type":"tool-input-delta","toolCallId":"c","inputTextDelta":2}]',
        "a type that is none": b'[{"type":[1]}]',
        "a chunk without its fields": b'[{"type":"text-start"}]',
    },
    "message_json": {
        "metadata that is a text": dumps(
            {
                "format": "ai_sdk.messages",
                "version": "1.0",
                "messages": [
                    {
                        "role": "user",
                        "content": [{"type": "text", "text": "", "provider_metadata": "x"}],
                    }
                ],
            }
        ),
    },
    "mcp.messages": {"an id that is a list": b'{"id":[],"method":"ping"}'},
    "url_guard": {
        "a redirect to half an address": b"p://[",
        "a redirect to a name that NFKC changes": "//\u2100.com".encode(),
    },
    "plain_urls": {
        "like an IP address, and none": b"http://1.0.0.00/",
        "too many digits": b"http://127.0.0.18080/",
    },
}
"""Target -> what it shows -> input."""

GROWTH: dict[str, dict[str, tuple[bytes, bytes, bytes]]] = {
    "json": {"quotes behind backslashes": (b"[" * 129 + b'"', b'\\"', b"")},
    "media.subtitles": {"voices that never end": (b"00:01.0 --> 00:02.5\n", b"<v ", b"")},
    "http_chunks": {"a head that never ends": (b"HTTP/1.1 200 OK\r\n", b"a", b"")},
    "error_bodies": {
        "titles that never end": (b"<p>", b"<title>", b""),
        "tags that never end": (b"", b"<", b""),
    },
    "plain_urls": {
        "a query of many words": (b"https://api.test/v1?", b"vers", b""),
        "a path of many bytes": (b"https://api.test/", b"a%2F", b""),
    },
    "tool_calls": {
        "a name with each fragment": (b"", b'{"index":0,"name":"look","arguments":" "},', b""),
    },
    "openai_responses.stream": {
        "items of one id": (
            b"",
            _sse(
                {"type": "response.output_item.added", "item": {"type": "message", "id": "a"}},
                {"type": "response.output_item.done", "item": {"type": "message", "id": "a"}},
            ),
            b"",
        ),
    },
    "google_genai.stream": {
        "arguments in many pieces": (
            b'data: {"candidates":[{"content":{"parts":[{"functionCall":{"name":"f",'
            b'"willContinue":true,"partialArgs":[',
            b'{"jsonPath":"$.a","stringValue":"abcdefgh","willContinue":true},',
            b'{"jsonPath":"$.a","stringValue":""}]}}]}}]}\n\n',
        ),
    },
}
"""Target -> what it shows -> start, the unit that is repeated, and end."""
