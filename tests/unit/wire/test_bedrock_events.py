"""Bedrock's framing of Messages streams: events, exceptions, and what is neither."""

from __future__ import annotations

from json import dumps, loads
from typing import Any

import pytest

from ai_sdk import APICallError, InvalidResponseError, StreamInterruptedError
from ai_sdk.testing.server.aws_frames import chunk, event, frame, text_header
from ai_sdk.types.http import HTTPReply
from ai_sdk.wire.bedrock_messages.errors import read_error
from ai_sdk.wire.bedrock_messages.events import BedrockEvents


def read(data: bytes) -> list[Any]:
    events = BedrockEvents()
    found = events.feed(data)
    assert events.finish() == []
    return found


def test_an_event_is_unwrapped() -> None:
    (found,) = read(chunk({"type": "ping"}))

    assert loads(found.data) == {"type": "ping"}


@pytest.mark.parametrize(
    ("data", "name"),
    [({"type": "ping"}, "ping"), ({"type": "x", "of": "ping"}, None), ('[ "ping" ]', None)],
)
def test_a_ping_is_named_and_nothing_else_is(data: Any, name: str | None) -> None:
    (found,) = read(chunk(data))

    assert found.event == name


def test_a_message_type_of_tomorrow_tells_nothing() -> None:
    (found,) = read(event("chunk", b"{}", "tomorrow"))

    assert found.data == b""


def test_messages_of_other_kinds_tell_nothing() -> None:
    (found,) = read(event("news", b"{}"))

    assert (found.event, found.data) == ("news", b"")


@pytest.mark.parametrize("payload", [b"", b"[]", b"{}", b'{"bytes": 3}', b'{"bytes": "%"}'])
def test_a_chunk_without_an_event_is_no_answer(payload: bytes) -> None:
    with pytest.raises(InvalidResponseError, match="holds no event"):
        read(event("chunk", payload))


@pytest.mark.parametrize(
    ("payload", "words"),
    [(b'{"message": "Slow down"}', "Slow down"), (b"<html>", "throttlingException")],
)
def test_an_exception_is_an_error_event(payload: bytes, words: str) -> None:
    (found,) = read(event("throttlingException", payload, "exception"))

    assert found.event == "error"
    assert loads(found.data)["error"] == {"type": "rate_limit_error", "message": words}


def test_an_error_without_a_name_says_what_its_headers_say() -> None:
    told = text_header(":message-type", "error") + text_header(":error-message", "It broke")
    (found,) = read(frame(b"", told))

    assert loads(found.data)["error"]["message"] == "It broke"


def test_half_a_message_is_a_broken_stream() -> None:
    events = BedrockEvents()
    events.feed(chunk({"type": "ping"})[:-3])

    with pytest.raises(StreamInterruptedError):
        events.finish()


@pytest.mark.parametrize(
    ("body", "words"), [(dumps({"message": "No such model"}).encode(), "No such model"), (b"<", "")]
)
def test_a_bad_status_is_typed_by_its_header(body: bytes, words: str) -> None:
    reply = HTTPReply(400, {"x-amzn-errortype": "ValidationException:http://x"}, body, "https://h/")
    error = read_error(reply)

    assert isinstance(error, APICallError)
    assert (error.status_code, words in str(error)) == (400, True)
