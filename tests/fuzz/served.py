"""Valid replies of every protocol, as the local provider server writes them, without a socket."""

from __future__ import annotations

from typing import Any

from ai_sdk.json_codec import dumps
from ai_sdk.testing import Reply, ToolCall
from ai_sdk.testing.server.delivery import Delivery, body_writes
from ai_sdk.testing.server.desk import Desk
from ai_sdk.testing.server.payload import Payload
from ai_sdk.testing.server.recorded import RecordedRequest
from ai_sdk.testing.server.turn import TokenCount

__all__ = ["LANGUAGE_REPLIES", "body_of", "language_bodies"]

LANGUAGE_REPLIES = (
    Reply.text("Hello there.", deltas=["Hel", "lo ", "there", "."]),
    Reply.text("caf\u00e9 \U0001f600\u2028", finish_reason="length"),
    Reply.text("", tokens=TokenCount(3, 0)),
    Reply.reasoning("First I think.", "Then I speak."),
    Reply.tool_calls([("weather", {"city": "Oslo", "days": [1, 2]})]),
    Reply.tool_calls([ToolCall("weather", {"city": "Rome"}), ToolCall("time", {})], "Let me see."),
    Reply.refusal("I cannot say that."),
    Reply.failed("the server is overloaded", text="Once"),
)
"""What models answer, in short."""

_HEADERS = (
    ("content-type", "application/json"),
    ("authorization", "Bearer k"),
    ("anthropic-version", "2023-06-01"),
)


def body_of(reply: Reply, path: str, asked: dict[str, Any]) -> bytes:
    """The body of the server's answer to a request."""
    request = RecordedRequest(1, 1, "POST", path, _HEADERS, dumps(asked))
    payload, _ = Desk([reply], None, None, "error").handle(request, "http://localhost")
    assert isinstance(payload, Payload), payload
    return b"".join(body_writes(payload, Delivery()))


def language_bodies(path: str, asked: dict[str, Any]) -> list[bytes]:
    """Those of all `LANGUAGE_REPLIES`."""
    return [body_of(reply, path, asked) for reply in LANGUAGE_REPLIES]
