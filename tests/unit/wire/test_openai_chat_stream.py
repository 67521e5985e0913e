"""Chat Completions streams."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from ai_sdk.errors import (
    AISDKError,
    APICallError,
    BadRequestError,
    ContentFilteredError,
    InvalidResponseError,
    OverloadedError,
    RateLimitError,
    ServerError,
    StreamInterruptedError,
    excerpt,
)
from ai_sdk.json_codec import dumps
from ai_sdk.sse import ServerSentEvent
from ai_sdk.types._value import evolve
from ai_sdk.types.call import ModelFinish, ModelToolCall, ResponseMetadata
from ai_sdk.types.content import CustomPart, FilePart, Source
from ai_sdk.types.stream_parts import (
    ReasoningDelta,
    ReasoningEnd,
    ReasoningStart,
    TextDelta,
    TextEnd,
    TextStart,
    ToolInputDelta,
    ToolInputEnd,
    ToolInputStart,
)
from ai_sdk.wire.openai_chat import PROTOCOL
from ai_sdk.wire.openai_chat.dialect import OPENAI, ChatDialect, compatible
from ai_sdk.wire.openai_chat.stream import ChatStreamDecoder
from ai_sdk.wire.protocol import WireRequest

from .test_openai_chat_response import JSON, NAMES

DONE = "[DONE]"


def decoder(dialect: ChatDialect = OPENAI, **context: Any) -> ChatStreamDecoder:
    found = PROTOCOL.decoder(dialect, WireRequest("/x", context=context))
    assert isinstance(found, ChatStreamDecoder)
    return found


def event(data: Any, name: str | None = None) -> ServerSentEvent:
    text = data.encode() if isinstance(data, str) else dumps(data)
    return ServerSentEvent(name, text)


def chunk(finish: Any = None, *, index: Any = 0, usage: Any = None, **delta: Any) -> dict[str, Any]:
    choice = {"index": index, "delta": delta, "finish_reason": finish, "logprobs": None}
    return {"id": "chatcmpl-1", "model": "m", "choices": [choice], "usage": usage}


def parts(*events: Any, dialect: ChatDialect = OPENAI, **context: Any) -> list[Any]:
    """All parts but the facts about the reply."""
    one = decoder(dialect, **context)
    out = [part for data in events for part in one.feed(event(data))]
    out += one.finish()
    assert one.done
    return [part for part in out if not isinstance(part, ResponseMetadata)]


def end_of(*events: Any, **settings: Any) -> ModelFinish:
    finish = parts(*events, **settings)[-1]
    assert isinstance(finish, ModelFinish)
    return finish


def test_a_usual_stream() -> None:
    one = decoder()
    head = chunk(role="assistant", content="", refusal=None) | {
        "created": 1,
        "service_tier": "flex",
    }
    (facts,) = one.feed(event(head))
    assert isinstance(facts, ResponseMetadata)
    assert (facts.id, facts.model_id) == ("chatcmpl-1", "m")
    assert list(one.feed(event(chunk(content="Hel")))) == [
        TextStart("txt-0"),
        TextDelta("txt-0", "Hel"),
    ]
    assert list(one.feed(event(chunk(content="lo")))) == [TextDelta("txt-0", "lo")]
    assert list(one.feed(event(chunk("stop")))) == []
    usage = {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}
    assert list(one.feed(event({"choices": [], "usage": usage}))) == []
    assert not one.done
    end, finish = one.feed(event(DONE))
    assert end == TextEnd("txt-0")
    assert isinstance(finish, ModelFinish)
    assert (finish.finish_reason, finish.raw_finish_reason) == ("stop", "stop")
    assert (finish.usage.input_tokens, finish.usage.raw) == (3, usage)
    assert finish.provider_metadata == {"openai": {"service_tier": "flex"}}
    assert finish.warnings == ()
    assert one.done
    assert list(one.feed(event("junk"))) == []
    assert list(one.finish()) == []


def test_the_end_of_the_body_after_a_finish_reason() -> None:
    assert parts(chunk(content="a"), chunk("length"))[-1].finish_reason == "length"


@pytest.mark.parametrize(("calls", "reason"), [(False, "other"), (True, "tool-calls")])
def test_done_without_a_finish_reason(calls: bool, reason: str) -> None:
    call = {"index": 0, "id": "c", "function": {"name": "t", "arguments": "{}"}}
    finish = end_of(chunk(content="a", **({"tool_calls": [call]} if calls else {})), DONE)
    assert (finish.finish_reason, finish.raw_finish_reason) == (reason, None)
    assert [warning.type for warning in finish.warnings] == ["other"]
    assert "[DONE]" in finish.warnings[0].message


@pytest.mark.parametrize(
    ("events", "says"),
    [
        ([], "before its first event"),
        ([chunk(content="a")], "before its end mark"),
        ([chunk("", content="a")], "before its end mark"),
        ([{"choices": [], "usage": {"prompt_tokens": 1}}], "before its end mark"),
    ],
)
def test_a_cut_stream(events: list[Any], says: str) -> None:
    with pytest.raises(StreamInterruptedError, match=says) as caught:
        parts(*events)
    assert caught.value.reason == "no end mark"


def test_a_cut_stream_makes_no_tool_call() -> None:
    one = decoder()
    call = {"index": 0, "id": "c", "function": {"name": "t", "arguments": "{}"}}
    fed = [*one.feed(event(chunk(tool_calls=[call]))), *one.feed(event(chunk(content="a")))]
    with pytest.raises(StreamInterruptedError):
        one.finish()
    assert not any(isinstance(part, (ModelToolCall, ToolInputEnd)) for part in fed)


def test_kinds_of_blocks() -> None:
    found = parts(
        chunk(reasoning_content="h", content=None),
        chunk(reasoning_content="m"),
        chunk(content="a"),
        chunk(reasoning="again"),
        chunk(refusal="no"),
        chunk("stop"),
        DONE,
    )
    assert found[:-1] == [
        ReasoningStart("rsn-0"),
        ReasoningDelta("rsn-0", "h"),
        ReasoningDelta("rsn-0", "m"),
        ReasoningEnd("rsn-0"),
        TextStart("txt-1"),
        TextDelta("txt-1", "a"),
        TextEnd("txt-1"),
        ReasoningStart("rsn-2"),
        ReasoningDelta("rsn-2", "again"),
        ReasoningEnd("rsn-2"),
        TextStart("txt-3", {"openai": {"refusal": True}}),
        TextDelta("txt-3", "no"),
        TextEnd("txt-3"),
    ]
    assert found[-1].finish_reason == "content-filter"


def test_a_wide_delta_is_read_whole() -> None:
    found = parts(
        chunk(content="a"),
        chunk(role="assistant", content="b", tool_calls=None, refusal=None),
        chunk(content="c", reasoning_content="hm"),
        chunk("stop", content="d"),
        DONE,
    )
    texts = [part.text for part in found if isinstance(part, (TextDelta, ReasoningDelta))]
    assert texts == ["a", "b", "hm", "c", "d"]
    assert found[-1].finish_reason == "stop"


def test_tool_calls_end_with_the_stream() -> None:
    def piece(index: int, text: str, **more: Any) -> dict[str, Any]:
        return {"index": index, "function": {"arguments": text, **more.pop("function", {})}, **more}

    found = parts(
        chunk(tool_calls=[piece(0, "", id="a", type="function", function={"name": "one"})]),
        chunk(tool_calls=[piece(0, '{"x":')]),
        chunk(tool_calls=[piece(1, "{}", id="b", function={"name": "two"}), piece(0, "1}")]),
        chunk("tool_calls"),
        DONE,
    )
    assert found[:-1] == [
        ToolInputStart("a", "one"),
        ToolInputDelta("a", '{"x":'),
        ToolInputStart("b", "two"),
        ToolInputDelta("b", "{}"),
        ToolInputDelta("a", "1}"),
        ToolInputEnd("a"),
        ModelToolCall("a", "one", '{"x":1}'),
        ToolInputEnd("b"),
        ModelToolCall("b", "two", "{}"),
    ]
    assert found[-1].finish_reason == "tool-calls"


def test_custom_and_old_calls() -> None:
    found = parts(
        chunk(
            tool_calls=[
                {"index": 0, "id": "a", "type": "custom", "custom": {"name": "math", "input": "1"}}
            ]
        ),
        chunk(tool_calls=[{"index": 0, "custom": {"input": "+1"}}]),
        chunk(function_call={"name": "old", "arguments": "{"}),
        chunk(function_call={"arguments": "}"}),
        chunk("function_call"),
        DONE,
    )
    custom, old = (part for part in found if isinstance(part, ModelToolCall))
    assert custom == ModelToolCall(
        "a", "math", "1+1", provider_metadata={"openai": {"type": "custom"}}
    )
    assert (old.tool_name, old.input) == ("old", "{}")
    assert old.provider_metadata == {"openai": {"function_call": True}}


def test_a_call_that_never_gets_a_name() -> None:
    with pytest.raises(InvalidResponseError, match="has no name"):
        parts(chunk(tool_calls=[{"index": 0, "id": "a"}]), chunk("tool_calls"), DONE)


def test_only_the_first_choice_is_read() -> None:
    found = parts(
        chunk(content="a"),
        chunk(content="X", index=1),
        chunk(content="b"),
        chunk("length", index=1),
        chunk("stop"),
        DONE,
    )
    assert "".join(part.text for part in found if isinstance(part, TextDelta)) == "ab"
    assert found[-1].finish_reason == "stop"


def test_sound() -> None:
    def audio(**fields: Any) -> dict[str, Any]:
        return chunk(audio=fields)

    one, two = (base64.b64encode(piece).decode() for piece in (b"so", b"und"))
    found = parts(
        audio(id="audio_1", transcript="he"),
        audio(transcript="ar", data=one),
        audio(data=two, expires_at=5),
        chunk("stop"),
        DONE,
        audio_format="pcm16",
    )
    note = {"openai": {"transcript": True}}
    assert found[:-1] == [
        TextStart("txt-0", note),
        TextDelta("txt-0", "he"),
        TextDelta("txt-0", "ar"),
        TextEnd("txt-0"),
        FilePart(
            b"sound",
            "audio/pcm",
            provider_metadata={"openai": {"audio_id": "audio_1", "expires_at": 5}},
        ),
    ]


def test_citations() -> None:
    note = {"type": "url_citation", "url_citation": {"url": "https://x", "title": "X"}}
    found = parts(
        chunk(content="a", annotations=[note]), chunk(annotations=[note]), chunk("stop"), DONE
    )
    assert [part.id for part in found if isinstance(part, Source)] == ["src-0", "src-1"]


def test_logprobs_and_metadata() -> None:
    def with_logprobs(text: str) -> dict[str, Any]:
        data = chunk(content=text)
        data["choices"][0]["logprobs"] = {"content": [{"token": text}], "refusal": None}
        return data

    last = {"choices": [], "usage": {"prompt_tokens": 1}, "cost": 2, "x": None}
    finish = end_of(with_logprobs("a"), with_logprobs("b"), chunk("stop") | {"seen": 1}, last, DONE)
    assert finish.provider_metadata == {
        "openai": {"logprobs": {"content": [{"token": "a"}, {"token": "b"}]}, "cost": 2, "seen": 1}
    }


def test_usage_in_the_last_chunk_or_twice() -> None:
    finish = end_of(chunk(usage={"prompt_tokens": 1}), chunk("stop", usage={"prompt_tokens": 2}))
    assert finish.usage.input_tokens == 2
    assert end_of(chunk("stop"), DONE).usage.input_tokens is None


def test_a_first_chunk_that_does_not_say_who_answers() -> None:
    one = decoder()
    filters = {"id": "", "model": "", "choices": [], "prompt_filter_results": [1]}
    assert list(one.feed(event(filters))) == []
    facts, *_ = one.feed(event(chunk(content="a")))
    assert facts == ResponseMetadata("chatcmpl-1", "m", None)
    *_, finish = one.feed(event(DONE))
    assert isinstance(finish, ModelFinish)
    assert finish.provider_metadata == {"openai": {"prompt_filter_results": [1]}}


def test_content_as_a_list() -> None:
    found = parts(
        chunk(
            content=[
                {"type": "thinking", "thinking": [{"text": "hm"}]},
                {"type": "text", "text": "a"},
                {"type": "reference", "ids": [1]},
            ]
        ),
        chunk("stop"),
        DONE,
        dialect=compatible("acme"),
    )
    assert found[:-1] == [
        ReasoningStart("rsn-0"),
        ReasoningDelta("rsn-0", "hm"),
        ReasoningEnd("rsn-0"),
        TextStart("txt-1"),
        TextDelta("txt-1", "a"),
        CustomPart("acme.reference", {"type": "reference", "ids": [1]}),
        TextEnd("txt-1"),
    ]


@pytest.mark.parametrize(
    ("data", "name", "kind", "status"),
    [
        ({"error": {"message": "m", "code": "rate_limit_exceeded"}}, None, RateLimitError, 429),
        ({"error": {"message": "m", "code": 503}}, None, OverloadedError, 503),
        ({"error": {"message": "m", "type": "invalid_request_error"}}, None, BadRequestError, 400),
        ({"error": {"message": "m", "code": "content_filter"}}, None, ContentFilteredError, 400),
        ({"error": "m"}, None, ServerError, 500),
        ({"error": {}}, None, ServerError, 500),
        ({"message": "m", "code": 429}, "error", RateLimitError, 429),
        ({"error": None, "message": "m"}, "error", ServerError, 500),
        ("m", "error", ServerError, 500),
        (["m"], "error", ServerError, 500),
        ({"type": "error", "message": "m"}, None, ServerError, 500),
        ({"object": "error", "message": "m", "code": 400}, None, BadRequestError, 400),
        ({"detail": "m"}, None, ServerError, 500),
        (
            {"choices": [{"error": {"message": "m", "code": 502}, "finish_reason": "error"}]},
            None,
            ServerError,
            502,
        ),
    ],
)
@pytest.mark.parametrize("at", ["start", "middle", "after finish"])
def test_errors_in_the_stream(
    data: Any, name: str | None, kind: type[APICallError], status: int, at: str
) -> None:
    one = decoder()
    before = {"start": [], "middle": [chunk(content="a")]}.get(
        at, [chunk(content="a"), chunk("stop"), {"choices": [], "usage": {"prompt_tokens": 1}}]
    )
    for each in before:
        one.feed(event(each))
    with pytest.raises(APICallError) as caught:
        one.feed(event(data, name))
    assert (type(caught.value), caught.value.status_code) == (kind, status)
    assert caught.value.is_retryable is (status == 429 or status >= 500)
    assert not one.done


@pytest.mark.parametrize("data", ["{", "nothing", "[1]", "null", "3", "[" * 20_000, "[DONE] ?"])
def test_events_that_are_no_json_object(data: str) -> None:
    one = decoder()
    one.feed(event(chunk(content="a")))
    with pytest.raises(InvalidResponseError, match="event of the stream") as caught:
        one.feed(event(data))
    assert caught.value.body
    assert caught.value.body[:20] == data[:20]


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"choices": None},
        {"choices": []},
        {"choices": [{}]},
        {"choices": [{"delta": None}]},
        {"choices": [{"delta": {"content": [], "tool_calls": "", "reasoning": None}}]},
        {"choices": [{"delta": {"tool_calls": [{}, {"function": None}]}}]},
        {"choices": [{"delta": {"audio": None, "function_call": None, "annotations": {}}}]},
        {"choices": [{"delta": {"audio": {"data": None}, "annotations": [3, {}]}}]},
        {"choices": [{"finish_reason": 3, "logprobs": 3}], "usage": 3},
        {"choices": [{"logprobs": {"content": None}}], "unknown": 1},
        {"object": "heartbeat"},
        {"choices": [{"delta": {"annotations": "x"}}]},
        {"choices": [], "message": "m", "code": 429},
    ],
)
def test_odd_chunks_do_no_harm(odd: dict[str, Any]) -> None:
    found = parts(chunk(content="a"), odd, chunk(content="b"), chunk("stop"), DONE)
    assert "".join(part.text for part in found if isinstance(part, TextDelta)) == "ab"
    assert found[-1].finish_reason == "stop"
    assert parts(odd, chunk("stop"), DONE)[-1].finish_reason == "stop"


@pytest.mark.parametrize(
    ("data", "name", "status", "message"),
    [
        ({"error": {"message": "m", "code": 503}, "choices": []}, None, 503, "m"),
        ({"message": "m", "code": 429, "choices": []}, "error", 429, "m"),
        ({"error": {"message": "m", "code": 429}, "choices": []}, "error", 429, "m"),
        (b"too many \xff", "error", 500, "too many \ufffd"),
        ("busy", "error", 500, "busy"),
    ],
)
def test_what_an_error_says(data: Any, name: str | None, status: int, message: str) -> None:
    told = ServerSentEvent(name, data) if isinstance(data, bytes) else event(data, name)
    with pytest.raises(APICallError) as caught:
        decoder().feed(told)
    assert caught.value.status_code == status
    assert message in str(caught.value)


@pytest.mark.parametrize("data", ["x" * 600, f'["{"x" * 600}"]'])
def test_an_error_shows_the_start_of_the_event(data: str) -> None:
    with pytest.raises(InvalidResponseError) as caught:
        decoder().feed(event(data))
    assert caught.value.body == excerpt(data, 500)


@pytest.mark.parametrize(
    ("told", "facts"),
    [
        ({"id": "i", "created": 0}, ResponseMetadata("i", None, None)),
        ({"model": "m"}, ResponseMetadata(None, "m", None)),
        (
            {"id": "i", "model": "m", "created": 1_700_000_000},
            ResponseMetadata("i", "m", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        ),
        ({}, None),
    ],
)
def test_who_answers(told: dict[str, Any], facts: ResponseMetadata | None) -> None:
    assert list(decoder().feed(event({"choices": [], **told}))) == ([facts] if facts else [])


@pytest.mark.parametrize("odd", [3, {}, [], "x"])
def test_counts_that_are_none_replace_none(odd: Any) -> None:
    counts = {"prompt_tokens": 1}
    first = {"choices": [], "usage": counts}
    assert end_of(first, {"choices": [], "usage": odd}, chunk("stop")).usage.raw == counts


def test_text_with_something_else_beside_it() -> None:
    def beside(**more: Any) -> dict[str, Any]:
        data = chunk(content="b")
        data["choices"][0].update(more)
        return data

    counts = {"prompt_tokens": 7}
    filtered = {"content_filter_results": {"hate": {"filtered": True}}}
    start, end = chunk(content="a"), chunk("stop")
    assert end_of(start, chunk(content="b", usage=counts), end).usage.input_tokens == 7
    assert end_of(start, beside(**filtered), end).provider_metadata == {"openai": filtered}
    for odd in (beside(error={"message": "m"}), chunk(content="b") | {"error": {"message": "m"}}):
        with pytest.raises(ServerError):
            parts(start, odd)


def test_cited_lists_come_at_the_end() -> None:
    dialect = evolve(compatible("acme"), citations=("citations",))
    more = {"citations": ["https://a", "https://b"]}
    found = parts(
        chunk(content="a") | {"citations": ["https://a"]},
        chunk("stop") | more,
        chunk(),
        DONE,
        dialect=dialect,
    )
    assert [part.type for part in found[-4:]] == ["text-end", "source", "source", "model-finish"]
    assert [(part.id, part.url) for part in found[-3:-1]] == [
        ("src-0", "https://a"),
        ("src-1", "https://b"),
    ]
    assert list(found[-2].provider_metadata) in ([], ["acme"])
    plain = parts(chunk("stop", content="a") | more, DONE)
    assert not any(isinstance(part, Source) for part in plain)


def test_reasoning_details_go_with_their_reasoning() -> None:
    dialect = evolve(compatible("acme"), reasoning_details="reasoning_details")

    def detail(**fields: Any) -> dict[str, Any]:
        return {"reasoning_details": [{"type": "reasoning.text", "index": 0, **fields}]}

    def note(**fields: Any) -> dict[str, Any]:
        return {"acme": detail(**fields)}

    found = parts(
        chunk(reasoning="h", reasoning_content="h", **detail(text="h")),
        chunk(content="a"),
        chunk("stop", **detail(signature="s")),
        DONE,
        dialect=dialect,
    )
    assert found[:-1] == [
        ReasoningStart("rsn-0"),
        ReasoningDelta("rsn-0", "h"),
        ReasoningEnd("rsn-0", note(text="h")),
        TextStart("txt-1"),
        TextDelta("txt-1", "a"),
        TextEnd("txt-1"),
        ReasoningStart("rsn-2"),
        ReasoningEnd("rsn-2", note(signature="s")),
    ]
    passed = parts(chunk(reasoning="h", **detail(text="h")), chunk("stop"), DONE)
    assert ReasoningEnd("rsn-0") in passed


@pytest.mark.parametrize(
    ("pieces", "metadata"),
    [
        ([{"id": "a", "custom": {"name": "t", "input": "x"}}], True),
        (
            [
                {"id": "a", "type": "custom", "custom": {"input": "x"}},
                {"function": {"name": "t", "arguments": ""}},
            ],
            True,
        ),
        (
            [
                {"id": "a", "type": "odd", "custom": {"input": "x"}},
                {"function": {"name": "t", "arguments": ""}},
            ],
            False,
        ),
    ],
)
def test_what_makes_a_call_custom(pieces: list[dict[str, Any]], metadata: bool) -> None:
    found = parts(*(chunk(tool_calls=[{"index": 0, **p}]) for p in pieces), chunk("stop"), DONE)
    (call,) = (part for part in found if isinstance(part, ModelToolCall))
    note = {"openai": {"type": "custom"}} if metadata else {}
    assert call == ModelToolCall("a", "t", "x", provider_metadata=note)


def test_an_old_call_beside_new_ones() -> None:
    new = [{"index": n, "id": f"c{n}", "function": {"name": "t"}} for n in range(2)]
    found = parts(
        chunk(tool_calls=new),
        chunk(function_call={"name": "old", "arguments": "{"}),
        chunk(function_call={"arguments": "}"}),
        chunk("function_call"),
        DONE,
    )
    calls = [part for part in found if isinstance(part, ModelToolCall)]
    assert [(call.tool_name, call.input) for call in calls] == [
        ("t", ""),
        ("t", ""),
        ("old", "{}"),
    ]


def test_what_is_said_of_sound_stays_said() -> None:
    found = parts(
        chunk(audio={"id": "audio_1", "data": "eA=="}),
        chunk(audio={"id": None, "expires_at": 5}),
        chunk("stop"),
        DONE,
        audio_format="wav",
    )
    note = {"openai": {"audio_id": "audio_1", "expires_at": 5}}
    assert found[0] == FilePart(b"x", "audio/wav", provider_metadata=note)


@given(
    st.lists(
        st.one_of(
            st.text(max_size=5).map(lambda text: chunk(content=text)),
            st.dictionaries(st.sampled_from(NAMES), JSON, max_size=4).map(
                lambda delta: {"choices": [{"index": 0, "delta": delta}]}
            ),
            st.dictionaries(st.sampled_from(NAMES), JSON, max_size=4),
        ),
        max_size=5,
    )
)
@settings(max_examples=150, deadline=None)
def test_whatever_comes_is_parts_or_a_typed_error(chunks: list[Any]) -> None:
    try:
        found = parts(*chunks, DONE)
    except AISDKError as error:
        assert error.message
    else:
        assert isinstance(found[-1], ModelFinish)


@given(st.lists(st.text(min_size=1, max_size=8), max_size=8))
@settings(max_examples=50, deadline=None)
def test_the_text_is_the_sum_of_the_deltas(texts: list[str]) -> None:
    found = parts(*(chunk(content=text) for text in texts), chunk("stop"), DONE)
    assert "".join(p.text for p in found if isinstance(p, TextDelta)) == "".join(texts)
