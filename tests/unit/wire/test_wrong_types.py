"""Fields that carry what a model said or calls, of another type: always an error, never a shorter
answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ai_sdk.errors import InvalidResponseError, ServerError
from ai_sdk.json_codec import dumps
from ai_sdk.sse import ServerSentEvent
from ai_sdk.types.call import (
    CallWarning,
    ImageCall,
    ModelFinish,
    ModelResult,
    TranscriptionCall,
)
from ai_sdk.types.content import FilePart
from ai_sdk.types.http import HTTPReply
from ai_sdk.wire import (
    anthropic_messages,
    google_genai,
    openai_chat,
    openai_completions,
    openai_responses,
)
from ai_sdk.wire.anthropic_messages.dialect import ANTHROPIC
from ai_sdk.wire.google_genai import images as google_images
from ai_sdk.wire.google_genai.dialect import GOOGLE
from ai_sdk.wire.openai_chat.dialect import OPENAI as CHAT, OPENAI_COMPLETIONS, compatible
from ai_sdk.wire.openai_media import images, transcripts
from ai_sdk.wire.openai_media.dialect import OPENAI as MEDIA
from ai_sdk.wire.openai_responses.dialect import OPENAI as RESPONSES
from ai_sdk.wire.protocol import WireRequest

Reader = Callable[..., Any]
ASKED = WireRequest("/x")
SIGNED = "sk-live-abcdefghijklmnopqrstuvwx"


def whole(protocol: Any, dialect: Any, body: Any) -> ModelResult:
    return protocol.parse(dialect, HTTPReply(200, {}, dumps(body)), ASKED)  # type: ignore[no-any-return]


def streamed(protocol: Any, dialect: Any, *events: Any) -> list[Any]:
    decoder = protocol.decoder(dialect, ASKED)
    out = []
    for event in events:
        data = b"[DONE]" if event == "[DONE]" else dumps(event)
        out += decoder.feed(ServerSentEvent(None, data))
    return [*out, *decoder.finish()]


def refuses(field: str, read: Callable[..., Any], *given: Any) -> InvalidResponseError:
    with pytest.raises(InvalidResponseError) as caught:
        read(*given)
    assert f'"{field}"' in str(caught.value)
    assert not caught.value.is_retryable
    return caught.value


# ---- Chat Completions


def chat(finish: str = "stop", **message: Any) -> dict[str, Any]:
    return {"choices": [{"index": 0, "finish_reason": finish, "message": message}]}


def chunk(finish: str | None = None, **delta: Any) -> dict[str, Any]:
    return {"id": "c", "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}


SAID: list[tuple[str, dict[str, Any]]] = [
    ("content", {"content": 5}),
    ("content", {"content": 0}),
    ("content", {"content": True}),
    ("content", {"content": False}),
    ("content", {"content": {"text": "NOT "}}),
    ("content", {"content": {}}),
    ("content[]", {"content": [5]}),
    ("content[]", {"content": ["a", None]}),
    ("text", {"content": [{"type": "text", "text": 5}]}),
    ("text", {"content": [{"type": "text", "content": "lost"}]}),
    ("type", {"content": [{"value": "lost"}]}),
    ("thinking", {"content": [{"type": "thinking", "thinking": 5}]}),
    ("thinking[]", {"content": [{"type": "thinking", "thinking": [5]}]}),
    ("text", {"content": [{"type": "thinking", "thinking": [{"type": "text", "text": 5}]}]}),
    ("refusal", {"refusal": 5}),
    ("reasoning_content", {"reasoning_content": 5, "content": "a"}),
    ("reasoning", {"reasoning": ["a"], "content": "a"}),
    ("tool_calls", {"tool_calls": "abc"}),
    ("tool_calls", {"tool_calls": {}}),
    ("tool_calls", {"tool_calls": {"id": "c", "function": {"name": "rm", "arguments": "{}"}}}),
    ("tool_calls[]", {"tool_calls": [5]}),
    ("function", {"tool_calls": [{"id": "c", "function": "rm"}]}),
    ("function", {"tool_calls": [{"id": "c", "name": "rm", "arguments": "{}"}]}),
    ("custom", {"tool_calls": [{"id": "c", "type": "custom", "custom": "rm"}]}),
    ("function_call", {"function_call": "rm"}),
    ("audio", {"audio": "UklG"}),
    ("transcript", {"audio": {"transcript": 5}}),
    ("data", {"audio": {"data": 5}}),
]


@pytest.mark.parametrize(("field", "message"), SAID)
def test_chat(field: str, message: dict[str, Any]) -> None:
    refuses(field, lambda: whole(openai_chat.PROTOCOL, CHAT, chat(**message)))
    refuses(field, lambda: whole(openai_chat.PROTOCOL, CHAT, chat("tool_calls", **message)))


@pytest.mark.parametrize(("field", "delta"), SAID)
@pytest.mark.parametrize("before", [(), (chunk(content="Do "),)], ids=["first", "later"])
def test_chat_streams(field: str, delta: dict[str, Any], before: tuple[Any, ...]) -> None:
    for more in (delta, {"role": "assistant", **delta}):
        events = (*before, chunk(**more), chunk(content="it."), chunk("stop"), "[DONE]")
        refuses(field, streamed, openai_chat.PROTOCOL, CHAT, *events)


@pytest.mark.parametrize(
    ("field", "odd"),
    [
        ("choices", {"choices": {}}),
        ("choices", {"choices": "a"}),
        ("choices[]", {"choices": [None]}),
        ("choices[]", {"choices": ["a"]}),
        ("delta", {"choices": [{"delta": "hello"}]}),
        ("delta", {"choices": [{"delta": [], "finish_reason": "stop"}]}),
        ("index", {"choices": [{"index": "0", "delta": {"content": "a"}}]}),
        ("index", {"choices": [{"index": True, "delta": {"content": "a"}}]}),
        ("content", chunk("stop", content=5)),
        ("tool_calls", chunk(content="a", tool_calls={})),
    ],
)
def test_chat_chunks(field: str, odd: dict[str, Any]) -> None:
    for before in ((), (chunk(content="Do "),)):
        events = (*before, odd, chunk("stop"), "[DONE]")
        refuses(field, streamed, openai_chat.PROTOCOL, CHAT, *events)


def test_what_holds_nothing_says_nothing() -> None:
    nothing: dict[str, Any] = {
        "content": None,
        "refusal": "",
        "tool_calls": "",
        "function_call": None,
        "audio": None,
        "reasoning_content": None,
    }
    assert whole(openai_chat.PROTOCOL, CHAT, chat(**nothing)).content == ()
    out = streamed(openai_chat.PROTOCOL, CHAT, chunk(**nothing), chunk("stop"), "[DONE]")
    assert [part.type for part in out if type(part) is not ModelFinish][1:] == []


def test_a_part_without_a_type_that_has_a_text_is_text() -> None:
    said = whole(openai_chat.PROTOCOL, compatible("acme"), chat(content=[{"text": "Hi"}]))
    assert [part.text for part in said.content if part.type == "text"] == ["Hi"]


def test_the_error_shows_a_start_and_no_secret() -> None:
    value = {"key": SIGNED, "text": "a" * 900}
    error = refuses("content", lambda: whole(openai_chat.PROTOCOL, CHAT, chat(content=value)))
    assert str(error).endswith("must be text, but it is an object")
    assert error.body is not None
    assert SIGNED not in error.body
    assert len(error.body) < 300


NO_CALL = "the finish reason says that tools are called, but the answer calls none"


def test_a_finish_for_calls_without_a_call_is_told() -> None:
    warning = CallWarning("other", f"openai: {NO_CALL}")
    result = whole(openai_chat.PROTOCOL, CHAT, chat("tool_calls", content=None))
    assert (result.finish_reason, result.warnings) == ("tool-calls", (warning,))
    end = streamed(openai_chat.PROTOCOL, CHAT, chunk(content="a"), chunk("tool_calls"), "[DONE]")[
        -1
    ]
    assert (end.finish_reason, end.warnings) == ("tool-calls", (warning,))


# ---- Completions


@pytest.mark.parametrize("text", [5, True, {"text": "a"}, ["a"]])
def test_completions(text: Any) -> None:
    odd = {"choices": [{"index": 0, "text": text, "finish_reason": None}]}
    good = {"choices": [{"index": 0, "text": "a", "finish_reason": "stop"}]}
    protocol = openai_completions.PROTOCOL
    refuses("text", lambda: whole(protocol, OPENAI_COMPLETIONS, odd))
    refuses("text", lambda: streamed(protocol, OPENAI_COMPLETIONS, odd, good, "[DONE]"))
    refuses("text", lambda: streamed(protocol, OPENAI_COMPLETIONS, good, odd, "[DONE]"))


def test_a_completion_without_a_text_is_none() -> None:
    with pytest.raises(InvalidResponseError):
        whole(openai_completions.PROTOCOL, OPENAI_COMPLETIONS, {"choices": [{"index": 0}]})


# ---- Anthropic's Messages


def messages(*content: Any, stop: str = "end_turn") -> dict[str, Any]:
    return {"type": "message", "content": list(content), "stop_reason": stop}


def blocks(*events: Any, stop: str = "end_turn") -> list[Any]:
    """A stream around events of blocks."""
    return [
        {"type": "message_start", "message": {"id": "m", "model": "c"}},
        *events,
        {"type": "message_delta", "delta": {"stop_reason": stop}},
        {"type": "message_stop"},
    ]


def begun(block: Any) -> dict[str, Any]:
    return {"type": "content_block_start", "index": 0, "content_block": block}


def more(delta: Any) -> dict[str, Any]:
    return {"type": "content_block_delta", "index": 0, "delta": delta}


@pytest.mark.parametrize(
    ("field", "block"),
    [
        ("text", {"type": "text", "text": 5}),
        ("text", {"type": "text", "text": {"a": 1}}),
        ("text", {"type": "text", "text": None}),
        ("text", {"type": "text", "content": "lost"}),
        ("thinking", {"type": "thinking", "thinking": 5}),
        ("content[]", 5),
        ("content[]", None),
        ("content[]", "lost"),
    ],
)
def test_messages(field: str, block: Any) -> None:
    good = {"type": "text", "text": "a"}
    refuses(field, lambda: whole(anthropic_messages.PROTOCOL, ANTHROPIC, messages(good, block)))


TEXT, CALL = (
    {"type": "text", "text": ""},
    {"type": "tool_use", "id": "t", "name": "rm", "input": {}},
)


@pytest.mark.parametrize(
    ("field", "events"),
    [
        ("text", [begun(TEXT), more({"type": "text_delta", "text": 5})]),
        ("text", [begun(TEXT), more({"type": "text_delta"})]),
        ("text", [begun({"type": "text", "text": "a"}), more({"type": "text_delta", "text": 5})]),
        ("text", [begun({"type": "text", "text": "a"}), more({"type": "text_delta"})]),
        ("text", [more({"type": "text_delta", "text": ["lost"]})]),
        ("text", [begun({"type": "text", "text": 5})]),
        (
            "thinking",
            [begun({"type": "thinking"}), more({"type": "thinking_delta", "thinking": 5})],
        ),
        ("partial_json", [begun(CALL), more({"type": "input_json_delta", "partial_json": {}})]),
        ("delta", [begun(TEXT), more("lost")]),
        ("content_block", [begun("lost")]),
    ],
)
def test_messages_streams(field: str, events: list[Any]) -> None:
    refuses(field, lambda: streamed(anthropic_messages.PROTOCOL, ANTHROPIC, *blocks(*events)))


def test_messages_that_end_for_calls_without_a_call() -> None:
    warning = CallWarning("other", f"anthropic: {NO_CALL}")
    result = whole(anthropic_messages.PROTOCOL, ANTHROPIC, messages(stop="tool_use"))
    assert (result.finish_reason, result.warnings) == ("tool-calls", (warning,))
    end = streamed(anthropic_messages.PROTOCOL, ANTHROPIC, *blocks(stop="tool_use"))[-1]
    assert (end.finish_reason, end.warnings) == ("tool-calls", (warning,))


# ---- Responses


def response(*items: Any, **fields: Any) -> dict[str, Any]:
    return {"id": "r", "status": "completed", "output": list(items), **fields}


def item(content: Any) -> dict[str, Any]:
    return {"type": "message", "id": "m", "role": "assistant", "content": content}


def ended(answer: Any) -> dict[str, Any]:
    return {"type": "response.completed", "response": answer}


@pytest.mark.parametrize(
    ("field", "odd"),
    [
        ("text", item([{"type": "output_text", "text": 5}])),
        ("text", item([{"type": "output_text", "text": None}])),
        ("refusal", item([{"type": "refusal", "refusal": True}])),
        ("content", item("Hi")),
        ("content", item({"type": "output_text", "text": "Hi"})),
        ("content[]", item(["Hi"])),
        ("output[]", 5),
        ("output[]", None),
        ("summary", {"type": "reasoning", "summary": "hm"}),
        ("text", {"type": "reasoning", "summary": [{"type": "summary_text", "text": 5}]}),
    ],
)
def test_responses(field: str, odd: Any) -> None:
    protocol = openai_responses.PROTOCOL
    refuses(field, lambda: whole(protocol, RESPONSES, response(odd)))
    refuses(field, lambda: streamed(protocol, RESPONSES, ended(response(odd))))
    if isinstance(odd, dict):
        done = {"type": "response.output_item.done", "output_index": 0, "item": odd}
        refuses(field, lambda: streamed(protocol, RESPONSES, done, ended(response())))


@pytest.mark.parametrize(
    "kind", ["output_text", "refusal", "reasoning_text", "reasoning_summary_text"]
)
@pytest.mark.parametrize("delta", [5, True, None, {"text": "NOT "}, ["NOT "]])
def test_responses_pieces(kind: str, delta: Any) -> None:
    start = {"type": "response.output_item.added", "output_index": 0, "item": item([])}
    name = f"response.{kind}.delta"
    said = {"type": name, "output_index": 0, "content_index": 0, "delta": "Do "}
    for before in ((), (start,), (start, said)):
        events = (*before, {**said, "delta": delta}, ended(response()))
        refuses("delta", streamed, openai_responses.PROTOCOL, RESPONSES, *events)


@pytest.mark.parametrize(
    ("field", "event"),
    [
        ("item", {"type": "response.output_item.added", "output_index": 0, "item": "x"}),
        ("item", {"type": "response.output_item.done", "output_index": 0, "item": ["x"]}),
        ("response", ended("x")),
        ("output", ended({**response(), "output": "x"})),
        ("delta", {"type": "response.function_call_arguments.delta", "delta": {"a": 1}}),
    ],
)
def test_responses_events(field: str, event: Any) -> None:
    refuses(field, lambda: streamed(openai_responses.PROTOCOL, RESPONSES, event, ended(response())))


@pytest.mark.parametrize("status", ["failed", "completed"])
def test_an_error_in_a_last_event_that_says_completed_is_raised(status: str) -> None:
    failed = response(status=status, error={"code": "server_error", "message": "It broke."})
    with pytest.raises(ServerError, match="It broke"):
        streamed(openai_responses.PROTOCOL, RESPONSES, ended(failed))
    with pytest.raises(ServerError, match="It broke"):
        whole(openai_responses.PROTOCOL, RESPONSES, failed)


# ---- Gemini


def gemini(content: Any, **fields: Any) -> dict[str, Any]:
    return {"candidates": [{"content": content, "finishReason": "STOP", "index": 0}], **fields}


@pytest.mark.parametrize(
    ("field", "odd"),
    [
        ("text", gemini({"parts": [{"text": 5}]})),
        ("text", gemini({"parts": [{"text": {"a": 1}, "thought": True}]})),
        ("parts", gemini({"parts": "Hi"})),
        ("parts", gemini({"parts": {}})),
        ("parts", gemini({"parts": {"text": "Hi"}})),
        ("parts[]", gemini({"parts": ["Hi"]})),
        ("content", gemini("Hi")),
        ("functionCall", gemini({"parts": [{"functionCall": "rm"}]})),
        ("args", gemini({"parts": [{"functionCall": {"name": "rm", "args": "{}"}}]})),
        ("inlineData", gemini({"parts": [{"inlineData": "AA=="}]})),
        ("candidates", {"candidates": {}}),
        ("candidates[]", {"candidates": [None]}),
        ("index", {"candidates": [{"index": "0", "content": {"parts": [{"text": "Hi"}]}}]}),
    ],
)
def test_google(field: str, odd: Any) -> None:
    good = {"candidates": [{"content": {"parts": [{"text": "Do "}]}, "index": 0}]}
    last = gemini({"parts": [{"text": "it."}]})
    refuses(field, lambda: whole(google_genai.PROTOCOL, GOOGLE, odd))
    refuses(field, lambda: streamed(google_genai.PROTOCOL, GOOGLE, odd, last))
    refuses(field, lambda: streamed(google_genai.PROTOCOL, GOOGLE, good, odd, last))


# ---- files, images, transcripts

FILE: dict[str, Any] = {"inlineData": {"mimeType": "image/png", "data": 5}}
DRAWN: dict[str, Any] = {
    "type": "image_generation_call",
    "id": "i",
    "status": "completed",
    "result": ["AA=="],
}


@pytest.mark.parametrize(
    ("field", "read"),
    [
        ("data", lambda: whole(google_genai.PROTOCOL, GOOGLE, gemini({"parts": [FILE]}))),
        ("b64_json", lambda: openai_images({"data": [{"b64_json": 5}]})),
        ("url", lambda: openai_images({"data": [{"url": ["https://a.test/a.png"]}]})),
        ("bytesBase64Encoded", lambda: imagen({"predictions": [{"bytesBase64Encoded": {}}]})),
        ("predictions", lambda: imagen({"predictions": {"bytesBase64Encoded": "AA=="}})),
        ("predictions[]", lambda: imagen({"predictions": ["AA=="]})),
        ("delta", lambda: transcript({"type": "transcript.text.delta", "delta": 5})),
        ("text", lambda: transcript({"type": "transcript.text.done", "text": {"a": 1}})),
        ("segments", lambda: transcript({"text": "a", "segments": "a"}, stream=False)),
        ("text", lambda: transcript({"text": "a", "segments": [{"text": 5}]}, stream=False)),
        ("result", lambda: whole(openai_responses.PROTOCOL, RESPONSES, response(DRAWN))),
    ],
)
def test_media(field: str, read: Callable[[], Any]) -> None:
    refuses(field, read)


def openai_images(body: Any) -> Any:
    call = ImageCall("a")
    return images.PROTOCOL.parse(MEDIA, HTTPReply(200, {}, dumps(body)), ASKED, call)


def imagen(body: Any) -> Any:
    return google_images.parse(GOOGLE, HTTPReply(200, {}, dumps(body)), ASKED, ImageCall("a"))


def transcript(body: Any, *, stream: bool = True) -> Any:
    data = b"data: %s\n\n" % dumps(body) if stream else dumps(body)
    call = TranscriptionCall(FilePart(b"x", "audio/wav"))
    return transcripts.parse(MEDIA, HTTPReply(200, {}, data), ASKED, call)
