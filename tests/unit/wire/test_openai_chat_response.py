"""Whole Chat Completions answers."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from ai_sdk.errors import (
    AISDKError,
    APICallError,
    InvalidResponseError,
    QuotaExceededError,
    RateLimitError,
    ServerError,
)
from ai_sdk.json_codec import dumps
from ai_sdk.types.call import ModelResult, ModelToolCall
from ai_sdk.types.content import CustomPart, FilePart, ReasoningPart, Source, TextPart
from ai_sdk.types.http import HTTPReply
from ai_sdk.types.usage import InputTokenDetails, OutputTokenDetails, Usage
from ai_sdk.wire.facts import timestamp_of
from ai_sdk.wire.openai_chat import PROTOCOL
from ai_sdk.wire.openai_chat.dialect import OPENAI, ChatDialect, compatible
from ai_sdk.wire.openai_chat.facts import finish_reason_of
from ai_sdk.wire.openai_chat.usage import usage_of
from ai_sdk.wire.protocol import WireRequest


def parse(body: Any, dialect: ChatDialect = OPENAI, **context: Any) -> ModelResult:
    data = body if isinstance(body, bytes) else dumps(body)
    reply = HTTPReply(200, {"x-request-id": "req_1"}, data, "https://api.example/v1")
    return PROTOCOL.parse(dialect, reply, WireRequest("/x", context=context))


def answer(finish: Any = "stop", **message: Any) -> dict[str, Any]:
    return {"choices": [{"index": 0, "finish_reason": finish, "message": message}]}


def test_a_usual_answer() -> None:
    result = parse(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1_700_000_000,
            "model": "gpt-4o-2024-08-06",
            "service_tier": "default",
            "system_fingerprint": None,
            "choices": [
                {
                    "index": 0,
                    "message": {"role": "assistant", "content": "Hi", "refusal": None},
                    "logprobs": None,
                    "finish_reason": "stop",
                }
            ],
            "usage": {"prompt_tokens": 3, "completion_tokens": 1, "total_tokens": 4},
        }
    )
    assert result.content == (TextPart("Hi"),)
    assert (result.finish_reason, result.raw_finish_reason) == ("stop", "stop")
    assert (result.usage.input_tokens, result.usage.output_tokens) == (3, 1)
    assert result.provider_metadata == {"openai": {"service_tier": "default"}}
    assert result.response.id == "chatcmpl-1"
    assert result.response.model_id == "gpt-4o-2024-08-06"
    assert result.response.timestamp == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert result.response.headers == {"x-request-id": "req_1"}
    assert result.warnings == ()


@pytest.mark.parametrize(
    ("raw", "calls", "refused", "reason"),
    [
        ("stop", False, False, "stop"),
        ("stop", True, False, "tool-calls"),
        ("stop", False, True, "content-filter"),
        ("length", True, False, "length"),
        ("content_filter", False, False, "content-filter"),
        ("tool_calls", True, False, "tool-calls"),
        ("function_call", True, False, "tool-calls"),
        ("error", False, False, "error"),
        ("brand_new", True, False, "other"),
        (None, False, False, "other"),
        (None, True, False, "tool-calls"),
        (None, False, True, "content-filter"),
    ],
)
def test_finish_reasons(raw: str | None, calls: bool, refused: bool, reason: str) -> None:
    assert finish_reason_of(raw, calls=calls, refused=refused) == reason


def test_the_raw_finish_reason_is_kept() -> None:
    result = parse(answer("brand_new", content="a"))
    assert (result.finish_reason, result.raw_finish_reason) == ("other", "brand_new")
    assert parse(answer("", content="a")).raw_finish_reason is None


def test_a_refusal_is_visible() -> None:
    result = parse(answer(content=None, refusal="I can't"))
    assert result.content == (TextPart("I can't", provider_metadata={"openai": {"refusal": True}}),)
    assert (result.finish_reason, result.raw_finish_reason) == ("content-filter", "stop")


@pytest.mark.parametrize("name", ["reasoning_content", "reasoning"])
def test_reasoning_comes_first(name: str) -> None:
    result = parse(answer(content="a", **{name: "hm"}))
    assert result.content == (ReasoningPart("hm"), TextPart("a"))


def test_reasoning_is_read_once() -> None:
    assert parse(answer(content="", reasoning_content="hm", reasoning="hm")).content == (
        ReasoningPart("hm"),
    )
    silent = ChatDialect(reasoning_fields=())
    assert parse(answer(content="a", reasoning="hm"), silent).content == (TextPart("a"),)


def call(key: Any = "c", name: Any = "t", arguments: Any = "{}", **more: Any) -> dict[str, Any]:
    return {
        "id": key,
        "type": "function",
        "function": {"name": name, "arguments": arguments},
    } | more


def test_tool_calls() -> None:
    result = parse(
        answer(
            content=None,
            tool_calls=[
                call("a", "one", '{"x":1}'),
                {"id": "b", "type": "custom", "custom": {"name": "math", "input": "1+1"}},
            ],
        )
    )
    assert result.content == (
        ModelToolCall("a", "one", '{"x":1}'),
        ModelToolCall("b", "math", "1+1", provider_metadata={"openai": {"type": "custom"}}),
    )
    assert (result.finish_reason, result.raw_finish_reason) == ("tool-calls", "stop")


@pytest.mark.parametrize(
    ("arguments", "text"),
    [(None, ""), ("", ""), ({"x": 1}, '{"x":1}'), ("no json", "no json"), (3, "3")],
)
def test_arguments_of_any_shape(arguments: Any, text: str) -> None:
    assert parse(answer(tool_calls=[call(arguments=arguments)])).content == (
        ModelToolCall("c", "t", text),
    )


def test_a_call_without_type() -> None:
    bare = {"id": "c", "function": {"name": "t", "arguments": "{}"}}
    assert parse(answer(tool_calls=[bare])).content == (ModelToolCall("c", "t", "{}"),)


def test_missing_and_doubled_ids() -> None:
    result = parse(answer(tool_calls=[call(None), call("a"), call("a"), call("")]))
    ids = [part.tool_call_id for part in result.content if isinstance(part, ModelToolCall)]
    assert ids[1] == "a"
    assert len(set(ids)) == 4
    assert all(ids)


def test_the_old_function_call() -> None:
    (part,) = parse(answer("function_call", function_call={"name": "t", "arguments": "{}"})).content
    assert isinstance(part, ModelToolCall)
    assert (part.tool_name, part.input) == ("t", "{}")
    assert part.tool_call_id.startswith("call_")
    assert part.provider_metadata == {"openai": {"function_call": True}}


def test_a_call_without_name() -> None:
    with pytest.raises(InvalidResponseError, match="no name"):
        parse(answer(tool_calls=[call(name=None)]))


def test_fields_filled_with_nothing() -> None:
    empty = answer(
        "",
        content="a",
        refusal="",
        tool_calls=[call("", "", "")],
        function_call={"name": "", "arguments": ""},
        audio={"id": "", "data": "", "transcript": ""},
        annotations=None,
    )
    assert parse(empty | {"id": "", "service_tier": ""}).content == (TextPart("a"),)
    assert parse(empty | {"id": "", "service_tier": ""}).provider_metadata == {}


def test_citations() -> None:
    cited = {"url": "https://x", "title": "X", "start_index": 0, "end_index": 5}
    notes = [
        {"type": "url_citation", "url_citation": cited},
        {"type": "file_citation", "file_citation": {}},
        {"type": "url_citation", "url_citation": {"url": "https://y"}},
        "odd",
        {"type": "url_citation", "url_citation": None},
    ]
    assert parse(answer(content="a", annotations=notes)).content[1:] == (
        Source(
            "src-0",
            "url",
            "https://x",
            "X",
            provider_metadata={"openai": {"start_index": 0, "end_index": 5}},
        ),
        Source("src-1", "url", "https://y"),
    )


@pytest.mark.parametrize(
    ("audio_format", "media_type"),
    [
        ("wav", "audio/wav"),
        ("mp3", "audio/mpeg"),
        ("pcm16", "audio/pcm"),
        ("flac", "audio/flac"),
        (None, "audio/wav"),
    ],
)
def test_sound(audio_format: Any, media_type: str) -> None:
    data = base64.b64encode(b"sound").decode()
    audio = {"id": "audio_1", "data": data, "transcript": "hear", "expires_at": 5}
    result = parse(answer(content=None, audio=audio), audio_format=audio_format)
    assert result.content == (
        TextPart("hear", provider_metadata={"openai": {"transcript": True}}),
        FilePart(
            b"sound",
            media_type,
            provider_metadata={"openai": {"audio_id": "audio_1", "expires_at": 5}},
        ),
    )


def test_sound_that_is_no_base64() -> None:
    with pytest.raises(InvalidResponseError, match="no base64"):
        parse(answer(audio={"id": "a", "data": "x"}))


def test_content_as_a_list() -> None:
    parts = [
        {"type": "text", "text": "a"},
        "b",
        {"type": "thinking", "thinking": [{"type": "text", "text": "hm"}, {"type": "reference"}]},
        {"type": "thinking", "thinking": "ho"},
        {"type": "thinking", "thinking": None},
        {"type": "reference", "ids": [1]},
        {"type": "text", "text": ""},
    ]
    assert parse(answer(content=parts), compatible("acme")).content == (
        TextPart("a"),
        TextPart("b"),
        ReasoningPart("hm"),
        ReasoningPart("ho"),
        CustomPart("acme.reference", {"type": "reference", "ids": [1]}),
    )


def test_of_several_choices_the_first() -> None:
    choices = [
        {"index": 1, "finish_reason": "length", "message": {"content": "b"}},
        {"index": 0, "finish_reason": "stop", "message": {"content": "a"}},
    ]
    result = parse({"choices": choices})
    assert (result.content, result.finish_reason) == ((TextPart("a"),), "stop")
    only = parse({"choices": choices[:1]})
    assert only.content == (TextPart("b"),)


def test_vendors_own_fields_and_logprobs() -> None:
    logprobs = {"content": [{"token": "a", "logprob": -0.1}], "refusal": None}
    body = answer(content="a") | {"citations": ["u"], "moderation": None}
    body["choices"][0]["logprobs"] = logprobs
    assert parse(body, compatible("acme")).provider_metadata == {
        "acme": {"citations": ["u"], "logprobs": logprobs}
    }


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (None, Usage()),
        ({}, Usage()),
        ("12", Usage()),
        (
            {
                "prompt_tokens": 10,
                "completion_tokens": 7,
                "total_tokens": 17,
                "prompt_tokens_details": {"cached_tokens": 4, "cache_write_tokens": 1},
                "completion_tokens_details": {"reasoning_tokens": 5},
            },
            Usage(10, 7, 17, InputTokenDetails(5, 4, 1), OutputTokenDetails(2, 5)),
        ),
        (
            {"prompt_tokens": 10, "completion_tokens": 0, "prompt_tokens_details": None},
            Usage(10, 0, None),
        ),
        (
            {"prompt_tokens": 10, "prompt_cache_hit_tokens": 4},
            Usage(10, None, None, InputTokenDetails(6, 4)),
        ),
        (
            {"prompt_tokens": "10", "completion_tokens": 7.0, "total_tokens": -1},
            Usage(10, 7),
        ),
        (
            {"prompt_tokens": True, "completion_tokens": [], "prompt_tokens_details": 3},
            Usage(),
        ),
        (
            {"prompt_tokens": 1, "prompt_tokens_details": {"cached_tokens": 4}},
            Usage(1, None, None, InputTokenDetails(0, 4)),
        ),
    ],
)
def test_usage(raw: Any, expected: Usage) -> None:
    found = usage_of(raw)
    assert found.raw == (raw if isinstance(raw, dict) and raw else None)
    assert (
        found.input_tokens,
        found.output_tokens,
        found.total_tokens,
        found.input_token_details,
        found.output_token_details,
    ) == (
        expected.input_tokens,
        expected.output_tokens,
        expected.total_tokens,
        expected.input_token_details,
        expected.output_token_details,
    )


def test_raw_usage_stays_plain() -> None:
    raw = {"prompt_tokens": 1, "prompt_tokens_details": {"cached_tokens": 0}, "cost": 0.5}
    assert usage_of(raw).raw == {
        "prompt_tokens": 1,
        "prompt_tokens_details": {"cached_tokens": 0},
        "cost": 0.5,
    }


@pytest.mark.parametrize("created", [None, "soon", True, 1e300, float("nan")])
def test_timestamps_that_are_none(created: Any) -> None:
    assert timestamp_of(created) is None


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "the answer is empty"),
        (b"<html></html>", "a web page"),
        (b"{", "the JSON text ends too early"),
        ({}, "it has no choices"),
        ({"choices": None}, "it has no choices"),
        ({"choices": []}, "it has no choices"),
        ({"choices": {}}, "it has no choices"),
        ({"choices": [None]}, "its choice is no object"),
        ({"choices": [{"message": "a"}]}, "its message is no object"),
        ({"choices": [{"message": None, "finish_reason": "stop"}]}, "its message is no object"),
        ({"choices": [{"finish_reason": "stop"}]}, "its message is no object"),
        (b"[" * 20_000, "nested deeper"),
    ],
)
def test_what_is_no_chat_completion(body: Any, says: str) -> None:
    with pytest.raises(InvalidResponseError, match=says) as caught:
        parse(body)
    assert (caught.value.status_code, caught.value.request_id) == (200, "req_1")


def test_a_message_without_content_is_an_empty_answer() -> None:
    result = parse({"choices": [{"finish_reason": "stop", "message": {"content": None}}]})
    assert (result.content, result.finish_reason) == ((), "stop")


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ({"error": {"message": "m", "code": "insufficient_quota"}}, QuotaExceededError, 429),
        ({"error": "m"}, ServerError, 500),
        ({"object": "error", "message": "m", "code": 429}, RateLimitError, 429),
        ({"choices": [{"error": {"message": "m", "code": 502}}]}, ServerError, 502),
    ],
)
def test_an_error_with_a_good_status(body: Any, kind: type[APICallError], status: int) -> None:
    with pytest.raises(kind, match="m") as caught:
        parse(body)
    assert (type(caught.value), caught.value.status_code) == (kind, status)


def test_parse_error() -> None:
    reply = HTTPReply(429, {"retry-after": "2"}, b'{"error": {"message": "slow down"}}')
    error = PROTOCOL.parse_error(OPENAI, reply)
    assert type(error) is RateLimitError
    assert (error.message, error.retry_after) == ("slow down", 2.0)
    own = ChatDialect(read_error=lambda reply: ServerError(f"own {reply.status}"))
    assert PROTOCOL.parse_error(own, reply).message == "own 429"


NAMES = [
    "choices",
    "index",
    "message",
    "content",
    "tool_calls",
    "function",
    "function_call",
    "name",
    "arguments",
    "type",
    "custom",
    "annotations",
    "url_citation",
    "audio",
    "usage",
    "prompt_tokens",
    "logprobs",
    "error",
    "finish_reason",
    "id",
    "created",
    "text",
]
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["", "stop", "function", "custom", "url_citation", "text", "x"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
    max_leaves=20,
)


@given(message=JSON, rest=st.dictionaries(st.sampled_from(NAMES), JSON, max_size=5))
@settings(max_examples=150, deadline=None)
def test_whatever_comes_is_a_result_or_a_typed_error(message: Any, rest: dict[str, Any]) -> None:
    body = {"choices": [{"index": 0, "finish_reason": "stop", "message": message}]} | rest
    try:
        result = parse(body)
    except AISDKError as error:
        assert error.message
    else:
        assert isinstance(result, ModelResult)
