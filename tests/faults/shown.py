"""The bytes that a fault sends, in every protocol."""

from __future__ import annotations

import json
import socket

from ai_sdk.testing import FaultServer, Reply

__all__ = ["shown"]

_PATHS = {
    "openai_chat": "/v1/chat/completions",
    "openai_responses": "/v1/responses",
    "anthropic_messages": "/v1/messages",
    "bedrock": "/model/m/invoke",
}
_MOST = 3_000


def shown(name: str) -> str:
    """What a stream and a whole reply look like under the fault, as far as 3,000 bytes of each."""
    told = []
    for protocol, path in _PATHS.items():
        for stream in (True, False):
            kind = "stream" if stream else "reply"
            told.append(f"== {protocol}, {kind}\n{_answer(name, path, stream=stream)}")
    return "\n".join(told)


def _answer(name: str, path: str, *, stream: bool) -> str:
    said = {"model": "m", "max_tokens": 9, "stream": stream}
    key = "input" if "responses" in path else "messages"
    said[key] = "hi" if key == "input" else [{"role": "user", "content": "hi"}]
    if path.startswith("/model/"):
        said = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 9, key: said[key]}
        path += "-with-response-stream" if stream else ""
    body = json.dumps(said if key == "messages" else {k: said[k] for k in ("model", "stream", key)})
    head = (
        f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
        f"authorization: Bearer k\r\nx-api-key: k\r\nanthropic-version: 2023-06-01\r\n"
        f"connection: close\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    with FaultServer(name, [Reply.text("The sky is 世界.")]) as server:
        with socket.create_connection(("127.0.0.1", server.port), timeout=1) as sock:
            sock.sendall((head + body).encode())
            return _readable(_received(sock))


def _received(sock: socket.socket) -> bytes:
    data = b""
    try:
        while len(data) <= _MOST and (piece := sock.recv(65536)):
            data += piece
    except OSError as end:
        return data + f"\n[{type(end).__name__}]".encode()
    return data


def _readable(data: bytes) -> str:
    text = data[:_MOST].decode("utf-8", "backslashreplace").replace("\r", "\\r")
    return text if len(data) <= _MOST else text + " ..."
