"""The walks themselves, on small records of our own making. Needs no recordings."""

from __future__ import annotations

import base64
import json
from array import array
from typing import Any

import pytest

from .expected import (
    ExpectedCall,
    ExpectedError,
    ExpectedFile,
    ExpectedInterrupted,
    ExpectedSegment,
    ExpectedSpeech,
    ExpectedText,
    ExpectedTranscript,
    ExpectedUsage,
    ExpectedVectors,
)
from .expected_openai_chat import walk_chat, walk_chunks
from .expected_openai_media import walk_media, walk_subtitles
from .expected_openai_responses import walk_events, walk_responses
from .records import Record, reply_of, sse_text


def record(api: str, body: Any = None, *, status: int = 200, **response: Any) -> Record:
    answer = {"status": status, "headers": {}, "framing": None, "body": body, "raw": None}
    return Record(
        {"id": "x", "api": f"openai.{api}", "kind": "generate", "response": {**answer, **response}}
    )


def completion(message: dict[str, Any], finish: str = "stop", **top: Any) -> Record:
    choice = {"index": 0, "message": {"role": "assistant", **message}, "finish_reason": finish}
    return record("chat", {"id": "c1", "model": "m", "choices": [choice], **top})


def test_a_chat_answer_with_all_its_counts() -> None:
    usage = {
        "prompt_tokens": 10,
        "completion_tokens": 4,
        "total_tokens": 14,
        "prompt_tokens_details": {"cached_tokens": 6},
        "completion_tokens_details": {"reasoning_tokens": 3},
    }
    assert walk_chat(completion({"content": "hi"}, usage=usage)) == ExpectedText(
        text="hi",
        finish_reason="stop",
        raw_finish_reason="stop",
        usage=ExpectedUsage(input=10, cached=6, output=4, reasoning=3, total=14),
        response_id="c1",
        model="m",
    )


def test_a_forced_tool_call_ends_with_tool_calls_whatever_the_wire_says() -> None:
    call = {"id": "t1", "type": "function", "function": {"name": "f", "arguments": '{"a": 1}'}}
    walked = walk_chat(completion({"content": None, "tool_calls": [call]}))
    assert isinstance(walked, ExpectedText)
    assert walked.tool_calls == (ExpectedCall("t1", "f", {"a": 1}),)
    assert (walked.finish_reason, walked.raw_finish_reason) == ("tool-calls", "stop")


@pytest.mark.parametrize(
    ("message", "text", "finish"),
    [
        ({"content": None, "refusal": "no"}, "no", "content-filter"),
        ({"content": None, "audio": {"data": "aGk=", "transcript": "said"}}, "said", "stop"),
        ({"content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}, "ab", "stop"),
    ],
)
def test_text_of_a_chat_answer(message: dict[str, Any], text: str, finish: str) -> None:
    walked = walk_chat(completion(message))
    assert isinstance(walked, ExpectedText)
    assert (walked.text, walked.finish_reason) == (text, finish)


def test_a_legacy_function_call_has_no_id() -> None:
    legacy = {"content": None, "function_call": {"name": "f", "arguments": "not json"}}
    walked = walk_chat(completion(legacy, "function_call"))
    assert isinstance(walked, ExpectedText)
    assert walked.tool_calls == (ExpectedCall(None, "f", "not json"),)
    assert walked.finish_reason == "tool-calls"


def chunk(delta: dict[str, Any], finish: str | None = None, index: int = 0, **top: Any) -> str:
    choice = {"index": index, "delta": delta, "finish_reason": finish}
    return json.dumps({"id": "c1", "model": "m", "choices": [choice], **top})


def piece(index: int, arguments: str, **head: Any) -> dict[str, Any]:
    name = head.pop("name", None)
    function = {"arguments": arguments, **({"name": name} if name else {})}
    return {"index": index, "function": function, **head}


def test_chunks_of_interleaved_tool_calls_and_of_another_choice() -> None:
    data = [
        chunk({"role": "assistant", "content": "o"}),
        chunk({"content": "!"}, index=1),
        chunk({"tool_calls": [piece(1, "{", id="b", name="g")]}),
        chunk({"tool_calls": [piece(0, '{"x"', id="a", name="f"), piece(1, "}")]}),
        chunk({"content": "k", "tool_calls": [piece(0, ":2}")]}),
        chunk({}, "tool_calls"),
        json.dumps({"choices": [], "usage": {"prompt_tokens": 1, "completion_tokens": 2}}),
        "[DONE]",
        "rubbish",
    ]
    walked = walk_chunks(data)
    assert isinstance(walked, ExpectedText)
    assert walked.text == "ok"
    assert walked.tool_calls == (ExpectedCall("a", "f", {"x": 2}), ExpectedCall("b", "g", {}))
    assert walked.usage == ExpectedUsage(input=1, output=2)


@pytest.mark.parametrize(
    ("tail", "error"),
    [
        ([], "StreamInterruptedError"),
        (["{"], "InvalidResponseError"),
        (['{"error": {"message": "x", "code": "rate_limit_exceeded"}}'], "RateLimitError"),
    ],
)
def test_chunks_that_break_off(tail: list[str], error: str) -> None:
    assert walk_chunks([chunk({"content": "par"}), *tail]) == ExpectedInterrupted(error, "par")


OUTPUT: list[dict[str, Any]] = [
    {"type": "reasoning", "id": "r", "summary": [{"type": "summary_text", "text": "hm"}]},
    {
        "type": "message",
        "id": "m",
        "content": [
            {
                "type": "output_text",
                "text": "see",
                "annotations": [{"type": "url_citation", "url": "https://e.org"}],
            }
        ],
    },
    {"type": "web_search_call", "id": "ws"},
    {"type": "image_generation_call", "id": "ig", "result": "aGk="},
    {"type": "a_later_invention", "content": [{"type": "output_text", "text": "never text"}]},
]


def test_a_response_with_items_of_many_kinds() -> None:
    body = {"id": "r1", "model": "m", "status": "completed", "output": OUTPUT, "usage": None}
    assert walk_responses(record("responses", body)) == ExpectedText(
        text="see",
        reasoning=("hm",),
        tool_calls=(
            ExpectedCall("ws", "web_search", None, provider_executed=True),
            ExpectedCall("ig", "image_generation", None, provider_executed=True),
        ),
        sources=("https://e.org",),
        files=(ExpectedFile(b"hi"),),
        finish_reason="stop",
        raw_finish_reason="completed",
        response_id="r1",
        model="m",
    )


@pytest.mark.parametrize(
    ("status", "details", "finish", "raw"),
    [
        ("incomplete", {"reason": "max_output_tokens"}, "length", "max_output_tokens"),
        ("incomplete", {"reason": "content_filter"}, "content-filter", "content_filter"),
        ("incomplete", None, "other", "incomplete"),
        ("queued", None, "other", "queued"),
        ("completed", None, "tool-calls", "completed"),
    ],
)
def test_how_a_response_ends(status: str, details: Any, finish: str, raw: str) -> None:
    call = {"type": "function_call", "call_id": "c", "name": "f", "arguments": ""}
    body = {"status": status, "incomplete_details": details, "output": [call]}
    walked = walk_responses(record("responses", body))
    assert isinstance(walked, ExpectedText)
    assert walked.tool_calls == (ExpectedCall("c", "f", {}),)
    assert (walked.finish_reason, walked.raw_finish_reason) == (finish, raw)


def events(*tail: dict[str, Any]) -> list[str]:
    head = [
        {"type": "response.created", "response": {"id": "r1", "model": "m"}},
        {"type": "response.output_text.delta", "output_index": 1, "content_index": 0, "delta": "y"},
        {"type": "response.output_text.delta", "output_index": 0, "content_index": 0, "delta": "x"},
    ]
    return [json.dumps(event) for event in (*head, *tail)]


def test_events_up_to_the_end_mark() -> None:
    item = OUTPUT[1]
    done = {"type": "response.completed", "response": {"status": "completed"}}
    walked = walk_events(
        events({"type": "response.output_item.done", "output_index": 0, "item": item}, done)
    )
    assert isinstance(walked, ExpectedText)
    assert (walked.text, walked.response_id, walked.finish_reason) == ("see", "r1", "stop")


def test_events_that_break_off() -> None:
    assert walk_events(events()) == ExpectedInterrupted("StreamInterruptedError", "xy")
    late = {"type": "error", "error": {"code": "server_is_overloaded", "message": "m"}}
    assert walk_events(events(late)) == ExpectedInterrupted("OverloadedError", "xy")
    early = json.dumps({"type": "error", "code": "insufficient_quota", "message": "m"})
    assert walk_events([early]) == ExpectedError("QuotaExceededError", None, "m")


@pytest.mark.parametrize(
    ("status", "error", "name"),
    [
        (400, {"message": "m", "code": "insufficient_quota"}, "QuotaExceededError"),
        (400, {"message": "m", "code": "context_length_exceeded"}, "ContextOverflowError"),
        (400, {"message": "m", "code": None, "type": "invalid_request_error"}, "BadRequestError"),
        (404, {"message": "m", "code": "model_not_found"}, "NotFoundError"),
        (500, {"message": "m"}, "ServerError"),
    ],
)
def test_errors_by_code_then_by_status(status: int, error: Any, name: str) -> None:
    walked = walk_chat(record("chat", {"error": error}, status=status))
    assert walked == ExpectedError(name, status, "m")


def test_an_error_without_a_body() -> None:
    assert walk_chat(record("chat", status=503)) == ExpectedError("OverloadedError", 503, None)


def test_vectors_from_lists_and_from_base64_in_the_order_of_their_index() -> None:
    coded = base64.b64encode(array("f", [0.5, -2.0]).tobytes()).decode()
    rows = [{"index": 1, "embedding": coded}, {"index": 0, "embedding": [1.0, 2.0]}]
    body = {"model": "e", "data": rows, "usage": {"prompt_tokens": 3}}
    expected = ExpectedVectors(((1.0, 2.0), (0.5, -2.0)), 3, "e")
    assert walk_media(record("embeddings", body)) == expected


def test_audio_is_its_bytes_and_text_is_a_transcript() -> None:
    audio = record(
        "audio", raw="aGk=", raw_encoding="base64", headers={"content-type": "audio/mpeg"}
    )
    assert walk_media(audio) == ExpectedSpeech(b"hi")
    plain = record("audio", raw="hi", raw_encoding="text", headers={"content-type": "text/plain"})
    assert walk_media(plain) == ExpectedTranscript("hi")


def test_subtitles_have_their_cues_as_segments() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.500 align:start\na\nb\n\n1:00:00.0 --> 1:00:01.0\nc\n"
    walked = walk_subtitles(text)
    assert walked.text == text
    assert walked.segments == (
        ExpectedSegment("a\nb", 1.0, 2.5),
        ExpectedSegment("c", 3600.0, 3601.0),
    )


def test_a_reply_is_cut_where_its_reads_were_cut() -> None:
    response: dict[str, Any] = {
        "sse": [{"event": "e", "data": "a\nb"}],
        "framing": "sse",
        "chunks": [3, 0, 4],
    }
    reply = reply_of(record("chat", **response))
    assert reply.body == b"event: e\ndata: a\ndata: b\n\n"
    assert reply.chunks == (b"eve", b"nt: ", b"e\ndata: a\ndata: b\n\n")
    assert sse_text({**response, "sse_style": "crlf-nospace", "sse_cut": 2}).endswith("data:b\r\n")
