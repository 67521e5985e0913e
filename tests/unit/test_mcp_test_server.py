"""The MCP server for tests over the pipes of its own process, as a child serves them."""

from __future__ import annotations

import io
import os
import sys
from typing import Any

import pytest

from ai_sdk.errors import InvalidResponseError
from ai_sdk.json_codec import dumps, loads
from ai_sdk.testing import MCPServer


def greet(name: str) -> str:
    """Greets."""
    return f"hello {name}"


def fail() -> str:
    """Fails."""
    raise ValueError("no luck")


SERVER = MCPServer([greet, fail])


def spoken(monkeypatch: pytest.MonkeyPatch, *pieces: bytes) -> list[Any]:
    """What the server writes to its output for what comes in, to the end of the input."""
    source, sink = os.pipe()
    os.write(sink, b"".join(pieces))
    os.close(sink)
    out = io.TextIOWrapper(io.BytesIO())
    with os.fdopen(source) as given:
        monkeypatch.setattr(sys, "stdin", given)
        monkeypatch.setattr(sys, "stdout", out)
        SERVER.run_stdio()
    return [loads(line) for line in out.buffer.getvalue().splitlines()]  # type: ignore[attr-defined]


def line(number: int | None, method: str, **params: Any) -> bytes:
    message = {"jsonrpc": "2.0", "method": method, "params": params}
    return dumps(message if number is None else {**message, "id": number}) + b"\n"


def test_every_request_is_answered_and_no_notification(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = spoken(
        monkeypatch,
        line(1, "ping"),
        line(None, "notifications/initialized"),
        line(2, "tools/call", name="greet", arguments={"name": "Ada"}),
        line(3, "tools/call", name="fail"),
        line(4, "tools/call", name="nothing"),
        line(5, "no/such"),
    )

    assert [each["id"] for each in answers] == [1, 2, 3, 4, 5]
    assert answers[0]["result"] == {}
    assert answers[1]["result"] == {"content": [{"type": "text", "text": "hello Ada"}]}
    assert answers[2]["result"] == {
        "content": [{"type": "text", "text": "ValueError: no luck"}],
        "isError": True,
    }
    assert [each["error"]["code"] for each in answers[3:]] == [-32602, -32601]


def test_a_batch_is_answered_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = b"[" + line(1, "ping")[:-1] + b"," + line(2, "ping")[:-1] + b"]\n"

    assert [each["id"] for each in spoken(monkeypatch, batch)] == [1, 2]


def test_without_input_there_is_no_output(monkeypatch: pytest.MonkeyPatch) -> None:
    assert spoken(monkeypatch) == []


def test_what_is_no_message_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InvalidResponseError, match="no JSON"):
        spoken(monkeypatch, b"nonsense\n")
